"""Races, outcome maps and threshold panels in a browser, as a build makes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fixture_site
import pytest
from chromium import Opener, Watched
from playwright.sync_api import Page, expect

import gdsim
from gdsim import datasets
from gdsim.core.theme import RACE
from gdsim.core.words import rate_in_words
from gdsim.descent.facts import Numbers
from gdsim.directives.thresholds import behaviour, default_rates
from gdsim.site.style import contrast

SWEEP = """\
dataset: [fundraising, clean-linear]
learning_rate: {times_max: [0.03, 0.3, 0.6, 1.05]}
init: {origin: [0, 0], far: [1, 9]}
epochs: 60
scenes: [fit]
formats: [mp4]
"""
AXE = fixture_site.REPOSITORY / "templates/player/node_modules/axe-core/axe.min.js"
PAIR = "dataset: fundraising\nlearning_rate: [0.01, 0.02]\nepochs: 3\nscenes: [fit]\nformats: [mp4]\n"
PAGE = """\
# Side by side

::: race rates
vary: learning_rate
title: Faster is not always better
:::

::: map rates
:::

::: thresholds fundraising
follow: true
:::

::: map pair
rows: epochs
:::
"""
RACE_FIGURE = "#player-rates"


@pytest.fixture(scope="session")
def race_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a page with a race, two maps and a panel, with a fresh bundle."""
    folder = tmp_path_factory.mktemp("race")
    files = {
        "site.yaml": "title: Races\n",
        "index.md": PAGE,
        "sweeps/rates.yaml": SWEEP,
        "sweeps/pair.yaml": PAIR,
    }
    for name, text in files.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    gdsim.build(folder / "content", executor="inline")
    for name, entry in {"player": "main.ts", **fixture_site.PARTS}.items():
        (script,) = (folder / "site/assets").glob(f"{name}.*.js")
        fixture_site.build_bundle(script, entry)
    return folder / "site"


@pytest.fixture
def watched(open_page: Opener, race_site: Path) -> Watched:
    """The page with its race drawn."""
    return open_page((race_site / "index.html").as_uri())


@pytest.fixture
def page(watched: Watched) -> Page:
    return watched.page


def records(site: Path, dataset: str = "fundraising", init: str = "origin") -> list[dict[str, Any]]:
    """The trajectories of a dataset from one start, by rising learning rate."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in site.glob("runs/rates/*.json")]
    chosen = [run for run in found if run["dataset"]["name"] == dataset and run["init"]["name"] == init]
    return sorted(chosen, key=lambda run: run["learning_rate"])


def call(page: Page, method: str, *arguments: Any) -> None:
    """A method of the race's player."""
    page.evaluate("([name, given]) => gdsim.players[0][name](...given)", [method, list(arguments)])


def legend(page: Page) -> list[list[str]]:
    """Name, loss and place of each row."""
    return page.locator(f"{RACE_FIGURE} .gdsim-legend li").evaluate_all(
        "rows => rows.map(row => ['name', 'loss', 'place']"
        ".map(part => row.querySelector(`.gdsim-legend-${part}`).textContent))"
    )


def test_race_opens_with_all_its_runs(watched: Watched, race_site: Path) -> None:
    runs = records(race_site)
    assert watched.page.evaluate("gdsim.players[0].run") == runs[0]["id"]
    assert watched.page.evaluate("[...gdsim.players[0].rivals]") == [run["id"] for run in runs[1:]]
    assert [name for name, _, _ in legend(watched.page)] == [
        rate_in_words(run["learning_rate"]) for run in runs
    ]
    assert watched.complaints == watched.outside == []


def test_each_run_has_its_colour_dash_and_shape(page: Page) -> None:
    looks = page.locator(f"{RACE_FIGURE} .gdsim-legend li > svg").evaluate_all(
        "pictures => pictures.map(svg => [...svg.children].flatMap(path =>"
        " ['stroke', 'fill', 'stroke-dasharray', 'd'].map(name => path.getAttribute(name))))"
    )
    assert [look[0] for look in looks] == [look[5] for look in looks] == list(RACE[:4])
    assert len({look[2] for look in looks}) == len({look[7] for look in looks}) == 4


def test_legend_has_every_loss_at_the_epoch_on_screen(page: Page, race_site: Path) -> None:
    runs = records(race_site)
    for epoch in (0, 1, 7, 33):
        call(page, "seek", epoch)
        losses = [run["path"]["loss"][epoch] for run in runs]
        for (_, shown, _), loss in zip(legend(page), losses, strict=True):
            assert float(shown) == pytest.approx(loss, rel=6e-4)


