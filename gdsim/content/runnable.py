"""Which pages become notebooks: those with Python that needs no more than NumPy and matplotlib."""

from __future__ import annotations

import ast
import re
import sys
from functools import lru_cache

from gdsim.content.blocks import Call, Code, scan_blocks
from gdsim.core.page import Source

PACKAGES = frozenset(("numpy", "matplotlib"))
# Before anything is parsed: what such a page holds somewhere.
_SIGN = re.compile(r"^(?:`{3,}|~{3,})[ \t]*python\b|^ {0,3}:{3,}[ \t]*python\b", re.M)
# The body of these shows Markdown instead of being it, or holds none.
_NOT_MARKDOWN = frozenset(("example", "python", "quiz", "claim"))


def becomes_notebook(source: Source) -> bool:
    """Whether a page has a listing to run or to edit."""
    return bool(_SIGN.search(source.body)) and _has_listing(source.body, source.path)


@lru_cache(maxsize=1024)  # asked for the page, and again for its notebook
def runs_alone(code: str) -> bool:
    """Whether ``code`` is Python that imports nothing but NumPy, matplotlib and what comes with Python."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return imported(tree) <= PACKAGES | sys.stdlib_module_names


def imported(tree: ast.AST) -> set[str]:
    """The packages that a tree imports anywhere."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or ".").partition(".")[0])
    return found


def _has_listing(text: str, path: str) -> bool:
    for block in scan_blocks(text, 1, path, []):
        if isinstance(block, Code):
            if block.language == "python" and not block.indent and runs_alone(block.text):
                return True
        elif isinstance(block, Call) and (
            block.name == "python"
            or (
                block.name not in _NOT_MARKDOWN
                and _SIGN.search(block.body)
                and _has_listing(block.body, path)
            )
        ):
            return True
    return False
