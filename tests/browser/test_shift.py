"""Nothing jumps while a page loads: the browser's own measure, on every kind of page of the default site."""

from __future__ import annotations

import pytest
from chromium import Opener
from default_site import default_site

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
