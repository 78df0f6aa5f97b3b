"""How a build tells what it does: stages with counts; the caller decides how they look."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

Advance = Callable[[int], None]


class Reporter(Protocol):
    """Takes the progress of a build."""

    def stage(self, name: str, total: int, unit: str) -> AbstractContextManager[Advance]:
        """A stage with ``total`` steps of ``unit``; call what it yields with the steps done."""
        ...

    def warn(self, sentence: str) -> None:
        """Something that the author should know and that does not stop the build."""
        ...


class Silent:
    """Tells nothing."""

    def stage(self, name: str, total: int, unit: str) -> AbstractContextManager[Advance]:
        """A stage that nobody sees."""
        return nullcontext(lambda steps: None)

    def warn(self, sentence: str) -> None:
        """A warning that nobody sees."""
