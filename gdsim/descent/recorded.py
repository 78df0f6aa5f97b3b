"""Recorded runs: those in the cache, and those simulated now because they were not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from gdsim.cache.key import key_of, source_digest, versions
from gdsim.cache.store import Store
from gdsim.core.dataset import Dataset
from gdsim.core.jsontext import json_text
from gdsim.core.progress import Reporter
from gdsim.core.run import Run
from gdsim.core.trajectory import Trajectory
from gdsim.descent.records import summary
from gdsim.descent.simulate import batch_key, simulate
from gdsim.jobs.executors import InlineExecutor
from gdsim.jobs.run import Runner

STAGE = "trajectory/1"
BATCH_RUNS = 512
BATCH_NUMBERS = 4_000_000  # runs × points of a batch, so that memory stays small
WORTH_A_POOL = 20_000_000  # updates × points beyond which starting workers pays

Key = tuple[str, str]  # sweep, run id


@dataclass(frozen=True)
class Batch:
    """Runs simulated together."""

    dataset: Dataset
    runs: tuple[Run, ...]


@dataclass(frozen=True, eq=False)
class Recorded:
    """A run as it stands in the site: the JSON text of its trajectory, and its line in the index."""

    text: bytes
    summary: dict[str, Any]

    @cached_property
    def trajectory(self) -> Trajectory:
        """The trajectory read back, as every reader of the site sees it."""
        return Trajectory.from_record(json.loads(self.text))


def record_runs(
    runs: Sequence[Run],
    datasets: Mapping[str, Dataset],
    store: Store,
    start: Callable[[int], Executor],
    jobs: int,
    reporter: Reporter,
    plugins: str,
) -> tuple[dict[Key, Recorded], int]:
    """Every run recorded, and how many had to be simulated; ``plugins`` is a digest of the author's code."""
    keys = {(run.sweep, run.id): trajectory_key(run, datasets[run.spec.dataset], plugins) for run in runs}
    found: dict[Key, Recorded] = {}
    for run in runs:
        parts = store.get(keys[run.sweep, run.id])
        if parts is not None:
            found[run.sweep, run.id] = Recorded(parts["record.json"], json.loads(parts["summary.json"]))
    missing = [run for run in runs if (run.sweep, run.id) not in found]
    batches = batches_of(missing, datasets)
    if work_of(batches) < WORTH_A_POOL:
        start, jobs = (lambda workers: InlineExecutor()), 1
    with reporter.stage("simulated", len(missing), "runs") as advance:
        for batch, results in Runner[Batch, list[tuple[bytes, bytes]]](start, jobs).run(
            simulate_batch, batches
        ):
            for run, (record, line) in zip(batch.runs, results, strict=True):
                store.put(keys[run.sweep, run.id], {"record.json": record, "summary.json": line})
                found[run.sweep, run.id] = Recorded(record, json.loads(line))
            advance(len(batch.runs))
    return found, len(missing)


def trajectory_key(run: Run, dataset: Dataset, plugins: str) -> str:
    """All that decides a record's bytes."""
    return key_of(
        STAGE,
        {
            "run": asdict(run),
            "dataset": [dataset.digest, dataset.title],
            "plugins": plugins,
            "source": source_digest("core", "descent", "losses", "models", "optimizers"),
            "versions": versions("numpy"),
        },
    )


def batches_of(runs: Iterable[Run], datasets: Mapping[str, Dataset]) -> list[Batch]:
    """Runs grouped by what a batch shares, in pieces that fit in memory."""
    groups: dict[tuple[object, ...], list[Run]] = {}
    for run in runs:
        groups.setdefault(batch_key(run.spec), []).append(run)
    batches = []
    for group in groups.values():
        dataset = datasets[group[0].spec.dataset]
        size = max(1, min(BATCH_RUNS, BATCH_NUMBERS // dataset.n))
        batches += [Batch(dataset, tuple(group[at : at + size])) for at in range(0, len(group), size)]
    return batches


def work_of(batches: Iterable[Batch]) -> int:
    """A rough count of updates × points."""
    return sum(batch.runs[0].spec.epochs * len(batch.runs) * batch.dataset.n for batch in batches)


def simulate_batch(batch: Batch) -> list[tuple[bytes, bytes]]:
    """The task of a worker: record and index line of each run, as JSON."""
    return [
        (json_text(trajectory.record()).encode(), json_text(summary(trajectory)).encode())
        for trajectory in simulate(batch.dataset, batch.runs)
    ]
