"""Executors by name: in this process, or a pool of processes that die with it."""

from __future__ import annotations

import ctypes
import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

PR_SET_PDEATHSIG = 1
NAMES = ("process", "inline")


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


def executor_of(name: str, jobs: int, *, plugins: Sequence[str] = (), preload: Sequence[str] = ()) -> Executor:
    """The executor called ``name``.

    Args:
        name: one of ``NAMES``.
        jobs: number of workers, ≥ 1.
        plugins: modules that each worker imports, so that what they register is known there.
        preload: modules imported once before workers are forked.
    """
    if name == "inline":
        return InlineExecutor()
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["__main__", *preload])
    return ProcessPoolExecutor(
        max_workers=jobs, mp_context=context, initializer=_start_worker, initargs=(list(plugins), list(sys.path))
    )


def _start_worker(plugins: list[str], path: list[str]) -> None:
    """Make a worker die with its parent, leave Ctrl-C to it, and know the author's plugins."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:  # the parent was gone before we asked
            os._exit(1)
    sys.path[:] = path
    for module in plugins:
        importlib.import_module(module)


def stop(executor: Executor) -> None:
    """End an executor now: tasks not begun are dropped, running ones are ended."""
    processes: dict[int, Any] = dict(getattr(executor, "_processes", None) or {})
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes.values():
        process.kill()
