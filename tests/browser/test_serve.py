"""A page of the preview in Chromium: it follows saves, and keeps its place and its players' state."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Opener

sys.path.insert(0, str(Path(__file__).parents[1] / "preview"))
from serving import Preview, preview
from small_site import write_content


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with preview(write_content(tmp_path_factory.mktemp("serve"))) as started:
        yield started


LONG = "\n\n".join(f"Paragraph {number}." for number in range(80))


def test_a_save_shows_and_scroll_and_player_stay(open_page: Opener, running: Preview):
    index = running.content / "index.md"
    text = index.read_text() + "\n\n" + LONG
    index.write_text(text + "\n\nFirst state.\n")
    watched = open_page(running.url)
    page = watched.page
    page.get_by_text("First state.").wait_for(state="attached")
    page.evaluate("() => Promise.all(gdsim.players.map((player) => player.seek(7)))")
    page.evaluate("() => scrollTo(0, 1500)")
    index.write_text(text + "\n\nSecond state.\n")
    page.get_by_text("Second state.").wait_for(state="attached")
    page.wait_for_function("() => gdsim.players[0]?.epoch === 7")
    page.wait_for_function("() => Math.abs(scrollY - 1500) < 5")
    assert (watched.complaints, [url for url in watched.outside if not url.startswith(running.url)]) == (
        [],
        [],
    )


def test_mistakes_lie_over_the_page_until_they_are_mended(open_page: Opener, running: Preview):
    page = open_page(running.url).page
    index = running.content / "index.md"
    good = index.read_text()
    index.write_text(good + "\n\n[[Nowhere]] <img src=x onerror=alert(1)>\n")
    panel = page.locator(".gdsim-problems")
    panel.wait_for()
    assert "there is no page 'Nowhere'" in panel.inner_text()
    index.write_text(good)
    panel.wait_for(state="detached")
