"""A page of the preview in Chromium: it follows saves, and keeps its place and its players' state."""

from __future__ import annotations

import sys
import time
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


# The page is of the last build: it may be served a moment before that build says so, and loads again then.
SETTLED = "html[data-build=built]"
# A browser moves along with what grows above the screen.
NEAR = "wanted => Math.abs(scrollY - wanted) < 60"
LONG = "\n\n".join(f"Paragraph {number}." for number in range(80))


def test_a_save_shows_and_scroll_and_player_stay(open_page: Opener, running: Preview):
    index = running.content / "index.md"
    text = index.read_text() + "\n\n" + LONG
    index.write_text(text + "\n\nFirst state.\n")
    watched = open_page(running.url, wake=False)
    page = watched.page
    page.get_by_text("First state.").wait_for(state="attached")
    page.wait_for_selector(SETTLED)
    page.evaluate("() => Promise.all(gdsim.players.map((player) => player.ready))")
    page.evaluate("() => Promise.all(gdsim.players.map((player) => player.seek(7)))")
    page.evaluate("() => scrollTo({top: 1500, behavior: 'instant'})")
    index.write_text(text + "\n\nSecond state.\n")
    page.get_by_text("Second state.").wait_for(state="attached")
    page.wait_for_selector(SETTLED)
    page.wait_for_function("() => gdsim.players[0]?.epoch === 7")
    page.wait_for_function(NEAR, arg=1500)
    assert (watched.complaints, [url for url in watched.outside if not url.startswith(running.url)]) == (
        [],
        [],
    )


def test_each_player_and_what_is_unfolded_stay(open_page: Opener, running: Preview):
    """Only one of two players has its state in the address; one that nobody used follows the page."""
    player = "::: animation rates\nviews: [fit]\nlearning_rate: {}\n:::\n\n"
    text = "# Two\n\n" + player.format("5e-5") * 2
    text += "::: details {title: More}\nFolded.\n:::\n\n::: details {title: Less}\nFolded too.\n:::\n\n"
    (running.content / "Two.md").write_text(text + player.format("5e-5"))
    give_up = time.monotonic() + 30
    while running.ask("/two.html")[0] != 200:
        assert time.monotonic() < give_up, "".join(running.lines)
        time.sleep(0.05)
    page = open_page(f"{running.url}two.html", wake=False).page
    page.get_by_text("Less").wait_for(state="attached")
    page.wait_for_selector(SETTLED)
    page.evaluate("() => Promise.all(gdsim.players.map((player) => player.ready))")
    page.evaluate("() => gdsim.players[0].seek(5)")
    page.evaluate("() => gdsim.players[1].select({learning_rate: 2e-4}).then(() => gdsim.players[1].seek(3))")
    page.get_by_text("Less").click()
    page.evaluate("() => scrollTo({top: 300, behavior: 'instant'})")
    (running.content / "Two.md").write_text(text + player.format("2e-4") + "Second state.\n")
    page.get_by_text("Second state.").wait_for(state="attached")
    page.wait_for_selector(SETTLED)
    page.wait_for_function("() => gdsim.players[0].epoch === 5 && gdsim.players[1].epoch === 3")
    page.wait_for_function("() => gdsim.players[1].run.includes('lr-0.0002')")
    assert page.evaluate("() => gdsim.players[2].ready.then(() => gdsim.players[2].run)").count("lr-0.0002")
    folds = page.locator(".gdsim-text > details")
    assert folds.evaluate_all("(folds) => folds.map((fold) => fold.open)") == [False, True]
    page.wait_for_function(NEAR, arg=300)


def test_mistakes_lie_over_the_page_until_they_are_mended(open_page: Opener, running: Preview):
    page = open_page(running.url, wake=False).page
    index = running.content / "index.md"
    good = index.read_text()
    index.write_text(good + "\n\n[[Nowhere]] <img src=x onerror=alert(1)>\n")
    panel = page.locator(".gdsim-problems")
    panel.wait_for()
    assert "there is no page 'Nowhere'" in panel.inner_text()
    index.write_text(good)
    panel.wait_for(state="detached")
