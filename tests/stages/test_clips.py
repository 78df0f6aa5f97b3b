"""What a new run need not have worked out again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_site import tree

import gdsim
from gdsim.render.stage import _stages

SWEEP = "dataset: clean-linear\nlearning_rate: [{rates}]\nepochs: 5\nscenes: [fit]\n"


def _content(folder: Path) -> Path:
    content = folder / "content"
    (content / "sweeps").mkdir(parents=True)
    (content / "site.yaml").write_text("title: Clips\n")
    (content / "index.md").write_text("# Home\n")
    (content / "sweeps/a.yaml").write_text(SWEEP.format(rates="5e-5"))
    return content


def _build(content: Path, **options: Any) -> gdsim.Summary:
    _stages.clear()
    return gdsim.build(content, executor="inline", **options)


def test_the_quantiser_of_a_view_is_looked_for_once(tmp_path, monkeypatch):
    content = _content(tmp_path)
    _build(content)
    (content / "sweeps/b.yaml").write_text(SWEEP.format(rates="2e-4"))  # another sweep, the same view
    monkeypatch.setattr("gdsim.render.stage.quantiser_for", lambda planes: pytest.fail("looked for"))
    assert _build(content).new_clips == 1
    monkeypatch.undo()
    _build(content, output=tmp_path / "clean", cache=tmp_path / "cache")
    assert tree(tmp_path / "site") == tree(tmp_path / "clean")


def test_without_a_video_none_is_looked_for(tmp_path, monkeypatch):
    content = _content(tmp_path)
    (content / "sweeps/a.yaml").write_text(SWEEP.format(rates="5e-5") + "formats: [gif]\n")
    monkeypatch.setattr("gdsim.render.stage.quantiser_for", lambda planes: pytest.fail("looked for"))
    assert _build(content).clips == 1
