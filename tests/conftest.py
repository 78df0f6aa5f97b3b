"""Fixtures that any test may use, and what the whole run needs before it begins."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from small_site import write_content

BROWSER = Path(__file__).parent / "browser"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with two pages, two sweeps of two runs each and a table of its own."""
    return write_content(tmp_path)


def pytest_xdist_auto_num_workers() -> int:
    """Two a core: half of the time a test waits for a browser or a process."""
    return 2 * (os.cpu_count() or 1)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Find or bring the browsers before workers begin: one that is missing ends the run, with words."""
    config = session.config
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    asked = [Path(argument.partition("::")[0]).absolute() for argument in config.args]
    if any(BROWSER.is_relative_to(path) or path.is_relative_to(BROWSER) for path in asked):
        sys.path.append(str(BROWSER))
        import chromium
        import firefox

        chromium.find_or_stop()
        firefox.find_or_stop()
