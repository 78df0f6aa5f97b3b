"""Races: which runs they hold, the picture that the build makes of them, the table where it makes none."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest

from gdsim.core.page import Page
from tests.directives.writing import html_of, mistakes_of, render

RACE = "::: race rates\nvary: learning_rate\ntitle: Three *rates*\ncaption: See {{ 1 + 1 }}.\n:::\n"
IDS = [f"line-up.mse.gd.lr-{rate}.origin" for rate in ("0.01", "0.02", "0.05")]
DESCRIPTION = (
    "3 runs side by side on line-up, with different learning rates. "
    "0.01: loss 1.25 to 0.25, converged at epoch 3; 0.02: loss 1.25 to 0.25, converged at epoch 3; "
    "0.05: loss 1.25 to 1.1e12, diverged at epoch 10. 0.01 and 0.02 end level: loss 0.25; 0.05 diverges."
)


def test_race_is_a_player_with_all_runs_and_one_picture(tmp_path: Path) -> None:
    page = render(tmp_path, RACE)
    assert page.mistakes == ()
    (use,) = page.overlays
    assert (use.sweep, list(use.runs)) == ("rates", IDS)
    assert use.path.startswith("media/rates/race-")
    assert use.path.endswith(".png")
    race = json.dumps(IDS, separators=(",", ":")).replace('"', "&quot;")
    assert page.html == (
        f'<figure class="gdsim-player" id="player-rates" data-sweep="rates" data-run="{IDS[0]}"'
        f' data-root="../" data-views="contour loss"{varies(page)} data-race="{race}">'
        '<div class="gdsim-fallback"><div class="gdsim-scroll gdsim-overlay" tabindex="0">'
        f'<img loading="lazy" width="1280" height="480" alt="{DESCRIPTION}" src="../{use.path}"></div></div>'
        '<figcaption><strong class="gdsim-title">Three <em>rates</em></strong> <span>See 2.</span> '
        f'<p class="gdsim-description">{DESCRIPTION}</p></figcaption></figure>'
    )
    assert Page.from_record(json.loads(json.dumps(page.record()))).overlays == page.overlays


def varies(page: Page) -> str:
    """What the figure of every player says of the fields that vary, if anything."""
    start = page.html.index('data-views="contour loss"') + len('data-views="contour loss"')
    return page.html[start : page.html.index(" data-race=")]


def test_without_media_a_table_says_how_each_ends(tmp_path: Path) -> None:
    page = render(tmp_path, RACE, media=False)
    assert page.overlays == ()
    assert "<img" not in page.html
    assert (
        '<thead><tr><th scope="col">learning rate</th><th scope="col" class="gdsim-number">final loss</th>'
        '<th scope="col">outcome</th></tr></thead><tbody><tr><th scope="row">0.01</th>'
        '<td class="gdsim-number">0.25</td><td>converged at epoch 3</td></tr>' in page.html
    )
    assert (
        '<th scope="row">0.05</th><td class="gdsim-number">1.1e12</td><td>diverged at epoch 10' in page.html
    )


@pytest.mark.parametrize(
    ("body", "runs"),
    [
        ("vary: learning_rate\nvalues: [0.05, 0.01]", [IDS[2], IDS[0]]),
        ("vary: dataset\nlearning_rate: 0.02", [IDS[1], "fundraising.mse.gd.lr-0.02.origin"]),
        ("dataset: line-up\nruns: [{learning_rate: 0.02}, {learning_rate: 0.05}]", IDS[1:]),
        (
            "runs:\n  - {dataset: fundraising}\n  - {learning_rate: 0.05}",
            ["fundraising.mse.gd.lr-0.01.origin", IDS[2]],
        ),
    ],
)  # fmt: skip
def test_runs_are_those_asked_for_in_that_order(tmp_path: Path, body: str, runs: list[str]) -> None:
    html = html_of(tmp_path, f"::: race rates\n{body}\n:::\n")
    assert json.loads(unescape(html.partition('data-race="')[2].partition('"')[0])) == runs


def test_same_runs_twice_are_one_picture(tmp_path: Path) -> None:
    page = render(tmp_path, f"{RACE}\n{RACE}\n::: race rates\nvary: dataset\n:::\n")
    assert [len(use.runs) for use in page.overlays] == [3, 2]
    assert [use.figure for use in page.players] == ["player-rates", "player-rates-2", "player-rates-3"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("title: T", "1: a race has either 'vary: learning_rate' (or another field) or a list 'runs:'"),
        ("vary: init\nruns: [{}]", "1: a race has either 'vary: learning_rate' (or another field) or a list"),
        ("vary: learning_rat", "2: vary: 'learning_rat' is no field of a run; did you mean 'learning_rate'?"),
        (
            "vary: learning_rate\nlearning_rate: 0.01",
            "3: learning_rate varies in this race; leave it out here, or choose with 'values:'",
        ),
        (
            "vary: init",
            "2: a race has 2 to 6 runs; these runs have 1 values of init (origin); vary another field",
        ),
        (
            "vary: learning_rate\nvalues: [0.01, 0.03]",
            "3: no run like these has learning_rate 0.03; they have 0.01, 0.02, 0.05",
        ),
        ("vary: learning_rate\nvalues:\n  - 0.01\n  - 0.01", "5: 0.01 is there twice"),
        ("vary: learning_rate\nvalues: [0.01]", "3: a race has 2 to 6 runs, got 1 values"),
        ("values: [1, 2]\nruns: [{}, {}]", "2: values belong to 'vary:'; here the runs are listed"),
        ("runs: [{}]", "2: a race has 2 to 6 runs, got 1"),
        ("runs:\n  - {}\n  - {dataset: line-up}", "4: this run is the same as run 1 of the list"),
        (
            "runs:\n  - {}\n  - {learning_rate: 0.3}",
            "4: sweep 'rates' has no learning_rate 0.3; it has 0.01, 0.02, 0.05",
        ),
        (
            "dataset: line-up\nruns:\n  - {dataset: fundraising}\n  - {}",
            "4: dataset is given for all runs already; leave one of the two out",
        ),
        ("runs:\n  - {}\n  - {rate: 1}", "4: unknown key 'rate'"),
        (
            "vary: learning_rate\ndataset: nope",
            "3: sweep 'rates' has no dataset 'nope'; it has line-up, fund",
        ),
        ("vary: learning_rate\nviews: [contor]", "3: views: 'contor' is unknown; did you mean 'contour'?"),
    ],
)
def test_mistakes(tmp_path: Path, body: str, message: str) -> None:
    (mistake, *_) = mistakes_of(tmp_path, f"::: race rates\n{body}\n:::\n")
    assert mistake.startswith(message)


def test_unknown_sweep_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, "\n::: race rate\nvary: init\n:::\n")
    assert mistake == "2: unknown sweep 'rate'; did you mean 'rates'?"


def test_more_values_than_a_race_holds_are_to_be_chosen_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdsim.directives.race.MOST", 2)
    (mistake,) = mistakes_of(tmp_path, "::: race rates\nvary: learning_rate\n:::\n")
    assert mistake == (
        "2: a race has 2 to 2 runs; these runs have 3 values of learning_rate (0.01, 0.02, 0.05); "
        "choose with 'values: […]'"
    )
