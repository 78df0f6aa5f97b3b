"""Sweeps of many runs in a page: what is read, what stands in the page, and a map of thousands of cells."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from chromium import Opener, Watched
from playwright.sync_api import Page, expect

import gdsim
from gdsim.descent import wide

RATES, STARTS, PART = 24, 26, 100
RUNS = 2 * RATES * STARTS


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep of 1,248 runs, their outcomes in parts of 100."""
    folder = tmp_path_factory.mktemp("wide")
    rates = ", ".join(f"{k}e-5" for k in range(6, 6 + 6 * RATES, 6))
    starts = ", ".join(f"s{k}: [{k / 10}, {k}]" for k in range(STARTS))
    sweep = f"dataset: [clean-linear, outliers]\nlearning_rate: [{rates}]\ninit: {{{starts}}}\nepochs: 60\n"
    pages = {
        "site.yaml": "title: Wide\n",
        "index.md": "# Home\n\n::: animation rates\n:::\n\n::: map rates\n:::\n",
        "sweeps/rates.yaml": sweep,
    }
    for name, text in pages.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wide, "PART", PART)
        gdsim.build(
            folder / "content",
            output=folder / "site",
            cache=folder / "cache",
            media=False,
            executor="inline",
        )
    return folder / "site"


# Notes each script that a page asks for; data scripts are gone when they are read.
NOTING = """
window.asked = [];
new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
        for (const node of addedNodes) if (node.src) asked.push(decodeURIComponent(node.src));
    }
}).observe(document, { childList: true, subtree: true });
"""


def records_read(page: Page) -> list[str]:
    """Names of the files of the sweep that the page has asked for."""
    asked: list[str] = page.evaluate("asked")
    return [address.rpartition("/")[2] for address in asked if "/runs/rates/" in address]


def index_of(site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site / "runs/index.json").read_text(encoding="utf-8"))["runs"]
    return found


def runs_of(site: Path, dataset: str, start: str) -> list[dict[str, Any]]:
    return [run for run in index_of(site) if (run["dataset"], run["init"]) == (dataset, start)]


def started(open_page: Opener, page: Path) -> Watched:
    watched = open_page(page.as_uri())
    watched.page.evaluate("gdsim.players[0].ready.then(() => 1)")
    return watched


def test_a_page_reads_the_runs_it_shows_and_how_those_beside_them_ended(
    built: Path, open_page: Opener
) -> None:
    page = open_page((built / "index.html").as_uri(), init=NOTING).page
    page.evaluate("gdsim.players[0].ready.then(() => 1)")
    first = "clean-linear.mse.gd.lr-6e-05.s0"
    assert sorted(records_read(page)) == [f"{first}.js", "index.js", "outcomes-0.js"]
    expect(page.locator(".gdsim-stop:not([data-outcome=''])")).to_have_count(RATES)
    page.evaluate("gdsim.players[0].select({init: 's25', dataset: 'outliers', learning_rate: 12e-5})")
    assert page.evaluate("gdsim.players[0].run") == "outliers.mse.gd.lr-0.00012.s25"
    assert sorted(records_read(page)[3:]) == ["outcomes-12.js", "outliers.mse.gd.lr-0.00012.s25.js"]
    ended = [run["outcome"]["status"] for run in runs_of(built, "outliers", "s25")]
    stops = page.locator(".gdsim-stop").evaluate_all("(all) => all.map((stop) => stop.dataset.outcome)")
    assert stops == ended


def test_a_missing_part_of_outcomes_takes_nothing_but_their_marks(
    built: Path, open_page: Opener, tmp_path: Path
) -> None:
    site = shutil.copytree(built, tmp_path / "site")
    (site / "runs/rates/outcomes-0.js").unlink()
    page = started(open_page, site / "index.html").page
    assert page.evaluate("gdsim.players[0].status") != ""
    expect(page.locator(".gdsim-stop[data-outcome='']")).to_have_count(RATES)


