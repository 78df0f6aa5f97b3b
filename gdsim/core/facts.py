"""What prose may ask of the runs: the names that expressions, claims and directives see."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol

from gdsim.core.run import Run, Sweep
from gdsim.core.slug import slug

if TYPE_CHECKING:
    from gdsim.core.dataset import Dataset
    from gdsim.core.trajectory import Outcome, Theory, Trajectory


class RunFacts(Protocol):
    """One run, as prose asks about it; points have ``.w .b .loss``."""

    @property
    def id(self) -> str: ...
    @property
    def final(self) -> SimpleNamespace: ...
    @property
    def status(self) -> str: ...
    @property
    def diverged(self) -> bool: ...
    @property
    def converged(self) -> bool: ...
    @property
    def epoch(self) -> int: ...
    @property
    def losses(self) -> Sequence[float]: ...
    @property
    def optimum(self) -> SimpleNamespace: ...
    @property
    def theory(self) -> SimpleNamespace: ...
    def at(self, epoch: int) -> SimpleNamespace: ...
    def epochs_to(self, fraction: float, of: str = "loss") -> int | None: ...


class DatasetFacts(Protocol):
    """One dataset, as prose asks about it; ValueError in words where a threshold does not exist."""

    @property
    def n(self) -> int: ...
    @property
    def x_min(self) -> float: ...
    @property
    def x_max(self) -> float: ...
    @property
    def optimum(self) -> SimpleNamespace: ...
    @property
    def learning_rate_max(self) -> float: ...
    @property
    def swing_from(self) -> float: ...
    @property
    def fastest(self) -> float: ...
    @property
    def condition_number(self) -> float: ...


class ThresholdFacts(Protocol):
    """Plain descent on a dataset under one loss: what its learning rates do, from theory alone."""

    @property
    def theory(self) -> Theory | None:
        """The thresholds; None where there are none."""
        ...

    @property
    def why_none(self) -> str:
        """Why there are none, in words; ``""`` where there are."""
        ...

    @property
    def params(self) -> tuple[str, ...]:
        """Names of the params."""
        ...

    def epochs_to(
        self, learning_rate: float, start: tuple[float, ...], fraction: float, of: str
    ) -> int | None:
        """First epoch from which a param, or the loss, stays within ``fraction``; None if never."""
        ...


class NotRun(ValueError):
    """What is asked of the runs while they cannot be made."""

    WORDS = "the runs are not made yet"

    def __init__(self) -> None:
        super().__init__(self.WORDS)


class Facts(Protocol):
    """All runs and datasets of a build. Unknown names and values not swept raise ValueError in words."""

    def run(self, sweep: str, **fields: Any) -> RunFacts:
        """A run by its fields; a field left out takes the sweep's first value."""
        ...

    def dataset(self, name: str) -> DatasetFacts:
        """A dataset's numbers, those of its squared error."""
        ...

    def find(self, sweep: str, **fields: Any) -> Run:
        """The planned run that ``run`` describes."""
        ...

    def sweep(self, name: str) -> Sweep:
        """A declared sweep."""
        ...

    def sweeps(self) -> list[str]:
        """Names of all sweeps, sorted."""
        ...

    def points(self, name: str) -> Dataset:
        """A dataset itself."""
        ...

    def trajectory(self, run: Run) -> Trajectory:
        """The recorded trajectory of a run."""
        ...

    def outcome(self, run: Run) -> Outcome:
        """How a run ended; asked of many runs, this reads no trajectory."""
        ...

    def numbers_of(self, run: Run) -> RunFacts:
        """The numbers of a planned run."""
        ...

    def thresholds(self, dataset: str, loss: str | dict[str, Any], *, standardize: bool) -> ThresholdFacts:
        """What learning rates do on a dataset; ValueError in words for a loss that is none."""
        ...


# What was asked where every sweep was.
ALL = "all"


class Watched:
    """Facts that note what is asked of them: ``"sweep name"``, ``"dataset name"`` or ``ALL``."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.asked: set[str] = set()

    def run(self, sweep: str, **fields: Any) -> RunFacts:
        """A run by its fields."""
        self._sweep(sweep)
        return self._facts.run(sweep, **fields)

    def dataset(self, name: str) -> DatasetFacts:
        """A dataset's numbers."""
        self._dataset(name)
        return self._facts.dataset(name)

    def find(self, sweep: str, **fields: Any) -> Run:
        """The planned run that ``run`` describes."""
        self._sweep(sweep)
        return self._facts.find(sweep, **fields)

    def sweep(self, name: str) -> Sweep:
        """A declared sweep."""
        self._sweep(name)
        return self._facts.sweep(name)

    def sweeps(self) -> list[str]:
        """Names of all sweeps."""
        self.asked.add(ALL)
        return self._facts.sweeps()

    def points(self, name: str) -> Dataset:
        """A dataset itself."""
        self._dataset(name)
        return self._facts.points(name)

    def trajectory(self, run: Run) -> Trajectory:
        """The recorded trajectory of a run."""
        self._sweep(run.sweep)
        return self._facts.trajectory(run)

    def outcome(self, run: Run) -> Outcome:
        """How a run ended."""
        self._sweep(run.sweep)
        return self._facts.outcome(run)

    def numbers_of(self, run: Run) -> RunFacts:
        """The numbers of a planned run."""
        self._sweep(run.sweep)
        return self._facts.numbers_of(run)

    def thresholds(self, dataset: str, loss: str | dict[str, Any], *, standardize: bool) -> ThresholdFacts:
        """What learning rates do on a dataset."""
        self._dataset(dataset)
        return self._facts.thresholds(dataset, loss, standardize=standardize)

    def _sweep(self, name: object) -> None:
        self.asked.add(f"sweep {slug(str(name))}")

    def _dataset(self, name: object) -> None:
        self.asked.add(f"dataset {slug(str(name))}")


class NoFacts:
    """Facts where sweeps or data cannot be read: whatever is asked of them raises ``NotRun``."""

    def run(self, sweep: str, **fields: Any) -> RunFacts:
        """Nothing."""
        raise NotRun

    def dataset(self, name: str) -> DatasetFacts:
        """Nothing."""
        raise NotRun

    def find(self, sweep: str, **fields: Any) -> Run:
        """Nothing."""
        raise NotRun

    def sweep(self, name: str) -> Sweep:
        """Nothing."""
        raise NotRun

    def sweeps(self) -> list[str]:
        """Nothing."""
        raise NotRun

    def points(self, name: str) -> Dataset:
        """Nothing."""
        raise NotRun

    def trajectory(self, run: Run) -> Trajectory:
        """Nothing."""
        raise NotRun

    def outcome(self, run: Run) -> Outcome:
        """Nothing."""
        raise NotRun

    def numbers_of(self, run: Run) -> RunFacts:
        """Nothing."""
        raise NotRun

    def thresholds(self, dataset: str, loss: str | dict[str, Any], *, standardize: bool) -> ThresholdFacts:
        """Nothing."""
        raise NotRun
