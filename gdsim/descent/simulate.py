"""Simulating a batch: runs that share all but learning rate and start are rows of one array."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdsim import optimizers
from gdsim.core.arrays import Array, IntArray
from gdsim.core.dataset import Dataset
from gdsim.core.run import Init, Run, RunSpec
from gdsim.core.trajectory import Outcome, Trajectory
from gdsim.descent.closed_form import ClosedForm
from gdsim.descent.describe import describe
from gdsim.descent.epochs import frame_epochs, stored_epochs
from gdsim.descent.oracle import oracle_of
from gdsim.descent.problem import Problem, problem_of
from gdsim.optimizers import Optimizer

# A run has diverged when its loss passes this many times its start or the variance of y.
DIVERGED_AT = 1000.0


@dataclass(frozen=True, eq=False)
class Paths:
    """A batch as simulated, before it is cut to what is stored.

    Args:
        epoch: shape (stored,); frame_epoch: those of them that frames show, shape (frames,).
        params: shape (runs, stored, dims); loss, gradient_norm: shape (runs, stored).
        diverged, converged: epoch of it, or −1, shape (runs,).
        end_params, end_loss, end_gradient_norm: at the last epoch of each run, stored or not.
    """

    epoch: IntArray
    frame_epoch: IntArray
    params: Array
    loss: Array
    gradient_norm: Array
    diverged: IntArray
    converged: IntArray
    end_params: Array
    end_loss: Array
    end_gradient_norm: Array


def simulate(dataset: Dataset, runs: Sequence[Run]) -> list[Trajectory]:
    """The trajectories of runs that share dataset, model, loss, optimizer, epochs and standardisation.

    A run gives the same bits alone and in any batch. The squared loss costs the same for any number
    of points; plain descent on it costs only the epochs stored.

    Raises:
        ValueError: the runs do not share these, or an option is out of range.
    """
    spec = runs[0].spec
    if any(batch_key(run.spec) != batch_key(spec) for run in runs):
        raise ValueError("runs of a batch share dataset, model, loss, optimizer, epochs and standardize")
    problem = problem_of(dataset, spec.model, spec.loss, standardize=spec.standardize)
    rate = np.array([run.spec.learning_rate for run in runs], dtype=np.float64)
    optimizer = optimizers.get(spec.optimizer.name)(rate, **dict(spec.optimizer.options))
    seeds = [seed_of(run.spec, optimizer) for run in runs]
    streams = [random.Random(seed) for seed in seeds]
    starts = [
        start_of(run.spec.init, problem.model.params, stream)
        for run, stream in zip(runs, streams, strict=True)
    ]
    start = np.array(starts, dtype=np.float64)
    tolerance = np.array([run.spec.tolerance for run in runs])
    with np.errstate(all="ignore"):  # overflow is a normal outcome: the run diverged
        if optimizer.plain and problem.quadratic is not None:
            paths = _closed(problem, ClosedForm(problem.quadratic, start, rate), tolerance, spec.epochs)
        else:
            paths = _iterated(problem, optimizer, streams, start, tolerance, spec.epochs)
    return [
        _trajectory(problem, run, seed, paths, row)
        for row, (run, seed) in enumerate(zip(runs, seeds, strict=True))
    ]


def batch_key(spec: RunSpec) -> tuple[object, ...]:
    """What runs of one batch have in common."""
    return (spec.dataset, spec.model, spec.loss, spec.optimizer, spec.epochs, spec.standardize)


def seed_of(spec: RunSpec, optimizer: Optimizer) -> int | None:
    """The one seed of a run: of its random start, else of its optimizer's draws, else None."""
    if spec.init.seed is not None:
        return spec.init.seed
    return int(dict(spec.optimizer.options)["seed"]) if optimizer.stochastic else None


def start_of(init: Init, params: tuple[str, ...], stream: random.Random) -> tuple[float, ...]:
    """The params a run starts from; random ones are drawn last param first (b, then w)."""
    if init.params is not None:
        return init.params
    low = init.low or (0.0,) * len(params)
    high = init.high or (1.0,) * len(params)
    drawn = [low[i] + (high[i] - low[i]) * stream.random() for i in reversed(range(len(params)))]
    return tuple(reversed(drawn))


def divergence_limit(problem: Problem, start_loss: Array) -> Array:
    """The loss beyond which a run counts as diverged, shape (runs,)."""
    return DIVERGED_AT * np.maximum(start_loss, problem.variance)


