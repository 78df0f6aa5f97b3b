"""gdsim."""
