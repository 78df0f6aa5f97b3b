"""The YAML that most files hold, read without a YAML library: ``key: value``, lists, and mappings on a line.

What could mean something else in YAML 1.2 is not read here but left to the library, with all that is wrong.
"""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

_KEY = re.compile(r"([a-z_][a-z0-9_]*):(?: +(.*))?", re.ASCII)
_ITEM = re.compile(r" +- +(.*)|- +(.*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?([eE][-+]?[0-9]{1,3})?", re.ASCII)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_QUOTED = re.compile(r'"[^"\\]*"|\'[^\']*\'')
_TEXT = re.compile(r"[^\W\d_][^\[\]{},:#]*")  # anywhere; outside of brackets more is text
_LINE = re.compile(r"[^\W\d_](?:[^:#]|:(?! |$)|(?<! )#)*")
_PAIR = re.compile(
    r"\s*([a-z_][a-z0-9_]*): +(?:\[([^\[\]{}]*)\]|(\"[^\"\\]*\"|'[^']*'|[^\[\]{},\"']+?))\s*(?:,|$)", re.ASCII
)
_FLOW = re.compile(r"\s*(\"[^\"\\]*\"|'[^']*'|[^\[\]{},\"']+?)\s*(?:,|$)")
# Words that some YAML or other takes for something else than text.
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


Place = tuple[str | int, ...]


class _NotPlain(Exception):
    """Something that the library has to read."""


def read_plain(text: str, first_line: int) -> tuple[dict[str, Any], dict[Place, int]] | None:
    """The mapping that ``text`` holds with the line of each key and item; None where it is not plain."""
    data: dict[str, Any] = {}
    lines: dict[Place, int] = {}
    waiting, indent = "", 0  # the key whose list stands on the next lines, and before each item
    try:
        for number, line in enumerate(text.split("\n"), first_line):
            if not line.strip(" ") or line[0] == "#":
                if not line.isprintable():
                    return None
            elif key := _KEY.fullmatch(line.rstrip(" ")):
                if not line.isprintable() or key[1] in data or key[1] in _WORDS or _unfilled(data, waiting):
                    return None
                lines[key[1],] = number
                waiting = "" if key[2] else key[1]
                data[key[1]] = _value(key[2], (key[1],), number, lines) if key[2] else []
            elif waiting and (item := _ITEM.fullmatch(line.rstrip(" "))) and line.isprintable():
                if data[waiting] and indent != len(line) - len(line.lstrip(" ")):
                    return None
                indent = len(line) - len(line.lstrip(" "))
                lines[waiting, len(data[waiting])] = number
                data[waiting].append(_scalar(item[1] or item[2] or "", _LINE))
            else:
                return None
    except _NotPlain:
        return None
    return None if not data or _unfilled(data, waiting) else (data, lines)


def _unfilled(data: dict[str, Any], waiting: str) -> bool:
    return bool(waiting) and not data[waiting]


def _value(written: str, place: Place, number: int, lines: dict[Place, int]) -> Any:
    """A scalar, or a list or a mapping between brackets, all of it on the line ``number``."""
    if written[0] == "[" and written[-1] == "]":
        return _list(written[1:-1].strip(" "), place, number, lines)
    if written[0] == "{" and written[-1] == "}":
        return _mapping(written[1:-1].strip(" "), place, number, lines)
    return _scalar(written, _LINE)


def _list(inner: str, place: Place, number: int, lines: dict[Place, int]) -> list[Any]:
    items: list[Any] = []
    at = 0
    while at < len(inner):
        match = _FLOW.match(inner, at)
        if not match or (match.end() == len(inner) and inner[-1] == ","):
            raise _NotPlain
        lines[*place, len(items)] = number
        items.append(_scalar(match[1], _TEXT))
        at = match.end()
    return items


def _mapping(inner: str, place: Place, number: int, lines: dict[Place, int]) -> dict[str, Any]:
    """Keys with plain values, or lists of these."""
    found: dict[str, Any] = {}
    at = 0
    while at < len(inner):
        match = _PAIR.match(inner, at)
        if not match or match[1] in found or match[1] in _WORDS:
            raise _NotPlain
        if match.end() == len(inner) and inner[-1] == ",":
            raise _NotPlain
        lines[*place, match[1]] = number
        listed, plain = match[2], match[3]
        inside = (*place, match[1])
        found[match[1]] = _scalar(plain, _TEXT) if plain else _list(listed.strip(" "), inside, number, lines)
        at = match.end()
    return found


def _scalar(written: str, text: re.Pattern[str]) -> Any:
    if _QUOTED.fullmatch(written):
        return written[1:-1]
    if number := _NUMBER.fullmatch(written):
        return _number(written, whole=not (number[1] or number[2]))
    if day := _DAY.fullmatch(written):
        try:
            return datetime.date(*map(int, day.groups()))
        except ValueError:
            raise _NotPlain from None
    if written in ("true", "false"):
        return written == "true"
    if not text.fullmatch(written) or written.casefold() in _WORDS:
        raise _NotPlain
    return written


def _number(written: str, *, whole: bool) -> float | int:
    if whole:
        return int(written)
    value = float(written)
    if not math.isfinite(value):
        raise _NotPlain
    return value
