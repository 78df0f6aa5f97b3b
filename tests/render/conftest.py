"""The view and the runs that most render tests draw."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from by_hand import descend, noisy_line, view_of

from gdsim.core.trajectory import Trajectory
from gdsim.core.view import View


@pytest.fixture(scope="session")
def view() -> View:
    """Twenty points near a line."""
    return view_of(noisy_line())


@pytest.fixture(scope="session")
def descent(view: View) -> Callable[..., Trajectory]:
    """``descent(learning_rate, epochs, start)`` in that view."""
    return lambda learning_rate, epochs=45, start=(0.0, 0.0): descend(view, learning_rate, epochs, start)
