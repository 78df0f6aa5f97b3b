"""Hostile texts through every field, in real Chromium on file://: none runs, none is even stopped.

A payload that the policy of the page had to stop would count as well: nothing live may get that far.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from chromium import Opener, Watched
from hostile_site import TOGETHER, Hostile, table_under, write_hostile_site
from payloads import ALL, EVERY, grouped
from playwright.sync_api import Page, expect

TRIPWIRE = """
window.tripped = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  window[name] = (...values) => { window.tripped.push(`${name}(${values})`); };
}
addEventListener("securitypolicyviolation", (event) => {
  window.tripped.push(`stopped by the policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""
LIVE = """() => {
  const bad = /^\\s*(javascript|vbscript|data|blob|file|jar|feed):|^\\s*[\\\\/]{2}|^[a-z]+:\\/*outside/i;
  const addresses = ["href", "src", "action", "formaction", "data", "poster", "background", "srcdoc", "ping"];
  const live = [];
  for (const found of document.querySelectorAll("*")) {
    const name = found.localName;
    const ours = name === "script" && /^file:[^?#]*\\.js$/.test(found.src);
    const graph = found.closest("svg, math");
    if (["iframe", "object", "embed", "base", "portal", "style", "frame"].includes(name) && !graph ||
        name === "script" && !ours) live.push(found.outerHTML.slice(0, 200));
    for (const { name: key, value } of found.attributes) {
      const icon = name === "link" && value === "data:,";
      if (key.startsWith("on") || key === "style" && /outside|expression/.test(value) ||
          addresses.includes(key) && bad.test(value) && !icon) {
        live.push(found.outerHTML.slice(0, 200));
      }
    }
  }
  return live;
}"""


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The site of payloads."""
    return write_hostile_site(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def visit(hostile: Hostile, open_page: Opener) -> Iterator[object]:
    """Opens a page of it; afterwards nothing ran, was stopped, is live, complained or asked for the world."""
    visited: list[Watched] = []

    def open_(path: str, after: str = "") -> Page:
        visited.append(open_page((hostile.site / path).as_uri() + after, init=TRIPWIRE))
        return visited[-1].page

    yield open_
    for watched in visited:
        assert_quiet(watched)


def assert_quiet(watched: Watched) -> None:
    """Nothing of a payload is more than text."""
    url = watched.page.url
    assert watched.page.evaluate("window.tripped") == [], url
    assert watched.page.evaluate(LIVE) == [], url
    assert watched.complaints == [], url
    assert watched.outside == [], url


def test_the_tripwire_and_the_scan_tell_what_is_live(open_page: Opener, tmp_path: Path) -> None:
    """A page that is as bad as it can be is caught by each of the watchers."""
    bad = tmp_path / "bad.html"
    bad.write_text(
        '<meta http-equiv="Content-Security-Policy" content="img-src \'none\'">'
        '<img src="x" onerror="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">x</a>'
        '<img src="https://outside.example/1.png"><iframe src="about:blank"></iframe>'
    )
    watched = open_page(bad.as_uri(), init=TRIPWIRE, wake=False)
    watched.page.wait_for_function("() => tripped.length >= 3")
    tripped = watched.page.evaluate("tripped")
    assert "alert(2)" in tripped
    assert "alert(1)" in tripped
    assert any("stopped by the policy" in text for text in tripped)
    assert len(watched.page.evaluate(LIVE)) == 5
    assert watched.complaints


def test_every_page_shows_payloads_as_text(hostile: Hostile, visit) -> None:
    """All pages of the site but those of tags and aliases, which come in hundreds alike: a few of them."""
    names = sorted(path.relative_to(hostile.site).as_posix() for path in hostile.site.rglob("*.html"))
    alike = [name for name in names if name.startswith("tags/")]
    pages = [name for name in names if name not in alike[5:] and name != "404.html"]
    moved = re.compile(r'http-equiv="refresh"')
    pages = [name for name in pages if not moved.search((hostile.site / name).read_text("utf-8"))]
    assert sum(name.startswith("bodies/") for name in pages) >= 14
    assert sum(name.startswith("fields/") for name in pages) >= ALL // EVERY // TOGETHER
    for name in pages:
        page = visit(name)
        page.evaluate(
            "document.querySelectorAll('details').forEach((folded) => { folded.open = true; });"
            "document.querySelectorAll('.gdsim-quiz :is(button, input)').forEach((one) => one.click());"
        )
    shown = visit("bodies/paragraphs.html").locator("main").inner_text()
    assert sum(f"alert({number})" in shown for number in range(ALL)) > ALL // EVERY // TOGETHER
    bodies = {path: count for path, count in hostile.refused.items() if path.startswith("Bodies/")}
    assert set(hostile.refused) == set(bodies)  # in the other fields nothing is refused, all of it is text
    assert max(bodies.values()) < ALL // EVERY // 2, bodies


def test_previews_of_hostile_pages_are_text(visit) -> None:
    page = visit("index.html")
    links = page.locator(".gdsim-text a[href^='fields/']")
    assert links.count() == ALL // EVERY // TOGETHER
    for number in range(0, links.count(), 4):
        links.nth(number).hover()
        expect(page.locator(".gdsim-preview")).to_contain_text("alert(")
        page.keyboard.press("Escape")
        expect(page.locator(".gdsim-preview")).to_have_count(0)


def test_fragments_of_links_are_text(hostile: Hostile, visit) -> None:
    """Each payload as the figure, and as each value of a player's link."""
    page = visit("index.html")
    figure = page.locator(".gdsim-player").first.get_attribute("id")
    fields = ["run", "sweep", "epoch", "views", "camera", "race", "w", "b", "optimizer", "loss", "epochs",
              "learning_rate", "standardize"]  # fmt: skip
    links = []
    for number, text in enumerate(hostile.texts):
        key = fields[number % len(fields)]
        links += [f"#{text}", f"#{quote(text)}", f"#{figure}&{key}={quote(text)}"]
        links += [f"#{figure}&" + "&".join(f"{one}={quote(text)}" for one in fields)] * (number % 10 == 0)
    page.evaluate(
        "async (links) => { for (const link of links) { location.hash = link;"
        " await new Promise((done) => setTimeout(done, 4)); } }",
        links,
    )
    for link in links[:: len(links) // 8]:
        watched = visit("index.html", quote(link, safe="#&=%"))
        assert watched.evaluate("gdsim.players.length") >= 1


def test_queries_are_text(hostile: Hostile, visit) -> None:
    page = visit("search.html")
    field = page.get_by_role("searchbox")
    for text in hostile.texts:
        field.evaluate(
            "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }", text
        )
    for text in hostile.texts[::20]:
        field.fill(" ".join(text.split()))
        expect(page.locator(".gdsim-search-status")).not_to_contain_text("Type a word")
        assert page.evaluate(LIVE) == []
    assert page.locator(".gdsim-results li").count() >= 0
    asked = visit("search.html", f"?q={quote(hostile.texts[1])}")
    assert asked.evaluate(LIVE) == []


def test_a_readers_own_table_is_text(hostile: Hostile, visit) -> None:
    """Headers, cells and names of files."""
    page = visit("index.html")
    player = page.locator(".gdsim-player").first
    player.get_by_text("Your data", exact=True).click()
    plain = [" ".join(text.split()) for text in hostile.texts]
    for group in grouped(plain, TOGETHER):
        player.get_by_label("Two columns of numbers").fill(table_under(" ".join(group)))
        player.get_by_role("button", name="Use what is pasted").click()
        expect(player.get_by_role("status").filter(has_text="3 rows")).to_contain_text(group[0])
        assert page.evaluate(LIVE) == []
        broken = "".join(f'1,"{text.replace(chr(34), chr(34) * 2)}"\n' for text in group[:8])
        name = f"{group[0]}.csv".replace("/", "∕")
        chosen = {"name": name, "mimeType": "text/csv", "buffer": f"x,y\n{broken}".encode()}
        player.get_by_label("A CSV file").set_input_files(chosen)  # type: ignore[arg-type]
        expect(player.get_by_text("This cannot be used")).to_be_visible()
        assert page.evaluate(LIVE) == []
