"""The default site as `uv run build.py` makes it: its counts and bytes, and every page in a browser on file://."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from axe import axe_findings
from chromium import Opener
from default_site import ROOT, default_site, readable_pages

import gdsim

SCHEMAS = Path(gdsim.__file__).parent / "schemas"
LARGEST = 150_000_000  # bytes of the whole default site
SHARES = 8  # of all pages, opened in as many tests, which may run at once
AWAKE = "() => Promise.allSettled((window.gdsim?.players ?? []).map((player) => player.ready))"
ONE_OF_EACH_KIND = [
    "index.html",
    "course/index.html",
    "course/what-gradient-descent-is.html",
    "lessons/every-point-is-a-line.html",
    "playground/fundraising.html",
    "topics/math/optimization/gradient-descent.html",
    "guide/boxes-folds-and-quizzes.html",
    "guide/players-and-comparisons.html",
    "embed/fundraising.html",
    "gallery.html",
    "search.html",
    "graph.html",
    "tags/index.html",
    "404.html",
]


@pytest.fixture(scope="session")
def site() -> Path:
    """The site of this checkout."""
    return default_site()


def test_the_whole_site_is_small_enough(site: Path) -> None:
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    assert sum(sizes.values()) <= LARGEST
    assert max(sizes.values()) < 95_000_000
    html = {path: size for path, size in sizes.items() if path.suffix == ".html"}
    assert all(size < (300_000 if path.parent.name != "assets" else 500_000) for path, size in html.items())


def test_every_run_has_json_gif_and_mp4(site: Path) -> None:
    """Of fit and surface in every sweep that does not ask for other scenes or formats."""
    runs = json.loads((site / "runs/index.json").read_text(encoding="utf-8"))["runs"]
    assert len(runs) >= 6 * 8 * 4 * 2
    for run in runs:
        assert {"json"} < run["files"].keys()
        assert all((site / file["path"]).stat().st_size == file["bytes"] for file in run["files"].values())
        scenes = {name.partition(".")[0] for name in run["files"]} - {"json"}
        declared = (ROOT / f"content/sweeps/{run['sweep']}.yaml").read_text(encoding="utf-8")
        films = ("mp4",) if "formats: [mp4]" in declared else ("mp4", "gif")
        wanted = {f"{scene}.{ending}" for scene in scenes for ending in (*films, "png", "strip.png")}
        assert wanted <= run["files"].keys()
        if run["sweep"].startswith("spending"):
            assert {"fit", "surface"} <= scenes


def test_every_record_follows_its_schema(site: Path) -> None:
    checkers = {
        name: jsonschema.Draft202012Validator(
            json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
        )
        for name in ("trajectory-1", "dataset-1", "runs-1", "sweep-1")
    }
    count = 0
    for path in [*site.glob("runs/**/*.json"), *site.glob("datasets/*.json")]:
        record = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
        checkers[record["schema"].removeprefix("gdsim.").replace("/", "-")].validate(record)
        count += 1
    assert count > 400


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_opens_by_double_click(open_page: Opener, site: Path, share: int) -> None:
    """No console message, no outside request, nothing wider than the screen, every player started, and axe.

    On a phone in the dark, then in the window of a desk by day.
    """
    pages = readable_pages(site)[share::SHARES]
    assert len(pages) >= 100 // SHARES
    watched = open_page("about:blank", width=380, scheme="dark")
    page = watched.page
    for path in pages:
        page.goto(path.as_uri())
        page.evaluate(AWAKE)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        players = page.locator("figure.gdsim-player").count()
        assert page.locator("figure.gdsim-ready").count() == players, path
        assert axe_findings(page, "color-contrast") == [], path  # is that of the kind of page: see below
        page.set_viewport_size({"width": 1200, "height": 900})
        page.emulate_media(color_scheme="light")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert watched.complaints == watched.outside == [], path
        page.set_viewport_size({"width": 380, "height": 900})
        page.emulate_media(color_scheme="dark")


@pytest.mark.parametrize("javascript", [True, False])
def test_an_old_name_leads_to_the_new_page(open_page: Opener, site: Path, javascript: bool) -> None:
    """With scripts also to the place on it, which a refresh by itself would drop."""
    page = open_page((site / "questions.html").as_uri() + "#why-the-minus-sign", javascript=javascript).page
    page.wait_for_url("**/faq.html*")
    assert page.url.endswith("/faq.html#why-the-minus-sign" if javascript else "/faq.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_axe_finds_nothing(open_page: Opener, site: Path, name: str, scheme: str) -> None:
    """Every rule, on a page of each kind."""
    assert axe_findings(open_page((site / name).as_uri(), scheme=scheme).page) == []


def test_a_standardised_player_scrubs_in_step(open_page: Opener, site: Path) -> None:
    """On the real site: seek, pick another run, and the surface's video shows the frame of the epoch."""
    opened = open_page((site / "lessons/scale-the-inputs.html").as_uri())
    state = opened.page.evaluate(
        """async () => {
            const player = window.gdsim.players[0];
            await player.seek(7);
            const before = [player.epoch, player.trajectory.path.params.w[7]];
            await player.select({learning_rate: 0.5});
            return {before, run: player.run, epoch: player.epoch, status: player.status};
        }"""
    )
    assert state["before"][0] == 7
    assert ".lr-0.5." in state["run"]
    assert state["epoch"] == 7


def test_without_scripts_video_snapshots_and_words_stand(open_page: Opener, site: Path) -> None:
    opened = open_page((site / "index.html").as_uri(), javascript=False)
    figure = opened.page.locator("figure.gdsim-player").first
    assert figure.locator("video[controls]").count() >= 1
    assert figure.locator("img.gdsim-strip").count() == 1
    assert "The loss falls from" in figure.locator(".gdsim-description").inner_text()
