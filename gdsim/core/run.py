"""What a run is, before it is run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from gdsim.core.dataclass import dataclass
from gdsim.core.slug import slug


@dataclass(frozen=True)
class Choice:
    """A registered name with all its options resolved: ``{name: huber, delta: 1}``."""

    name: str
    options: tuple[tuple[str, Any], ...] = ()

    def mapping(self) -> dict[str, Any]:
        """``{"name": …, option: value, …}``, as it stands in JSON."""
        return {"name": self.name, **dict(self.options)}

    @classmethod
    def of(cls, name: str, options: Mapping[str, Any]) -> Choice:
        """A choice with its options in sorted order, so that equal choices compare equal."""
        return cls(name, tuple(sorted(options.items())))


# That a run is found by in its sweep, from the outermost of the sweep's product to the innermost.
FIELDS = ("dataset", "loss", "optimizer", "learning_rate", "init", "epochs", "standardize")


@dataclass(frozen=True)
class Init:
    """A named start: given params, or drawn by Python's ``random`` from ``seed``, last param first.

    Random params are ``low + (high − low)·random()``, with ``low`` and ``high`` one a param.
    """

    name: str
    params: tuple[float, ...] | None = None
    seed: int | None = None
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True)
class RunSpec:
    """Everything that decides a run; equal specs give equal trajectories.

    Args:
        dataset: its name; the points come separately.
        learning_rate: > 0.
        epochs: budget of updates, ≥ 0.
        standardize: inputs become (x − mean) / population sd; params are then of that model.
        tolerance: share of the start's excess loss at which a run counts as converged.
    """

    dataset: str
    model: str
    loss: Choice
    optimizer: Choice
    learning_rate: float
    init: Init
    epochs: int
    standardize: bool = False
    tolerance: float = 1e-3

    def value_of(self, field: str) -> Any:
        """What runs are told apart by in a field: of a start its name."""
        value = getattr(self, field)
        return value.name if isinstance(value, Init) else value


@dataclass(frozen=True)
class Run:
    """A run of a sweep: its id (unique in the sweep) and what decides it."""

    sweep: str
    id: str
    spec: RunSpec


@dataclass(frozen=True)
class Sweep:
    """A declared set of runs, expanded and without duplicates.

    Args:
        path: of the declaring file, relative to the content folder.
        runs: in the order of their fields, see ``declare_sweep``.
        scenes, formats: what is rendered of each run.
        plane: the two params that scenes of a surface show, where the model has more.
    """

    name: str
    title: str
    path: str
    runs: tuple[Run, ...]
    scenes: tuple[str, ...] = ("fit", "surface")
    formats: tuple[str, ...] = ("mp4", "gif")
    plane: tuple[str, str] | None = None

    def __iter__(self) -> Iterator[Run]:
        return iter(self.runs)

    @property
    def datasets(self) -> list[str]:
        """Names of the datasets, in the declared order."""
        return list(dict.fromkeys(run.spec.dataset for run in self.runs))


def in_json(value: Any) -> Any:
    """The value of a field as it stands in JSON: a choice with its options, a start by its name."""
    if isinstance(value, Choice):
        return value.mapping()
    return value.name if isinstance(value, Init) else value


def same_field(value: Any, wanted: Any) -> bool:
    """Whether a field of a run is what an author wrote: numbers to 1e-9, choices by name or mapping."""
    if isinstance(value, Choice):
        mapping = value.mapping()
        asked = {"name": wanted} if isinstance(wanted, str) else wanted
        return isinstance(asked, dict) and all(
            key in mapping and same_field(mapping[key], item) for key, item in asked.items()
        )
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    if isinstance(value, int | float) and isinstance(wanted, int | float):
        return math.isclose(value, wanted, rel_tol=1e-9, abs_tol=0)
    if isinstance(value, str):
        return isinstance(wanted, str) and slug(value) == slug(wanted)
    return bool(getattr(value, "name", value) == wanted)
