"""What the engine of a cluster adds: ``bench/bench_cluster.py``.

The same batches are done in one process and on a scheduler with a worker on this machine, in turns: what the
engine adds in CPU time, in all and beyond what it takes anyway; the memory that passing results on takes, and
what a million frames cost.
"""

from __future__ import annotations

import json
import os
import pickle  # nosec B403 # only written, to see its length
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench_scale import cpu_of, frames_a_clip, peak_of, write_wide

import gdsim
from gdsim.core.config import BuildConfig
from gdsim.descent.recorded import (
    BATCH_RUNS,
    FAR_WORK,
    Batch,
    batches_of,
    joined,
    simulate_batch,
    simulate_task,
)
from gdsim.jobs.executors import executor_of
from gdsim.jobs.run import Runner
from gdsim.render.rendered import ClipRequest, draw, tasks_of
from gdsim.stages.reading import read
from gdsim.stages.workers import needs_of

OVERHEAD = 0.05
IDLE = 10.0  # seconds
BATCHES, CLIPS = 8, 48  # of 512 runs each; of one scene
ROUNDS = 7  # of each way to do the same work
SMALL, MANY = 400, 5  # batches of a few runs; times that results come to see what memory they take


@contextmanager
def a_cluster(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and a worker on this machine: its address, and the processes."""
    file = folder / "scheduler.json"
    options = ["--scheduler-file", str(file), "--host", "127.0.0.1"]
    worker = ["worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for which in (["scheduler", "--port", "0", "--dashboard-address", "127.0.0.1:0"], worker):
            command = [sys.executable, "-m", "dask", *which, *options]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            started.append(subprocess.Popen(command, **quiet))  # type: ignore[call-overload]
            while not file.exists():
                time.sleep(0.1)
        yield json.loads(file.read_text())["address"], [process.pid for process in started]
    finally:
        for process in started:
            process.kill()
            process.wait()


def passing(work: Callable[[], object], pids: list[int]) -> dict[str, tuple[float, float]]:
    """Peaks of memory in MB of scheduler, worker and this process, before work and after it."""
    everyone = dict(zip(("scheduler", "worker", "client"), (*pids, os.getpid()), strict=True))
    before = {who: peak_of(pid) for who, pid in everyone.items()}
    work()
    return {who: (before[who], peak_of(pid)) for who, pid in everyone.items()}


def tasks_by_kind(folder: Path) -> dict[str, tuple[Any, list[Any]]]:
    """What is done: the work of a worker, and the tasks that a build would hand over."""
    content, _ = write_wide(folder, BATCHES * BATCH_RUNS)
    sources = read(BuildConfig(content, media=False))
    declared = sources.declared
    batches: list[Batch] = batches_of(declared.runs, declared.datasets)
    few = [Batch(batch.dataset, batch.runs[at : at + 2]) for batch in batches for at in range(0, 100, 2)]
    requests = []
    for run in declared.runs[:: max(1, len(declared.runs) // CLIPS)][:CLIPS]:
        ((record, _),) = simulate_batch(Batch(declared.datasets[run.spec.dataset], (run,)))
        view, key = sources.views[run.sweep, run.id], (run.sweep, run.id)
        requests.append(ClipRequest(run.id, str(id(view)), key, view, "fit", ("mp4", "gif"), record))
    return {
        "simulated": (simulate_task, joined(batches, FAR_WORK)),
        f"simulated, {SMALL} batches of two runs": (simulate_task, joined(few[:SMALL], FAR_WORK)),
        "drawn": (draw, list(tasks_of(requests))),
    }


def spent(start: Callable[[int], Any], work: Any, tasks: list[Any], others: list[int]) -> tuple[float, float]:
    """CPU seconds of this process and ``others``, and seconds that passed."""
    before = time.process_time() + sum(map(cpu_of, others))
    begun = time.monotonic()
    for _ in Runner[Any, Any](start, 1).run(work, tasks):
        pass
    return time.process_time() + sum(map(cpu_of, others)) - before, time.monotonic() - begun


def idling(pids: list[int]) -> float:
    """Share of a core that the processes take when they have nothing to do."""
    before, begun = sum(map(cpu_of, pids)), time.monotonic()
    time.sleep(IDLE)
    return (sum(map(cpu_of, pids)) - before) / (time.monotonic() - begun)


def main() -> None:
    """Do the same work in one process and on a cluster."""
    with tempfile.TemporaryDirectory() as folder, a_cluster(Path(folder)) as (address, pids):
        work_by_kind = tasks_by_kind(Path(folder))

        def there(work: Any, tasks: list[Any]) -> tuple[float, float]:
            start = partial(executor_of, "dask", scheduler=address, needs=needs_of(()))
            return spent(start, work, tasks, pids)

        def here(work: Any, tasks: list[Any]) -> float:
            return spent(partial(executor_of, "inline"), work, tasks, [])[0]

        for name, (work, tasks) in work_by_kind.items():
            there(work, tasks[:2])  # imports
            here(work, tasks[:2])
            once = min(there(abs, [1])[0] for _ in range(ROUNDS))
            idle, rounds = idling(pids), [(here(work, tasks), *there(work, tasks)) for _ in range(ROUNDS)]
            one, two, passed = map(median, zip(*rounds, strict=True))
            two -= once
            print(
                f"{name}: {len(tasks)} tasks, {one:.2f} s of CPU in one process, {two:.2f} s on a cluster: "
                f"{two / one - 1:+.1%} in all, {(two - idle * passed) / one - 1:+.1%} without the "
                f"{idle:.1%} of a core that it takes with nothing to do   goal < {OVERHEAD:.0%}; "
                f"to connect, once: {once:.2f} s",
                flush=True,
            )
        simulated = work_by_kind["simulated"][1]
        peaks = passing(lambda: there(simulate_task, simulated * MANY), pids)
        passed = sum(len(pickle.dumps(simulate_task(task))) for task in simulated) * MANY / 2**20
        grown = ", ".join(f"{who} {old:.0f} to {new:.0f}" for who, (old, new) in peaks.items())
        print(f"peaks of memory while {passed:,.0f} MB of results come, in MB: {grown}", flush=True)
        hours = two / (CLIPS * frames_a_clip()) * 1e6 / 3600
        print(f"a million frames of the scene fit, MP4 and GIF: {hours:.2f} core hours ({gdsim.__version__})")


if __name__ == "__main__":
    main()
