"""TeX to MathML, ahead of time and without inline styles."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# The converter recurses: deeper input would exhaust the stack of the process.
LONGEST = 4000
DEEPEST = 60

_STYLE = re.compile(r' style="([^"]*)"')
# Colours and sizes come from the theme alone.
_REFUSED = ("color", "background", "font-size")
_ENTITIES = {"&ApplyFunction;": "\u2061", "&InvisibleTimes;": "\u2062"}


class FormulaError(ValueError):
    """TeX that cannot be shown; ``line`` counts from 0 at the first line of the formula."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def mathml(tex: str, *, display: bool) -> str:
    """The formula as a ``<math>`` element that needs neither script nor style attribute.

    Raises:
        FormulaError: unknown commands, open braces, too long or too deep.
    """
    from math_core import LatexError

    if not tex.strip():
        raise FormulaError("this formula is empty")
    if len(tex) > LONGEST:
        raise FormulaError(f"this formula has {len(tex)} characters, at most {LONGEST}; split it")
    if _depth(tex) > DEEPEST:
        raise FormulaError(f"this formula nests deeper than {DEEPEST} levels")
    try:
        made: str = _converter().convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        place, _, reason = str(error).partition(": ")
        offset = int(place) if place.isdigit() else 0
        raise FormulaError(f"TeX: {reason or error}", tex.count("\n", 0, offset)) from None
    for entity, character in _ENTITIES.items():
        made = made.replace(entity, character)
    return _STYLE.sub(_classes, made)


def number_in_tex(text: str) -> str:
    """A number as it is written in a formula: ``5e-5`` is 5 × 10⁻⁵."""
    mantissa, e, exponent = text.partition("e")
    if not e or not re.fullmatch(r"-?[\d.]+", mantissa):
        return text
    return rf"{{{mantissa} \times 10^{{{int(exponent)}}}}}"


@cache
def _converter() -> Any:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False)


def _depth(tex: str) -> int:
    """The deepest nesting that ``tex`` can have: of groups, environments, and commands in a row."""
    depth = deepest = 0
    for match in re.finditer(r"\\(?:begin|left)(?![a-zA-Z])|\\(?:end|right)(?![a-zA-Z])|\\.|[{}]", tex, re.S):
        piece = match[0]
        depth += (piece in ("{", "\\begin", "\\left")) - (piece in ("}", "\\end", "\\right"))
        deepest = max(deepest, depth)
    chains: list[str] = re.findall(r"(?:\\[a-zA-Z]+\s*|[\^_]\s*){40,}", tex)
    return max([deepest, *(len(re.findall(r"[\\^_]", chain)) for chain in chains)])


def _classes(match: re.Match[str]) -> str:
    """A ``style`` attribute as classes, which ``math.css`` gives the same meaning."""
    names = []
    for declaration in filter(None, (part.strip() for part in match[1].split(";"))):
        if declaration.startswith(_REFUSED):
            raise FormulaError("TeX: colours and sizes of a formula come from the theme")
        if not declaration.startswith("justify-items"):
            names.append("gdsim-m-" + re.sub(r"[^a-z0-9]+", "-", declaration).strip("-"))
    return f' class="{" ".join(names)}"' if names else ""
