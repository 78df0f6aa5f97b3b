"""What prose may ask of the runs: the names that expressions, claims and directives see."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Protocol

from gdsim.core.dataset import Dataset
from gdsim.core.run import Run, Sweep
from gdsim.core.trajectory import Trajectory


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
