"""Frames that are drawn only where something moves, against frames that are drawn anew."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from by_hand import descend, trajectory_of

from gdsim.render import header, stage
from gdsim.render.changes import box_of, change_between
from gdsim.render.stage import Stage
from gdsim.scenes.surface import SHORT, long_steps

SCENES = ["contour", "fit", "loss", "pair", "params", "surface"]
# Down the valley, to and fro across it, and out of the view.
RATES = [0.002, 0.025, 0.04]


def copies(scene, view, run):
    return [words.copy() for words in Stage(view, scene).frames(run)]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("scene", SCENES)
def test_every_frame_is_as_if_all_of_it_had_been_drawn(scene, rate, view, monkeypatch):
    run = descend(view, rate, 45, (1.4, 3.5))
    found = copies(scene, view, run)
    monkeypatch.setattr(stage, "ink_of", lambda artists: None)
    monkeypatch.setattr(stage, "extent_of", lambda artists, everywhere: everywhere)
    whole = copies(scene, view, run)
    assert len(found) == len(whole) == len(run.frame_epoch)
    assert [k for k, (a, b) in enumerate(zip(found, whole, strict=True)) if not np.array_equal(a, b)] == []


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("scene", SCENES)
def test_nothing_differs_outside_the_boxes(scene, rate, view):
    drawn = Stage(view, scene)
    shown = drawn.background.copy()
    for words, boxes in drawn.drawn(descend(view, rate, 45, (1.4, 3.5))):
        change_between(shown, words, boxes)
        assert np.array_equal(shown, words)


@pytest.mark.parametrize("scene", ["fit", "surface"])
def test_of_a_run_at_rest_only_the_numbers_are_looked_at(scene, view):
    path = np.full((30, 2), 0.4)
    run = trajectory_of(view, path, np.full(30, 2.0))
    boxes = [boxes for _, boxes in Stage(view, scene).drawn(run)]
    assert boxes[0] == [box_of(Stage(view, scene).background)]
    at_rest = [k for k, found in enumerate(boxes) if found == [header.NUMBERS]]
    # The trail becomes part of the background every eighth frame, and what stands on it is drawn again.
    assert len(at_rest) >= (29 if scene == "fit" else 20)


def test_short_steps_are_kept_once_they_add_up():
    limits = ((0.0, 1.0), (-5.0, 5.0))
    path = np.array(
        [[0.0, 0.0], [0.4 * SHORT, 0.0], [0.8 * SHORT, 0.0], [1.2 * SHORT, 0.0], [1.2 * SHORT, 1.0]]
    )
    kept, latest = long_steps(path, limits)
    assert kept.tolist() == [0, 3, 4]
    assert latest.tolist() == [0, 0, 0, 1, 2]


def test_a_change_in_boxes_is_the_change_of_the_frame(view):
    drawn = Stage(view, "fit")
    before = drawn.background
    after = before.copy()
    box = header.NUMBERS
    box.of(after)[3, 5:9] += np.uint32(1)
    whole = change_between(before.copy(), after)
    for boxes in ([box], [header.ENDING, box], [box, box]):
        part = change_between(before.copy(), after, boxes)
        assert len(part.blocks) == 3
        assert np.array_equal(part.blocks, whole.blocks)
        assert np.array_equal(part.places, whole.places)
        assert np.array_equal(part.words, whole.words)


def test_drawing_in_the_theme_never_imports_pyplot_which_looks_for_a_screen():
    code = (
        "import sys\nfrom matplotlib.figure import Figure\nfrom gdsim.render.style import themed\n"
        "with themed():\n    Figure().add_subplot()\nprint('matplotlib.pyplot' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "False"
