"""Outcome maps: every run as a cell that says how it ended and leads to it in the page's player."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gdsim.core.run import Choice, Init, Run
from gdsim.core.trajectory import Outcome, Theory, Trajectory
from tests.content import fakes
from tests.content.fakes import SWEEP, FakeFacts, spec_of, trajectory_of
from tests.directives.writing import html_of, mistakes_of, render

PLAYER = "::: animation rates\n:::\n"
MAP = "::: map rates\nrows: dataset\n:::\n"


def test_cells_say_outcome_and_epoch_and_lead_to_their_run(tmp_path: Path) -> None:
    html = html_of(tmp_path, f"{PLAYER}\n{MAP}")
    start = '<figure class="gdsim-map gdsim-wide" id="map-rates" data-sweep="rates" data-for="player-rates">'
    assert start in html
    table = html.partition(start)[2]
    assert table.startswith(
        '<section class="gdsim-scroll" tabindex="0"'
        ' aria-label="Outcomes by dataset and learning rate">'
        '<table><thead><tr><td rowspan="2" class="gdsim-map-corner">dataset</td>'
        '<th scope="colgroup" colspan="3" class="gdsim-map-axis">learning rate</th></tr>'
        '<tr><th scope="col">0.01</th><th scope="col">0.02</th><th scope="col">0.05</th></tr></thead><tbody>'
        '<tr><th scope="row">line up</th>'
        '<td class="gdsim-map-converged gdsim-heat-0">'
        '<a href="#player-rates"'
        ' data-permalink="#player-rates&amp;sweep=rates&amp;run=line-up.mse.gd.lr-0.01.origin"'
        ' data-run="line-up.mse.gd.lr-0.01.origin"'
        ' aria-label="3: converged at epoch 3; learning rate 0.01, dataset line up">'
        '<span aria-hidden="true">✓</span> 3</a></td>'
    )
    assert table.count("<td class=") == 6
    assert (
        'data-run="fundraising.mse.gd.lr-0.05.origin"'
        ' aria-label="10: diverges at epoch 10; learning rate 0.05, dataset fundraising">'
        '<span aria-hidden="true">×</span> 10</a></td>' in table
    )
    assert "✓</span> converged at this epoch</li>" in table
    assert "×</span> diverges at this epoch</li>" in table
    assert "not there when the run ends" not in table


def world(monkeypatch: pytest.MonkeyPatch, *runs: Run, ends: dict[str, dict[str, Any]]) -> None:
    """The fakes' sweep with other runs, each with an end of its own; closed form takes 10,000 epochs."""

    def end(run: Run) -> Trajectory:
        return replace(trajectory_of(run), **ends[run.id])

    monkeypatch.setattr(fakes, "SWEEP", replace(SWEEP, runs=runs))
    monkeypatch.setattr(FakeFacts, "trajectory", lambda self, run: end(run))
    monkeypatch.setattr(
        FakeFacts, "numbers_of", lambda self, run: SimpleNamespace(epochs_to=lambda fraction: 10_000)
    )


def run_of(name: str, rate: float, start: str, **changes: Any) -> Run:
    """A run from a named start."""
    init = Init(start, (0.0, 0.0))
    return Run("rates", name, replace(spec_of("line-up", rate), init=init, **changes))


THEORY = Theory(0.04, 0.02, 0.039, 40.0)
CONVERGED, BUDGET, DIVERGED = Outcome("converged", 10), Outcome("budget", 20), Outcome("diverged", 1)


def test_threshold_divides_the_columns_and_shades_are_even_on_a_log_scale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = {"a": 0.01, "b": 0.02, "c": 0.05}
    runs = [
        run_of(f"{name}{start}", rate, start)
        for start in ("origin", "corner")
        for name, rate in rates.items()
    ]
    outcomes = [CONVERGED, BUDGET, DIVERGED, Outcome("converged", 100), Outcome("converged", 316), DIVERGED]
    ends = {
        run.id: {"outcome": outcome, "theory": THEORY} for run, outcome in zip(runs, outcomes, strict=True)
    }
    world(monkeypatch, *runs, ends=ends)
    html = html_of(tmp_path, f"{PLAYER}\n::: map rates\n:::\n")
    assert (
        '<th scope="colgroup" colspan="2" class="gdsim-map-axis">'
        "learning rate below η<sub>max</sub> = 0.04</th>"
        '<th scope="colgroup" colspan="1" class="gdsim-map-axis gdsim-past">above it</th>' in html
    )
    assert '<th scope="col" class="gdsim-past">0.05</th>' in html
    assert html.count('<td class="gdsim-map-diverged gdsim-past">') == 2
    # 10, 100, 316 and 10,000 epochs: 0, 2, 3 and 6 of six steps from 10 to 10,000.
    for level, words in (
        (0, "✓</span> 10<"),
        (2, "✓</span> 100<"),
        (3, "✓</span> 316<"),
        (6, "…</span> 10,000<"),
    ):
        assert f'gdsim-heat-{level}"' in html.partition(words)[0].rpartition("<td class=")[2]
    assert "would converge at epoch 10,000, the run ends at 10;" in html
    assert '<th scope="row">corner <span>(0, 0)</span></th>' in html
    assert "</span> <span>the threshold η<sub>max</sub></span></li>" in html
    assert '10 <span class="gdsim-shades"' in html


