"""Numbers: declare → plan → simulate → trajectory, with the theory beside it."""
