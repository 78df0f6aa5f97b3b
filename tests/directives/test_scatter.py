"""A dataset's points alone: every point in its place, axes named, no line."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from gdsim.core.dataset import Dataset
from gdsim.directives.scatter import ticks
from tests.content.fakes import FakeFacts
from tests.directives.writing import html_of, mistakes_of

SEVEN = Dataset(
    "fundraising",
    np.array([1.0, 2, 3, 5, 6, 7, 8]),
    np.array([155.0, 197, 244, 356, 409, 448, 500]),
    x_label="donations",
    x_unit="thousand",
    y_label="funds <raised>",
)
MANY = Dataset("many", np.arange(2500.0), np.full(2500, -3.0))


@pytest.fixture(autouse=True)
def _real_points(monkeypatch: pytest.MonkeyPatch) -> None:
    def points(self: FakeFacts, name: str) -> Dataset:
        return {"fundraising": SEVEN, "many": MANY}[name]

    monkeypatch.setattr(FakeFacts, "points", points)


def places(html: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'<circle cx="(.*?)" cy="(.*?)"', html)]


def test_each_point_is_drawn_in_its_place(tmp_path: Path) -> None:
    found = np.array(places(html_of(tmp_path, "::: scatter fundraising\n:::\n")))
    across, up = np.polyfit(SEVEN.x, found[:, 0], 1), np.polyfit(SEVEN.y, found[:, 1], 1)
    assert across[0] > 0 > up[0]
    assert np.allclose(np.polyval(across, SEVEN.x), found[:, 0], atol=0.06)
    assert np.allclose(np.polyval(up, SEVEN.y), found[:, 1], atol=0.06)


def test_axes_and_ranges_are_named_and_nothing_is_fitted(tmp_path: Path) -> None:
    html = html_of(tmp_path, "::: scatter fundraising\ntitle: Look\ncaption: First, *look*.\n:::\n")
    assert ">donations (thousand)</text>" in html
    assert ">funds &lt;raised&gt;</text>" in html
    words = "7 points: donations (thousand) from 1 to 8, funds &lt;raised&gt; from 155 to 500"
    assert f'role="img" aria-label="{words}"' in html
    assert html.count("<path") == 1, "the axis alone"
    assert '<strong class="gdsim-title">Look</strong> <span>First, <em>look</em>.</span>' in html


def test_of_many_points_an_even_share_is_drawn_and_said(tmp_path: Path) -> None:
    html = html_of(tmp_path, "::: scatter many\n:::\n")
    assert "one in 3 of 2,500 points" in html
    assert len(places(html)) == 834
    assert len({y for _, y in places(html)}) == 1
    assert "<figcaption" not in html


def test_unknown_words_are_refused_with_their_line(tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, "\n::: scatter fundraising\ncolour: red\n:::\n")
    assert mistake.startswith("3: unknown key 'colour'")


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (137.75, 517.25, [200, 300, 400, 500]),
        (-3, 3, [-2, 0, 2]),
        (1e-9, 3e-9, [1e-9, 1.5e-9, 2e-9, 2.5e-9, 3e-9]),
    ],
)
def test_ticks_are_few_and_round(low: float, high: float, wanted: list[float]) -> None:
    assert ticks(low, high) == pytest.approx(wanted)
