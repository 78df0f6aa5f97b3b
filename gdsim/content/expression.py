"""``{{ expressions }}``: Jinja2's, in its sandbox, over the facts of the runs, bounded in time and size."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gdsim.content.number import digits, plain_number, shown
from gdsim.core.facts import Facts

if TYPE_CHECKING:
    from gdsim.content.sandbox import Sandbox

LONGEST = 1000


def approx(a: float, b: float, rel: float = 1e-3) -> bool:
    """Whether ``a`` and ``b`` differ by at most ``rel`` of the larger; by ``rel`` itself where one is 0."""
    return math.isclose(a, b, rel_tol=rel, abs_tol=0.0 if a and b else rel)


class Expressions:
    """Evaluates the expressions of one page."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def _sandbox(self) -> Sandbox:
        from gdsim.content.sandbox import Sandbox  # pages without expressions need none

        names = {"run": self._run, "dataset": self._dataset, "log10": math.log10, "approx": approx}
        names |= {"abs": abs, "round": round, "min": min, "max": max}
        return Sandbox(names, {"digits": digits})

    def value(self, source: str) -> Any:
        """What ``source`` gives: a number, text, true, false.

        Raises:
            ValueError: in words: it cannot be read, asks for what is not there, or gives nothing.
        """
        shown = " ".join(source.split())
        if len(source) > LONGEST:
            raise ValueError(f"this expression has {len(source)} characters, at most {LONGEST}")
        result = self._sandbox.value(source)
        if result is None:
            raise ValueError(f"{shown!r} gives nothing: there is no such value")
        return result

    def text(self, source: str) -> str:
        """The value as it stands in prose.

        Raises:
            ValueError: as ``value``; also for NaN, infinity and what is no number or text.
        """
        result = self.value(source)
        if isinstance(result, str):
            return plain_number(result)
        if isinstance(result, bool):
            return "true" if result else "false"
        if isinstance(result, int):
            return plain_number(shown(result))
        if hasattr(result, "__float__"):
            number = float(result)
            if not math.isfinite(number):
                raise ValueError(f"{' '.join(source.split())!r} gives {number}, not a finite number")
            return plain_number(shown(number))
        kind = type(result).__name__
        raise ValueError(
            f"{' '.join(source.split())!r} gives a {kind}, not a number; ask for one of its fields"
        )

    def met(self, check: str) -> list[tuple[str, str]]:
        """(expression, value) of each side that ``check`` compares, in order; constants left out."""
        from gdsim.content.compared import sides

        pairs: dict[str, str] = {}
        for side in sides(self._sandbox, check):
            try:
                pairs[side] = shown_value(self.value(side))
            except ValueError as error:
                pairs[side] = str(error)
        return list(pairs.items())

    def _run(self, sweep: str, /, **fields: Any) -> Any:
        return self._facts.run(sweep, **fields)

    def _dataset(self, name: str, /) -> Any:
        return self._facts.dataset(name)


def shown_value(value: Any) -> str:
    """A value met, for messages: numbers at ten digits."""
    if isinstance(value, bool) or str(value) in ("True", "False"):
        return str(value).lower()
    if isinstance(value, str):
        return repr(value)
    try:
        return shown(value)
    except (TypeError, ValueError, OverflowError):
        return str(value)[:80]
