"""The author's own data: a CSV with a header row, and a YAML file beside it that may say more."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Annotated

import numpy as np

from gdsim.core.dataclass import dataclass
from gdsim.core.dataset import LARGEST, Dataset, Input
from gdsim.core.files import TABLE_BYTES, read_bytes, read_text, text_of
from gdsim.core.record import Read, checked
from gdsim.core.slug import slug
from gdsim.core.yamltext import Document, parse_yaml
from gdsim.errors import AuthorError, AuthorErrors, Mistake, near_names

# What float() would also take (1_000, Arabic digits, "nan") is not a number here.
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_MARK = re.compile(r"[,;\t\n]")
_QUOTED = re.compile(r'"(?:[^"]|"")*"?')
SHOWN = 100  # mistakes listed of one file


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


@dataclass(frozen=True)
class Sidecar:
    """``data/<name>.yaml``: what the CSV cannot say."""

    title: str = ""
    note: str = ""
    x: Annotated[list[str], Read(_one_or_more)] = field(default_factory=list)
    y: str = ""
    x_label: str = ""
    y_label: str = ""
    units: dict[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class _Cells:
    """A parsed table: header, rows and the line each row starts on."""

    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    decimal_comma: bool


def read_dataset(root: Path, path: str) -> Dataset:
    """The dataset of ``root/path`` (``data/<name>.csv``) and of the YAML file beside it, if any.

    Raises:
        AuthorErrors: every mistake of both files.
    """
    beside = str(PurePosixPath(path).with_suffix(".yaml"))
    said = (root / beside).exists() or (root / beside).is_symlink()
    text = read_text(root, beside) if said else None
    return dataset_of(read_bytes(root, path, TABLE_BYTES), path, text, beside)


def dataset_of(data: bytes, path: str, text: str | None, beside: str) -> Dataset:
    """The dataset in the bytes of a CSV, ``path``, and in the text of the YAML file ``beside`` it, if any.

    Raises:
        AuthorErrors: every mistake of both.
    """
    sidecar, document = Sidecar(), Document(beside, 1, {})
    if text is not None:
        document = parse_yaml(text, beside)
        sidecar = checked(Sidecar, document)
    cells = _cells(_decoded(data, path), path)
    inputs, y = _columns(cells, sidecar, document, path)
    names, y_name = [cells.header[x] for x in inputs], cells.header[y]
    units = _units(sidecar, document, names, y_name)
    values = _numbers(cells, (*inputs, y), path)
    first, *more = zip(names, units[:-1], values.T, strict=False)
    name = PurePosixPath(path).stem
    return Dataset(
        name=slug(name),
        x=first[2],
        y=values[:, -1],
        title=sidecar.title or name,
        note=sidecar.note,
        x_label=sidecar.x_label or first[0],
        y_label=sidecar.y_label or y_name,
        x_unit=first[1],
        y_unit=units[-1],
        source=sidecar.source,
        more=tuple(Input(label, column, unit) for label, unit, column in more),
    )


def _decoded(data: bytes, path: str) -> str:
    # With a mark, or a first letter of two bytes.
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0")) or data[1:2] == b"\0":
        raise AuthorError(path, 1, "is UTF-16; save it as UTF-8")
    try:
        return text_of(data, path)
    except AuthorErrors as error:
        if "is not UTF-8" in str(error):
            line = error.mistakes[0].line
            raise AuthorError(path, line, "is not UTF-8 (perhaps Latin-1); save it as UTF-8") from None
        raise


def _cells(text: str, path: str) -> _Cells:
    """Header and rows; blank lines are passed over."""
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, lines, before = [], [], 0
    try:
        for row in reader:
            if row and any(cell.strip() for cell in row):
                rows.append([cell.strip() for cell in row])
                lines.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise AuthorError(path, before + 1, f"CSV: {error}") from None
    if not rows:
        raise AuthorError(
            path, 1, "the table is empty; it needs a header row and at least one row of numbers"
        )
    header, body, at = rows[0], rows[1:], lines[1:]
    if len(header) < 2:
        raise AuthorError(
            path, lines[0], f"found one column, {header[0][:40]!r}; separate columns by ',' ';' or a tab"
        )
    if all(_is_number(cell, comma=True) for cell in header):
        met = [cell[:20] for cell in header[:4]]
        raise AuthorError(path, lines[0], f"the header row names the columns, got numbers: {met}")
    if not body:
        raise AuthorError(path, lines[0], "there is a header and no row of numbers below it")
    ragged = [
        Mistake(path, line, f"has {len(row)} cells, the header has {len(header)}")
        for row, line in zip(body, at, strict=True)
        if len(row) != len(header)
    ]
    if ragged:
        raise AuthorErrors(_first(ragged, path))
    return _Cells(header, body, at, decimal_comma=delimiter != ",")


def _delimiter(text: str) -> str:
    """Of the marks that may part cells the one met most in the header, outside quotes."""
    met: Counter[str] = Counter()
    at = len(text) - len(text.lstrip("\n"))
    while True:
        if quoted := _QUOTED.match(text, at):
            at = quoted.end()
        mark = _MARK.search(text, at)
        if not mark or mark[0] == "\n":
            return max(",;\t", key=lambda mark: (met[mark], mark == ","))
        met[mark[0]] += 1
        at = mark.end()


def _columns(cells: _Cells, sidecar: Sidecar, document: Document, path: str) -> tuple[list[int], int]:
    """Positions of the columns of the inputs, and of the y column."""
    mistakes = []
    if doubled := sorted({name for name in cells.header if cells.header.count(name) > 1}):
        raise AuthorError(path, 1, f"two columns are named {doubled[0][:40]!r}")
    if twice := sorted({name for name in sidecar.x if sidecar.x.count(name) > 1}):
        mistakes.append(document.mistake(("x",), f"x names the column {twice[0]!r} twice"))
    for key, names in (("x", sidecar.x), ("y", [sidecar.y] if sidecar.y else [])):
        mistakes += [
            document.mistake((key,), f"there is no column {name!r}{near_names(name, cells.header)}")
            for name in names
            if name not in cells.header
        ]
    if mistakes:
        raise AuthorErrors(mistakes)
    y = cells.header.index(sidecar.y) if sidecar.y else None
    inputs = [cells.header.index(name) for name in sidecar.x] or [next(i for i in (0, 1) if i != y)]
    free = [i for i in (1, 0, *range(2, len(cells.header))) if i not in inputs]
    if y is None and not free:
        raise AuthorErrors([document.mistake(("x",), "x names every column, and none is left for y")])
    y = y if y is not None else free[0]
    if y in inputs:
        raise AuthorErrors([document.mistake(("y",), f"x and y are the same column, {cells.header[y]!r}")])
    return inputs, y


def _units(sidecar: Sidecar, document: Document, x_names: list[str], y_name: str) -> list[str]:
    """Units of the inputs and of y, keyed by ``x`` (of the first) and ``y`` or by column name."""
    known = {"x", "y", *x_names, y_name}
    mistakes = [
        document.mistake(("units", key), f"units: unknown key {key!r}{near_names(key, known)}")
        for key in sidecar.units
        if key not in known
    ]
    if mistakes:
        raise AuthorErrors(mistakes)
    units = sidecar.units
    found = [units.get(name, "") for name in [*x_names, y_name]]
    return [units.get("x", found[0]), *found[1:-1], units.get("y", found[-1])]


def _is_number(cell: str, *, comma: bool) -> bool:
    return bool(NUMBER.fullmatch(cell.replace(",", ".") if comma else cell))


def _numbers(
    cells: _Cells, columns: tuple[int, ...], path: str
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The chosen columns as numbers, shape (n, columns)."""
    mistakes: list[Mistake] = []
    values = np.empty((len(cells.rows), len(columns)))
    for position, column in enumerate(columns):
        name = cells.header[column]
        for index, row in enumerate(cells.rows):
            cell = row[column].replace(",", ".") if cells.decimal_comma else row[column]
            number = float(cell) if NUMBER.fullmatch(cell) else None
            if number is not None and abs(number) <= LARGEST:
                values[index, position] = number
                continue
            shown = repr(row[column][:40])
            wanted = "a number" if number is None else f"within ±{LARGEST:g}"
            mistakes.append(Mistake(path, cells.lines[index], f"{name} must be {wanted}, got {shown}"))
    if mistakes:
        raise AuthorErrors(_first(mistakes, path))
    return values


def _first(mistakes: list[Mistake], path: str) -> list[Mistake]:
    """At most ``SHOWN`` of them, and a last one that counts the rest."""
    if len(mistakes) <= SHOWN:
        return mistakes
    ordered = sorted(mistakes)
    rest = len(ordered) - SHOWN
    return [*ordered[:SHOWN], Mistake(path, ordered[SHOWN].line, f"and {rest:,} more lines like these")]
