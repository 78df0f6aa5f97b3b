"""Numbers for prose: a run or a dataset, asked by name, answers from its record and the closed form."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from types import SimpleNamespace
from typing import Any

import numpy as np

from gdsim import models, optimizers
from gdsim.core.dataset import Dataset
from gdsim.core.run import FIELDS, Choice, Run, Sweep, same_field
from gdsim.core.slug import slug
from gdsim.core.trajectory import Optimum, Outcome, Theory, Trajectory
from gdsim.core.yamltext import Document
from gdsim.descent.closed_form import ClosedForm, settles
from gdsim.descent.fields import Reader, read_loss
from gdsim.descent.problem import Problem, problem_of, scaling_of
from gdsim.descent.simulate import start_of
from gdsim.errors import near_names


class RunNumbers:
    """A run's numbers; implements ``gdsim.core.facts.RunFacts``."""

    def __init__(self, run: Run, trajectory: Trajectory, dataset: Dataset) -> None:
        self._run = run
        self._trajectory = trajectory
        self._dataset = dataset

    @property
    def id(self) -> str:
        """Its id."""
        return self._run.id

    @property
    def final(self) -> SimpleNamespace:
        """Params and loss after the last update."""
        return self._stored(len(self._trajectory.epoch) - 1)

    @property
    def status(self) -> str:
        """``converged``, ``diverged`` or ``budget``."""
        return self._trajectory.outcome.status

    @property
    def diverged(self) -> bool:
        """Whether it diverged."""
        return self.status == "diverged"

    @property
    def converged(self) -> bool:
        """Whether it converged."""
        return self.status == "converged"

    @property
    def epoch(self) -> int:
        """Epoch of the outcome."""
        return self._trajectory.outcome.epoch

    @property
    def losses(self) -> Sequence[float]:
        """Losses of the stored epochs."""
        losses: list[float] = self._trajectory.loss.tolist()
        return losses

    @property
    def optimum(self) -> SimpleNamespace:
        """Params of least loss, and the loss there."""
        optimum = self._trajectory.optimum
        if optimum is None:
            raise ValueError(f"run {self.id} has no single optimum in closed form")
        return _point(self._trajectory.params, optimum.params, optimum.loss)

    @property
    def theory(self) -> SimpleNamespace:
        """Thresholds of plain descent on the run's model, loss and data."""
        if self._trajectory.theory is None:
            raise ValueError(
                f"run {self.id} has no thresholds: its loss is not quadratic, or has a flat direction"
            )
        return SimpleNamespace(**vars(self._trajectory.theory))

    def at(self, epoch: int) -> SimpleNamespace:
        """Params and loss at an epoch up to the run's last one.

        Raises:
            ValueError: the epoch is beyond the run, or not stored and without a closed form.
        """
        last = int(self._trajectory.epoch[-1])
        if not isinstance(epoch, int) or isinstance(epoch, bool) or not 0 <= epoch <= last:
            raise ValueError(f"run {self.id} has epochs 0 to {last}, not {epoch!r}")
        try:
            return self._stored(self._trajectory.index_of(epoch))
        except KeyError:
            pass
        if self._closed is None:
            raise ValueError(f"run {self.id} has no closed form, and epoch {epoch} is not stored")
        at = np.array([epoch])
        path = self._closed.path(at)
        loss = float(path.excess[0, 0]) + self._closed.quadratic.minimum
        return _point(self._trajectory.params, path.params[0, 0].tolist(), loss)

    def epochs_to(self, fraction: float, of: str = "loss") -> int | None:
        """First epoch from which the distance to the optimum stays within ``fraction``, to the end.

        Args:
            fraction: of |θ*| for a param, of the start's excess loss for the loss; > 0.
            of: ``"loss"`` or the name of a param.

        Returns:
            The epoch, beyond the budget too where there is a closed form; None where it never comes.
        """
        names = self._trajectory.params
        if of != "loss" and of not in names:
            raise ValueError(f"epochs_to: of must be one of loss, {', '.join(names)}, got {of!r}")
        optimum = self._trajectory.optimum
        if optimum is None:
            raise ValueError(f"run {self.id} has no optimum in closed form to measure from")
        if self._closed is not None:
            return _settled(self._closed, names, fraction, of)
        return self._observed(optimum, fraction, of)

    def _observed(self, optimum: Optimum, fraction: float, of: str) -> int | None:
        run = self._trajectory
        if of == "loss":
            away, within = run.loss - optimum.loss, fraction * (run.loss[0] - optimum.loss)
        else:
            index = run.params.index(of)
            target = optimum.params[index]
            away, within = np.abs(run.path[:, index] - target), fraction * abs(target)
        outside = np.flatnonzero(~(away <= within))
        if self.diverged or (len(outside) and outside[-1] == len(run.epoch) - 1):
            return None
        first = int(outside[-1]) + 1 if len(outside) else 0
        if first and run.epoch[first] - run.epoch[first - 1] > 1:
            raise ValueError(f"run {self.id} does not store every epoch around {run.epoch[first]}")
        return int(run.epoch[first])

    def _stored(self, index: int) -> SimpleNamespace:
        run = self._trajectory
        return _point(run.params, run.path[index].tolist(), float(run.loss[index]))

    @cached_property
    def _closed(self) -> ClosedForm | None:
        spec = self._run.spec
        problem = problem_of(self._dataset, spec.model, spec.loss, standardize=spec.standardize)
        rate = np.array([spec.learning_rate])
        if problem.quadratic is None or not optimizers.get(spec.optimizer.name)(rate).plain:
            return None
        names = models.get(spec.model).params
        start = start_of(spec.init, names, random.Random(self._trajectory.seed))
        return ClosedForm(problem.quadratic, np.array([start]), rate)


