"""Models that are no line: their views are drawn and their runs computed in the page, without films."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from chromium import Opener, Watched
from screen import pixels
from test_player import VERMILION, Player

import gdsim
from gdsim import datasets
from gdsim.core.run import Choice
from gdsim.descent.oracle import PointOracle
from gdsim.descent.problem import problem_of

SWEEPS = {
    "growing": ("growth", "exponential", "mse", "2e-4", "origin"),
    "passing": ("pass-or-fail", "logistic", "cross-entropy", "0.05", "origin"),
    "waving": ("tide", "sine", "mse", "0.005", "[0.5, 0]"),
}
BENT = (
    "title: Bent\ndataset: saturating\nmodel: polynomial\nstandardize: true\nlearning_rate: 0.2\nepochs: 40\n"
)


@pytest.fixture(scope="module")
def models_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a player of each model, built without media."""
    folder = tmp_path_factory.mktemp("models")
    players = [f"::: animation {name}\nviews: [fit, contour]\n:::\n" for name in SWEEPS]
    files = {
        "site.yaml": "title: Models\n",
        "index.md": "# Models\n\n" + "\n".join([*players, "::: animation bent\nviews: [fit, params]\n:::\n"]),
        "sweeps/bent.yaml": BENT,
    }
    for name, (dataset, model, loss, rate, init) in SWEEPS.items():
        start = "" if init == "origin" else f"init: {{here: {init}}}\n"
        files[f"sweeps/{name}.yaml"] = (
            f"dataset: {dataset}\nmodel: {model}\nloss: {loss}\nlearning_rate: {rate}\nepochs: 300\n{start}"
        )
    for name, text in files.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    gdsim.build(folder / "content", output=folder / "site", cache=folder / "cache", media=False)
    return folder / "site"


@pytest.fixture
def watched(open_page: Opener, models_site: Path) -> Iterator[Watched]:
    watched = open_page((models_site / "index.html").as_uri())
    yield watched
    assert watched.complaints == watched.outside == []


@pytest.mark.parametrize("name", SWEEPS)
def test_every_view_of_two_params_is_live(watched: Watched, name: str) -> None:
    player = Player(watched.page, f"player-{name}")
    every = ["fit", "contour", "surface", "loss", "params"]
    player.get(f"views = {every}")
    player.call("seek", 100)
    assert player.get("views") == every
    assert player.figure.locator(".gdsim-view:visible > canvas").count() == len(every)
    for view in every:
        before = pixels(player.figure.locator(f"[data-view={view}] canvas"))
        player.call("seek", 0)
        after = pixels(player.figure.locator(f"[data-view={view}] canvas"))
        assert np.abs(before - after).max() > 60, view
        player.call("seek", 100)


@pytest.mark.parametrize("name", [*SWEEPS, "bent"])
def test_the_fit_bends(watched: Watched, name: str) -> None:
    """The current curve is no straight line on screen."""
    player = Player(watched.page, f"player-{name}")
    player.call("seek", 300)
    image = pixels(player.figure.locator("[data-view=fit] canvas"))
    rows, columns = np.nonzero(np.abs(image - np.array(VERMILION)).max(axis=-1) <= 12)
    slope, offset = np.polyfit(columns, rows, 1)
    assert np.abs(rows - slope * columns - offset).max() > 8


@pytest.mark.parametrize("name", SWEEPS)
def test_the_contour_reads_off_the_loss_of_the_build(watched: Watched, name: str) -> None:
    dataset, model, loss, *_ = SWEEPS[name]
    oracle = PointOracle(problem_of(datasets.get(dataset)(), model, Choice(loss), standardize=False), [])
    player = Player(watched.page, f"player-{name}")
    player.figure.locator("[data-view=contour] canvas").hover(position={"x": 200, "y": 120})
    told = player.figure.locator("[data-view=contour] .gdsim-probe")
    told.wait_for()
    words = told.inner_text().replace("\N{MINUS SIGN}", "-")
    w, b, read = (float(number) for number in re.findall(r"-?\d[\d.]*(?:e-?\d+)?", words))
    truth = oracle.measure(np.array([[w, b]])).loss[0]
    assert read == pytest.approx(truth, rel=0.02), words


@pytest.mark.parametrize("name", SWEEPS)
def test_a_press_starts_a_run_from_there(watched: Watched, name: str) -> None:
    dataset, model, loss, *_ = SWEEPS[name]
    player = Player(watched.page, f"player-{name}")
    player.figure.locator("[data-view=contour] canvas").click(position={"x": 200, "y": 120})
    player.wait("player.ground.live")
    path, start = player.get("trajectory.path"), player.get("trajectory.init.params")
    oracle = PointOracle(problem_of(datasets.get(dataset)(), model, Choice(loss), standardize=False), [])
    assert path["loss"][0] == oracle.measure(np.array([[start["w"], start["b"]]])).loss[0]
    assert path["loss"][-1] < path["loss"][0]
    assert player.button("More").is_visible()
    assert not player.button("Your data").is_visible()


def test_params_of_any_number_stand_one_below_the_other(watched: Watched) -> None:
    player = Player(watched.page, "player-bent")
    canvas = player.figure.locator("[data-view=params] canvas")
    canvas.hover(position={"x": 200, "y": 60})
    told = player.figure.locator("[data-view=params] .gdsim-probe")
    told.wait_for()
    assert re.fullmatch(r"epoch \d+: a2 \S+, a1 \S+, a0 \S+", told.inner_text())
    assert player.figure.locator(".gdsim-view[data-view=contour]").count() == 0
    assert not player.button("More").is_visible()  # three params are more than a start in the page has
