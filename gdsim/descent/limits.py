"""Axis limits that every run of a sweep on one dataset shares, whatever its learning rate.

They come from the optimum and the starts alone, so that a further learning rate redraws nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from gdsim import losses
from gdsim.core.arrays import Array
from gdsim.core.view import Limits, Range
from gdsim.descent.oracle import PointOracle
from gdsim.descent.problem import Problem, Quadratic
from gdsim.losses import mean_loss

AIR = 0.05
# Above 1/λ a coordinate swings to the other side of the optimum. The slow one can do so only where it
# is less than this many times slower than the fast one: beyond, the fast one diverges first.
SLOW = 2.0
# Around the way down a loss that is curved in the params: enough to see its slopes.
AIR_CURVED = 0.35
FIRST_STEP, TRIALS = 1e-3, 2000


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
    shape = _shape(problem)
    if shape is not None:
        return tuple(padded(column) for column in np.vstack([starts, _swept(shape, starts)]).T)
    reach = np.vstack([starts, _way_down(problem, starts)])
    if problem.model.window is not None:
        reach = np.vstack([reach, np.array(problem.model.window(problem.x)).T])
        return tuple(padded(column, AIR / 2) for column in reach.T)
    return tuple(padded(column, AIR_CURVED) for column in reach.T)


def held_at(problem: Problem) -> tuple[float, ...]:
    """Where params that a surface does not show are held: at the optimum, or one of them."""
    shape = _shape(problem)
    return (0.0,) * len(problem.model.params) if shape is None else tuple(map(_short, shape.centre.tolist()))


def _shape(problem: Problem) -> Quadratic | None:
    """The shape of the loss; of one that is not quadratic, that of the squared one on the same model."""
    if not problem.model.linear:
        return None
    return problem.shape or replace(problem, loss=losses.get("mse")()).shape


def _way_down(problem: Problem, starts: Array) -> Array:
    """Points passed from each start by descent whose steps are as long as the loss still falls by."""
    oracle = PointOracle(problem, [])
    params, length = starts, np.full(len(starts), FIRST_STEP)
    passed = [params]
    with np.errstate(all="ignore"):
        loss, gradient = oracle.measure(params).loss, oracle.gradient(params)
        for _ in range(TRIALS):
            ahead = params - length[:, None] * gradient
            there = oracle.measure(ahead).loss
            falls = there <= loss - 0.5 * length * (gradient * gradient).sum(axis=1)
            params = np.where(falls[:, None], ahead, params)
            loss, gradient = np.where(falls, there, loss), oracle.gradient(params)
            length = np.where(falls, 1.5 * length, 0.5 * length)
            passed.append(params)
    return np.vstack(passed)


def _swept(shape: Quadratic, starts: Array) -> Array:
    """Corners of the boxes, along the eigen-directions, that paths from the starts stay in."""
    corners = [shape.centre]
    fastest = shape.eigenvalues[0]
    swings = [k == 0 or shape.flat or bool(fastest < SLOW * v) for k, v in enumerate(shape.eigenvalues)]
    for away in starts - shape.centre:
        along = [float(sum((v * away).tolist())) for v in shape.eigenvectors]
        ends = [(a, -a if swing else 0.0) for a, swing in zip(along, swings, strict=True)]
        for shares in product(*ends):
            moved = shares[0] * shape.eigenvectors[0]
            for share, vector in zip(shares[1:], shape.eigenvectors[1:], strict=True):
                moved = moved + share * vector
            corners.append(shape.centre + moved)
    return np.array(corners)


def _loss_range(problem: Problem, starts: Array) -> Range:
    """From a little under the least loss to a little over the worst start, both > 0."""
    losses = mean_loss(problem.model, problem.loss, starts, problem.x, problem.y)
    if problem.shape is not None:
        least = problem.shape.minimum
    elif problem.model.linear:
        least = float(losses.min()) * 1e-3
    else:
        reached = _way_down(problem, starts)[-len(starts) :]
        least = float(mean_loss(problem.model, problem.loss, reached, problem.x, problem.y).min())
    top = max(float(losses.max()) * 1.5, least * 2, 1e-12)
    return _short(max(least * 0.8, top * 1e-9)), _short(top)
