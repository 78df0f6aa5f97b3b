"""Where work is done: executors of ``concurrent.futures``, and one driver that feeds any of them."""
