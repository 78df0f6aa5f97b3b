"""Recorded runs: those in the cache, and those simulated now because they were not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from functools import cache, cached_property, partial
from typing import Any

from gdsim.cache.key import key_of, source_digest, versions
from gdsim.cache.store import Store
from gdsim.core.dataclass import dataclass
from gdsim.core.dataset import Dataset
from gdsim.core.jsontext import json_text
from gdsim.core.progress import Reporter
from gdsim.core.run import Run
from gdsim.core.trajectory import Trajectory
from gdsim.descent.epochs import stored_epochs
from gdsim.descent.records import summary
from gdsim.descent.simulate import batch_key, simulate
from gdsim.jobs.executors import InlineExecutor
from gdsim.jobs.run import Runner

STAGE = "trajectory/1"
RECORD = "record.json"
BATCH_RUNS = 512
BATCH_NUMBERS = 4_000_000  # runs × points of a batch, so that memory stays small
BATCH_STORED = 110_000  # runs × stored epochs of a batch: six megabytes of records
# Work is counted in stored epochs, each of which takes about 2.5 µs to record.
UPDATE_COST = 6  # of an update of a batch
POINTS_COST = 1 / 500  # of each point of each run in it
TASK_WORK = 100_000  # a quarter of a second, beside which handing a task over is little
FAR_WORK = 2 * TASK_WORK  # for workers of a cluster, where it is more
WORTH_A_POOL = 400_000  # beyond it starting workers pays
UNDER_WAY = 32  # tasks at once, whose records may all wait for this process

Key = tuple[str, str]  # sweep, run id


@dataclass(frozen=True)
class Batch:
    """Runs simulated together."""

    dataset: Dataset
    runs: tuple[Run, ...]

    @cached_property
    def work(self) -> float:
        """About what it takes, in stored epochs."""
        runs, epochs = len(self.runs), self.runs[0].spec.epochs
        each = UPDATE_COST + POINTS_COST * runs * self.dataset.n
        return runs * _stored(epochs) + epochs * each


Task = tuple[Batch, ...]
Made = tuple[bytes, bytes]  # record and index line of a run, as JSON


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
    work: float = TASK_WORK,
) -> tuple[dict[Key, Recorded], int]:
    """Every run recorded, and how many had to be simulated.

    Args:
        plugins: a digest of the author's code.
        work: of a task, in stored epochs.
    """
    keys = {(run.sweep, run.id): trajectory_key(run, datasets[run.spec.dataset], plugins) for run in runs}
    found: dict[Key, Recorded] = {}
    for run in runs:
        parts = store.get(keys[run.sweep, run.id])
        if parts is not None:
            found[run.sweep, run.id] = _recorded(store, keys[run.sweep, run.id], parts)
    missing = [run for run in runs if (run.sweep, run.id) not in found]
    tasks = joined(batches_of(missing, datasets), work)
    if sum(batch.work for task in tasks for batch in task) < WORTH_A_POOL:
        start, jobs = (lambda workers: InlineExecutor()), 1
    with reporter.stage("simulated", len(missing), "runs") as advance:
        runner = Runner[Task, list[Made]](start, jobs, UNDER_WAY)
        for task, results in runner.run(simulate_task, tasks):
            done = [run for batch in task for run in batch.runs]
            made = {
                keys[run.sweep, run.id]: {RECORD: record, "summary.json": line}
                for run, (record, line) in zip(done, results, strict=True)
            }
            store.put_together(made)
            for run in done:
                key = keys[run.sweep, run.id]
                found[run.sweep, run.id] = _recorded(store, key, made[key])
            advance(len(done))
    return found, len(missing)


def _recorded(store: Store, key: str, parts: Mapping[str, bytes]) -> Recorded:
    text = parts[RECORD]
    return Recorded(
        hashlib.sha256(text).hexdigest(), len(text), parts["summary.json"], partial(_text, store, key)
    )


def _text(store: Store, key: str) -> bytes:
    return store.again(key)[RECORD]


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
        most = BATCH_STORED // _stored(group[0].spec.epochs)
        size = max(1, min(BATCH_RUNS, BATCH_NUMBERS // dataset.n, most))
        batches += [Batch(dataset, tuple(group[at : at + size])) for at in range(0, len(group), size)]
    return batches


@cache
def _stored(epochs: int) -> int:
    return len(stored_epochs(epochs))


def joined(batches: Iterable[Batch], work: float = TASK_WORK) -> list[Task]:
    """Batches in a row as tasks of a worker: small ones together, up to ``work``."""
    tasks: list[list[Batch]] = []
    room = 0.0
    for batch in batches:
        if batch.work > room or not tasks:
            tasks.append([])
            room = work
        tasks[-1].append(batch)
        room -= batch.work
    return [tuple(task) for task in tasks]


def simulate_task(task: Task) -> list[Made]:
    """The work of a worker: what is recorded of each run, one batch after the other."""
    return [made for batch in task for made in simulate_batch(batch)]


def simulate_batch(batch: Batch) -> list[Made]:
    """Record and index line of each run."""
    return [
        (json_text(trajectory.record()).encode(), json_text(summary(trajectory)).encode())
        for trajectory in simulate(batch.dataset, batch.runs)
    ]
