"""Plain gradient descent on a quadratic loss without a loop over epochs.

In the eigen-directions of the Hessian each coordinate shrinks on its own:
θₖ = θ* + V (1 − ηΛ)ᵏ Vᵀ (θ₀ − θ*). Powers are taken by repeated squaring, whose bits do not depend
on the CPU. Source: Goh (2017), Why momentum really works, doi:10.23915/distill.00006.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdsim.core.arrays import Array, IntArray
from gdsim.core.dataclass import dataclass
from gdsim.descent.problem import Quadratic

# Beyond this many epochs nobody waits for an answer.
HORIZON = 1 << 50
BLOCK = 1 << 16


def power(base: Array, exponent: IntArray) -> Array:
    """``base ** exponent`` for whole exponents ≥ 0, by repeated squaring; shapes broadcast."""
    result = np.ones(np.broadcast_shapes(base.shape, exponent.shape))
    square, left = base, exponent
    while left.any():
        np.multiply(result, square, out=result, where=(left & 1).astype(np.bool_))
        square, left = square * square, left >> 1
    return result


class Path(NamedTuple):
    """A batch at some epochs: exactly the start at epoch 0.

    Args:
        params: shape (runs, m, 2).
        excess: loss above the minimum, shape (runs, m); gradient_norm: likewise.
    """

    params: Array
    excess: Array
    gradient_norm: Array


@dataclass(frozen=True, eq=False)
class ClosedForm:
    """A batch of plain descents.

    Args:
        start: params before any update, shape (runs, 2).
        learning_rate: shape (runs,).
    """

    quadratic: Quadratic
    start: Array
    learning_rate: Array

    def __post_init__(self) -> None:
        away = self.start - self.quadratic.centre
        vectors = self.quadratic.eigenvectors
        along = [away[:, 0] * vector[0] + away[:, 1] * vector[1] for vector in vectors]
        object.__setattr__(self, "coordinates", np.stack(along, axis=1))
        factors = 1.0 - self.learning_rate[:, None] * self.quadratic.eigenvalues
        object.__setattr__(self, "factors", factors)

    coordinates: Array = None  # type: ignore[assignment]  # of the start in eigen-directions, shape (runs, 2)
    factors: Array = None  # type: ignore[assignment]  # 1 − ηλ, shape (runs, 2)

    def eigen(self, epochs: IntArray) -> Array:
        """Coordinates in eigen-directions, shape (runs, m, 2), at ``epochs`` of shape (m,) or (runs, m)."""
        shrunk = power(self.factors[:, None, :], np.atleast_2d(epochs)[:, :, None])
        still = self.coordinates[:, None, :]
        # 0 · ∞ is not a number, but a coordinate of 0 stays 0 whatever its factor.
        return np.where(still == 0, 0.0, still * shrunk)

    def path(self, epochs: IntArray) -> Path:
        """Params, loss above the minimum and gradient norm; epochs of shape (m,) or (runs, m)."""
        along = self.eigen(epochs)
        first, second = self.quadratic.eigenvectors
        moved = self.quadratic.centre + along[..., 0:1] * first + along[..., 1:2] * second
        at_start = np.atleast_2d(epochs)[:, :, None] == 0
        slope = along * self.quadratic.eigenvalues
        return Path(
            params=np.where(at_start, self.start[:, None, :], moved),
            excess=self._excess(along),
            gradient_norm=np.sqrt(slope[..., 0] * slope[..., 0] + slope[..., 1] * slope[..., 1]),
        )

    def excess(self, epochs: IntArray) -> Array:
        """Loss above the minimum, shape (runs, m)."""
        return self._excess(self.eigen(epochs))

    def _excess(self, along: Array) -> Array:
        first, second = self.quadratic.eigenvalues
        squares = along * along
        excess: Array = 0.5 * (first * squares[..., 0] + second * squares[..., 1])
        return excess

    def first_epoch(self, holds: Callable[[Array], NDArray[np.bool_]], last: IntArray) -> IntArray:
        """First epoch ≤ ``last`` (shape (runs,)) whose excess loss makes ``holds`` true, else −1.

        ``holds`` maps excess loss of shape (runs, 1) to booleans, and must stay true once true: so it
        is for thresholds of a sum of exponentials, which is convex in the epoch.
        """
        low, high = np.zeros_like(last), last.copy()
        found = holds(self.excess(last[:, None]))[:, 0]
        while (low < high).any():
            middle = (low + high) // 2
            true = holds(self.excess(middle[:, None]))[:, 0]
            low, high = np.where(true, low, np.minimum(middle + 1, high)), np.where(true, middle, high)
        return np.where(found, high, -1)


def settles(terms: Array, factors: Array, within: float) -> int | None:
    """First epoch from which |Σ termᵢ·factorᵢᵏ| ≤ ``within`` for good; None if it never does.

    Args:
        terms, factors: shape (2,).
        within: ≥ 0.
    """
    live = terms != 0
    terms, sizes, factors = terms[live], np.abs(terms[live]), factors[live]
    if not len(terms):
        return 0
    if within <= 0 or (np.abs(factors) >= 1).any():
        return None

    def envelope(epoch: int) -> float:
        return float((sizes * power(np.abs(factors), np.array([epoch]))).sum())

    low, high = 0, 1
    while envelope(high) > within:
        low, high = high, 2 * high
        if high > HORIZON:
            return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if envelope(middle) <= within else (middle + 1, high)
    # The sizes alone hold from `high` on; with opposite signs the sum may have settled earlier.
    while high > 0:
        epochs = np.arange(max(0, high - BLOCK), high)
        values = power(factors, epochs[:, None]) * terms
        outside = np.flatnonzero(np.abs(values.sum(axis=1)) > within)
        if len(outside):
            return int(epochs[outside[-1]]) + 1
        high = int(epochs[0])
    return 0
