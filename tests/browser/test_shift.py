"""Nothing jumps while a page loads: the browser's own measure, on every kind of page of the default site."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium import Opener
from default_site import default_site
from small_site import write_content

import gdsim

# Chromium alone measures it.
pytestmark = pytest.mark.chromium

MOST = 0.02
KINDS = [
    "index.html",
    "course/index.html",
    "course/the-gradient.html",  # formulas
    "course/the-learning-rate.html",  # a race
    "course/where-to-start.html",  # a race, a map, a wide table
    "gradient-descent-visualized.html",
    "playground/fundraising.html",  # code that runs
    "topics/math/optimization/gradient-descent.html",
    "faq.html",
    "glossary.html",
    "references.html",
    "guide/the-trajectory-format.html",
    "gallery.html",
    "graph.html",
    "search.html",
    "tags/index.html",
    "tags/course.html",
    "404.html",
]
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    const nodes = shift.sources.map(({ node }) => (node?.nodeType === 3 ? node.parentElement : node));
    const moved = nodes.map((node) => node?.outerHTML.slice(0, 80));
    if (!shift.hadRecentInput) shifts.push({ value: shift.value, moved });
  }
}).observe({ type: "layout-shift", buffered: true });
"""
# Once fonts and players are there, two frames have drawn what they changed.
SETTLED = """async () => {
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await new Promise((done) => requestIdleCallback(done));
}"""


@pytest.mark.parametrize("width", [380, 1440])
@pytest.mark.parametrize("name", KINDS)
def test_nothing_moves_while_a_page_loads(open_page: Opener, name: str, width: int) -> None:
    """In a fresh context nothing is cached, neither fonts nor style."""
    page = open_page((default_site() / name).as_uri(), width=width, height=900, init=WATCH).page
    page.evaluate(SETTLED)
    shifts = page.evaluate("shifts")
    assert sum(shift["value"] for shift in shifts) < MOST, shifts


WITHOUT_FILMS = {
    "Line.md": "::: animation rates\nviews: [fit, surface]\ncaption: Watch the line.\n:::\n\nWords.\n",
    "Plane.md": "::: animation houses\nviews: [fit, contour]\ncaption: Watch the dots.\n:::\n\nWords.\n",
    "data/houses.csv": "size,age,price\n1,2,2\n2,1,4.1\n3,5,5.9\n4,2,8\n",
    "data/houses.yaml": "x: [size, age]\ny: price\n",
    "sweeps/houses.yaml": "dataset: houses\nmodel: plane\nstandardize: true\nlearning_rate: 0.1\nepochs: 8\n"
    "scenes: [fit, contour]\nsurface: [w1, w2]\n",
    "sweeps/own.yaml": "dataset: clean-linear\nlearning_rate: 5e-5\nepochs: 8\n",
}


@pytest.fixture(scope="module")
def without_films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of data and pages alone."""
    folder = tmp_path_factory.mktemp("without-films")
    content = write_content(folder, WITHOUT_FILMS)
    gdsim.build(content, output=folder / "site", cache=folder / "cache", media=False)
    return folder / "site"


@pytest.mark.parametrize("width", [380, 1440])
@pytest.mark.parametrize("name", ["index.html", "line.html", "plane.html"])
def test_nothing_moves_where_there_are_no_films(
    open_page: Opener, without_films: Path, name: str, width: int
) -> None:
    """Nothing stands in a figure before its player, and views that are films are not there."""
    page = open_page((without_films / name).as_uri(), width=width, height=900, init=WATCH).page
    page.evaluate("gdsim.players[0].ready")
    page.evaluate(SETTLED)
    shifts = page.evaluate("shifts")
    assert sum(shift["value"] for shift in shifts) < MOST, shifts


def test_views_that_need_a_film_give_way_to_those_that_do_not(open_page: Opener, without_films: Path) -> None:
    page = open_page((without_films / "plane.html").as_uri()).page
    page.evaluate("gdsim.players[0].ready")
    shown = page.locator(".gdsim-view:visible")
    assert shown.evaluate_all("cells => cells.map(cell => cell.dataset.view)") == ["loss", "params"]
    assert shown.locator("canvas").count() == 2


def test_a_figure_without_films_and_without_scripts_is_its_words(
    open_page: Opener, without_films: Path
) -> None:
    page = open_page((without_films / "line.html").as_uri(), javascript=False).page
    assert page.locator(".gdsim-fallback").bounding_box()["height"] < 1
    assert page.locator("figcaption", has_text="Watch the line.").is_visible()


def test_the_measure_sees_what_moves(open_page: Opener) -> None:
    page = open_page((default_site() / "faq.html").as_uri(), init=WATCH).page
    page.evaluate(SETTLED)
    before = page.evaluate("shifts.length")
    page.evaluate("document.querySelector('main').prepend(document.createElement('hr'), 'Late words.')")
    page.wait_for_function("(before) => shifts.length > before", arg=before)


def test_letters_are_those_of_the_first_script_and_no_file_is_fetched_for_them(open_page: Opener) -> None:
    watched = open_page((default_site() / "404.html").as_uri())
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.page.reload()
    assert any(url.endswith(".css") for url in asked)
    assert not [url for url in asked if url.endswith(".woff2")]
    faces = watched.page.evaluate("[...document.fonts].map(({ family, status }) => [family, status])")
    assert [status for family, status in faces if "Source Serif" in family].count("loaded") == 3
    assert watched.complaints == []