def _closed(problem: Problem, form: ClosedForm, tolerance: Array, epochs: int) -> Paths:
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
        frame_epoch=frame_epochs(stored),
        params=path.params,
        loss=path.excess + minimum,
        gradient_norm=path.gradient_norm,
        diverged=diverged,
        converged=converged,
        end_params=end.params[:, 0],
        end_loss=end.excess[:, 0] + minimum,
        end_gradient_norm=end.gradient_norm[:, 0],
    )


def _iterated(
    problem: Problem,
    optimizer: Optimizer,
    streams: Sequence[random.Random],
    start: Array,
    tolerance: Array,
    epochs: int,
) -> Paths:
    oracle = oracle_of(problem, streams)
    stored = stored_epochs(epochs)
    runs, dims = start.shape
    path = np.full((runs, len(stored), dims), np.nan)
    losses, norms = np.full((2, runs, len(stored)), np.nan)
    diverged = np.full(runs, -1, dtype=np.int64)
    unsettled = np.full(runs, -1, dtype=np.int64)  # last epoch that was not within tolerance
    end_params, end_loss, end_norm = start.copy(), np.full(runs, np.nan), np.full(runs, np.nan)

    params, state = start, optimizer.init(start)
    limit = goal = np.zeros(runs)
    row = 0
    for epoch in range(epochs + 1):
        gradient, loss = oracle.gradient(params), oracle.loss(params)
        norm = np.sqrt(sum(gradient[:, index] * gradient[:, index] for index in range(dims)))
        # Without a known minimum a vanishing gradient is the sign of having arrived.
        progress = oracle.excess(params) if problem.quadratic is not None else norm
        if epoch == 0:
            limit, goal = divergence_limit(problem, loss), tolerance * progress
        running = diverged < 0
        gone = running & ~((loss <= limit) & np.isfinite(params).all(axis=1))
        diverged[gone] = epoch
        unsettled[~(progress <= goal)] = epoch
        end_params[running], end_loss[running], end_norm[running] = (
            params[running],
            loss[running],
            norm[running],
        )
        if stored[row] == epoch:
            path[:, row], losses[:, row], norms[:, row] = params, loss, norm
            row += 1
        if epoch == epochs or (diverged >= 0).all():
            break
        step, state = optimizer.update(oracle, params, state)
        params = params + step
    converged = np.where(unsettled < epochs, unsettled + 1, -1)
    frames = frame_epochs(stored)
    return Paths(stored, frames, path, losses, norms, diverged, converged, end_params, end_loss, end_norm)


def _trajectory(problem: Problem, run: Run, seed: int | None, paths: Paths, row: int) -> Trajectory:
    spec = run.spec
    epoch, path, loss, norm = paths.epoch, paths.params[row], paths.loss[row], paths.gradient_norm[row]
    diverged, converged = int(paths.diverged[row]), int(paths.converged[row])
    frames = paths.frame_epoch
    if diverged >= 0:
        outcome = Outcome("diverged", diverged)
        keep = epoch < diverged
        epoch, path, loss, norm = epoch[keep], path[keep], loss[keep], norm[keep]
        end = paths.end_params[row], paths.end_loss[row], paths.end_gradient_norm[row]
        if all(np.isfinite(part).all() for part in end):
            epoch = np.append(epoch, diverged)
            path, loss, norm = np.vstack([path, end[0]]), np.append(loss, end[1]), np.append(norm, end[2])
        frames = frame_epochs(epoch)
    else:
        outcome = Outcome("converged", converged) if converged >= 0 else Outcome("budget", spec.epochs)
    return Trajectory(
        id=run.id,
        sweep=run.sweep,
        dataset=spec.dataset,
        n=problem.dataset.n,
        dataset_digest=problem.dataset.digest,
        model=spec.model,
        params=problem.model.params,
        loss_choice=spec.loss,
        optimizer=spec.optimizer,
        learning_rate=spec.learning_rate,
        init_name=spec.init.name,
        epochs=spec.epochs,
        seed=seed,
        standardize=problem.scaling,
        tolerance=spec.tolerance,
        outcome=outcome,
        optimum=problem.optimum,
        theory=problem.theory,
        epoch=epoch,
        path=path,
        loss=loss,
        gradient_norm=norm,
        frame_epoch=frames,
        description=describe(problem, spec, outcome, epoch, path, loss),
    )
