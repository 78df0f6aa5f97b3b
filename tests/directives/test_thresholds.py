"""Threshold panels: the numbers are those of theory, and a dataset without any gets words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gdsim.core.dataset import Dataset
from gdsim.core.trajectory import Theory
from gdsim.directives.thresholds import behaviour, default_rates
from tests.content.fakes import FakeFacts
from tests.directives.writing import html_of, mistakes_of, render

X = np.array([1.0, 2, 3, 5, 6, 7, 8])
Y = np.array([155.0, 197, 244, 356, 409, 448, 500])


@pytest.fixture(autouse=True)
def _real_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """``fundraising`` holds its own points, ``line-up`` one x alone."""

    def points(self: FakeFacts, name: str) -> Dataset:
        if name == "fundraising":
            return Dataset(name, X, Y, title="Fundraising")
        return Dataset(name, np.full(3, 2.0), np.arange(3.0))

    monkeypatch.setattr(FakeFacts, "points", points)


def test_panel_holds_the_checked_numbers(tmp_path: Path) -> None:
    """η_max, swinging, condition number and epochs to 1 % as requirements.md, part 4, has them."""
    page = render(tmp_path, "::: thresholds fundraising\nrates: [0.001, 0.01, 0.02, 0.037]\n:::\n")
    assert page.mistakes == ()
    for fact, shown in (
        ("learning_rate_max", "0.03618"),
        ("swing_from", "0.01809"),
        ("condition_number", "128.2"),
    ):
        assert f'<data data-fact="{fact}" value="' in page.html
        assert f">{shown}</data>" in page.html.partition(f'data data-fact="{fact}"')[2][:60]
    rows = page.html.partition("<tbody>")[2].partition("</tbody>")[0]
    number = '<td class="gdsim-number">'
    assert rows == "".join(
        f'<tr><th scope="row" class="gdsim-number">{rate}</th><td>{words}</td>'
        f"{number}{w}</td>{number}{b}</td></tr>"
        for rate, words, w, b in (
            ("0.001", "crawls", "7,917", "10,403"),
            ("0.01", "slides down one side", "791", "1,039"),
            ("0.02", "swings, and settles", "395", "518"),
            ("0.037", "diverges", "never", "never"),
        )
    )
    assert "Epochs from (0, 0) until each parameter stays within 1 % of its best value." in page.html


def test_default_rates_are_short_and_below_the_threshold(tmp_path: Path) -> None:
    html = html_of(tmp_path, "::: thresholds fundraising\n:::\n")
    assert html.startswith(
        '<section class="gdsim-thresholds gdsim-wide" id="thresholds-fundraising"'
        ' aria-label="Which learning rates work on Fundraising" data-dataset="fundraising"'
        ' data-loss="{&quot;name&quot;:&quot;mse&quot;}" data-start="[0.0,0.0]">'
        '<p><strong class="gdsim-title">Which learning rates work on '
        '<span class="gdsim-data-name">Fundraising</span></strong> </p>'
    )
    for rate in ("1.808e-3", "0.01808", "0.03436", "0.03589"):
        assert f'<th scope="row" class="gdsim-number">{rate}</th>' in html
    narrow = default_rates(Theory(2e-9, 1e-9, 2e-9 * (1 - 1e-12), 1e12))
    assert all(rate < 2e-9 for rate in narrow)
    assert default_rates(Theory(1.0, 0.5, 0.5, 1.0)) == [0.05, 0.5, 0.95]


def test_start_scaling_and_loss_count(tmp_path: Path) -> None:
    scaled = html_of(tmp_path, "::: thresholds fundraising\nstandardize: true\nrates: [0.01, 0.1]\n:::\n")
    # H = 2 I: each parameter keeps 0.98 and 0.8 of its error an epoch.
    assert '<td class="gdsim-number">228</td><td class="gdsim-number">228</td>' in scaled
    assert '<td class="gdsim-number">21</td><td class="gdsim-number">21</td>' in scaled
    assert "with standardised inputs" in scaled
    near = html_of(tmp_path, "::: thresholds fundraising\nrates: [0.01]\ninit: [50.2, 100.2]\n:::\n")
    assert '<td class="gdsim-number">0</td><td class="gdsim-number">0</td>' in near
    ridge = html_of(tmp_path, "::: thresholds fundraising\nloss: {name: ridge, l2: 5}\n:::\n")
    assert ">0.03618</data>" not in ridge


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("::: thresholds line-up\n:::\n", "x is constant, so many lines fit equally well"),
        ("::: thresholds line-up\nstandardize: true\n:::\n", "x is constant, so it cannot be standardised"),
        (
            "::: thresholds fundraising\nloss: mae\n:::\n",
            "the slope of this loss does not change in proportion",
        ),
    ],
)
def test_what_has_no_threshold_gets_words(tmp_path: Path, text: str, why: str) -> None:
    html = html_of(tmp_path, text)
    assert f'<p class="gdsim-none">There is no threshold to compute: {why}' in html
    assert "<table" not in html


def test_panel_follows_the_nearest_player(tmp_path: Path) -> None:
    player, panel = "::: animation rates\n:::\n", "::: thresholds fundraising\nfollow: true\n:::\n"
    assert 'data-follow="player-rates"' in html_of(tmp_path, f"{player}\n{panel}\n{player}")
    assert 'data-follow="player-rates"' in html_of(tmp_path, f"{panel}\n{player}\n{player}")
    assert mistakes_of(tmp_path, panel) == [
        "2: follow: there is no player on this page whose data it could follow"
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("rates: [0.1, 0]", "2: a learning rate is a number > 0 and below 1.8e308, got 0.0"),
        ("rates:\n  - 0.1\n  - .inf", "4: a learning rate is a number > 0 and below 1.8e308, got inf"),
        ("rates: []", "2: rates holds 1 to 8 learning rates, got 0"),
        ("init: [1]", "2: init must be [w, b], numbers within ±1e100, got [1.0]"),
        ("init: [1, 1e101]", "2: init must be [w, b], numbers within ±1e100, got [1.0, 1e+101]"),
        ("loss: mes", "2: unknown loss 'mes'; did you mean 'mse'?"),
        ("loss: {name: huber, delta: -1}", "2: huber: delta must be"),
        ("standardise: true", "2: unknown key 'standardise'; did you mean 'standardize'?"),
    ],
)
def test_mistakes(tmp_path: Path, body: str, message: str) -> None:
    (mistake,) = mistakes_of(tmp_path, f"::: thresholds fundraising\n{body}\n:::\n")
    assert mistake.startswith(message)


def test_unknown_dataset_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    (mistake,) = mistakes_of(tmp_path, "\n::: thresholds fundraisin\n:::\n")
    assert mistake == "2: unknown dataset 'fundraisin'; did you mean 'fundraising'?"


def test_behaviour_changes_at_the_thresholds() -> None:
    theory = Theory(0.04, 0.02, 0.039, 40.0)
    assert [behaviour(rate, theory) for rate in (0.001, 0.02, 0.021, 0.04)] == [
        "crawls",
        "slides down one side",
        "swings, and settles",
        "diverges",
    ]