class DatasetNumbers:
    """A dataset's numbers under squared error; implements ``gdsim.core.facts.DatasetFacts``."""

    def __init__(self, dataset: Dataset, model: str = "line") -> None:
        self._dataset = dataset
        self._problem: Problem = problem_of(dataset, model, Choice("mse"), standardize=False)

    @property
    def n(self) -> int:
        """Number of points."""
        return self._dataset.n

    @property
    def x_min(self) -> float:
        """Least x."""
        return float(self._dataset.x.min())

    @property
    def x_max(self) -> float:
        """Greatest x."""
        return float(self._dataset.x.max())

    @property
    def optimum(self) -> SimpleNamespace:
        """Least squares: params by name, and their loss."""
        optimum = self._problem.optimum
        if optimum is None:
            raise ValueError(f"dataset {self._dataset.name!r} has no single optimum: x is constant")
        return _point(self._problem.model.params, optimum.params, optimum.loss)

    @property
    def learning_rate_max(self) -> float:
        """Plain descent is stable below it."""
        return self._theory("learning_rate_max")

    @property
    def swing_from(self) -> float:
        """Above it the fast direction changes sides each epoch."""
        return self._theory("swing_from")

    @property
    def fastest(self) -> float:
        """The learning rate that shrinks the slowest direction fastest."""
        return self._theory("fastest")

    @property
    def condition_number(self) -> float:
        """Largest over smallest eigenvalue of the Hessian."""
        return self._theory("condition_number")

    def _theory(self, name: str) -> float:
        if self._problem.theory is None:
            raise ValueError(f"dataset {self._dataset.name!r} has no {name}: x is constant")
        return float(getattr(self._problem.theory, name))


class ThresholdNumbers:
    """Plain descent on a problem, from theory alone; implements ``gdsim.core.facts.ThresholdFacts``.

    Args:
        problem: None where it cannot be posed.
        why_not: the reason then.
    """

    def __init__(self, problem: Problem | None, why_not: str = "") -> None:
        self._problem = problem
        self._why_not = why_not

    @property
    def theory(self) -> Theory | None:
        """The thresholds, or None."""
        return self._problem.theory if self._problem else None

    @property
    def why_none(self) -> str:
        """Why there are none, in words."""
        if self._problem is None:
            return self._why_not
        if self._problem.quadratic is None:
            return "the slope of this loss does not change in proportion to the error"
        return "x is constant, so many lines fit equally well" if self._problem.quadratic.flat else ""

    @property
    def params(self) -> tuple[str, ...]:
        """Names of the params."""
        return self._problem.model.params if self._problem else ()

    def epochs_to(
        self, learning_rate: float, start: tuple[float, ...], fraction: float, of: str
    ) -> int | None:
        """First epoch from which a param, or the loss, stays within ``fraction``; None if never."""
        shape = self._problem.quadratic if self._problem else None
        if shape is None or shape.flat:
            raise ValueError(self.why_none)
        closed = ClosedForm(shape, np.array([start]), np.array([learning_rate]))
        return _settled(closed, self.params, fraction, of)


