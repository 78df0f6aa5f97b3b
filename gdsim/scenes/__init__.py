"""Scenes: one file each registers what is drawn of a run, as an init/update pair."""
