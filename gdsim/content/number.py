"""Numbers as prose shows them."""

from __future__ import annotations

import math
import re
from typing import Any

MOST_DIGITS = 17


def digits(value: Any, n: int = 3) -> str:
    """``value`` at ``n`` significant digits: ``"0.00119"``, ``"0.0360"``, ``"120"``, ``"5e-5"``.

    Written out from 0.0001 up to 10⁹, else with an exponent as in a sweep file.

    Raises:
        ValueError: not a finite number, or ``n`` is not from 1 to 17.
    """
    if isinstance(value, (str, bool)) or value is None:
        raise ValueError(f"digits wants a number, got {value!r}")
    if not isinstance(n, int) or not 1 <= n <= MOST_DIGITS:
        raise ValueError(f"digits({n!r}): the number of digits must be from 1 to {MOST_DIGITS}")
    number = value if isinstance(value, int) else float(value)
    if isinstance(number, float) and not math.isfinite(number):
        raise ValueError(f"digits wants a finite number, got {number}")
    from decimal import ROUND_HALF_EVEN, Context, Decimal  # most builds after an edit show no number anew

    rounded = Context(prec=n, rounding=ROUND_HALF_EVEN).create_decimal(Decimal(repr(number)))
    if not rounded:
        return "0"
    exponent = rounded.adjusted()
    if -4 <= exponent < 9:
        return f"{rounded:.{max(n - 1 - exponent, 0)}f}"
    mantissa = rounded.scaleb(-exponent).normalize()
    return f"{mantissa:f}e{exponent}"


def shown(value: Any) -> str:
    """``value`` at ten significant digits without zeros that only fill up."""
    text = digits(value, 10)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def plain_number(text: str) -> str:
    """A number's hyphen as a minus sign; any other text as it is."""
    return f"−{text[1:]}" if re.fullmatch(r"-[\d.]+(e-?\d+)?", text) else text
