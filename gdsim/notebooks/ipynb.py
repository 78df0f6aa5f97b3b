"""Cells to the bytes of a notebook in Jupyter's format 4.5, as ``nbformat.writes`` would give them.

Written here because importing nbformat takes longer than making a notebook; tests hold the two together.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from json.encoder import encode_basestring as _quoted

from gdsim.core.notebook import Code, Part

FORMAT = (4, 5)
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook_bytes(parts: Iterable[Part], title: str) -> bytes:
    """The notebook of ``parts``, one cell each; the same parts give the same bytes."""
    met: Counter[str] = Counter()
    record = {
        "cells": [],
        "metadata": {**METADATA, "title": title},
        "nbformat": FORMAT[0],
        "nbformat_minor": FORMAT[1],
    }
    around = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    cells = ",\n".join(_cell(part, met) for part in parts)
    return (around.replace("[]", f"[\n{cells}\n ]", 1) + "\n" if cells else around + "\n").encode()


def _cell(part: Part, met: Counter[str]) -> str:
    """A cell as JSON with indents, which Python's library writes twenty times slower."""
    code = isinstance(part, Code)
    text = part.source if isinstance(part, Code) else part.markdown
    lines = ",\n    ".join(map(_quoted, text.splitlines(keepends=True)))
    source = f'"source": [\n    {lines}\n   ]' if lines else '"source": []'
    fields = [
        f'"cell_type": "{"code" if code else "markdown"}"',
        *(['"execution_count": null'] if code else []),
        f'"id": "{_id(f"{code} {text}", met)}"',
        '"metadata": {}',
        *(['"outputs": []'] if code else []),
        source,
    ]
    return "  {\n   " + ",\n   ".join(fields) + "\n  }"


def _id(content: str, met: Counter[str]) -> str:
    """An id made of the content, so that an edit changes the id of no other cell."""
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    met[digest] += 1
    return digest if met[digest] == 1 else f"{digest}-{met[digest]}"
