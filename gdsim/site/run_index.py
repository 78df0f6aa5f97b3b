"""``runs/index.json``, the index of all runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gdsim.core.jsontext import json_text


def index_line(summary: str, files: Mapping[str, Mapping[str, Any]]) -> str:
    """A run's line in the index of all runs.

    Args:
        summary: JSON text of what ``summary`` gives.
        files: of the run, each with its path and its bytes.
    """
    return f'{summary[:-1]},"files":{json_text(files)}}}'


def runs_index(lines: Iterable[str]) -> str:
    """All runs as ``gdsim.runs/1``; ``lines`` are made by ``index_line``."""
    return f'{{"schema":"gdsim.runs/1","runs":[{",".join(lines)}]}}\n'