def test_legend_ranks_by_loss_and_says_who_is_ahead(page: Page, race_site: Path) -> None:
    runs = records(race_site)
    lead = page.locator(".gdsim-legend-lead").first
    call(page, "seek", 0)
    assert [place for _, _, place in legend(page)] == ["1st"] * 4
    assert lead.text_content() == "all are level"
    for epoch in (3, 30):
        call(page, "seek", epoch)
        losses = [run["path"]["loss"][epoch] for run in runs]
        order = sorted(losses)
        places = ["1st", "2nd", "3rd", "4th"]
        assert [place for _, _, place in legend(page)] == [places[order.index(loss)] for loss in losses]
        ahead = legend(page)[losses.index(order[0])][0]
        assert lead.text_content() == f"ahead: learning rate {ahead}"


def test_run_that_diverged_is_out(page: Page, race_site: Path) -> None:
    lost = records(race_site)[3]
    assert lost["outcome"]["status"] == "diverged"
    call(page, "seek", lost["outcome"]["epoch"] - 1)
    assert legend(page)[3][2] == "4th"
    call(page, "seek", lost["outcome"]["epoch"])
    assert legend(page)[3][2] == "diverged"
    call(page, "seek", 60)
    assert float(legend(page)[3][1].replace("−", "-")) == pytest.approx(lost["path"]["loss"][-1], rel=1e-3)


def test_screen_reader_is_told_who_is_ahead_when_it_settles(page: Page) -> None:
    spoken = page.locator(".gdsim-legend [role=status]").first
    lead = page.locator(".gdsim-legend-lead").first
    expect(spoken).to_have_text("all are level")  # said of the start, by the page's own clock
    page.clock.install(time=0)
    page.clock.pause_at(3_600_000)
    call(page, "seek", 20)
    page.clock.run_for(5000)
    ahead = lead.text_content()
    assert spoken.text_content() == ahead
    assert "ahead" in (ahead or "")
    for epoch in (0, 20, 0):
        call(page, "seek", epoch)
        assert spoken.text_content() == ahead
    page.clock.run_for(5000)
    assert spoken.text_content() == lead.text_content() == "all are level"


def test_same_moment_again_writes_nothing(page: Page) -> None:
    call(page, "seek", 12)
    writes = page.evaluate(
        """async () => {
        const records = [];
        const observer = new MutationObserver(found => records.push(...found));
        const parts = document.querySelectorAll('.gdsim-legend-lead, .gdsim-legend ol');
        for (const part of parts)
          observer.observe(part, {subtree: true, childList: true, characterData: true, attributes: true});
        await gdsim.players[0].seek(12);
        return records.length + observer.takeRecords().length;
        }"""
    )
    assert writes == 0


def test_rivals_can_be_removed_by_mouse_and_keyboard(page: Page, race_site: Path) -> None:
    runs = records(race_site)
    rows = page.locator(f"{RACE_FIGURE} .gdsim-legend li")
    assert rows.nth(0).locator("button").count() == 0  # the run that is steered stays
    rows.nth(3).get_by_role("button").click()
    expect(rows).to_have_count(3)
    rows.nth(1).get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(2)
    assert page.evaluate("[...gdsim.players[0].rivals]") == [runs[2]["id"]]
    rows.nth(1).get_by_role("button").click()
    expect(page.locator(f"{RACE_FIGURE} .gdsim-legend")).to_be_hidden()


def test_any_player_becomes_a_race(page: Page) -> None:
    """The map's own player shows one run; another beside it brings the legend."""
    own = page.locator("#player-pair .gdsim-legend")
    expect(own).to_be_hidden()
    page.evaluate("gdsim.players[1].ready")
    page.evaluate("gdsim.players[1].addRival({learning_rate: 0.02})")
    expect(own).to_be_visible()
    assert own.locator("li").count() == 2


