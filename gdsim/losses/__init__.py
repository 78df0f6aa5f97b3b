"""Losses: one file each registers a factory whose keyword-only arguments are its options."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gdsim.core.arrays import Array
from gdsim.core.dataclass import dataclass
from gdsim.models import Model
from gdsim.registry import Registry


@dataclass(frozen=True)
class Loss:
    """A loss of errors, which are residuals (prediction − target) unless it is one of margins; the mean over
    points is taken by the caller.

    Args:
        value, derivative: elementwise, of errors of any shape.
        curvature: second derivative, elementwise, or None where it says nothing (a kink).
        quadratic: whether the curvature is the same everywhere; closed forms then exist.
        l2: weight of the penalty (l2/2)·Σ p² over the params that the model says are penalised.
        of_margins: the errors are those of a yes-or-no model's score s: −s where the target is 1, s where it
            is 0. So no digits are lost where the probability is all but 0 or 1.
    """

    value: Callable[[Array], Array]
    derivative: Callable[[Array], Array]
    curvature: Callable[[Array], Array] | None = None
    quadratic: bool = False
    l2: float = 0.0
    of_margins: bool = False


registry = Registry[Callable[..., Loss]]("loss", __name__)
register, get, names = registry.register, registry.get, registry.names


def sums_over_points(values: Array) -> Array:
    """Sums along the last axis, strictly from first to last.

    One order of summation for a run alone, in a batch and in the page; pairwise or blocked sums
    would give other last bits. ``values`` has shape (…, n); the result (…,).
    """
    return np.add.accumulate(values, axis=-1)[..., -1]


def mean_loss(model: Model, loss: Loss, params: Array, x: Array, y: Array) -> Array:
    """Mean loss plus penalty, shape (runs,), at params of shape (runs, dims)."""
    return sums_over_points(loss.value(errors(model, loss, params, x, y))) / len(x) + penalty(
        model, loss, params
    )


def errors(model: Model, loss: Loss, params: Array, x: Array, y: Array) -> Array:
    """What the loss is taken of, shape (runs, n): residuals, or margins missed."""
    if not loss.of_margins:
        return model.predict(params, x) - y
    return (1.0 - 2.0 * y) * _score(model).predict(params, x)


def error_columns(model: Model, loss: Loss, params: Array, x: Array, y: Array) -> tuple[Array, ...]:
    """Derivatives of the errors, one array of shape (runs, n) or (n,) a param."""
    if not loss.of_margins:
        return model.jacobian(params, x)
    side = 1.0 - 2.0 * y
    return tuple(side * column for column in _score(model).jacobian(params, x))


def _score(model: Model) -> Model:
    if model.score is None:
        raise ValueError("this loss needs a model of probabilities, such as logistic")
    return model.score


def penalty(model: Model, loss: Loss, params: Array) -> Array:
    """(l2/2)·Σ p² over the penalised params, shape (runs,)."""
    total = np.zeros(len(params))
    for index, penalised in enumerate(model.penalised):
        if penalised and loss.l2:
            total = total + (0.5 * loss.l2) * (params[:, index] * params[:, index])
    return total
