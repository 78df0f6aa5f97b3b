"""Every run recorded, and the facts that pages ask of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor

from gdsim.cache.store import Store
from gdsim.core.dataclass import dataclass
from gdsim.core.facts import Facts
from gdsim.core.jsontext import digest
from gdsim.core.progress import Reporter
from gdsim.core.run import Run
from gdsim.core.trajectory import Outcome, Trajectory
from gdsim.descent.facts import Numbers
from gdsim.descent.recorded import FAR_WORK, TASK_WORK, Key, Recorded, record_runs
from gdsim.descent.records import dataset_record
from gdsim.stages.reading import Sources


@dataclass(frozen=True)
class Runs:
    """Every run recorded.

    Args:
        facts: what pages may ask of them.
        digests: of all that can be asked of each sweep and published dataset, by ``"sweep name"`` and
            ``"dataset name"``; those of other built-in datasets are decided by the code alone.
        new: how many were simulated now.
    """

    recorded: dict[Key, Recorded]
    facts: Facts
    digests: Mapping[str, str]
    new: int


def simulate(
    sources: Sources, store: Store, start: Callable[[int], Executor], jobs: int, reporter: Reporter
) -> Runs:
    """Every run recorded."""
    declared = sources.declared
    work = FAR_WORK if sources.config.executor == "dask" else TASK_WORK
    recorded, new = record_runs(
        declared.runs, declared.datasets, store, start, jobs, reporter, sources.plugins, work
    )

    def load(run: Run) -> Trajectory:
        return recorded[run.sweep, run.id].trajectory

    def end(run: Run) -> Outcome:
        return Outcome(**recorded[run.sweep, run.id].summary["outcome"])

    facts = Numbers(declared.sweeps, declared.datasets, load, end)
    return Runs(recorded, facts, _digests(sources, recorded), new)


def _digests(sources: Sources, recorded: Mapping[Key, Recorded]) -> dict[str, str]:
    declared = sources.declared
    digests = {f"dataset {name}": digest(dataset_record(data)) for name, data in declared.published.items()}
    for name, sweep in declared.sweeps.items():
        records = [[run.id, recorded[name, run.id].digest] for run in sweep]
        datasets = [digests[f"dataset {dataset}"] for dataset in sweep.datasets]
        said = [sweep.title, sweep.scenes, sweep.formats, sweep.plane]
        digests[f"sweep {name}"] = digest([*said, records, datasets])
    return digests
