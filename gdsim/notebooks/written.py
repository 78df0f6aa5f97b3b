"""The Python that notebooks are written in: helpers to copy, numbers as source, names that give way."""

from __future__ import annotations

import ast
import io
import json
import textwrap
import tokenize
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from gdsim.site.resources import templates_folder

if TYPE_CHECKING:
    from gdsim.core.arrays import Array

WIDTH = 100
DIGITS = 10  # of data: as many as the site's records have
FILES = ("models", "losses", "methods", "descent", "listing", "outcomes", "pictures")


@cache
def helpers() -> dict[str, tuple[str, str]]:
    """File and source of each function and class in ``templates/notebook``, by name, in their order."""
    found: dict[str, tuple[str, str]] = {}
    for file in FILES:
        text = (templates_folder() / "notebook" / f"{file}.py").read_text("utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[node.name] = file, ast.get_source_segment(text, node) or ""
    return found


def number(value: float) -> str:
    """A number as it is written in code: ``5e-5``, ``0.01``, ``120``."""
    text = f"{value:.{DIGITS}g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        return f"{mantissa}e{int(exponent)}"
    return text


def numbers(values: Iterable[float]) -> str:
    """A tuple of numbers."""
    shown = [number(value) for value in values]
    return f"({', '.join(shown)}{',' if len(shown) == 1 else ''})"


def text(words: str) -> str:
    """A string as code, in double quotes."""
    return json.dumps(words, ensure_ascii=False)


def array(values: Array, indent: str) -> str:
    """An array as code: evenly spaced values by their ends, others one by one, broken into lines."""
    import numpy as np

    if values.ndim == 2:
        columns = ",\n".join(f"{indent}    {array(column, indent + '    ')}" for column in values.T)
        return f"np.column_stack([\n{columns},\n{indent}])"
    ends = (float(values[0]), float(values[-1]), len(values))
    if len(values) > 2 and np.array_equal(values, np.linspace(*ends)):
        return f"np.linspace({number(ends[0])}, {number(ends[1])}, {ends[2]})"
    line = ", ".join(number(value) for value in values.tolist())
    if len(line) + len(indent) + 30 <= WIDTH:
        return f"np.array([{line}])"
    inner = f"{indent}    "
    lines = textwrap.fill(line, WIDTH, initial_indent=inner, subsequent_indent=inner, break_long_words=False)
    return f"np.array([\n{lines},\n{indent}])"


def bound_names(code: str) -> set[str]:
    """Names that running ``code`` binds at its top level, but for the usual imports."""
    usual = {"np": "numpy", "plt": "matplotlib.pyplot"}
    found: set[str] = set()
    for node in _outside_functions(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                if usual.get(name) != alias.name:
                    found.add(name)
    return found


def takes(code: str, name: str) -> list[str] | None:
    """The parameters of the function ``name`` that ``code`` defines; None where it does not."""
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return [argument.arg for argument in node.args.args]
    return None


def renamed(code: str, names: Mapping[str, str]) -> str:
    """``code`` with each of ``names`` replaced where it stands as a name, not in strings or attributes."""
    if not any(name in code for name in names):
        return code
    lines = code.split("\n")
    tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    places = [
        (token.start, token.string)
        for before, token in zip([None, *tokens], tokens, strict=False)
        if token.type == tokenize.NAME and token.string in names and (not before or before.string != ".")
    ]
    for (row, column), name in reversed(places):
        line = lines[row - 1]
        lines[row - 1] = line[:column] + names[name] + line[column + len(name) :]
    return "\n".join(lines)


def _outside_functions(tree: ast.AST) -> Iterable[Any]:
    """Every node that is not inside a function or a class."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _outside_functions(node)
