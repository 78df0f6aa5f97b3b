"""Fixtures that any test may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_site import write_content


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with two pages, two sweeps of two runs each and a table of its own."""
    return write_content(tmp_path)