class Numbers:
    """All runs and datasets of a build; implements ``gdsim.core.facts.Facts``.

    Args:
        sweeps, datasets: by name.
        load: gives the recorded trajectory of a run.
        end: tells how a run ended, without its trajectory.
    """

    def __init__(
        self,
        sweeps: Mapping[str, Sweep],
        datasets: Mapping[str, Dataset],
        load: Callable[[Run], Trajectory],
        end: Callable[[Run], Outcome] | None = None,
    ) -> None:
        self._sweeps = sweeps
        self._datasets = datasets
        self._load = load
        self._end = end or (lambda run: load(run).outcome)
        self._known_runs: dict[tuple[str, str], RunNumbers] = {}
        self._known_datasets: dict[str, DatasetNumbers] = {}

    def run(self, sweep: str, **fields: Any) -> RunNumbers:
        """A run by its fields; see ``find``."""
        return self.numbers_of(self.find(sweep, **fields))

    def dataset(self, name: str) -> DatasetNumbers:
        """A dataset's numbers by its name."""
        if name not in self._known_datasets:
            self._known_datasets[name] = DatasetNumbers(self.points(name))
        return self._known_datasets[name]

    def find(self, sweep: str, **fields: Any) -> Run:
        """The first run whose fields are those given.

        Raises:
            ValueError: an unknown sweep or field, or a value that was not swept, with those that were.
        """
        runs: Iterable[Run] = self.sweep(sweep)
        for field, wanted in fields.items():
            if field not in FIELDS:
                raise ValueError(f"a run has no field {field!r}{near_names(field, FIELDS)}")
            runs = self._matching(sweep, runs, field, wanted)
        return next(iter(runs))

    def _matching(self, sweep: str, runs: Iterable[Run], field: str, wanted: Any) -> Iterable[Run]:
        """The runs whose field is ``wanted``, as far as they are asked for; each value is compared once."""
        same: dict[Any, bool] = {}

        def matches(run: Run) -> bool:
            value = getattr(run.spec, field)
            if value not in same:
                same[value] = same_field(value, wanted)
            return same[value]

        found = filter(matches, runs)
        first = next(found, None)
        if first is None:
            swept = list(dict.fromkeys(_shown(value) for value in same))
            shown = ", ".join(swept[:20]) + (", …" if len(swept) > 20 else "")
            raise ValueError(f"sweep {sweep!r} has no {field} {wanted!r}; it has {shown}")
        return chain((first,), found)

    def sweep(self, name: str) -> Sweep:
        """A declared sweep by its name."""
        found = self._sweeps.get(slug(str(name)))
        if found is None:
            raise ValueError(f"unknown sweep {name!r}{near_names(str(name), self._sweeps)}")
        return found

    def sweeps(self) -> list[str]:
        """Names of all sweeps, sorted."""
        return sorted(self._sweeps)

    def points(self, name: str) -> Dataset:
        """A dataset by its name."""
        found = self._datasets.get(slug(str(name)))
        if found is None:
            raise ValueError(f"unknown dataset {name!r}{near_names(str(name), self._datasets)}")
        return found

    def trajectory(self, run: Run) -> Trajectory:
        """The recorded trajectory of a run."""
        return self._load(run)

    def outcome(self, run: Run) -> Outcome:
        """How a run ended."""
        return self._end(run)

    def numbers_of(self, run: Run) -> RunNumbers:
        """The numbers of a planned run."""
        key = run.sweep, run.id
        if key not in self._known_runs:
            self._known_runs[key] = RunNumbers(run, self._load(run), self._datasets[run.spec.dataset])
        return self._known_runs[key]

    def thresholds(self, dataset: str, loss: str | dict[str, Any], *, standardize: bool) -> ThresholdNumbers:
        """What learning rates do on a dataset; ValueError in words for a loss that is none."""
        points = self.points(dataset)
        reader = Reader(Document("", 1, {}))
        choice = read_loss(reader, (), loss)
        if choice is None:
            raise ValueError(reader.mistakes[0].message)
        if standardize:
            try:
                scaling_of(points)
            except ValueError:
                return ThresholdNumbers(None, "x is constant, so it cannot be standardised")
        return ThresholdNumbers(problem_of(points, "line", choice, standardize=standardize))


def _settled(closed: ClosedForm, names: tuple[str, ...], fraction: float, of: str) -> int | None:
    shape = closed.quadratic
    coordinates, factors = closed.coordinates[0], closed.factors[0]
    if of == "loss":
        terms = 0.5 * shape.eigenvalues * coordinates * coordinates
        return settles(terms, factors * factors, fraction * float(terms.sum()))
    index = names.index(of)
    within = fraction * abs(float(shape.centre[index]))
    return settles(coordinates * shape.eigenvectors[:, index], factors, within)


def _shown(value: Any) -> str:
    if isinstance(value, Choice):
        return value.name if not value.options else str(value.mapping())
    return str(getattr(value, "name", value))


def _point(names: tuple[str, ...], params: Sequence[float], loss: float) -> SimpleNamespace:
    return SimpleNamespace(**dict(zip(names, params, strict=True)), loss=loss)
