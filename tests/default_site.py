"""The default site as `uv run build.py` makes it, for the tests that look at the whole of it."""

from __future__ import annotations

import functools
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


@functools.cache
def default_site() -> Path:
    """The site of this checkout, brought up to date; nothing is done where it is.

    Another process of the tests may be at it: then this one waits.
    """
    while True:
        build = subprocess.run(
            [sys.executable, ROOT / "build.py", "--quiet"], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        if build.returncode == 0:
            return ROOT / "site"
        assert "another build" in build.stderr, build.stderr
        time.sleep(1)


def readable_pages(site: Path) -> list[Path]:
    """Every page that a reader can stay on."""
    found = sorted(path for path in site.rglob("*.html") if path.name != "404.html")
    found = [path for path in found if path.parent.name != "assets"]  # the frame that code runs in
    return [path for path in found if b'http-equiv="refresh"' not in path.read_bytes()]
