"""The outcomes of runs by two of their fields: what an outcome map shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from gdsim.core.dataclass import dataclass
from gdsim.core.facts import Facts
from gdsim.core.run import Run
from gdsim.core.theme import HEAT_LIGHT
from gdsim.core.trajectory import Trajectory

LEVELS = len(HEAT_LIGHT)


@dataclass(frozen=True)
class Cell:
    """A run in the map.

    Args:
        outcome: a key of ``SIGNS``; ``beyond`` where the budget ended before it was there.
        epoch: of the outcome; of ``beyond`` in closed form, None where there is none.
        threshold: plain descent diverges from this learning rate on; None where that is not known.
    """

    run: Run
    trajectory: Trajectory
    outcome: str
    epoch: int | None
    threshold: float | None


@dataclass(frozen=True)
class Grid:
    """The cells by row and column, None where that pair was not swept.

    Args:
        drawn: HTML of the picture of a map of more cells, of which these are some.
    """

    rows: str
    columns: str
    row_values: list[Any]
    column_values: list[Any]
    cells: list[list[Cell | None]]
    drawn: str = ""

    @property
    def all(self) -> list[Cell]:
        """Every cell that is there."""
        return [cell for row in self.cells for cell in row if cell is not None]

    def level(self, cell: Cell) -> int | None:
        """Shade of a cell, from 0, even on a log scale of epochs; None where it never converges."""
        if cell.outcome == "diverged" or cell.epoch is None:
            return None
        low, high = self.range
        share = math.log(max(cell.epoch, 1) / low) / math.log(high / low) if high > low else 0.0
        return round(share * (LEVELS - 1))

    @property
    def range(self) -> tuple[int, int]:
        """Least and greatest number of epochs to converge, ≥ 1."""
        epochs = [max(c.epoch, 1) for c in self.all if c.outcome != "diverged" and c.epoch is not None]
        return min(epochs, default=1), max(epochs, default=1)

    def first_past(self, rows: Sequence[Sequence[Cell | None]]) -> int | None:
        """The first column of learning rates at which plain descent diverges; None unless all rows agree."""
        found = set()
        for cells in rows:
            limits = {cell.threshold for cell in cells if cell is not None}
            limit = limits.pop() if len(limits) == 1 else None
            past = [k for k, rate in enumerate(self.column_values) if limit is not None and rate >= limit]
            found.add(past[0] if past else None)
        return found.pop() if len(found) == 1 else None

    def crosses(self, index: int) -> bool:
        """Whether the threshold lies between the row of learning rates above and this one."""
        limits = {cell.threshold for cell in self.all}
        limit = limits.pop() if len(limits) == 1 else None
        if limit is None or self.row_values[index] < limit:
            return False
        return index == 0 or self.row_values[index - 1] < limit


def values_of(runs: Sequence[Run], field: str) -> list[Any]:
    """The values of a field, numbers rising, others in the order of the sweep."""
    values = list(dict.fromkeys(getattr(run.spec, field) for run in runs))
    return sorted(values) if all(isinstance(value, int | float) for value in values) else values


def cell_of(run: Run, facts: Facts) -> Cell:
    """How a run ends; beyond its budget where there is a closed form."""
    end = facts.trajectory(run)
    outcome, epoch = end.outcome.status, end.outcome.epoch
    theory = end.theory
    threshold = theory.learning_rate_max if theory and run.spec.optimizer.name == "gd" else None
    if outcome != "budget":
        return Cell(run, end, outcome, epoch, threshold)
    try:
        beyond = facts.numbers_of(run).epochs_to(run.spec.tolerance)
    except ValueError:  # no closed form
        beyond = None
    return Cell(run, end, "beyond", beyond, threshold)
