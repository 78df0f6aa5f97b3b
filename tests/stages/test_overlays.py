"""Pictures of races through whole builds: made once, kept, made anew where their runs change."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import gdsim
from gdsim.core.page import OverlayUse
from gdsim.stages.overlays import is_overlay, overlay_key
from tests.small_site import tree, write_content

RACE = "::: race rates\nvary: learning_rate\n:::\n"
ONE_CLIP = "scenes: [fit]\nformats: [mp4]\n"
SMALL = {
    "index.md": f"# Home\n\nWords.\n\n{RACE}",
    "Topics/Houses.md": "# Houses\n",
    "sweeps/rates.yaml": f"dataset: clean-linear\nlearning_rate: [5e-5, 2e-4]\nepochs: 6\n{ONE_CLIP}",
    "sweeps/own.yaml": f"dataset: houses\nlearning_rate: 0.01\nepochs: 4\n{ONE_CLIP}",
}


class Counting:
    """A reporter that keeps how much each stage had to do."""

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}

    def stage(self, name: str, total: int, unit: str) -> AbstractContextManager[Callable[[int], None]]:
        self.totals[name] = total
        return nullcontext(lambda steps: None)

    def warn(self, sentence: str) -> None:
        raise AssertionError(sentence)


def build(content: Path, **options: Any) -> dict[str, int]:
    """What each stage of a build had to do."""
    reporter = Counting()
    gdsim.build(content, executor="inline", reporter=reporter, **options)
    return reporter.totals


def pictures(content: Path) -> dict[str, bytes]:
    """The pictures of races in the site, by path."""
    files = tree(content.parent / "site")
    return {name: data for name, data in files.items() if is_overlay(name)}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A content with one race, built."""
    content = write_content(tmp_path, SMALL)
    assert build(content)["overlaid"] == 1
    return content


def test_picture_stands_where_the_page_shows_it(built: Path) -> None:
    ((path, png),) = pictures(built).items()
    assert path.startswith("media/rates/race-")
    assert Image.open(io.BytesIO(png)).size == (1280, 480)
    assert f'src="{path}"' in (built.parent / "site/index.html").read_text(encoding="utf-8")


def test_edit_of_prose_draws_nothing_and_keeps_the_picture(built: Path) -> None:
    before = pictures(built)
    page = built / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Words", "Other words"), encoding="utf-8")
    assert "overlaid" not in build(built)
    assert pictures(built) == before


def test_lost_site_is_made_of_the_cache(built: Path) -> None:
    before = pictures(built)
    shutil.rmtree(built.parent / "site")
    assert "overlaid" not in build(built)
    assert pictures(built) == before


def test_changed_sweep_draws_its_races_anew(built: Path) -> None:
    (before,) = pictures(built).values()
    sweep = built / "sweeps/rates.yaml"
    sweep.write_text(sweep.read_text(encoding="utf-8").replace("epochs: 6", "epochs: 7"), encoding="utf-8")
    assert build(built)["overlaid"] == 1
    (after,) = pictures(built).values()
    assert after != before


def test_race_taken_from_the_page_leaves_no_picture(built: Path) -> None:
    (built / "index.md").write_text("# Home\n", encoding="utf-8")
    build(built)
    assert pictures(built) == {}


def test_page_left_out_keeps_its_picture(built: Path, tmp_path: Path) -> None:
    """With ``only`` and a cache that has lost the page, page and picture stay as they stand."""
    before = pictures(built)
    (built / "index.md").write_text(SMALL["index.md"] + "\nMore.\n", encoding="utf-8")
    build(built, only="Topics/*")
    assert pictures(built) == before
    assert "More." not in (built.parent / "site/index.html").read_text(encoding="utf-8")


def test_without_media_no_picture_is_made(tmp_path: Path) -> None:
    content = write_content(tmp_path, SMALL)
    assert "overlaid" not in build(content, media=False)
    assert pictures(content) == {}
    assert "final loss" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_key_is_decided_by_runs_their_order_and_their_records() -> None:
    use = OverlayUse("media/rates/race-0.png", "rates", ("a", "b"))
    key = overlay_key(use, {"sweep rates": "1"}, "")
    assert key == overlay_key(use, {"sweep rates": "1", "sweep own": "2"}, "")
    turned = OverlayUse(use.path, "rates", ("b", "a"))
    others = {
        overlay_key(turned, {"sweep rates": "1"}, ""),
        overlay_key(use, {"sweep rates": "2"}, ""),
        overlay_key(use, {"sweep rates": "1"}, "plugin"),
    }
    assert len(others | {key}) == 4
