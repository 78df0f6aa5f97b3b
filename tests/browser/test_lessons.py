"""Quiz, tabs, experiments and galleries of a built site, in a browser on file://."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from chromium import Opener, Watched
from PIL import Image
from playwright.sync_api import Locator, Page, expect

import gdsim
from gdsim.site.sizes import size_in_words

AXE = Path(__file__).parents[2] / "templates/player/node_modules/axe-core/axe.min.js"
LESSON = """---
title: Lesson
---
::: animation rates
views: [fit, contour]
:::

::: try {sweep: rates, learning_rate: 2e-4}
Load it.
:::

::: quiz
question: In $y = b + w x$, which is $b$?
options:
  - {text: "The slope", why: "The slope is w."}
  - {text: "The intercept", correct: true, why: "It is y at 0."}
:::

::: quiz
question: Which move the limit?
options:
  - {text: "The range of x", correct: true, why: "The Hessian holds x."}
  - {text: "Noise in y", why: "The Hessian has no y."}
  - {text: "The units of x", correct: true, why: "They scale the Hessian."}
:::

::: quiz
question: What is the limit?
answer: dataset("clean-linear").learning_rate_max
tolerance: 1 %
why: It is 2 over the largest eigenvalue.
:::

:::: tabs
::: tab Words
Step down.
:::
::: tab Formula
$x$

## Deep inside
:::
::: tab Code
Text of the code.
:::
::::

::: details
Behind the fold.
:::

```python
step = "LONG"
```

::: gallery rates
learning_rate: [5e-5, 2e-4]
:::

