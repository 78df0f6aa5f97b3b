# ruff: noqa: B905, F821
"""What every set-up cell copies: a problem, a descent, and the comparison with the page."""


class Problem:
    """Points, a model and a loss, and what a descent may ask of them."""

    def __init__(
        self, dataset, model=line, loss=squared_error, penalty=0, standardized=False, params=("w", "b")
    ):
        self.dataset, self.x, self.y = dataset, DATA[dataset]["x"], DATA[dataset]["y"]
        self.model, self.loss, self.penalty, self.params = model, loss, penalty, params
        self.mean, self.scale = (self.x.mean(axis=0), self.x.std(axis=0)) if standardized else (0, 1)
        self.inputs = (self.x - self.mean) / self.scale
        self.best = self.least_squares() if loss is squared_error and model in LINEAR else None

    def predict(self, params, x):
        """What the model says at x."""
        return self.model(params, (x - self.mean) / self.scale)[0]

    def loss_at(self, params):
        """The mean loss over all points."""
        loss, _ = self.loss(self.model(params, self.inputs)[0], self.y)
        return loss.mean(axis=-1) + self.penalty / 2 * (params[..., :-1] ** 2).sum(axis=-1)

    def gradient(self, params, points=slice(None)):
        """How steeply the mean loss over the points rises with each param."""
        prediction, slopes = self.model(params, self.inputs[points])
        _, slope_of_loss = self.loss(prediction, self.y[points])
        gradient = np.array([(slope_of_loss * slope).mean() for slope in slopes])
        return gradient + self.penalty * np.append(params[:-1], 0)

    def least_squares(self):
        """The params of least squared error, computed directly."""
        others = len(self.params) - 1
        columns = np.stack(np.broadcast_arrays(*self.model(np.zeros(others + 1), self.inputs)[1]), axis=-1)
        penalty = len(self.y) * self.penalty / 2 * np.diag([1] * others + [0])
        return np.linalg.lstsq(columns.T @ columns + penalty, columns.T @ self.y, rcond=None)[0]


class Run:
    """What a descent gives: the params and the loss at each epoch, from before the first step."""

    def __init__(self, problem, path, losses, epochs=None, diverged=False):
        self.problem, self.diverged = problem, diverged
        self.path, self.losses = np.array(path), np.array(losses)
        self.epochs = np.arange(len(losses)) if epochs is None else np.array(epochs)


def descend(
    dataset, learning_rate, epochs, start=None, method=gradient_descent, seed=None, low=0, high=1, **problem
):
    """A run from a start, or from a random one between low and high that the seed decides."""
    problem, generator = Problem(dataset, **problem), Random(seed)
    if start is None:
        drawn = [generator.random() for _ in problem.params][::-1]
        start = np.array(drawn) * np.subtract(high, low) + low
    start = np.array(start, dtype=float)
    path, losses = [start], [problem.loss_at(start)]
    limit = 1000 * max(losses[0], problem.y.var())
    for _, params in zip(range(epochs), method(problem, start, learning_rate, generator)):
        loss = problem.loss_at(params)
        if np.isfinite(loss):
            path.append(params)
            losses.append(loss)
        if not loss <= limit:  # also where it is no number any more
            return Run(problem, path, losses, diverged=True)
    return Run(problem, path, losses)


def compare(run, epoch, loss, **params):
    """Say where a run ended, and whether the page says the same."""
    found, said = [*run.path[-1], run.losses[-1]], [*params.values(), loss]
    words = ", ".join(f"{name} = {value:.6g}" for name, value in zip([*params, "loss"], found))
    print(f"{'diverged at epoch' if run.diverged else 'epoch'} {run.epochs[-1]}: {words}", end="; ")
    same = run.epochs[-1] == epoch and np.allclose(found, said, rtol=1e-6)
    print("as on the page" if same else f"the page has epoch {epoch}: {params}, loss = {loss}")
