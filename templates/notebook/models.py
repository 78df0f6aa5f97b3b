# ruff: noqa: F821
"""Models that set-up cells copy: (params, x) → predictions, and their slope by each param.

Params have shape (…, count), so that one call serves a whole map of them; x has shape (n,).
"""


def line(params, x):
    """Predictions of the line y = w·x + b, and how they change with w and with b."""
    w, b = params[..., 0:1], params[..., 1:2]
    return w * x + b, (x, np.ones_like(x))


def plane(params, x):
    """Predictions of y = w1·x1 + w2·x2 + … + b; x has a column an input."""
    columns = (*x.T, np.ones(len(x)))
    return sum(params[..., i : i + 1] * column for i, column in enumerate(columns)), columns


def polynomial(params, x):
    """Predictions of … + a2·x² + a1·x + a0, the highest power first."""
    powers = tuple(x**power for power in reversed(range(params.shape[-1])))
    return sum(params[..., i : i + 1] * power for i, power in enumerate(powers)), powers


def exponential(params, x):
    """Predictions of the growth y = exp(w·x + b)."""
    grown = np.exp(params[..., 0:1] * x + params[..., 1:2])
    return grown, (grown * x, grown)


def logistic(params, x):
    """Probabilities 1 / (1 + exp(−(w·x + b)))."""
    p = 1 / (1 + np.exp(-(params[..., 0:1] * x + params[..., 1:2])))
    return p, (p * (1 - p) * x, p * (1 - p))


def sine(params, x):
    """Predictions of the wave y = sin(w·x + b)."""
    angle = params[..., 0:1] * x + params[..., 1:2]
    return np.sin(angle), (np.cos(angle) * x, np.cos(angle))
