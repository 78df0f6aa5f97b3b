"""How runs are dealt out to workers: in batches that share much, small ones together."""

from __future__ import annotations

from pathlib import Path

from gdsim import datasets
from gdsim.cache.store import Store
from gdsim.core.progress import Silent
from gdsim.core.run import Choice, Init, Run, RunSpec
from gdsim.descent.recorded import (
    BATCH_RUNS,
    TASK_WORK,
    batches_of,
    joined,
    record_runs,
    simulate_batch,
    simulate_task,
)
from gdsim.jobs.executors import InlineExecutor

KNOWN = {name: datasets.get(name)() for name in ("clean-linear", "outliers")}
OPTIMIZERS = [Choice(name) for name in ("gd", "momentum", "adam")]


def runs_of(epochs: int, count: int) -> list[Run]:
    """``count`` runs of each optimizer on each dataset, each of these six a batch."""
    specs = [
        RunSpec(data, "line", Choice("mse"), way, 1e-5 * (k + 1), Init("o", (0.0, 0.0)), epochs=epochs)
        for data in KNOWN
        for way in OPTIMIZERS
        for k in range(count)
    ]
    return [Run("s", f"run-{number}", spec) for number, spec in enumerate(specs)]


def _here(jobs: int) -> InlineExecutor:
    return InlineExecutor()


def test_small_batches_are_handed_over_together() -> None:
    batches = batches_of(runs_of(20, 2), KNOWN)
    assert len(batches) == 6
    assert joined(batches) == [tuple(batches)]


def test_a_task_is_no_longer_than_a_batch_may_be() -> None:
    batches = batches_of(runs_of(1_000, 20), KNOWN)
    tasks = joined(batches)
    assert [batch for task in tasks for batch in task] == batches
    assert 1 < len(tasks) < len(batches)
    assert all(sum(batch.work for batch in task) <= TASK_WORK for task in tasks)
    longer = batches_of(runs_of(200_000, 20), KNOWN)
    assert joined(longer) == [(batch,) for batch in longer]


def test_batches_of_long_runs_are_smaller() -> None:
    """What a worker holds and sends grows with the epochs that are stored."""
    short, long = (batches_of(runs_of(epochs, 600), KNOWN) for epochs in (200, 10_000))
    assert {len(batch.runs) for batch in short} == {BATCH_RUNS, 600 - BATCH_RUNS}
    assert {len(batch.runs) for batch in long} == {100}
    assert [run for batch in short for run in batch.runs] == runs_of(200, 600)


def test_records_do_not_depend_on_what_is_handed_over_together(tmp_path: Path) -> None:
    runs = runs_of(20, 2)
    batches = batches_of(runs, KNOWN)
    assert simulate_task(tuple(batches)) == [made for batch in batches for made in simulate_batch(batch)]
    store = Store(tmp_path)
    found, simulated = record_runs(runs, KNOWN, store, _here, 2, Silent(), "")
    assert simulated == len(runs)
    assert len([*tmp_path.glob("packs/*")]) == 1
    alone = {run.id: simulate_batch(batches_of([run], KNOWN)[0])[0] for run in runs}
    assert {run: recorded.text for (_, run), recorded in found.items()} == {
        run: record for run, (record, _) in alone.items()
    }
    assert record_runs(runs, KNOWN, Store(tmp_path), _here, 2, Silent(), "")[1] == 0
