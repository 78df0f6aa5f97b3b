"""Every kind of page in Firefox, from file:// and with the file policy that readers have.

The rest of the suite runs there too: ``GDSIM_BROWSER=firefox pytest tests/browser``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fixture_site
import numpy as np
import pytest
from chromium import Opener, Watched
from playwright.sync_api import Page, expect
from screen import pixels
from test_player import FIRST, MISSING, RUN, VERMILION, Player, near

import gdsim

OUTSIDE = "http://127.0.0.1:49151/x.png"  # where nothing listens
SWEEP = "dataset: clean-linear\nlearning_rate: [5e-5, 2e-4]\nepochs: 60\n"
CURVE = "dataset: growth\nmodel: exponential\nlearning_rate: 2e-4\nepochs: 60\n"
PAGES = {
    "site.yaml": "title: Notes\n",
    "index.md": (
        "# Steps\n\nDownhill with $w$ and $b$; see [[Further]].\n\n"
        "::: animation rates\nviews: [fit, surface]\n:::\n\n::: python\nprint('hello', 6 * 7)\n:::\n"
    ),
    "Further.md": (
        "# Further\n\nA valley has a floor, see [[Home]].\n\n"
        "::: race rates\nvary: learning_rate\n:::\n\n::: map rates\n:::\n\n"
        "::: thresholds clean-linear\nfollow: true\n:::\n\n"
        "::: animation curve\nviews: [contour, fit]\n:::\n\n"
        "::: quiz\nquestion: Which is larger?\noptions:\n"
        "  - {text: Two, correct: true, why: Count.}\n  - {text: One, why: Count again.}\n:::\n"
    ),
    "sweeps/rates.yaml": SWEEP,
    "sweeps/curve.yaml": CURVE,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with a page of every kind."""
    folder = tmp_path_factory.mktemp("firefox")
    for name, text in PAGES.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    gdsim.build(folder / "content", output=folder / "site", cache=folder / "cache", media=False)
    return folder / "site"


class Visits:
    """Opens pages of the site; all of them must have kept quiet and stayed inside."""

    def __init__(self, opener: Opener, site: Path) -> None:
        self._opener = opener
        self._site = site
        self.seen: list[Watched] = []

    def __call__(self, name: str, fragment: str = "") -> Page:
        self.seen.append(self._opener((self._site / name).as_uri() + fragment))
        return self.seen[-1].page


@pytest.fixture
def visit(open_in_firefox: Opener, built: Path) -> Iterator[Visits]:
    visits = Visits(open_in_firefox, built)
    yield visits
    for watched in visits.seen:
        assert watched.complaints == watched.outside == [], watched.page.url


def test_the_policy_is_the_real_one(open_in_firefox: Opener, tmp_path: Path) -> None:
    """What a driver would allow and no reader's browser does: a script that reads the file beside it."""
    (tmp_path / "page.html").write_text("<!doctype html><title>Page</title>")
    (tmp_path / "beside.txt").write_text("secret")
    page = open_in_firefox((tmp_path / "page.html").as_uri()).page
    read = "fetch('beside.txt').then(() => 'read', () => 'refused')"
    assert page.evaluate(read) == "refused"


def test_what_leaves_the_folder_is_seen(open_in_firefox: Opener, tmp_path: Path) -> None:
    """The watch that the other tests rely on."""
    page = tmp_path / "page.html"
    page.write_text(f'<!doctype html><title>Out</title><img src="{OUTSIDE}" alt="">')
    watched = open_in_firefox(page.as_uri())
    assert watched.outside == [OUTSIDE]


def test_a_player_plays_scrubs_and_keeps_its_link(visit: Visits) -> None:
    page = visit("index.html")
    player = Player(page, "player-rates")
    player.button("Play").click()
    player.wait("player.epoch > 3")
    player.button("Pause").click()
    box = player.slider.bounding_box()
    assert box
    player.slider.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    assert abs(player.epoch - 30) <= 1
    player.figure.locator(".gdsim-stage").focus()
    page.keyboard.press("ArrowRight")
    here = player.epoch
    for view in ("fit", "surface"):
        assert near(VERMILION, pixels(player.figure.locator(f"[data-view={view}] canvas"))) > 20
    page.wait_for_function("() => location.hash.includes('epoch=')")
    again = Player(visit("index.html", page.evaluate("() => location.hash")), "player-rates")
    assert (again.epoch, again.get("run")) == (here, player.get("run"))