::: download rates
learning_rate: 5e-5
:::
"""
LESSON = LESSON.replace("LONG", "a word " * 40)
CONTENT = {
    "site.yaml": "title: Small\n",
    "index.md": "[[Lesson]]\n",
    "Lesson.md": LESSON,
    "sweeps/rates.yaml": "dataset: [clean-linear, outliers]\nlearning_rate: [5e-5, 2e-4, 2e-3]\nepochs: 30\n"
    "scenes: [fit]\nformats: [gif]\n",
}
MANY = {
    **CONTENT,
    "sweeps/many.yaml": "dataset: clean-linear\nepochs: 2\nlearning_rate: ["
    + ", ".join(f"{k}e-7" for k in range(1, 2001))
    + "]\n",
}
ANSWERS = ("It is y at 0", "The slope is w", "The Hessian holds", "largest eigenvalue", "Not this", "Right")


def build(root: Path, content: dict[str, str], *, media: bool) -> Path:
    """The site of a content."""
    for name, text in content.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    gdsim.build(root / "content", executor="inline", media=media)
    return root / "site"


@pytest.fixture(scope="session")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a lesson and six runs."""
    return build(tmp_path_factory.mktemp("lessons"), CONTENT, media=True)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with 2,000 runs more, and no pictures."""
    return build(tmp_path_factory.mktemp("many"), MANY, media=False)


def until(page: Page, condition: str) -> None:
    """Wait for a condition; Playwright's own way evaluates text, which the page's policy forbids."""
    page.evaluate(f"async () => {{ while (!({condition})) await new Promise(requestAnimationFrame) }}")


def opened(open_page: Opener, path: Path, **options: object) -> Watched:
    """A page that has nothing to complain of."""
    watched = open_page(path.as_uri(), **options)  # type: ignore[arg-type]
    assert watched.complaints == watched.outside == []
    return watched


def question(watched: Watched, number: int) -> Locator:
    """One question of the quiz."""
    return watched.page.locator(f"#question-{number}")


def test_quiz_explains_counts_and_can_be_tried_again(open_page: Opener, lessons: Path) -> None:
    watched = opened(open_page, lessons / "lesson.html")
    one = question(watched, 1)
    expect(one.locator(".gdsim-quiz-place")).to_have_text("Question 1 of 3 · 0 attempted")
    one.get_by_role("button", name="Check").click()
    expect(one.get_by_role("status")).to_have_text("Choose an answer first.")
    one.get_by_label("The slope").check()
    one.get_by_role("button", name="Check").click()
    expect(one.get_by_role("status")).to_have_text("Not this. Read why, then try again.")
    expect(one).to_contain_text("The slope is w.")
    expect(one).not_to_contain_text("It is y at 0.")
    expect(question(watched, 3).locator(".gdsim-quiz-place")).to_have_text("Question 3 of 3 · 1 attempted")
    one.get_by_role("button", name="Try again").click()
    expect(one).not_to_contain_text("The slope is w.")
    one.get_by_label("The intercept").check()
    one.get_by_role("button", name="Check").click()
    expect(one.get_by_role("status")).to_have_text("Right.")
    expect(one).to_contain_text("The slope is w.")
    expect(one).to_contain_text("It is y at 0.")
    end = watched.page.get_by_role("region", name="Your answers")
    expect(end.locator(".gdsim-score")).to_have_text("1 of 3 attempted, 1 right")


def test_several_right_options_are_all_wanted(open_page: Opener, lessons: Path) -> None:
    two = question(opened(open_page, lessons / "lesson.html"), 2)
    two.get_by_label("The range of x").check()
    two.get_by_role("button", name="Check").click()
    expect(two.get_by_role("status")).to_have_text("Right so far, but not all.")
    two.get_by_label("The units of x").check()
    expect(two.get_by_role("status")).to_have_text("")
    two.get_by_role("button", name="Check").click()
    expect(two.get_by_role("status")).to_have_text("Right.")


def test_numbers_count_within_the_tolerance_and_the_answer_can_be_shown(
    open_page: Opener, lessons: Path
) -> None:
    three = question(opened(open_page, lessons / "lesson.html"), 3)
    field = three.get_by_label("Your answer")
    for typed, verdict in [
        ("", "Write a number, such as 0.036 or 5e-5."),
        ("1e-3", "Not this: your number is too small."),
        ("2", "Not this: your number is too large."),
        ("1.19e-3", "Right."),
    ]:
        field.press("ControlOrMeta+a")
        field.press("Delete")
        field.press_sequentially(typed)
        field.press("Enter")
        expect(three.get_by_role("status")).to_have_text(verdict)
    expect(three).to_contain_text("largest eigenvalue")
    three.get_by_role("button", name="Try again").click()
    expect(three).not_to_contain_text("largest eigenvalue")
    field.fill("2")
    field.press("Enter")
    three.get_by_role("button", name="Show the answer").click()
    expect(three.get_by_role("status")).to_have_text("Here is the answer.")
    expect(three).to_contain_text("largest eigenvalue")


def test_no_answer_is_told_before_an_attempt(open_page: Opener, lessons: Path) -> None:
    watched = opened(open_page, lessons / "lesson.html")
    for number in (1, 2, 3):
        told = question(watched, number).aria_snapshot() + question(watched, number).inner_html()
        assert "Check" in told
        assert not [words for words in ANSWERS if words in told], told


def test_the_search_tells_no_answer(lessons: Path) -> None:
    index = (lessons / "search-index.js").read_text(encoding="utf-8")
    assert "Which move the limit?" in index
    assert "Noise in y" in index
    assert not [words for words in ANSWERS if words in index]


def test_quiz_works_by_keyboard_alone(open_page: Opener, lessons: Path) -> None:
    watched = opened(open_page, lessons / "lesson.html")
    one, keyboard = question(watched, 1), watched.page.keyboard
    one.get_by_label("The slope").focus()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(one.get_by_role("status")).to_have_text("Right.")
    expect(one.get_by_role("status")).to_be_focused()
    keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    expect(one.get_by_label("The slope")).to_be_focused()
    expect(one.get_by_label("The intercept")).not_to_be_checked()


def test_answers_are_kept_in_this_browser_reviewed_and_forgotten(open_page: Opener, lessons: Path) -> None:
    watched = opened(open_page, lessons / "lesson.html")
    one, end = question(watched, 1), watched.page.get_by_role("region", name="Your answers")
    expect(end).to_have_count(0)
    one.get_by_label("The slope").check()
    one.get_by_role("button", name="Check").click()
    watched.page.reload()
    expect(one.get_by_label("The slope")).to_be_checked()
    expect(one).to_contain_text("The slope is w.")
    end.get_by_text("Review").click()
    expect(end.get_by_role("listitem")).to_have_text(
        ["Question 1: not right yet, 1 try", "Question 2: not attempted", "Question 3: not attempted"]
    )
    end.get_by_role("button", name="Start over").click()
    watched.page.reload()
    expect(one.get_by_label("The slope")).not_to_be_checked()
    expect(end).to_have_count(0)
    assert watched.complaints == []


def test_quiz_works_where_nothing_can_be_kept(open_page: Opener, lessons: Path) -> None:
    broken = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})"
    watched = opened(open_page, lessons / "lesson.html", init=broken)
    one = question(watched, 1)
    one.get_by_label("The intercept").check()
    one.get_by_role("button", name="Check").click()
    expect(one.get_by_role("status")).to_have_text("Right.")
    assert watched.complaints == []


def test_tabs_show_one_panel_and_follow_the_arrows(open_page: Opener, lessons: Path) -> None:
    page = opened(open_page, lessons / "lesson.html").page
    tab = page.get_by_role("tab")
    expect(tab).to_have_text(["Words", "Formula", "Code"])
    panel = page.get_by_role("tabpanel")
    expect(panel).to_have_count(1)
    expect(panel).to_have_accessible_name("Words")
    tab.first.focus()
    for key, name in [
        ("ArrowRight", "Formula"),
        ("End", "Code"),
        ("ArrowRight", "Words"),
        ("ArrowLeft", "Code"),
    ]:
        page.keyboard.press(key)
        expect(panel).to_have_accessible_name(name)
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        expect(page.get_by_role("tab", selected=True)).to_have_text([name])
    expect(panel).to_contain_text("Text of the code.")


@pytest.mark.parametrize("fragment", ["tab-formula", "deep-inside"])
def test_a_link_into_a_tab_opens_it(open_page: Opener, lessons: Path, fragment: str) -> None:
    page = open_page(f"{(lessons / 'lesson.html').as_uri()}#{fragment}").page
    expect(page.get_by_role("tabpanel")).to_have_accessible_name("Formula")
    expect(page.locator(f"#{fragment}")).to_be_in_viewport()


def test_an_experiment_loads_its_run_into_the_player(open_page: Opener, lessons: Path) -> None:
    page = opened(open_page, lessons / "lesson.html").page
    link = page.get_by_role("link", name="Load into the player")
    for _ in range(2):  # again after the reader has moved on
        link.click()
        until(page, "window.gdsim.players[0].run.includes('lr-0.0002.')")
        page.evaluate("window.gdsim.players[0].select({learning_rate: 5e-5})")
        until(page, "window.gdsim.players[0].run.includes('lr-5e-05.')")


def test_a_gallery_in_a_lesson_shows_its_runs_alone(open_page: Opener, lessons: Path) -> None:
    watched = opened(open_page, lessons / "lesson.html")
    cards = watched.page.locator(".gdsim-cards > li")
    expect(cards).to_have_count(4)
    expect(cards.locator("img")).to_have_count(4)
    cards.first.scroll_into_view_if_needed()
    until(watched.page, "document.querySelector('.gdsim-cards img').naturalWidth > 0")
    cards.nth(1).get_by_role("link").click()
    run = watched.page.evaluate("new URLSearchParams(location.hash.split('&').slice(1).join('&')).get('run')")
    until(watched.page, f"window.gdsim.players[0].run === {run!r}")
    assert watched.complaints == []


def test_two_thousand_runs_are_filtered_sorted_and_drawn_a_few_at_a_time(
    open_page: Opener, many: Path
) -> None:
    path = many / "gallery.html"
    assert path.stat().st_size < 300_000
    watched = opened(open_page, path)
    page = watched.page
    cards, count = page.locator(".gdsim-cards > li"), page.locator(".gdsim-gallery-count")
    expect(count).to_have_text("2,006 runs")
    assert 48 <= cards.count() <= 192
    expect(cards.first).to_contain_text("converged at epoch")
    page.get_by_label("sweep", exact=True).select_option("rates")
    expect(count).to_have_text("6 of 2,006 runs")
    expect(cards).to_have_count(6)
    expect(cards.last).to_contain_text("diverged at epoch")
    page.get_by_label("outcome").select_option("diverged")
    page.get_by_label("dataset").select_option("outliers")
    expect(count).to_have_text("1 of 2,006 runs")
    page.get_by_label("learning rate").select_option("5e-5")
    expect(count).to_contain_text("None of the 2,006 runs is all of this.")
    page.get_by_role("button", name="Clear the filters").click()
    expect(count).to_have_text("2,006 runs")
    page.get_by_label("sorted by").select_option("learning rate")
    expect(cards.first).to_contain_text("clean linear, 1e-7")
    page.get_by_label("sorted by").select_option("final loss")
    losses = cards.locator(".gdsim-card-fields").all_inner_texts()
    values = [float(re.split(r"loss\s", text)[-1]) for text in losses]
    assert values == sorted(values)
    seen = cards.count()
    page.mouse.wheel(0, 1_000_000)
    until(page, f"document.querySelectorAll('.gdsim-cards > li').length > {seen}")
    page.get_by_label("sorted by").select_option("learning rate")
    with page.expect_navigation():
        cards.nth(7).get_by_role("link").click()
    assert "/embed/many.html#player-many&sweep=many&run=clean-linear.mse.gd.lr-8e-07." in page.url
    until(page, "window.gdsim?.players[0]?.run.includes('lr-8e-07.')")
    assert watched.complaints == watched.outside == []


def test_downloads_say_their_sizes(open_page: Opener, lessons: Path) -> None:
    page = opened(open_page, lessons / "lesson.html").page
    links = page.locator(".gdsim-download a").all()
    kinds = [link.inner_text().split()[0] for link in links]
    assert kinds == ["CSV", "JSON", "CSV", "JSON", "JSON", "GIF", "JSON", "GIF"]
    for link in links:
        file = lessons / (link.get_attribute("href") or "")
        expect(link.locator("data")).to_have_text(size_in_words(file.stat().st_size))
    rows = list(csv.reader((lessons / "datasets/outliers.csv").read_text("utf-8").splitlines()))
    record = json.loads((lessons / "datasets/outliers.json").read_text("utf-8"))
    assert rows[0] == [record["labels"]["x"], record["labels"]["y"]]
    assert [[float(x), float(y)] for x, y in rows[1:]] == [
        list(pair) for pair in zip(record["points"]["x"], record["points"]["y"], strict=True)
    ]


def test_posters_are_turned_over_in_the_dark_and_stay_as_drawn_by_day(
    open_page: Opener, lessons: Path
) -> None:
    """The paper of a poster then is that of the page, within what the eye tells apart."""
    for scheme, paper in (("dark", (0x10, 0x13, 0x18)), ("light", (0xFF, 0xFD, 0xF8))):
        page = opened(open_page, lessons / "gallery.html", scheme=scheme).page
        poster = page.locator(".gdsim-gallery img").first
        poster.scroll_into_view_if_needed()
        until(page, "document.querySelector('.gdsim-gallery img').complete")
        pixels = np.asarray(Image.open(io.BytesIO(poster.screenshot())).convert("RGB"))
        corner = np.median(pixels[12:20, 12:20].reshape(-1, 3), axis=0)
        assert np.abs(corner - paper).max() <= 8, (scheme, corner)


@pytest.mark.chromium
def test_on_paper_tabs_stand_below_their_titles_and_folds_are_open(open_page: Opener, lessons: Path) -> None:
    page = opened(open_page, lessons / "lesson.html", scheme="dark").page
    until(page, "document.querySelector('.gdsim-tabs.gdsim-ready')")
    titles = page.locator(".gdsim-tab > .gdsim-tab-title")
    expect(titles.first).to_be_hidden()
    page.emulate_media(media="print")
    assert titles.all_inner_texts() == ["Words", "Formula", "Code"]
    for text in ("Step down.", "Text of the code.", "Behind the fold."):
        assert page.get_by_text(text).bounding_box()["height"] > 0, text
    code = page.locator("article pre").first
    assert code.evaluate("code => code.scrollWidth <= code.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Opener, lessons: Path, scheme: str) -> None:
    """In quiz, tabs and gallery, before and after answers; players have tests of their own."""
    for name in ("lesson.html", "gallery.html"):
        watched = opened(open_page, lessons / name, scheme=scheme)
        watched.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert violations(watched) == []
        if name == "lesson.html":
            for number, answer in [(1, "The slope"), (2, "The range of x")]:
                question(watched, number).get_by_label(answer).check()
                question(watched, number).get_by_role("button", name="Check").click()
            question(watched, 3).get_by_label("Your answer").fill("1.19e-3")
            question(watched, 3).get_by_role("button", name="Check").click()
            watched.page.get_by_text("Review").click()
            assert violations(watched) == []


def violations(watched: Watched) -> list[str]:
    """What axe finds outside the players."""
    found = watched.page.evaluate(
        "axe.run({exclude: [['.gdsim-player']]}).then(({violations}) => violations)"
    )
    return [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]]


def test_without_scripts_everything_is_there_to_read(open_page: Opener, lessons: Path, many: Path) -> None:
    page = opened(open_page, lessons / "lesson.html", javascript=False).page
    one = page.locator("#question-1")
    options = one.locator(".gdsim-options > li").all_inner_texts()
    assert [text.strip() for text in options] == ["The slope", "The intercept"]
    assert one.get_by_text("It is y at 0.").is_hidden()
    one.get_by_text("Answer").click(force=True)
    assert one.get_by_text("It is y at 0.").is_visible()
    for text in ("Step down.", "Deep inside", "Text of the code."):
        assert page.get_by_text(text).is_visible()
    for title in ("Words", "Formula", "Code"):
        assert page.locator(".gdsim-tab-title", has_text=title).is_visible()
    assert page.get_by_role("link", name="Load into the player").get_attribute("href") == "#player-rates"
    page = opened(open_page, many / "gallery.html", javascript=False).page
    assert "2,000 runs" in page.locator("[data-sweep=many] summary").inner_text()
    page.locator("[data-sweep=rates] summary").click(force=True)
    links = page.locator("[data-sweep=rates] li > a:first-child")
    assert links.first.is_visible()
    assert all(
        "lesson.html#player-rates&sweep=rates&run=" in (a.get_attribute("href") or "") for a in links.all()
    )


@pytest.mark.chromium
def test_paper_has_all_panels_and_no_buttons(open_page: Opener, lessons: Path) -> None:
    page = opened(open_page, lessons / "lesson.html").page
    page.emulate_media(media="print")
    for text in ("Step down.", "Text of the code."):
        expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_role("button", name="Check")).to_have_count(0)


@pytest.mark.parametrize("width", [380, 900])
def test_nothing_is_wider_than_the_screen(open_page: Opener, lessons: Path, many: Path, width: int) -> None:
    for path in (lessons / "lesson.html", lessons / "gallery.html", many / "gallery.html"):
        page = opened(open_page, path, width=width).page
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
