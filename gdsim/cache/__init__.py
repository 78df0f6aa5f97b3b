"""What has been made before: keys of everything that decides some bytes, and the store of these bytes."""
