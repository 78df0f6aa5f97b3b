"""YAML 1.2 text to plain data that knows its lines."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from gdsim.core.dataclass import dataclass
from gdsim.core.files import unwelcome
from gdsim.core.plainyaml import read_plain
from gdsim.errors import AuthorError, AuthorErrors, Mistake

LONGEST = 200_000  # characters: a few seconds
LARGEST_INT = 1 << 1024  # beyond it a number can be neither computed with nor shown
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """Parsed YAML: plain ``data`` (dict, list, str, int, float, bool, None, date) and where it stands.

    Args:
        path: of the file, relative to the content folder.
        line: where the document starts in that file.
        lines: line of each key or item, by its place such as ``("init", "corner", 1)``.
    """

    path: str
    line: int
    data: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def line_of(self, place: Place) -> int:
        """Line of a place, or of the nearest place that holds it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, self.line)

    def mistake(self, place: Place, message: str) -> Mistake:
        """A mistake at a place."""
        return Mistake(self.path, self.line_of(place), message)


class _Unsupported(ValueError):
    """A value that parses but has no place in plain data."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place


def parse_yaml(text: str, path: str, *, first_line: int = 1) -> Document:
    """Parse one YAML document whose first line is ``first_line`` of the file ``path``.

    Raises:
        AuthorError: broken YAML, duplicate keys, aliases, tags, too deep nesting, too long,
            ``{{`` without quotes, values that are no plain data.
    """
    if len(text) > LONGEST:
        raise AuthorError(path, first_line, f"YAML: has {len(text):,} characters, at most {LONGEST:,}")
    if plain := read_plain(text, first_line):
        return Document(path, first_line, *plain)
    return _parsed(text, path, first_line)


def _parsed(text: str, path: str, first_line: int) -> Document:
    """What ``parse_yaml`` gives, by the library."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.scanner import Scanner

    from gdsim.core.yamltraps import Trap, WatchedParser

    document, library = Document(path, first_line, None), YAML(typ="rt", pure=True)
    library.Parser = WatchedParser
    library.Scanner = Scanner  # that of round trips keeps comments, and fails on some
    library.composer.warn_double_anchors = False  # nothing can refer to them
    try:
        data = _plain(library.load(text), (), document.lines, first_line)
        return Document(path, first_line, data, document.lines)
    except Trap as trap:
        raise AuthorError(path, first_line + trap.line, str(trap)) from None
    except _Unsupported as error:
        raise AuthorErrors([document.mistake(error.place, f"YAML: {error}")]) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = (error.problem or error.context or "broken YAML").strip().splitlines()[0]
        if "mapping values are not allowed" in message:
            message += "; quote a value that holds ': '"
        raise AuthorError(path, first_line + (mark.line if mark else 0), f"YAML: {message}") from None
    except Exception as error:  # the library asserts and fails in many ways
        line, reason = _line_of_bad_scalar(text, first_line), str(error).splitlines()[0:1]
        raise AuthorError(path, line, f"YAML: {(reason or ['unreadable'])[0][:200]}") from None


def _line_of_bad_scalar(text: str, first_line: int) -> int:
    """Line of a directive, or of what looks like a number or a date but cannot be one; else the first."""
    suspect = re.compile(r"^%|\d{400,}|\d{4}-\d\d?-\d\d?")
    for number, line in enumerate(text.split("\n")):
        if suspect.search(line):
            return first_line + number
    return first_line


def _plain(value: Any, place: Place, lines: dict[Place, int], first_line: int) -> Any:
    """``value`` without the loader's own types; fills ``lines``."""
    if isinstance(value, dict):
        if getattr(value, "merge", None):
            raise _Unsupported(place, "<< merges nothing here; write the keys out")
        result: dict[Any, Any] = {}
        for key, item in value.items():
            if isinstance(key, tuple | Mapping):
                raise _Unsupported(place, "a key is a word, not a list or a mapping")
            plain_key = _plain(key, place, {}, 0)
            inner = (*place, plain_key)
            lines[inner] = first_line + value.lc.key(key)[0]  # type: ignore[attr-defined]
            result[plain_key] = _plain(item, inner, lines, first_line)
        return result
    if isinstance(value, list):
        for index in range(len(value)):
            lines[(*place, index)] = first_line + value.lc.item(index)[0]  # type: ignore[attr-defined]
        return [_plain(item, (*place, index), lines, first_line) for index, item in enumerate(value)]
    if isinstance(value, int) and abs(value) >= LARGEST_INT:
        raise _Unsupported(place, "this whole number is too large")
    if isinstance(value, str) and (bad := unwelcome(value)):
        raise _Unsupported(place, f"this text holds the control character U+{ord(bad[0]):04X}")
    if type(value).__name__ == "ScalarBoolean":
        return bool(value)
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, datetime.datetime):
        return datetime.datetime.fromisoformat(value.isoformat())
    if value is None or isinstance(value, datetime.date):
        return value
    raise _Unsupported(place, f"{type(value).__name__} is not supported here")
