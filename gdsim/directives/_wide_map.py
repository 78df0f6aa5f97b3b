"""Outcome maps of more cells than a table can hold: a picture that the page draws, and a table of some."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from gdsim.core.facts import Facts
from gdsim.core.jsontext import json_text
from gdsim.core.race import FIELDS, PLURALS, value_in_words
from gdsim.core.run import Run, in_json
from gdsim.core.trajectory import Outcome
from gdsim.directives._outcomes import LEVELS

MOST_DRAWN = 100_000  # cells; each is a character of the page
MOST_SHOWN = 16  # rows and columns of the table beside such a picture

Place = tuple[Any, Any]


def some_of(values: Sequence[Any]) -> list[Any]:
    """The first and the last of the values and some between, as many as a table shows."""
    if len(values) <= MOST_SHOWN:
        return list(values)
    return [values[round(k * (len(values) - 1) / (MOST_SHOWN - 1))] for k in range(MOST_SHOWN)]


def picture(
    axes: tuple[str, str],
    values: tuple[Sequence[Any], Sequence[Any]],
    runs: Mapping[Place, Run],
    facts: Facts,
) -> str:
    """The place of the picture, with all that the script draws of it, and its words.

    Args:
        axes: the fields that make the rows and the columns.
        values: of these fields.
        runs: by their values of the two.
    """
    rows, columns = values
    ends = {place: facts.outcome(run) for place, run in runs.items()}
    reached = [max(end.epoch, 1) for end in ends.values() if end.status == "converged"]
    low, high = min(reached, default=1), max(reached, default=1)
    lines = ["".join(_code(ends.get((row, column)), low, high) for column in columns) for row in rows]
    any_run = next(iter(runs.values()))
    past = _past(rows, columns, runs, facts) if axes[1] == "learning_rate" else []
    told = {
        "rows": {"field": axes[0], "label": FIELDS[axes[0]], "values": list(map(in_json, rows))},
        "columns": {"field": axes[1], "label": FIELDS[axes[1]], "values": list(map(in_json, columns))},
        "others": {name: in_json(getattr(any_run.spec, name)) for name in FIELDS if name not in axes},
        "cells": lines,
        "epochs": [low, high],
        "past": past,
    }
    words = _words(axes, values, Counter(end.status for end in ends.values()), (low, high), past)
    return (
        f'<canvas class="gdsim-map-picture" role="img" aria-label="{escape(words)}" hidden'
        f' data-map="{escape(json_text(told))}"></canvas>'
        f'<p class="gdsim-map-words">{escape(words, quote=False)}</p>'
    )


def _code(end: Outcome | None, low: int, high: int) -> str:
    """A cell: the shade of a run that converges, b where its budget ends before, d where it diverges."""
    if end is None:
        return "-"
    if end.status != "converged":
        return end.status[0]
    share = math.log(max(end.epoch, 1) / low) / math.log(high / low) if high > low else 0.0
    return str(round(share * (LEVELS - 1)))


def _past(
    rows: Sequence[Any], columns: Sequence[Any], runs: Mapping[Place, Run], facts: Facts
) -> list[int | None]:
    """How many of each row's learning rates lie below the threshold, where that is known."""
    limits: dict[object, float | None] = {}
    found: list[int | None] = []
    for row in rows:
        run = next((runs[row, column] for column in columns if (row, column) in runs), None)
        if run is None or run.spec.optimizer.name != "gd":
            found.append(None)
            continue
        key = run.spec.dataset, run.spec.loss, run.spec.standardize
        if key not in limits:
            theory = facts.trajectory(run).theory
            limits[key] = theory.learning_rate_max if theory else None
        limit = limits[key]
        found.append(None if limit is None else sum(rate < limit for rate in columns))
    return found


def _words(
    axes: tuple[str, str],
    values: tuple[Sequence[Any], Sequence[Any]],
    counts: Mapping[str, int],
    epochs: tuple[int, int],
    past: Sequence[int | None],
) -> str:
    low, high = epochs
    shades = f"at epoch {low:,}" if low == high else f"shaded, from {low:,} to {high:,} epochs"
    kinds = {
        "converged": f"converge ({shades})",
        "budget": "are not there when they end (dotted)",
        "diverged": "diverge (hatched)",
    }
    ends = ", ".join(f"{counts[status]:,} {words}" for status, words in kinds.items() if counts.get(status))
    line = " The line is the threshold." if any(k is not None and k < len(values[1]) for k in past) else ""
    shown = [
        f"{MOST_SHOWN} of {len(met):,} {PLURALS[axis]}"
        for axis, met in zip(axes, values, strict=True)
        if len(met) > MOST_SHOWN
    ]
    way = [
        f"{way}: {FIELDS[axis]}, {value_in_words(axis, met[0])} to {value_in_words(axis, met[-1])}"
        for way, axis, met in zip(("Down", "across"), axes, values, strict=True)
    ]
    return (
        f"{'; '.join(way)}. {sum(counts.values()):,} runs: {ends}.{line} The table has {' and '.join(shown)}."
    )
