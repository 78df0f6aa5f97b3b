"""The one driver: tasks in, results as they come; tasks lost with a killed worker are tried once more."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from itertools import islice
from typing import Generic, TypeVar

from gdsim.errors import BuildError
from gdsim.jobs.cluster import ClusterExecutor
from gdsim.jobs.executors import InlineExecutor, signals_held, stop

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 4  # tasks handed over for each worker, so that none waits and few results wait


class TaskError(Exception):
    """A task failed; the cause is chained, ``task`` is what was asked."""

    def __init__(self, task: object, cause: BaseException) -> None:
        super().__init__(f"{task}: {cause}")
        self.task = task


class Runner(Generic[Task, Result]):
    """Runs tasks on executors that ``start`` makes.

    Args:
        start: makes an executor with a number of workers.
        jobs: number of workers, ≥ 1.
        most: tasks that may be under way at once, however many workers there are, where results are large.
    """

    def __init__(self, start: Callable[[int], Executor], jobs: int, most: int | None = None) -> None:
        self._start = start
        self._jobs = jobs
        self._most = most

    def run(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result]]:
        """Each task with its result, in the order of completion.

        Raises:
            TaskError: a task failed; the other results came first.
            BuildError: workers were killed twice.
        """
        failed: list[TaskError] = []
        left = list(tasks)
        for jobs in (self._jobs, max(1, self._jobs // 2)):
            if not left:
                break
            lost: list[Task] = []
            yield from self._round(work, left, jobs, lost, failed)
            left = lost
        if failed:
            raise failed[0]
        if left:
            raise BuildError(
                f"workers were killed twice with {len(left)} tasks left; there may be too little memory for "
                f"{self._jobs} jobs: try --jobs 1"
            )

    def _round(
        self,
        work: Callable[[Task], Result],
        tasks: Sequence[Task],
        jobs: int,
        lost: list[Task],
        failed: list[TaskError],
    ) -> Iterator[tuple[Task, Result]]:
        executor = self._start(min(jobs, len(tasks)))
        waiting, running = iter(tasks), dict[Future[Result], Task]()
        gone: BuildError | None = None
        try:
            while True:
                ahead = min(_ahead(executor, jobs), self._most or sys.maxsize)
                for task in islice(waiting, max(0, ahead - len(running))):
                    try:
                        running[_submit(executor, work, task)] = task
                    except BrokenExecutor:
                        lost.append(task)
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    task = running.pop(future)  # results may be large: none is kept
                    try:
                        result = future.result()
                    except BrokenExecutor:
                        lost.append(task)
                    except Exception as error:
                        gone = gone or _cluster_gone(executor, error)
                        failure = TaskError(task, error)
                        failure.__cause__ = error
                        failed.append(failure)
                    else:
                        yield task, result
                if gone:
                    raise gone
            executor.shutdown()
        except BaseException:
            stop(executor)
            raise


def _ahead(executor: Executor, jobs: int) -> int:
    """How many tasks may be under way: of a cluster, as many as its workers of the moment want."""
    if isinstance(executor, InlineExecutor):
        return 1
    return executor.ahead(AHEAD) if isinstance(executor, ClusterExecutor) else AHEAD * jobs


def _cluster_gone(executor: Executor, error: Exception) -> BuildError | None:
    """Why nothing more can be done on a cluster; None for an error of the task itself."""
    return executor.in_words(error) if isinstance(executor, ClusterExecutor) else None


def _submit(executor: Executor, work: Callable[[Task], Result], task: Task) -> Future[Result]:
    """Hand a task over; a pool starts its workers with the first, which no interrupt may tear."""
    if isinstance(executor, InlineExecutor | ClusterExecutor):
        return executor.submit(work, task)
    with signals_held():
        return executor.submit(work, task)
