"""Our dataclasses behave as those of Python's library do."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from functools import cached_property
from typing import Any

import pytest

from gdsim.core import dataclass as ours


@ours.dataclass(frozen=True)
class Point:
    """At the top, so that it can be pickled."""

    x: int
    names: tuple[str, ...] = ()

    @cached_property
    def twice(self) -> int:
        return 2 * self.x


def classes(make: Callable[..., Any]) -> dict[str, Any]:
    """The same classes, made by one decorator."""

    @make(frozen=True)
    class Frozen:
        x: int
        names: tuple[str, ...] = ("a",)

    @make
    class Open:
        x: int = 1
        met: list[int] = field(default_factory=list)

        def __post_init__(self) -> None:
            self.met.append(self.x)

    @make(frozen=True, eq=False)
    class Single:
        x: int

    @make(frozen=True)
    class Shown:
        x: int

        def __repr__(self) -> str:
            return "shown"

    return {kind.__name__: kind for kind in (Frozen, Open, Single, Shown)}


OURS, THEIRS = classes(ours.dataclass), classes(dataclasses.dataclass)


def answer(make: Callable[[], Any]) -> str:
    """What something gives, or how it fails."""
    try:
        return repr(make()).replace("classes.<locals>.", "")
    except (TypeError, dataclasses.FrozenInstanceError) as error:
        return type(error).__name__


@pytest.mark.parametrize(
    "ask",
    [
        lambda made: made["Frozen"](1),
        lambda made: made["Frozen"](1, names=("b", "c")),
        lambda made: made["Frozen"](),
        lambda made: made["Frozen"](1) == made["Frozen"](1),
        lambda made: made["Frozen"](1) == made["Frozen"](2),
        lambda made: made["Frozen"](1) == (1, ("a",)),
        lambda made: len({made["Frozen"](1), made["Frozen"](1), made["Frozen"](2)}),
        lambda made: setattr(made["Frozen"](1), "x", 2),
        lambda made: setattr(made["Frozen"](1), "other", 2),
        lambda made: delattr(made["Frozen"](1), "x"),
        lambda made: dataclasses.replace(made["Frozen"](1), x=3),
        lambda made: dataclasses.asdict(made["Frozen"](1)),
        lambda made: [item.name for item in dataclasses.fields(made["Open"])],
        lambda made: made["Open"](),
        lambda made: made["Open"]() == made["Open"](met=[]),
        lambda made: hash(made["Open"]()),
        lambda made: setattr(made["Open"](), "x", 2),
        lambda made: made["Open"].__dataclass_params__.frozen,
        lambda made: made["Single"](1) == made["Single"](1),
        lambda made: len({made["Single"](1), made["Single"](1)}),
        lambda made: made["Shown"](1),
        lambda made: dataclasses.dataclass(frozen=True)(type("Own", (made["Frozen"],), {}))(4).x,
    ],
)  # fmt: skip
def test_as_in_the_library(ask: Callable[[dict[str, Any]], Any]) -> None:
    assert answer(lambda: ask(OURS)) == answer(lambda: ask(THEIRS))


def test_pickled_and_cached() -> None:
    point = Point(2, ("a",))
    assert point.twice == 4
    assert pickle.loads(pickle.dumps(point)) == point
