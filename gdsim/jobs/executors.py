"""Executors by name: in this process, a pool of processes that die with it, or a cluster."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from threading import Thread, current_thread, main_thread
from typing import Any, ParamSpec, TypeVar

from gdsim.jobs.elsewhere import Needs
from gdsim.jobs.importing import import_plugin

P = ParamSpec("P")
T = TypeVar("T")

NAMES = ("process", "inline", "dask")
ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class InlineExecutor(Executor):
    """Runs each task at once in the calling thread."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """A future that is already done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def executor_of(
    name: str,
    jobs: int,
    *,
    plugins: Sequence[str] = (),
    preload: Sequence[str] = (),
    scheduler: str | None = None,
    needs: Needs | None = None,
) -> Executor:
    """The executor called ``name``.

    Args:
        name: one of ``NAMES``.
        jobs: number of workers, ≥ 1.
        plugins: modules that each worker imports, so that what they register is known there.
        preload: modules imported once before workers are forked.
        scheduler: of a cluster; None starts one on this machine.
        needs: what workers of a cluster must have.
    """
    if name == "inline":
        return InlineExecutor()
    if name == "dask":
        from gdsim.jobs.cluster import ClusterExecutor

        return ClusterExecutor(scheduler, jobs, needs or Needs("", {}, dict))
    import multiprocessing  # late, like the next one: a small build starts no process
    from concurrent.futures import ProcessPoolExecutor

    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["__main__", *preload])
    return ProcessPoolExecutor(
        max_workers=jobs,
        mp_context=context,
        initializer=_start_worker,
        initargs=(list(plugins), list(sys.path)),
    )


def _start_worker(plugins: list[str], path: list[str]) -> None:
    """Make a worker die with its parent, leave Ctrl-C to it, and know the author's plugins."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()
    sys.path[:] = path
    for module in plugins:
        import_plugin(module)


def _end_with_parent() -> None:
    """Wait for the parent's end, however it comes, and end this process with it."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def signals_held() -> Iterator[None]:
    """Hold back interrupts while workers start: one that comes is raised when all of them are known."""
    if current_thread() is not main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.signal(number, lambda number, frame: came.append(number)) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for number in came:
        signal.raise_signal(number)


def stop(executor: Executor) -> None:
    """End an executor now: running tasks are ended, those not begun are dropped, no process is left."""
    processes: dict[int, Any] = dict(getattr(executor, "_processes", None) or {})
    for process in processes.values():
        process.kill()
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes.values():
        process.join(timeout=5)
