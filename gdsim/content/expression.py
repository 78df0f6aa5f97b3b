"""``{{ expressions }}``: Jinja2's, in its sandbox, over the facts of the runs, bounded in time and size."""

from __future__ import annotations

import math
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment

from gdsim.content.number import digits, plain_number, shown
from gdsim.core.facts import Facts
from gdsim.errors import near_names

LONGEST = 1000
MOST_BITS = 4096
_PLAIN = (str, bytes, int, float, complex, list, tuple, dict, set)
# What a wrong expression may raise; anything else is ours to mend.
_REASONS = (
    TemplateError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    AttributeError,
    NameError,
    RecursionError,
)


def approx(a: float, b: float, rel: float = 1e-3) -> bool:
    """Whether ``a`` and ``b`` differ by at most ``rel`` of the larger; by ``rel`` itself where one is 0."""
    return math.isclose(a, b, rel_tol=rel, abs_tol=0.0 if a and b else rel)


class Expressions:
    """Evaluates the expressions of one page; ``sweeps`` and ``datasets`` collect the names asked for."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.sweeps: set[str] = set()
        self.datasets: set[str] = set()
        self._environment = _Sandbox(undefined=StrictUndefined, autoescape=False)
        self._environment.globals = {
            "run": self._run,
            "dataset": self._dataset,
            "abs": abs,
            "round": round,
            "min": min,
            "max": max,
            "log10": math.log10,
            "approx": approx,
        }
        self._environment.filters = {"digits": digits}
        self._environment.tests = {}

    def value(self, source: str) -> Any:
        """What ``source`` gives: a number, text, true, false.

        Raises:
            ValueError: in words: it cannot be read, asks for what is not there, or gives nothing.
        """
        shown = " ".join(source.split())
        if len(source) > LONGEST:
            raise ValueError(f"this expression has {len(source)} characters, at most {LONGEST}")
        try:
            result = self._environment.compile_expression(source, undefined_to_none=False)()
            if isinstance(result, Undefined):
                str(result)  # raises, naming what is undefined
        except (*_REASONS, SyntaxError, MemoryError) as error:
            raise ValueError(f"{shown!r}: {_in_words(error, self._environment)}") from None
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
        for side in sides(self._environment, check):
            try:
                pairs[side] = shown_value(self.value(side))
            except ValueError as error:
                pairs[side] = str(error)
        return list(pairs.items())

    def _run(self, sweep: str, /, **fields: Any) -> Any:
        run = self._facts.run(sweep, **fields)
        self.sweeps.add(str(sweep))
        return run

    def _dataset(self, name: str, /) -> Any:
        facts = self._facts.dataset(name)
        self.datasets.add(str(name))
        return facts


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


class _Sandbox(SandboxedEnvironment):
    """Refuses what runs long or grows large: powers, repeated text, methods of plain values."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No methods of text, numbers and lists; of the facts what does not start with ``_``."""
        return not isinstance(obj, _PLAIN) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers alone."""
        for value in (left, right):
            if isinstance(value, Undefined):
                str(value)
            if isinstance(value, (str, list, tuple, dict)) or value is None:
                raise ValueError(
                    f"{operator} wants numbers, got {'nothing' if value is None else repr(value)[:40]}"
                )
        if operator == "**":
            _refuse_huge_power(left, right)
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, int) and result.bit_length() > MOST_BITS:
            raise ValueError(f"the result of {operator} is too large")
        if isinstance(result, complex):
            raise ValueError(f"{left!r} {operator} {right!r} is not a real number")
        return result


def _refuse_huge_power(base: Any, exponent: Any) -> None:
    whole = isinstance(base, int) and isinstance(exponent, int)
    if whole and base.bit_length() * abs(exponent) > MOST_BITS:
        raise ValueError("the result of ** is too large")


def _in_words(error: BaseException, environment: SandboxedEnvironment) -> str:
    """Why an expression failed, with near names where a name is unknown."""
    message = str(getattr(error, "message", None) or error)
    if isinstance(error, RecursionError | MemoryError):
        return "nests too deep"
    if isinstance(error, ZeroDivisionError):
        return "divides by zero"
    if isinstance(error, NameError):  # Jinja writes 1e999 as inf, a name
        return "holds a number that is too large"
    if "is undefined" in message:
        name = message.split("'")[1]
        names = [*environment.globals]
        return (
            f"{name!r} is unknown{near_names(name, names)}"
            if f"'{name}' is undefined" == message
            else message
        )
    if "No filter named" in message:
        return f"{message.rstrip('.')}; the filter is digits(n)"
    if "has no attribute" in message:
        return _attribute_in_words(message)
    return message or type(error).__name__


def _attribute_in_words(message: str) -> str:
    parts = message.split("'")
    return f"there is no .{parts[-2]} here" if len(parts) >= 4 else message
