"""Limits that the guide tells in words are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gdsim import checking
from gdsim.core.config import Guards
from gdsim.descent.wide import WIDE

ROOT = Path(__file__).parent.parent
EDITOR = ROOT / "templates" / "player" / "editor"
SWEEPS, EDITED = "Declaring a sweep.md", "Players and comparisons.md"


def constant(file: str, name: str) -> int:
    """A number that a script of the editor declares."""
    found = re.search(rf"const {name} = ([\d_]+)(?: << (\d+))?;", (EDITOR / file).read_text(encoding="utf-8"))
    assert found, f"{file} declares no {name}"
    return int(found[1].replace("_", "")) << int(found[2] or 0)


SAID = [
    (SWEEPS, f"{Guards().runs:,} runs"),
    (SWEEPS, {10_000_000: "ten million epochs a run"}.get(Guards().epochs, str(Guards().epochs))),
    (SWEEPS, f"a site of {Guards().site_mb // 1_000} GB"),
    (SWEEPS, f"a file of {Guards().file_mb} MB"),
    (EDITED, {2_000: "after two seconds"}.get(constant("messages.ts", "TIME_LIMIT"), "another time")),
    (EDITED, f"after {constant('messages.ts', 'OUTPUT_LIMIT'):,} characters of output"),
    (EDITED, f"more than {constant('worker.ts', 'MOST_MEMORY') >> 20} MB"),
    ("Publishing.md", f"under {checking.PAGE_BUDGET // checking.KB} KB before media and fonts"),
    ("The trajectory format.md", f"more than {WIDE} runs"),
]


@pytest.mark.parametrize(("page", "words"), SAID)
def test_the_guide_tells_the_limits_of_the_code(page, words):
    text = (ROOT / "content" / "Guide" / page).read_text(encoding="utf-8")
    assert words in " ".join(text.split())
