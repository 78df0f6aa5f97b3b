"""Simulating a batch: runs that share all but learning rate and start are rows of one array."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from gdsim import optimizers
from gdsim.core.arrays import Array, IntArray
from gdsim.core.dataset import Dataset
from gdsim.core.run import Init, Run, RunSpec
from gdsim.core.trajectory import Outcome, Trajectory
from gdsim.descent.closed_form import ClosedForm
from gdsim.descent.describe import Narrator
from gdsim.descent.epochs import frame_epochs
from gdsim.descent.paths import Paths, closed_paths, iterated_paths
from gdsim.descent.problem import Problem, problem_of
from gdsim.optimizers import Optimizer


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
    streams = [None if seed is None else random.Random(seed) for seed in seeds]
    starts = [
        start_of(run.spec.init, problem.model.params, stream)
        for run, stream in zip(runs, streams, strict=True)
    ]
    start = np.array(starts, dtype=np.float64)
    tolerance = np.array([run.spec.tolerance for run in runs])
    with np.errstate(all="ignore"):  # overflow is a normal outcome: the run diverged
        if optimizer.plain and problem.quadratic is not None:
            paths = closed_paths(problem, ClosedForm(problem.quadratic, start, rate), tolerance, spec.epochs)
        else:
            drawn_from = [stream for stream in streams if stream is not None] if optimizer.stochastic else []
            paths = iterated_paths(problem, optimizer, drawn_from, start, tolerance, spec.epochs)
    return _trajectories(problem, runs, seeds, paths)


def batch_key(spec: RunSpec) -> tuple[object, ...]:
    """What runs of one batch have in common."""
    return (spec.dataset, spec.model, spec.loss, spec.optimizer, spec.epochs, spec.standardize)


def seed_of(spec: RunSpec, optimizer: Optimizer) -> int | None:
    """The one seed of a run: of its random start, else of its optimizer's draws, else None."""
    if spec.init.seed is not None:
        return spec.init.seed
    return int(dict(spec.optimizer.options)["seed"]) if optimizer.stochastic else None


def start_of(init: Init, params: tuple[str, ...], stream: random.Random | None) -> tuple[float, ...]:
    """The params a run starts from; random ones are drawn last param first (b, then w)."""
    if init.params is not None:
        return init.params
    assert stream is not None  # a random start has a seed
    low = init.low or (0.0,) * len(params)
    high = init.high or (1.0,) * len(params)
    drawn = [low[i] + (high[i] - low[i]) * stream.random() for i in reversed(range(len(params)))]
    return tuple(reversed(drawn))


def _trajectories(
    problem: Problem, runs: Sequence[Run], seeds: Sequence[int | None], paths: Paths
) -> list[Trajectory]:
    """Each run, ended where it diverged; what runs share is made once."""
    narrator = Narrator(problem, runs[0].spec)
    digest, n, optimum, theory = problem.dataset.digest, problem.dataset.n, problem.optimum, problem.theory
    starts, ends = paths.params[:, 0].tolist(), paths.end_params.tolist()
    losses = list(zip(paths.loss[:, 0].tolist(), paths.end_loss.tolist(), strict=True))
    outcomes = _outcomes(paths, runs[0].spec.epochs)
    cuts: dict[tuple[int, bool], tuple[IntArray, IntArray]] = {}
    trajectories = []
    for row, (run, outcome) in enumerate(zip(runs, outcomes, strict=True)):
        spec = run.spec
        path, loss, norm, cut = _ended(paths, row, outcome)
        if cut not in cuts:
            epoch = _epochs_until(paths.epoch, *cut)
            cuts[cut] = epoch, frame_epochs(epoch)
        epoch, frames = cuts[cut]
        trajectories.append(
            Trajectory(
                id=run.id,
                sweep=run.sweep,
                dataset=spec.dataset,
                n=n,
                dataset_digest=digest,
                model=spec.model,
                params=problem.model.params,
                loss_choice=spec.loss,
                optimizer=spec.optimizer,
                learning_rate=spec.learning_rate,
                init_name=spec.init.name,
                epochs=spec.epochs,
                seed=seeds[row],
                standardize=problem.scaling,
                tolerance=spec.tolerance,
                outcome=outcome,
                optimum=optimum,
                theory=theory,
                epoch=epoch,
                path=path,
                loss=loss,
                gradient_norm=norm,
                frame_epoch=frames,
                description=narrator.describe(spec, outcome, (starts[row], ends[row]), losses[row]),
            )
        )
    return trajectories


def _outcomes(paths: Paths, epochs: int) -> list[Outcome]:
    """How each run ended; those that end alike share it."""
    known = lru_cache(maxsize=None)(Outcome)
    return [
        known("diverged", diverged)
        if diverged >= 0
        else known("converged", converged)
        if converged >= 0
        else known("budget", epochs)
        for diverged, converged in zip(paths.diverged.tolist(), paths.converged.tolist(), strict=True)
    ]


def _ended(paths: Paths, row: int, outcome: Outcome) -> tuple[Array, Array, Array, tuple[int, bool]]:
    """Params, loss and gradient norm of a run; its last epoch, and whether that is stored."""
    path, loss, norm = paths.params[row], paths.loss[row], paths.gradient_norm[row]
    if outcome.status != "diverged":
        return path, loss, norm, (int(paths.epoch[-1]), True)
    before = int(np.searchsorted(paths.epoch, outcome.epoch))
    path, loss, norm = path[:before], loss[:before], norm[:before]
    end = paths.end_params[row], paths.end_loss[row], paths.end_gradient_norm[row]
    finite = all(np.isfinite(part).all() for part in end)
    if finite:
        path, loss, norm = np.vstack([path, end[0]]), np.append(loss, end[1]), np.append(norm, end[2])
    return path, loss, norm, (outcome.epoch, finite)


def _epochs_until(stored: IntArray, last: int, included: bool) -> IntArray:
    """Stored epochs before ``last``, and it too where ``included``."""
    before = stored[: np.searchsorted(stored, last)]
    return np.append(before, last) if included else before
