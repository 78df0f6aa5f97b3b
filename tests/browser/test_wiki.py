"""The wiki in real Chromium on file://: search, themes, contents, previews, progress, graph, axe."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from axe import axe_findings
from chromium import Opener, Watched
from PIL import Image
from playwright.sync_api import Page, expect

import gdsim

HOSTILE = "<img src=x onerror=alert(1)>"
PROSE = "Descent walks downhill, a step at a time, and the valley is narrow. " * 12
FILES = {
    "site.yaml": "title: Notes\ndescription: On walking downhill.\nnavigation: [Start, Lessons]\n",
    "index.md": "Welcome. [[First]] and [[Second]].\n",
    "Start.md": f"---\nsummary: Where to begin.\n---\n{PROSE}\n\n[[First]]\n",
    "Lessons/index.md": "Two lessons.\n",
    "Lessons/First.md": (
        "---\norder: 1\nsummary: One step.\ntags: [steps]\nprerequisites: [Start]\naliases: [Begin]\n---\n"
        + f"{PROSE}\n\n## Short steps\n\n{PROSE}\n\n{PROSE}\n\n## Long steps\n\n{PROSE}\n\n{PROSE}\n\n"
        + "### Bouncing\n\nThe Lipschitz constant decides. [[Second]]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        + f"$$\\begin{{matrix}}{' & '.join(f'x_{{{k}}}' for k in range(10))}\\end{{matrix}}$$\n\n"
        + "::: animation rates\n:::\n"
    ),
    "Lessons/Second.md": f"---\norder: 2\n---\nA bowl. {PROSE}\n\nMore: [[First#Long steps]].\n",
    "Lessons/Hostile.md": f'---\ntitle: "{HOSTILE}"\n---\nThe word zugzwang and `{HOSTILE}`.\n',
    "sweeps/rates.yaml": "title: Rates\ndataset: clean-linear\nlearning_rate: [5e-5, 2e-4]\n",
}
KINDS = [
    "index.html",
    "start.html",
    "lessons/index.html",
    "lessons/first.html",
    "lessons/hostile.html",
    "search.html",
    "graph.html",
    "gallery.html",
    "tags/index.html",
    "tags/steps.html",
    "embed/rates.html",
    "404.html",
]


@pytest.fixture(scope="session")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built wiki, in a folder with a space and a letter beyond ASCII."""
    folder = tmp_path_factory.mktemp("wiki") / "a b é"
    for name, text in FILES.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    site = folder / "site"
    gdsim.build(folder / "content", output=site, cache=folder / "cache", media=False)
    return site


@pytest.fixture
def visit(wiki: Path, open_page: Opener) -> Iterator[object]:
    """Opens a page of the wiki by its site path; afterwards nothing complained or left the folder."""
    visited: list[Watched] = []

    def open_(path: str, **options: object) -> Page:
        visited.append(open_page((wiki / path).as_uri(), **options))  # type: ignore[arg-type]
        return visited[-1].page

    yield open_
    assert [text for watched in visited for text in watched.complaints] == []
    assert [url for watched in visited for url in watched.outside] == []


def background(page: Page) -> tuple[int, ...]:
    """Colour of the page's upper left corner."""
    pixels = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    return tuple(int(channel) for channel in pixels[2, 2])


PAPER = {"light": (0xFF, 0xFD, 0xF8), "dark": (0x10, 0x13, 0x18)}


def ask(page: Page, query: str) -> list[str]:
    """Open search over the page, type, and wait; the lines of the results."""
    if not page.locator("dialog[open]").count():
        page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    field.fill(query)
    expect(page.locator(".gdsim-search-status")).not_to_contain_text("Type a word")
    return page.locator(".gdsim-results li").all_inner_texts()


def test_slash_opens_search_which_finds_headings_by_a_slip_of_a_word(visit) -> None:
    page = visit("lessons/second.html")
    (found, *_) = ask(page, "lipshitz")
    assert "First · Bouncing" in found
    assert page.locator(".gdsim-results mark").first.inner_text() == "Lipschitz"
    page.keyboard.press("Enter")
    page.wait_for_url("**/lessons/first.html#bouncing")


def test_arrows_choose_and_escape_closes(visit) -> None:
    page = visit("index.html")
    assert len(ask(page, "downhill")) >= 3
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.gdsim-results a')[1]")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    if page.locator("dialog[open]").count():  # the first Escape may clear the field
        page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_slash_in_a_field_is_a_letter(visit) -> None:
    page = visit("search.html")
    page.get_by_role("searchbox").press("/")
    expect(page.get_by_role("searchbox")).to_have_value("/")