def test_cell_of_the_map_shows_its_run_and_is_marked(page: Page, race_site: Path) -> None:
    run = records(race_site, "fundraising", "far")[2]["id"]
    cell = page.locator(f'#map-rates a[data-run="{run}"]')
    cell.click()
    page.wait_for_function("run => gdsim.players[0].run === run", arg=run)
    marked = page.locator("#map-rates [aria-current]")
    expect(marked).to_have_count(1)
    assert marked.get_attribute("data-run") == run
    other = records(race_site, "fundraising", "origin")[1]["id"]
    page.locator(f'#map-rates a[data-run="{other}"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_function("run => gdsim.players[0].run === run", arg=other)
    assert marked.get_attribute("data-run") == other


def test_map_follows_the_player_and_marks_nothing_where_it_has_no_cell(page: Page, race_site: Path) -> None:
    marked = page.locator("#map-rates [aria-current]")
    assert marked.get_attribute("data-run") == records(race_site)[0]["id"]
    call(page, "select", {"init": "far"})
    assert marked.get_attribute("data-run") == records(race_site, init="far")[0]["id"]
    call(page, "start", 3.0, 4.0)
    expect(marked).to_have_count(0)


def test_address_of_a_cell_opens_its_run(open_page: Opener, race_site: Path, page: Page) -> None:
    run = records(race_site, "fundraising", "far")[1]["id"]
    address = page.locator(f'#map-rates a[data-run="{run}"]').evaluate("cell => cell.href")
    fresh = open_page(address).page
    assert fresh.evaluate("gdsim.players[0].run") == run


def test_every_run_of_the_map_is_a_cell(page: Page, race_site: Path) -> None:
    cells = page.locator("#map-rates a[data-run]").evaluate_all("cells => cells.map(a => a.dataset.run)")
    wanted = [run["id"] for init in ("origin", "far") for run in records(race_site, init=init)]
    assert cells == wanted


def test_panel_follows_the_data_in_the_player(page: Page) -> None:
    """What the page computes is what the build computes."""
    dataset = datasets.get("clean-linear")()
    facts = Numbers({}, {"clean-linear": dataset}, pytest.fail).thresholds(
        "clean-linear", "mse", standardize=False
    )
    assert facts.theory is not None
    call(page, "select", {"dataset": "clean-linear"})
    panel = page.locator("#thresholds-fundraising")
    expect(panel.locator(".gdsim-data-name")).to_have_text("Clean linear")
    for fact, value in vars(facts.theory).items():
        shown = panel.locator(f"data[data-fact={fact}]").text_content() or ""
        assert float(shown) == pytest.approx(value, rel=5e-4), fact
    rows = panel.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    assert rows == [
        [
            rate_in_words(rate),
            behaviour(rate, facts.theory),
            *(f"{facts.epochs_to(rate, (0.0, 0.0), 0.01, name):,}" for name in ("w", "b")),
        ]
        for rate in default_rates(facts.theory)
    ]


def test_panel_says_why_the_readers_data_have_no_threshold(page: Page) -> None:
    own = {"name": "own", "title": "My own", "note": "", "source": "", "n": 3, "digest": "sha256:own"}
    own |= {"schema": "gdsim.dataset/1", "points": {"x": [2, 2, 2], "y": [1, 2, 4]}}
    own |= {"labels": {"x": "x", "y": "y"}, "units": {"x": "", "y": ""}}
    call(page, "own", own)
    panel = page.locator("#thresholds-fundraising")
    expect(panel.locator(".gdsim-followed")).to_contain_text("My own, as in the player: x is constant")
    expect(panel.locator("dl")).to_be_hidden()
    expect(panel.locator("table")).to_be_hidden()
    call(page, "select", {"dataset": "fundraising"})
    expect(panel.locator("dl")).to_be_visible()
    expect(panel.locator("data[data-fact=learning_rate_max]")).to_have_text("0.03618")


def test_without_scripts_picture_map_and_panel_are_complete(open_page: Opener, race_site: Path) -> None:
    page = open_page((race_site / "index.html").as_uri(), javascript=False).page
    picture = page.locator(f"{RACE_FIGURE} .gdsim-overlay img")
    assert picture.is_visible()
    assert picture.evaluate("picture => picture.naturalWidth") == 1280
    assert "4 runs side by side on Fundraising" in (picture.get_attribute("alt") or "")
    assert page.locator("#map-rates table").is_visible()
    assert page.locator("#thresholds-fundraising tbody tr").count() == 4


@pytest.mark.chromium
def test_on_paper_the_race_is_its_picture(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(f"{RACE_FIGURE} .gdsim-overlay img")).to_be_visible()
    expect(page.locator(f"{RACE_FIGURE} .gdsim-live")).to_be_hidden()
    expect(page.locator("#map-rates table")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [380, 900, 1600])
def test_nothing_is_wider_than_the_screen(
    open_page: Opener, race_site: Path, width: int, scheme: str
) -> None:
    opened = open_page((race_site / "index.html").as_uri(), width=width, scheme=scheme)
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.complaints == opened.outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_in_cells_can_be_read(open_page: Opener, race_site: Path, scheme: str) -> None:
    """7 : 1 between ink and every shade, as everywhere."""
    page = open_page((race_site / "index.html").as_uri(), scheme=scheme).page
    colours = page.evaluate(
        """() => {
        const read = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
        return [read('--gdsim-ink'), ...[0, 1, 2, 3, 4, 5, 6].map(k => read(`--gdsim-heat-${k}`))];
        }"""
    )
    ink, *shades = colours
    assert all(contrast(ink, shade) >= 7 for shade in shades), [contrast(ink, s) for s in shades]
    assert len(set(shades)) == 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_race_map_and_thresholds(
    open_page: Opener, race_site: Path, scheme: str
) -> None:
    watched = open_page((race_site / "index.html").as_uri(), scheme=scheme)
    watched.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = watched.page.evaluate("axe.run().then(({violations}) => violations)")
    assert [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]] == []


def test_without_scripts_a_cell_leads_to_the_player(open_page: Opener, race_site: Path) -> None:
    page = open_page((race_site / "index.html").as_uri(), javascript=False, wake=False).page
    page.locator("#map-rates td a").first.press("Enter")
    assert page.locator(":target").get_attribute("id") == RACE_FIGURE[1:]
