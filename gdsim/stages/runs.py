"""Every run recorded, and the facts that pages ask of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from gdsim.cache.store import Store
from gdsim.core.progress import Reporter
from gdsim.core.run import Run
from gdsim.core.trajectory import Trajectory
from gdsim.descent.facts import Numbers
from gdsim.descent.recorded import Key, Recorded, record_runs
from gdsim.stages.reading import Sources


@dataclass(frozen=True)
class Runs:
    """Every run recorded; ``new`` of them were simulated now."""

    recorded: dict[Key, Recorded]
    facts: Numbers
    new: int


def simulate(
    sources: Sources, store: Store, start: Callable[[int], Executor], jobs: int, reporter: Reporter
) -> Runs:
    """Every run recorded."""
    declared = sources.declared
    recorded, new = record_runs(
        declared.runs, declared.datasets, store, start, jobs, reporter, sources.plugins
    )

    def load(run: Run) -> Trajectory:
        return recorded[run.sweep, run.id].trajectory

    return Runs(recorded, Numbers(declared.sweeps, declared.datasets, load), new)