def test_search_finds_runs_and_datasets_and_opens_the_run(visit) -> None:
    page = visit("search.html")
    results = ask_on_page(page, "0.0002")
    assert results[0].startswith("run\n")
    assert any(line.startswith("dataset\n") for line in ask_on_page(page, "clean-linear"))
    ask_on_page(page, "0.0002")
    page.locator(".gdsim-results a").first.click()
    page.wait_for_url("**/lessons/first.html#player-rates*")
    page.wait_for_function("() => window.gdsim?.players?.[0]?.run?.includes('0.0002')")


def ask_on_page(page: Page, query: str) -> list[str]:
    """Type into the page of search and wait for an answer to just this."""
    page.get_by_role("searchbox").fill("")
    expect(page.locator(".gdsim-search-status")).to_contain_text("Type a word")
    page.get_by_role("searchbox").fill(query)
    expect(page.locator(".gdsim-search-status")).not_to_contain_text("Type a word")
    return page.locator(".gdsim-results li").all_inner_texts()


def test_queries_and_titles_are_text_only(visit) -> None:
    page = visit("search.html")
    (found,) = ask_on_page(page, "zugzwang")
    assert HOSTILE in found
    for query in (HOSTILE, "'\"><script>", "((", "*" * 500, "\\", "__proto__"):
        ask_on_page(page, query)
    assert page.locator(".gdsim-search img, .gdsim-search script").count() == 0


def test_theme_goes_round_is_remembered_and_set_before_the_first_paint(visit) -> None:
    page = visit("start.html", scheme="light")
    assert background(page) == PAPER["light"]
    button = page.get_by_role("button", name="Colours")
    button.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    button.click()
    assert background(page) == PAPER["dark"]
    page.reload(wait_until="commit")
    page.wait_for_selector("body", state="attached")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.get_by_role("button", name="Colours").click()
    assert background(page) == PAPER["light"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme_is_the_systems_until_chosen(visit, scheme: str) -> None:
    assert background(visit("start.html", scheme=scheme)) == PAPER[scheme]


@pytest.mark.chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_stays_paper(visit, scheme: str) -> None:
    page = visit("start.html", scheme=scheme)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert background(page) == PAPER["dark"]
    page.emulate_media(media="print")
    assert background(page) == PAPER["light"]
    for part in (".gdsim-header", ".gdsim-side", ".gdsim-around"):
        expect(page.locator(part)).to_be_hidden()


def test_canvases_of_players_follow_the_theme(visit) -> None:
    page = visit("lessons/first.html", scheme="light", width=900)
    canvas = page.locator(".gdsim-view canvas").first
    canvas.scroll_into_view_if_needed()

    def darkest_corner() -> int:
        shot = np.asarray(Image.open(io.BytesIO(canvas.screenshot())).convert("L")).astype(int)
        return int(np.median(shot))

    assert darkest_corner() > 200
    page.get_by_role("button", name="Colours").click()
    page.get_by_role("button", name="Colours").click()
    page.wait_for_timeout(300)
    assert darkest_corner() < 80


def test_table_of_contents_follows_the_reading(visit) -> None:
    page = visit("lessons/first.html", width=1600, height=700)
    current = page.locator(".gdsim-toc-side a[aria-current]")
    expect(current).to_have_count(0)
    for name in ("Short steps", "Long steps", "Bouncing"):
        page.get_by_role("heading", name=name).evaluate("(heading) => heading.scrollIntoView()")
        expect(current).to_have_text(name)
    page.evaluate("scrollTo(0, 0)")
    expect(current).to_have_count(0)


def test_table_of_contents_follows_a_jump_from_between_headings(visit) -> None:
    page = visit("lessons/first.html", width=1600, height=300)
    current = page.locator(".gdsim-toc-side a[aria-current]")
    heading = page.get_by_role("heading", name="Short steps")
    heading.evaluate("(heading) => heading.scrollIntoView({behavior: 'instant'})")
    page.evaluate("scrollBy({top: 100, behavior: 'instant'})")
    expect(current).to_have_text("Short steps")
    page.wait_for_timeout(200)  # frames pass with no heading in sight
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    expect(current).to_have_count(0)


def test_preview_of_a_link_shows_title_and_words_and_closes(visit) -> None:
    page = visit("index.html")
    link = page.locator(".gdsim-text").get_by_role("link", name="First")
    link.hover()
    box = page.locator(".gdsim-preview")
    expect(box).to_contain_text("First")
    expect(box).to_contain_text("One step.")
    box.hover()
    page.wait_for_timeout(400)
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)


