"""A guard against input that takes too long, by the process's own clock: a busy machine changes nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ends_soon(seconds: float = 20) -> Iterator[None]:
    """What is inside may take this many CPU seconds, many times what it needs."""
    started = time.process_time()
    yield
    taken = time.process_time() - started
    assert taken < seconds, f"took {taken:.0f} CPU seconds"
