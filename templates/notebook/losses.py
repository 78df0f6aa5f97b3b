# ruff: noqa: F821
"""Losses that set-up cells copy: (predictions, targets) → the loss of each point, and its slope."""


def squared_error(prediction, target):
    """The square of the residual, and its slope."""
    residual = prediction - target
    return residual**2, 2 * residual


def absolute_error(prediction, target):
    """The size of the residual, and its slope: only its sign."""
    residual = prediction - target
    return np.abs(residual), np.sign(residual)


def huber(prediction, target, delta=1.0):
    """Half the square of a residual up to delta; larger ones count by size."""
    residual = prediction - target
    size = np.abs(residual)
    value = np.where(size <= delta, residual**2 / 2, delta * (size - delta / 2))
    return value, np.clip(residual, -delta, delta)


def cross_entropy(prediction, target):
    """Minus the logarithm of the probability that was given to what happened."""
    p = np.clip(prediction, 1e-12, 1 - 1e-12)
    return -np.log(np.where(target == 1, p, 1 - p)), (p - target) / (p * (1 - p))