def test_preview_opens_by_keyboard_and_stays_inside_the_window(visit) -> None:
    page = visit("index.html", width=400, height=300)
    page.locator(".gdsim-text").get_by_role("link", name="First").evaluate("(link) => link.focus()")
    page.keyboard.press("Tab")  # the focus of the keyboard, on the second link
    expect(page.locator(".gdsim-preview")).to_contain_text("A bowl.")
    place = page.locator(".gdsim-preview").bounding_box()
    assert place and place["x"] >= 0 and place["x"] + place["width"] <= 400


def test_pages_read_to_their_end_are_marked_on_this_machine(visit) -> None:
    page = visit("lessons/second.html", height=300)
    assert page.locator(".gdsim-read").count() == 0
    page.locator(".gdsim-around").scroll_into_view_if_needed()
    expect(page.locator(".gdsim-side .gdsim-read")).to_have_text("Second")
    browser = page.context.browser
    if browser and browser.browser_type.name == "firefox":  # where each file has a memory of its own
        page.reload()
    else:
        page.goto(page.url.replace("second", "first"))
    expect(page.locator(".gdsim-side .gdsim-read")).to_have_text("Second")


def test_page_works_where_storage_is_forbidden(visit) -> None:
    broken = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    page = visit("lessons/second.html", init=broken)
    page.get_by_role("button", name="Colours").click()
    page.get_by_role("button", name="Colours").click()
    assert background(page) == PAPER["dark"]
    page.locator(".gdsim-around").scroll_into_view_if_needed()
    expect(page.locator(".gdsim-side .gdsim-read")).to_have_text("Second")


def test_dot_of_the_graph_leads_to_its_page_and_shows_its_links(visit) -> None:
    page = visit("graph.html")
    dot = page.locator("svg.gdsim-graph a", has_text="First")
    dot.locator("circle").hover()
    expect(page.locator("svg.gdsim-choosing line.gdsim-chosen").first).to_be_visible()
    dot.locator("circle").click()
    page.wait_for_url("**/lessons/first.html")


def test_menu_opens_without_a_script_on_a_phone(visit) -> None:
    page = visit("lessons/first.html", width=380, javascript=False)
    link = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Second")
    assert link.is_hidden()
    page.get_by_text("Menu", exact=True).click(force=True)
    assert link.is_visible()
    link.click(force=True)
    page.wait_for_url("**/lessons/second.html")


def test_alias_leads_on_without_a_script(visit) -> None:
    page = visit("lessons/begin.html", javascript=False)
    page.wait_for_url("**/lessons/first.html")


@pytest.mark.parametrize("width", [380, 900, 1600])
def test_nothing_is_wider_than_the_screen(visit, wiki: Path, width: int) -> None:
    page = visit(KINDS[0], width=width)
    wider = []
    for path in KINDS:
        page.goto((wiki / path).as_uri())
        wider += [path] if page.evaluate("document.documentElement.scrollWidth") > width else []
    assert wider == []


def test_the_browsers_own_bars_follow_the_theme(visit) -> None:
    page = visit("index.html", scheme="light")
    shown = """[...document.querySelectorAll("meta[name=theme-color]")]
        .filter(({media}) => matchMedia(media).matches).map(({content}) => content)"""
    assert page.evaluate(shown) == ["#" + bytes(PAPER["light"]).hex()]
    button = page.get_by_role("button", name="Colours")
    button.click()
    button.click()
    assert page.evaluate(shown) == ["#" + bytes(PAPER["dark"]).hex()]
    page.reload()
    assert page.evaluate(shown) == ["#" + bytes(PAPER["dark"]).hex()]


def test_a_formula_that_scrolls_is_reached_by_tab_and_no_other(visit) -> None:
    page = visit("lessons/first.html", width=380)
    formula = page.locator(".gdsim-display")
    expect(formula).to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 1600, "height": 900})
    expect(formula).not_to_have_attribute("tabindex", "0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(visit, path: str, scheme: str) -> None:
    page = visit(path, scheme=scheme)
    assert axe_findings(page) == []


def test_axe_finds_nothing_in_the_search_and_the_menu(visit) -> None:
    page = visit("lessons/first.html", width=380)
    page.get_by_text("Menu", exact=True).click()
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    ask(page, "downhill")
    assert axe_findings(page) == []
