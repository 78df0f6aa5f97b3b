"""The default site as `uv run build.py` makes it, for the tests that look at the whole of it."""

from __future__ import annotations

import functools
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


@functools.cache
def default_site() -> Path:
    """The site of this checkout, brought up to date; nothing is done where it is."""
    subprocess.run([sys.executable, ROOT / "build.py", "--quiet"], cwd=ROOT, check=True)
    return ROOT / "site"


def readable_pages(site: Path) -> list[Path]:
    """Every page that a reader can stay on."""
    found = sorted(path for path in site.rglob("*.html") if path.name != "404.html")
    found = [path for path in found if path.parent.name != "assets"]  # the frame that code runs in
    return [path for path in found if b'http-equiv="refresh"' not in path.read_bytes()]
