"""Artists of our own. They import matplotlib at their top, so scenes import them inside functions."""
