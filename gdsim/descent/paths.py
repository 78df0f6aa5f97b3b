"""The paths of a batch: in closed form, or by the only loop over epochs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np

from gdsim.core.arrays import Array, IntArray
from gdsim.core.dataclass import dataclass
from gdsim.descent.closed_form import ClosedForm
from gdsim.descent.epochs import stored_epochs
from gdsim.descent.oracle import PointOracle, oracle_of
from gdsim.descent.problem import Problem
from gdsim.optimizers import Optimizer

# A run has diverged when its loss passes this many times its start or the variance of y.
DIVERGED_AT = 1000.0
# What the loop computes before it measures: at most this many epochs, and numbers in memory.
BLOCK_EPOCHS = 256
BLOCK_NUMBERS = 1 << 14


@dataclass(frozen=True, eq=False)
class Paths:
    """A batch as simulated, before it is cut to what is stored.

    Args:
        epoch: shape (stored,).
        params: shape (runs, stored, dims); loss, gradient_norm: shape (runs, stored).
        diverged, converged: epoch of it, or −1, shape (runs,).
        end_params, end_loss, end_gradient_norm: at the last epoch of each run, stored or not.
    """

    epoch: IntArray
    params: Array
    loss: Array
    gradient_norm: Array
    diverged: IntArray
    converged: IntArray
    end_params: Array
    end_loss: Array
    end_gradient_norm: Array


def closed_paths(problem: Problem, form: ClosedForm, tolerance: Array, epochs: int) -> Paths:
    """Plain descent on a quadratic loss: only the epochs stored cost anything."""
    minimum = form.quadratic.minimum
    start_excess = form.excess(np.array([0]))
    limit = divergence_limit(problem, start_excess[:, 0] + minimum)[:, None]
    goal = tolerance[:, None] * start_excess
    last = np.full(len(form.start), epochs, dtype=np.int64)
    diverged = form.first_epoch(lambda excess: np.logical_not(excess + minimum <= limit), last)
    converged = form.first_epoch(lambda excess: np.less_equal(excess, goal), last)
    stored = stored_epochs(epochs)
    path = form.path(stored)
    end = form.path(np.where(diverged < 0, last, diverged)[:, None])
    return Paths(
        epoch=stored,
        params=path.params,
        loss=path.excess + minimum,
        gradient_norm=path.gradient_norm,
        diverged=diverged,
        converged=converged,
        end_params=end.params[:, 0],
        end_loss=end.excess[:, 0] + minimum,
        end_gradient_norm=end.gradient_norm[:, 0],
    )


def iterated_paths(
    problem: Problem,
    optimizer: Optimizer,
    streams: Sequence[random.Random],
    start: Array,
    tolerance: Array,
    epochs: int,
) -> Paths:
    """Any optimizer on any loss, in blocks of epochs; the block where the last run diverged ends the loop.

    Args:
        start: shape (runs, dims); tolerance: shape (runs,).
        streams: one a run, or none where the optimizer draws nothing.
    """
    oracle = oracle_of(problem, streams)
    stored = stored_epochs(epochs)
    runs, dims = start.shape
    path = np.empty((len(stored), dims, runs))
    losses, norms = np.empty((2, len(stored), runs))
    diverged = np.full(runs, -1, dtype=np.int64)
    unsettled = np.full(runs, -1, dtype=np.int64)  # last epoch that was not within tolerance
    end_params, (end_loss, end_norm) = np.empty_like(start), np.empty((2, runs))

    limit = goal = np.zeros(runs)
    for first, block in _blocks(oracle, optimizer, start, epochs):
        size = len(block)
        measured = oracle.measure(block.transpose(1, 0, 2).reshape(dims, -1).T)
        loss, norm, progress = (part.reshape(size, runs) for part in measured)
        if first == 0:
            limit, goal = divergence_limit(problem, loss[0]), tolerance * progress[0]

        running = np.flatnonzero(diverged < 0)
        gone = ~((loss <= limit) & np.isfinite(block).all(axis=1))[:, running]
        ends = np.where(gone.any(axis=0), gone.argmax(axis=0), size - 1)
        diverged[running] = np.where(gone.any(axis=0), first + ends, -1)
        end_params[running] = block[ends, :, running]
        end_loss[running], end_norm[running] = loss[ends, running], norm[ends, running]
        outside = ~(progress <= goal)
        latest = first + size - 1 - outside[::-1].argmax(axis=0)
        unsettled = np.where(outside.any(axis=0), latest, unsettled)

        rows = slice(*np.searchsorted(stored, [first, first + size]).tolist())
        kept = slice(None) if rows.stop - rows.start == size else stored[rows] - first
        path[rows], losses[rows], norms[rows] = block[kept], loss[kept], norm[kept]
        if (diverged >= 0).all():
            break
    converged = np.where(unsettled < epochs, unsettled + 1, -1)
    return Paths(
        epoch=stored,
        params=path.transpose(2, 0, 1),
        loss=losses.T,
        gradient_norm=norms.T,
        diverged=diverged,
        converged=converged,
        end_params=end_params,
        end_loss=end_loss,
        end_gradient_norm=end_norm,
    )


def _blocks(
    oracle: PointOracle, optimizer: Optimizer, start: Array, epochs: int
) -> Iterator[tuple[int, Array]]:
    """First epoch and params, shape (epochs, dims, runs), of each block from epoch 0 on.

    The runs lie together in memory, so that an update, written for shape (runs, dims), is a few passes
    over contiguous numbers.
    """
    runs, dims = start.shape
    most = max(1, min(BLOCK_EPOCHS, BLOCK_NUMBERS // (runs * oracle.numbers)))
    params = np.asfortranarray(start)
    state = optimizer.init(params)
    for first in range(0, epochs + 1, most):
        block = np.empty((min(most, epochs + 1 - first), dims, runs))
        if first == 0:
            block[0] = params.T
        for place in block[1 if first == 0 else 0 :]:
            step, state = optimizer.update(oracle, params, state)
            params = np.add(params, step, out=place.T)
        yield first, block


def divergence_limit(problem: Problem, start_loss: Array) -> Array:
    """The loss beyond which a run counts as diverged, shape (runs,)."""
    return DIVERGED_AT * np.maximum(start_loss, problem.variance)