def test_the_gallery_asks_how_runs_ended_when_it_is_asked_for_it(built: Path, open_page: Opener) -> None:
    page = open_page((built / "gallery.html").as_uri(), init=NOTING).page
    expect(page.locator(".gdsim-gallery-count")).to_have_text(f"{RUNS:,} runs")
    expect(page.locator(".gdsim-cards li").first).to_contain_text("at epoch")
    assert page.get_by_label("sorted by").input_value() == "as declared"
    everything = RUNS // PART + 1

    def parts_read() -> int:
        return len({name for name in records_read(page) if name.startswith("outcomes-")})

    assert parts_read() < everything
    page.get_by_label("outcome").select_option("converged")
    expect(page.locator(".gdsim-gallery-count")).to_contain_text(f"of {RUNS:,} runs")
    assert parts_read() == everything
    converged = [record for record in index_of(built) if record["outcome"]["status"] == "converged"]
    assert page.locator(".gdsim-gallery-count").inner_text().startswith(f"{len(converged):,} of")
    page.get_by_label("sorted by").select_option("epochs to converge")
    least = min(record["outcome"]["epoch"] for record in converged)
    expect(page.locator(".gdsim-card-outcome").first).to_have_text(f"converged at epoch {least}")


def test_an_address_chooses_the_filters_of_the_gallery(built: Path, open_page: Opener) -> None:
    wish = "dataset=outliers&learning+rate=0.00012&start=s3&sweep=rates"
    page = open_page(f"{(built / 'gallery.html').as_uri()}#{wish}").page
    expect(page.locator(".gdsim-gallery-count")).to_have_text(f"1 of {RUNS:,} runs")
    assert page.get_by_label("learning rate").input_value() == "1.2e-4"
    expect(page.locator(".gdsim-cards li")).to_have_count(1)


def test_cards_far_from_the_screen_are_taken_out_and_come_back(built: Path, open_page: Opener) -> None:
    watched = open_page((built / "gallery.html").as_uri())
    page = watched.page
    lists, cards = page.locator(".gdsim-cards"), page.locator(".gdsim-cards > li")
    expect(cards.first).to_be_visible()
    first = cards.first.inner_text()
    while lists.count() < 12:
        count = lists.count()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(lists).not_to_have_count(count)
    expect(lists.first.locator("li")).to_have_count(0)
    assert cards.count() < 6 * 48
    height = page.evaluate("document.body.scrollHeight")
    page.evaluate("scrollTo(0, 0)")
    expect(lists.first.locator("li")).to_have_count(48)
    assert cards.first.inner_text() == first
    assert page.evaluate("document.body.scrollHeight") == pytest.approx(height, rel=0.01)
    assert watched.complaints == []


def test_a_press_on_the_picture_of_a_map_shows_the_run(built: Path, open_page: Opener) -> None:
    watched = started(open_page, built / "index.html")
    page = watched.page
    picture = page.locator("canvas.gdsim-map-picture")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box
    row, column = 20, 10
    place = {"x": box["width"] * (column + 0.5) / RATES, "y": box["height"] * (row + 0.5) / STARTS}
    picture.hover(position=place)
    said = page.locator(".gdsim-map-said")
    expect(said).to_contain_text(f"learning rate {6 * (column + 1) / 10:g}e-4, start s{row}:")
    picture.click(position=place)
    page.wait_for_function("end => gdsim.players[0].run.endsWith(end)", arg=f".s{row}")
    run = page.evaluate("gdsim.players[0].run")
    ends = {"converged": "converges after", "diverged": "diverges", "budget": "not there when"}
    (record,) = [record for record in index_of(built) if record["id"] == run]
    expect(said).to_contain_text(ends[record["outcome"]["status"]])
    assert watched.complaints == []


def test_without_scripts_the_map_is_a_table_of_some_runs(built: Path) -> None:
    html = (built / "index.html").read_text(encoding="utf-8")
    table = html.partition('class="gdsim-map gdsim-wide"')[2].partition("</figure>")[0]
    assert table.count("data-run=") == 16 * 16
    assert "16 of 26 starts and 16 of 24 learning rates" in table
    assert "<canvas" in table
    assert " hidden" in table.partition("<canvas")[2].partition(">")[0]
