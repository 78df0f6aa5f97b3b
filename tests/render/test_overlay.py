"""Runs side by side in one picture: their colours, their places, and the same bytes each time."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from by_hand import descend, noisy_line, trajectory_of, view_of
from numpy.typing import NDArray
from PIL import Image

from gdsim.core.run import Choice, Init, RunSpec
from gdsim.core.theme import LIGHT, RACE
from gdsim.core.view import View
from gdsim.render.overlay import HEADER, SIZE, Entry, overlay_of
from gdsim.render.stage import RenderError

Pixels = NDArray[np.int64]
# Slow, fast, and one that diverges: on these data the threshold is at 0.0286.
RATES = (0.002, 0.02, 0.035)


def entry(view: View, rate: float, start: tuple[float, float] = (0.0, 0.0), **spec: Any) -> Entry:
    """A run in a view, with the spec that it would have."""
    given = RunSpec("by-hand", "line", view.loss, Choice("gd"), rate, Init("origin", start), 45)
    return Entry(replace(given, **spec), descend(view, rate, 45, start), view)


def pixels_of(png: bytes) -> Pixels:
    """Shape (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(np.int64)


def near(pixels: Pixels, color: str, within: int = 40) -> NDArray[np.bool_]:
    """Where a picture has about this colour."""
    wanted = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)])
    return np.asarray(np.abs(pixels - wanted).max(axis=2) <= within)


@pytest.fixture(scope="module")
def race() -> bytes:
    """Three learning rates."""
    view = view_of(noisy_line())
    return overlay_of([entry(view, rate) for rate in RATES])


def test_picture_has_its_size_and_is_drawn_on_paper(race: bytes) -> None:
    pixels = pixels_of(race)
    assert pixels.shape == (SIZE[1], SIZE[0], 3)
    paper = near(pixels, LIGHT.paper, 3).mean()
    assert 0.75 < paper < 0.98
    assert near(pixels[:HEADER], LIGHT.ink).sum() > 300  # the sentence above the panels


def test_every_run_has_its_colour_in_both_panels(race: bytes) -> None:
    pixels = pixels_of(race)
    half = SIZE[0] // 2
    for color in RACE[: len(RATES)]:
        assert near(pixels[:, :half], color).sum() > 60, color
        assert near(pixels[:, half:], color).sum() > 60, color
    assert near(pixels, RACE[4], 20).sum() < 20


def test_same_runs_give_the_same_bytes(race: bytes) -> None:
    view = view_of(noisy_line())
    assert overlay_of([entry(view, rate) for rate in RATES]) == race
    assert overlay_of([entry(view, rate) for rate in reversed(RATES)]) != race


def test_slow_run_stands_above_the_fast_one_at_the_end(race: bytes) -> None:
    """Loss grows upwards: at the right end of the left panel the colours stand in the order of the losses."""
    pixels = pixels_of(race)
    beside = slice(SIZE[0] // 2 - 195, SIZE[0] // 2 - 160)  # marks and names at the ends of the curves
    heights = [np.flatnonzero(near(pixels[HEADER:, beside], color).any(axis=1)).mean() for color in RACE[:2]]
    assert heights[0] < heights[1] - 10


def test_run_that_diverges_stays_inside_the_axes() -> None:
    view = view_of(noisy_line())
    calm = pixels_of(overlay_of([entry(view, 0.002), entry(view, 0.02)]))
    wild = pixels_of(overlay_of([entry(view, 0.002), entry(view, 0.035)]))
    lost = near(wild, RACE[1]) & ~near(calm, RACE[1])
    rows = np.flatnonzero(lost.any(axis=1))
    assert lost.sum() > 60
    assert rows.min() >= HEADER
    assert rows.max() < SIZE[1] - 54
    left = np.flatnonzero(near(wild, RACE[1]).any(axis=0))
    assert left.max() < SIZE[0] - 20


def test_params_at_1e300_are_drawn() -> None:
    view = view_of(noisy_line())
    path = np.array([[0.0, 0.0], [1e150, -1e150], [-1e300, 1e300]])
    end = trajectory_of(view, path, np.array([5.0, 1e200, np.inf]), status="diverged")
    runs = [entry(view, 0.002), Entry(replace(entry(view, 1e3).spec), end, view)]
    assert near(pixels_of(overlay_of(runs)), RACE[1]).sum() > 20


def test_runs_on_different_data_share_no_plane_of_params() -> None:
    """Their losses are drawn alone, over the whole width."""
    other = noisy_line()
    views = [view_of(noisy_line()), view_of(replace(other, name="other", y=2 * other.y))]
    runs = [entry(view, 0.02, dataset=view.dataset.name) for view in views]
    pixels = pixels_of(overlay_of(runs))
    axis = near(pixels, LIGHT.soft).sum(axis=0)
    wide = np.flatnonzero(axis[SIZE[0] // 2 - 20 : SIZE[0] // 2 + 200] > 100)
    assert not len(wide)  # no second vertical axis
    assert near(pixels[:, 700:], RACE[0]).sum() > 60


def test_names_are_cut_and_never_read_as_formulas() -> None:
    view = view_of(noisy_line())
    names = ["$\\frac{" + "x" * 200, "b_$"]
    runs = [entry(view, 0.002, init=Init(name, (0.0, 0.0))) for name in names]
    assert near(pixels_of(overlay_of(runs)), RACE[0]).sum() > 60


def test_failure_says_which_race(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError("no ink")

    monkeypatch.setattr("gdsim.render.overlay._draw_losses", fails)
    view = view_of(noisy_line())
    with pytest.raises(RenderError, match="race of by-hand: no ink"):
        overlay_of([entry(view, 0.002), entry(view, 0.02)])