def test_runs_without_closed_form_and_pairs_not_swept_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adam = Choice("adam")
    runs = [run_of("a", 0.01, "origin", optimizer=adam), run_of("b", 0.02, "corner", optimizer=adam)]
    world(monkeypatch, *runs, ends={run.id: {"outcome": BUDGET, "theory": THEORY} for run in runs})

    def refuses(fraction: float) -> int:
        raise ValueError("no optimum")

    monkeypatch.setattr(FakeFacts, "numbers_of", lambda self, run: SimpleNamespace(epochs_to=refuses))
    html = html_of(tmp_path, "::: map rates\n:::\n")
    assert html.count('<td class="gdsim-map-beyond">') == 2
    assert "…</span> over 10</a>" in html
    assert html.count('<td><span class="gdsim-map-none">not swept</span></td>') == 2
    assert "η" not in html  # thresholds are those of plain descent


def test_rates_as_rows_have_the_line_above_the_first_that_is_past_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [run_of(f"{rate}", rate, "origin") for rate in (0.05, 0.01, 0.06)]
    world(monkeypatch, *runs, ends={run.id: {"outcome": DIVERGED, "theory": THEORY} for run in runs})
    html = html_of(tmp_path, "::: map rates\nrows: learning_rate\ncolumns: init\n:::\n")
    assert html.count("gdsim-past-row") == 1
    assert '<tr class="gdsim-past-row"><th scope="row">0.05</th>' in html


def test_nearest_player_of_the_sweep_is_the_one_above(tmp_path: Path) -> None:
    html = html_of(tmp_path, f"{PLAYER}\n{PLAYER}\n{MAP}\n{PLAYER}")
    assert 'data-for="player-rates-2"' in html


def test_player_below_is_found_too(tmp_path: Path) -> None:
    page = render(tmp_path, f"{MAP}\n::: race rates\nvary: dataset\n:::\n")
    assert 'data-for="player-rates"' in page.html
    assert len(page.players) == 1


def test_page_without_a_player_gets_one_with_the_map(tmp_path: Path) -> None:
    page = render(tmp_path, f"{MAP}\n{MAP}")
    assert page.mistakes == ()
    assert [use.figure for use in page.players] == ["player-rates"]
    assert page.html.index('id="player-rates"') < page.html.index('id="map-rates"')
    assert page.html.count('data-for="player-rates"') == 2
    assert 'id="map-rates-2"' in page.html


def test_player_can_be_named(tmp_path: Path) -> None:
    text = f"::: map rates\nrows: dataset\nfor: player-rates-2\n:::\n\n{PLAYER}\n{PLAYER}"
    assert 'data-for="player-rates-2"' in html_of(tmp_path, text)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("for: player-rate", "2: for: no player 'player-rate' on this page; did you mean 'player-rates'?"),
        ("rows: inits", "2: rows: 'inits' is no field of a run; did you mean 'init'?"),
        ("columns: init", "2: rows and columns are both 'init'; choose two fields"),
        ("rows: dataset\ndataset: line-up", "3: dataset makes the rows of this map; leave it out here"),
        ("dataset: nope", "2: sweep 'rates' has no dataset 'nope'; it has line-up, fundraising"),
        ("columns: epochs", "1: this map has 1 × 1 cells, from 2 to 100,000 can be drawn"),
    ],
)
def test_mistakes(tmp_path: Path, body: str, message: str) -> None:
    (mistake,) = mistakes_of(tmp_path, f"::: map rates\n{body}\n:::\n\n{PLAYER}")
    assert mistake.startswith(message)


def test_a_map_of_many_cells_is_a_picture_with_a_table_of_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each run is a character of the picture: a shade, b where the budget ended, d where it diverged."""
    rates, starts = [(k + 1) / 1_000 for k in range(50)], [f"s{k}" for k in range(9)]
    runs = [run_of(f"{start}-{rate}", rate, start) for start in starts for rate in rates]
    missing = runs.pop(50 + 3)
    kinds = [CONVERGED, Outcome("converged", 1_000), BUDGET, DIVERGED]
    ends = {run.id: {"outcome": kinds[k % 4], "theory": THEORY} for k, run in enumerate(runs)}
    world(monkeypatch, *runs, ends=ends)
    html = html_of(tmp_path, f"{PLAYER}\n::: map rates\n:::\n").partition('class="gdsim-map ')[2]
    told = json.loads(unescape(re.search(r'data-map="([^"]*)"', html)[1]))  # type: ignore[index]
    assert told["rows"] == {"field": "init", "label": "start", "values": starts}
    assert told["columns"]["values"] == rates
    assert told["others"]["dataset"] == "line-up"
    assert told["others"]["loss"] == {"name": "mse"}
    assert set(told["others"]) == {"dataset", "loss", "optimizer", "epochs", "standardize"}
    assert told["cells"][0] == ("06bd" * 13)[:50]
    assert told["cells"][1][:5] == "bd0-6"
    assert missing.id not in html
    assert told["epochs"] == [10, 1_000]
    assert told["past"] == [39] * 9
    assert html.count("data-run=") == 9 * 16 - 1  # one of these was not swept
    words = html.partition('gdsim-map-words">')[2].partition("</p>")[0]
    assert words.startswith("Down: start, s0 to s8; across: learning rate, 0.001 to 0.05. 449 runs: ")
    assert "225 converge (shaded, from 10 to 1,000 epochs), 112 are not there when they end (dotted)" in words
    assert words.endswith("The line is the threshold. The table has 16 of 50 learning rates.")


def test_a_map_of_more_cells_than_can_be_drawn_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [run_of(f"{k}", (k + 1) / 1_000, f"s{k}") for k in range(320)]
    world(monkeypatch, *runs, ends={run.id: {} for run in runs})
    (found,) = mistakes_of(tmp_path, "::: map rates\n:::\n")
    assert "this map has 320 × 320 cells, from 2 to 100,000 can be drawn" in found
