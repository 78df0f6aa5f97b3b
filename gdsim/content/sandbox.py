"""Jinja2's sandbox for expressions, bounded in time and size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined
from jinja2.sandbox import SandboxedEnvironment

from gdsim.errors import near_names

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


class Sandbox(SandboxedEnvironment):
    """Refuses what runs long or grows large: powers, repeated text, methods of plain values.

    Args:
        names: functions that expressions may call.
        filters: all there are; there are no tests.
    """

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, names: Mapping[str, Any], filters: Mapping[str, Any]) -> None:
        # Unoptimized: what is evaluated once gains nothing, and nested signs would take cubic time.
        super().__init__(undefined=StrictUndefined, autoescape=False, optimized=False)
        self.globals = dict(names)
        self.filters = dict(filters)
        self.tests = {}

    def value(self, source: str) -> Any:
        """What the expression gives.

        Raises:
            ValueError: it fails, in words.
        """
        try:
            result = self.compile_expression(source, undefined_to_none=False)()
            if isinstance(result, Undefined):
                float(result)  # raises, saying what is undefined; str would not after an if without else
        except (*_REASONS, SyntaxError, MemoryError) as error:
            raise ValueError(f"{' '.join(source.split())!r}: {_in_words(error, self)}") from None
        return result

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
    if "inline if-expression" in message:
        return "gives nothing where the if is false; say what with else"
    if "No filter named" in message:
        return f"{message.rstrip('.')}; the filter is digits(n)"
    if "has no attribute" in message:
        return _attribute_in_words(message)
    return message or type(error).__name__


def _attribute_in_words(message: str) -> str:
    parts = message.split("'")
    return f"there is no .{parts[-2]} here" if len(parts) >= 4 else message