def test_a_press_starts_a_run_of_a_line_and_of_a_curve(visit: Visits) -> None:
    page = visit("further.html")
    for figure, view in (("player-rates", "contour"), ("player-curve", "contour")):
        player = Player(page, figure)
        if view not in player.get("views"):
            page.evaluate(
                "id => { gdsim.players.find((p) => p.figure.id === id).views = ['contour', 'fit']; }", figure
            )
        canvas = player.figure.locator(f"[data-view={view}] canvas")
        canvas.click(position={"x": 150, "y": 80})
        player.wait("player.ground.live")
        start = player.get("trajectory.init")
        assert start["name"] == "live"
        assert player.get("trajectory.path.loss")[-1] < player.get("trajectory.path.loss")[0]


def test_race_map_and_thresholds_answer(visit: Visits) -> None:
    page = visit("further.html")
    expect(page.locator("#player-rates .gdsim-legend li")).to_have_count(2)
    cell = page.locator("#map-rates td a").last
    run = cell.get_attribute("data-run")
    cell.click()
    page.wait_for_function("run => gdsim.players[0].run === run", arg=run)
    assert page.locator(".gdsim-thresholds tbody tr").count() > 2


def test_a_quiz_is_answered(visit: Visits) -> None:
    page = visit("further.html")
    page.get_by_role("radio", name="One").check()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Count again.")).to_be_visible()


def test_code_runs_in_its_sandbox(visit: Visits) -> None:
    page = visit("index.html")
    box = page.locator(".gdsim-python")
    box.get_by_role("button", name="Edit and run").click()
    box.get_by_role("button", name="Run", exact=True).click()
    expect(box.locator(".gdsim-editor-status")).not_to_be_empty()
    expect(box.get_by_text("hello 42")).to_be_visible(timeout=20_000)


def test_search_gallery_and_graph_open(visit: Visits) -> None:
    page = visit("search.html", "")
    page.get_by_role("searchbox").first.fill("valley")
    expect(page.locator("main").get_by_role("link", name="Further").first).to_be_visible()
    gallery = visit("gallery.html")
    expect(gallery.locator("main").get_by_role("link").first).to_be_visible()
    graph = visit("graph.html")
    expect(graph.locator("main svg").first).to_be_visible()


def test_an_embedded_player_stands_in_a_frame(open_in_firefox: Opener, built: Path) -> None:
    """As its snippet puts it into a page of someone else's."""
    page = built / "someone.html"
    page.write_text(
        '<!doctype html><html lang="en"><title>Elsewhere</title>'
        '<iframe src="embed/rates.html" width="800" height="700" title="player"></iframe>'
    )
    watched = open_in_firefox(page.as_uri())
    frame = watched.page.frame_locator("iframe")
    frame.get_by_role("button", name="One epoch forward").click()
    expect(frame.locator("data[data-name=epoch]")).to_have_attribute("value", "1")
    assert watched.complaints == watched.outside == []


def test_frames_of_the_video_are_exact(open_in_firefox: Opener, site_url: str) -> None:
    """Read from the screen: seeking in a hurry, forwards and back."""
    watched = open_in_firefox(site_url)
    player = Player(watched.page, FIRST)
    assert player.get("run") == RUN
    frames = player.get("trajectory.frame_epoch")
    video = player.figure.locator("[data-view=counting]")
    video.scroll_into_view_if_needed()
    for k in (0, 1, 11, 12, 13, 60, 119, 120, 35, 2):
        player.call("seek", frames[k])
        assert abs(float(np.median(pixels(video))) - fixture_site.grey_of_frame(k)) <= 1, k
    assert [text for text in watched.complaints if not MISSING.search(text)] == []
