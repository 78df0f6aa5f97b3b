"""Asks the page's numerics from outside: each question is answered as JSON."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import deno

PLAYER = Path(__file__).parents[2] / "templates" / "player"
ANSWERS = "numerics/answers.ts"


def ask(questions: list[dict[str, Any]]) -> list[Any]:
    """The answers, by deno."""
    result = subprocess.run(
        [deno.find_deno_bin(), "run", "--quiet", ANSWERS],
        cwd=PLAYER,
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    answers: list[Any] = json.loads(result.stdout)
    return answers


def bundle(target: Path) -> None:
    """Write the numerics as one classic script that gives a page the function ``answers``."""
    arguments = ["bundle", "--quiet", "--platform=browser", "--format=iife", "--minify", "-o", str(target)]
    subprocess.run([deno.find_deno_bin(), *arguments, ANSWERS], cwd=PLAYER, check=True)
