"""Progress for people: bars on a terminal, one line a stage when piped, nothing when asked to be quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from gdsim.core.progress import Advance

if TYPE_CHECKING:
    from rich.progress import Progress


class Lines:
    """One line on standard error when a stage with something to do has ended."""

    @contextmanager
    def stage(self, name: str, total: int, unit: str) -> Iterator[Advance]:
        """A stage, told when it is over."""
        started = time.monotonic()
        yield lambda steps: None
        if total:
            print(
                f"{name}: {total:,} {unit}, {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True
            )

    def warn(self, sentence: str) -> None:
        """A warning as a line."""
        print(f"warning: {sentence}", file=sys.stderr, flush=True)


class Bars:
    """A bar a stage, with counts and time left."""

    @cached_property
    def _progress(self) -> Progress:  # made late: a build with nothing to do shows no bar
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        return Progress(
            TextColumn("{task.description:>10}"),
            BarColumn(bar_width=40),
            MofNCompleteColumn(),
            TextColumn("{task.fields[unit]}"),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=Console(stderr=True),
        )

    @contextmanager
    def stage(self, name: str, total: int, unit: str) -> Iterator[Advance]:
        """A stage with its bar; a stage with nothing to do has none."""
        if not total:
            yield lambda steps: None
            return
        with self._progress as progress:
            task = progress.add_task(name, total=total, unit=unit)
            yield lambda steps: progress.advance(task, steps)

    def warn(self, sentence: str) -> None:
        """A warning above the bars."""
        self._progress.console.print(f"warning: {sentence}", style="yellow", markup=False)


class Quiet(Lines):
    """Warnings alone."""

    @contextmanager
    def stage(self, name: str, total: int, unit: str) -> Iterator[Advance]:
        """A stage that is not told."""
        yield lambda steps: None


def reporter(*, quiet: bool) -> Lines | Bars:
    """The reporter that suits where standard error goes."""
    if quiet:
        return Quiet()
    return Bars() if sys.stderr.isatty() else Lines()
