"""The one driver: tasks in, results as they come; tasks lost with a killed worker are tried once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, as_completed
from typing import Generic, TypeVar

from gdsim.errors import BuildError
from gdsim.jobs.executors import signals_held, stop

Task = TypeVar("Task")
Result = TypeVar("Result")


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
    """

    def __init__(self, start: Callable[[int], Executor], jobs: int) -> None:
        self._start = start
        self._jobs = jobs

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
        try:
            futures = {}
            for task in tasks:
                try:
                    with signals_held():
                        futures[executor.submit(work, task)] = task
                except BrokenExecutor:
                    lost.append(task)
            for future in as_completed(futures):
                task = futures.pop(future)  # results may be large: none is kept
                try:
                    result = future.result()
                except BrokenExecutor:
                    lost.append(task)
                except Exception as error:
                    failure = TaskError(task, error)
                    failure.__cause__ = error
                    failed.append(failure)
                else:
                    yield task, result
            executor.shutdown()
        except BaseException:
            stop(executor)
            raise
