"""Two thousand fragments: whatever stands after the #, a player reads what it may and no more."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import deno

PLAYER = Path(__file__).parents[2] / "templates" / "player"
FUZZ = Path(__file__).with_name("permalinks.ts")
COUNT = 2000


def test_any_fragment_is_read_within_bounds_and_written_back() -> None:
    """A million of them: `cd templates/player && deno run ../../tests/fuzz/permalinks.ts 1000000 1`."""
    done = subprocess.run(
        [deno.find_deno_bin(), "run", "--quiet", FUZZ, str(COUNT), "7"],
        cwd=PLAYER,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["read"] == COUNT
    assert answer["named"] > COUNT // 2
