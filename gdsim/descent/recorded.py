"""Recorded runs: those in the cache, and those simulated now because they were not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, partial
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
from gdsim.errors import BuildError
from gdsim.jobs.executors import InlineExecutor
from gdsim.jobs.run import Runner

STAGE = "trajectory/1"
RECORD = "record.json"
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
    """A run as it stands in the site; what is large is read from the store when it is asked for.

    Args:
        digest: of the JSON text of its trajectory.
        size: of that text, in bytes.
        line: its line in an index, as JSON.
        load: gives the text.
    """

    digest: str
    size: int
    line: bytes
    load: Callable[[], bytes]

    @property
    def text(self) -> bytes:
        """The JSON text of its trajectory."""
        return self.load()

    @property
    def summary(self) -> dict[str, Any]:
        """Its line in an index."""
        summary: dict[str, Any] = json.loads(self.line)
        return summary

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
            found[run.sweep, run.id] = _recorded(store, keys[run.sweep, run.id], parts)
    missing = [run for run in runs if (run.sweep, run.id) not in found]
    batches = batches_of(missing, datasets)
    if work_of(batches) < WORTH_A_POOL:
        start, jobs = (lambda workers: InlineExecutor()), 1
    with reporter.stage("simulated", len(missing), "runs") as advance:
        for batch, results in Runner[Batch, list[tuple[bytes, bytes]]](start, jobs).run(
            simulate_batch, batches
        ):
            made = {
                keys[run.sweep, run.id]: {RECORD: record, "summary.json": line}
                for run, (record, line) in zip(batch.runs, results, strict=True)
            }
            store.put_together(made)
            for run in batch.runs:
                key = keys[run.sweep, run.id]
                found[run.sweep, run.id] = _recorded(store, key, made[key])
            advance(len(batch.runs))
    return found, len(missing)


def _recorded(store: Store, key: str, parts: Mapping[str, bytes]) -> Recorded:
    text = parts[RECORD]
    return Recorded(
        hashlib.sha256(text).hexdigest(), len(text), parts["summary.json"], partial(_text, store, key)
    )


def _text(store: Store, key: str) -> bytes:
    parts = store.get(key)
    if parts is None:
        raise BuildError("the cache changed during the build; run it again")
    return parts[RECORD]


def trajectory_key(run: Run, dataset: Dataset, plugins: str) -> str:
    """All that decides a record's bytes."""
    return key_of(
        STAGE,
        {
            "run": _fields(run),
            "dataset": [dataset.digest, dataset.title],
            "plugins": plugins,
            "source": source_digest("core", "descent", "losses", "models", "optimizers"),
            "versions": versions("numpy"),
        },
    )


def _fields(run: Run) -> dict[str, Any]:
    """What ``asdict`` gives, in a third of the time: there may be a hundred thousand runs."""
    spec = run.spec
    inner = {name: vars(getattr(spec, name)) for name in ("loss", "optimizer", "init")}
    return {**vars(run), "spec": {**vars(spec), **inner}}


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
