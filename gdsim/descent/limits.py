"""Axis limits that every run of a sweep on one dataset shares, whatever its learning rate.

They come from the optimum and the starts alone, so that a further learning rate redraws nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gdsim import losses
from gdsim.core.arrays import Array
from gdsim.core.view import Limits, Range
from gdsim.descent.problem import Problem, Quadratic
from gdsim.losses import mean_loss

AIR = 0.05
# Above 1/λ a coordinate swings to the other side of the optimum. The slow one can do so only where it
# is less than this many times slower than the fast one: beyond, the fast one diverges first.
SLOW = 2.0


def limits_of(problem: Problem, starts: Array) -> Limits:
    """Limits with room for the optimum, the starts and every path that converges from them.

    Args:
        starts: shape (starts, dims).
    """
    return Limits(
        x=padded(problem.dataset.x),
        y=padded(problem.dataset.y),
        params=_param_ranges(problem, starts),
        loss=_loss_range(problem, starts),
    )


def padded(values: Sequence[float] | Array, air: float = AIR) -> Range:
    """Least and greatest value with air on both sides; never empty."""
    low, high = float(np.min(values)), float(np.max(values))
    margin = (high - low) * air or max(abs(high), 1.0) * 0.5
    return _short(low - margin), _short(high + margin)


def _short(value: float) -> float:
    """Six significant digits: enough for an axis, and no last bits in keys and records."""
    return float(f"{value:.6g}")


def _param_ranges(problem: Problem, starts: Array) -> tuple[Range, ...]:
    # A loss that is not quadratic is drawn where the squared one would be.
    shape = problem.quadratic or replace(problem, loss=losses.get("mse")()).quadratic
    reach = starts if shape is None else np.vstack([starts, _swept(shape, starts)])
    return tuple(padded(column) for column in reach.T)


def _swept(shape: Quadratic, starts: Array) -> Array:
    """Corners of the boxes, along the eigen-directions, that paths from the starts stay in."""
    corners = [shape.centre]
    swings = shape.flat or shape.eigenvalues[0] < SLOW * shape.eigenvalues[1]
    for away in starts - shape.centre:
        fast, slow = (float(v[0] * away[0] + v[1] * away[1]) for v in shape.eigenvectors)
        for along_fast in (fast, -fast):
            for along_slow in (slow, -slow if swings else 0.0):
                moved = along_fast * shape.eigenvectors[0] + along_slow * shape.eigenvectors[1]
                corners.append(shape.centre + moved)
    return np.array(corners)


def _loss_range(problem: Problem, starts: Array) -> Range:
    """From a little under the least loss to a little over the worst start, both > 0."""
    losses = mean_loss(problem.model, problem.loss, starts, problem.x, problem.y)
    least = problem.quadratic.minimum if problem.quadratic is not None else float(losses.min()) * 1e-3
    top = max(float(losses.max()) * 1.5, least * 2, 1e-12)
    return _short(max(least * 0.8, top * 1e-9)), _short(top)
