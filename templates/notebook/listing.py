# ruff: noqa: F821
"""What set-up cells of pages with a listing to edit copy."""


def follow(train, dataset, start, learning_rate, epochs):
    """The run of a listing's own train, on the points that it has now."""
    problem = Problem(dataset)
    problem.x = problem.inputs = np.array(DATA_X)
    problem.y = np.array(DATA_Y)
    problem.best = problem.least_squares()
    path = np.array([start, *train(*start, learning_rate, epochs)], dtype=float)
    losses = problem.loss_at(path)
    last = np.argmax(~(losses <= 1000 * max(losses[0], problem.y.var())))
    return (
        Run(problem, path[: last + 1], losses[: last + 1], diverged=True)
        if last
        else Run(problem, path, losses)
    )


def repeat(step):
    """A train made of a listing's step."""

    def train(w, b, learning_rate, epochs):
        for _ in range(epochs):
            w, b = step(w, b, learning_rate)
            yield w, b

    return train
