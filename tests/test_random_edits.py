"""Edits at random, several at once: after each, what a build gives is what a clean build gives."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from small_site import tree

import gdsim
from gdsim.site.blobs import Blob
from gdsim.stages import edited as module

NAMES = ["a", "b", "F/c", "F/index", "G/e", "G/H/f", "g h"]
FRONT = {
    "title": ["Zed", "Alpha", "Same"],
    "order": ["0", "1", "0.5", "-1"],
    "draft": ["true", "false"],
    "tags": ["[x, z w]", "[]"],
    "date": ["2026-01-01", "2026-09-01"],
    "summary": ["''", "words", "'{{ 1 + 1 }} words'"],
    "prerequisites": ["[Home]"],
}
BODY = [
    *("See [[Home]].", "## Part\n\ntext", "```python\nw = 1\n```", "$x^2$"),
    "There are {{ dataset('outliers').n }} points.",
]
BEYOND_THE_EXCERPT = "These words stand first on the page. " * 8
MORE = ["More.", "See [[Home]].", "There are {{ 2 + 3 }}.", "```python\nw = 2\n```", "## Last"]


def edit(content: Path, chance: Random) -> None:
    """Write, add to, move or remove a page."""
    page, other = (content / f"{chance.choice(NAMES)}.md" for _ in range(2))
    other.parent.mkdir(parents=True, exist_ok=True)
    kind = chance.choice(["write", "write", "add", "add", "add", "add", "asset", "move", "remove"])
    if kind == "write" or (kind != "asset" and not page.exists()):
        front = [f"{key}: {chance.choice(values)}" for key, values in FRONT.items() if chance.random() < 0.4]
        words = [*chance.sample(BODY, 2), BEYOND_THE_EXCERPT]
        other.write_text("\n".join(["---", *front, "---", "", f"{chance.choice(words)}\n\n{words[0]}", ""]))
    elif kind == "add":
        page.write_text(f"{page.read_text()}\n{chance.choice(MORE)}\n")
    elif kind == "asset":
        (content / "assets" / "a.txt").write_text(str(chance.random()))
    elif kind == "move":
        page.rename(other)
    else:
        page.unlink()


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_edited_a_build_is_a_clean_one(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways: set[bool] = set()
    found_by = module.edited

    def noted(*given: Any) -> dict[str, Blob] | None:
        files = found_by(*given)
        ways.add(files is not None)
        return files

    monkeypatch.setattr(module, "edited", noted)
    chance, content = Random(seed), tmp_path / "content"
    (content / "assets").mkdir(parents=True)
    (content / "assets" / "a.txt").write_text("x")
    (content / "site.yaml").write_text("title: T\n")
    (content / "index.md").write_text("---\ntitle: Home\n---\nHi, a [file](assets/a.txt).\n")
    for step in range(20):
        for _ in range(chance.randint(1, 3)):
            edit(content, chance)
        drafts = chance.random() < 0.1
        gdsim.build(content, executor="inline", drafts=drafts)
        clean = tmp_path / str(step)
        gdsim.build(content, executor="inline", drafts=drafts, output=clean / "site", cache=clean / "cache")
        assert tree(tmp_path / "site") == tree(clean / "site")
    assert ways == {True, False}
