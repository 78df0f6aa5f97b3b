"""Indexes of wide sweeps: what there is to choose in one small file, how runs ended in further ones.

A sweep is a product of its fields' values, or a few of them one after the other, so its runs need not be
listed: ``blocks`` say which values each product takes. Outcomes stand in parts, those of runs that differ in
the learning rate alone side by side: a page reads the part of the run that it shows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, product
from operator import eq, itemgetter
from typing import Any

from gdsim.core.run import FIELDS, Run, Sweep, in_json
from gdsim.descent.declare import id_parts

WIDE = 500  # runs beyond which an index does not list them
PART = 2_000  # outcomes in a file, some 36 KB
LOSS_DIGITS = 6  # of a final loss, by which runs are sorted
RATE = FIELDS.index("learning_rate")

Row = tuple[int, ...]
Block = list[list[int]]


def wide_fields(sweep: Sweep, statuses: Iterable[str]) -> dict[str, Any]:
    """What stands in the place of the runs in the index of a wide sweep.

    Args:
        statuses: of the outcomes of its runs.
    """
    firsts = _firsts(sweep)
    many, both = len(firsts["epochs"]) > 1, len(firsts["standardize"]) > 1
    ids = {
        name: [id_parts(run.spec, with_epochs=many, with_standardize=both)[name] for run in first.values()]
        for name, first in firsts.items()
    }
    return {
        "count": len(sweep.runs),
        "outcomes": dict(sorted(Counter(statuses).items())),
        "part": PART,
        "values": {name: [in_json(value) for value in first] for name, first in firsts.items()},
        "ids": ids,
        "blocks": blocks_of(sweep.runs),
    }


def blocks_of(runs: Sequence[Run]) -> list[Block]:
    """The runs, in their order, as products: a list of positions in its values for each field."""
    columns = [_positions([run.spec.value_of(name) for run in runs]) for name in FIELDS]
    return list(_products(list(zip(*columns, strict=True)), 0))


def _positions(values: Sequence[Any]) -> list[int]:
    """The place of each value among the values in order of first use."""
    places: dict[Any, int] = {}
    return [places.setdefault(value, len(places)) for value in values]


def _products(rows: Sequence[Row], at: int) -> Iterator[Block]:
    axes = [list(dict.fromkeys(column)) for column in zip(*rows, strict=True)]
    if math.prod(map(len, axes)) == len(rows) and all(map(eq, product(*axes), rows)):
        yield axes
        return
    for _, group in groupby(rows, key=itemgetter(at)):
        yield from _products(list(group), at + 1)


def shelves(blocks: Iterable[Block]) -> Iterator[int]:
    """Positions of runs in the order of their outcomes: the learning rate changes first."""
    begin = 0
    for axes in blocks:
        sizes = list(map(len, axes))
        before, rates, after = math.prod(sizes[:RATE]), sizes[RATE], math.prod(sizes[RATE + 1 :])
        for outer, inner in product(range(before), range(after)):
            yield from (begin + (outer * rates + rate) * after + inner for rate in range(rates))
        begin += math.prod(sizes)


def outcome_parts(sweep: Sweep, summaries: Mapping[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """How the runs ended, as ``gdsim.outcomes/1``, ``PART`` runs after the other.

    Args:
        summaries: of the runs, by id.
    """
    order = list(shelves(blocks_of(sweep.runs)))
    for begin in range(0, len(order), PART):
        lines = [summaries[sweep.runs[index].id] for index in order[begin : begin + PART]]
        yield {
            "schema": "gdsim.outcomes/1",
            "sweep": sweep.name,
            "begin": begin,
            "status": "".join(line["outcome"]["status"][0] for line in lines),
            "epoch": [line["outcome"]["epoch"] for line in lines],
            "final_loss": [float(f"{line['final']['loss']:.{LOSS_DIGITS}g}") for line in lines],
        }


def _firsts(sweep: Sweep) -> dict[str, dict[Any, Run]]:
    """The values of each field in order of first use, each with the first run that has it."""
    firsts: dict[str, dict[Any, Run]] = {name: {} for name in FIELDS}
    for run in sweep:
        for name, first in firsts.items():
            first.setdefault(run.spec.value_of(name), run)
    return firsts
