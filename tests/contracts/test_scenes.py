"""What every scene must do, and that one of twenty lines in an author's file does it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gdsim import scenes
from gdsim.core import theme
from gdsim.core.theme import LIGHT
from gdsim.registry import UnknownName
from gdsim.render import render_clips
from gdsim.render.stage import RenderError, Stage, stage_of
from gdsim.scenes import Layers

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))
from by_hand import descend, noisy_line, view_of

BUILT_IN = ["contour", "fit", "loss", "pair", "params", "surface"]


@pytest.fixture
def toy():
    """A scene as an author would write it; taken out of the registry afterwards."""

    @scenes.register("toy")
    def toy(figure, view):
        axes = figure.add_axes((0.1, 0.15, 0.8, 0.7), xlim=view.limits.params[0], ylim=(0, 1))
        axes.set_xlabel(view.params[0])
        (dot,) = axes.plot([], [], "o", color=LIGHT.current)

        def update(frame):
            dot.set_data([frame.params[0]], [0.5])

        return Layers(update, moving=[dot])

    yield "toy"
    scenes.registry._entries.pop("toy")


def test_built_in_scenes_are_registered():
    assert set(BUILT_IN) <= set(scenes.names())


@pytest.mark.parametrize("name", BUILT_IN)
def test_scene_draws_first_and_last_frame_at_the_asked_size(name):
    view = view_of(noisy_line())
    frames = [words.copy() for words in Stage(view, name).frames(descend(view, 0.02, 30))]
    width, height = theme.FRAME_SIZE
    assert len(frames) == 31
    for frame in (frames[0], frames[-1]):
        assert frame.shape == (height, width)
        assert (frame >> 24 == 255).all()
        assert len(np.unique(frame[96:])) > 20
    assert not np.array_equal(frames[0][96:], frames[-1][96:])


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_frame_is_a_function_of_its_run_alone(name):
    view = view_of(noisy_line())
    stage = Stage(view, name)
    run, other = descend(view, 0.02, 12), descend(view, 0.2, 12, (1.0, 3.0))
    first = [words.copy() for words in stage.frames(run)]
    list(stage.frames(other))
    assert all(np.array_equal(a, b) for a, b in zip(first, stage.frames(run), strict=True))


def test_a_toy_scene_works_from_end_to_end(toy):
    view = view_of(noisy_line())
    clip = render_clips(view, toy, [descend(view, 0.02, 6)], ("mp4", "gif"))[0]
    assert clip.frames == 7 and clip.mp4 and clip.gif and clip.poster and clip.strip


def test_a_scene_that_fails_says_where(toy):
    view = view_of(noisy_line())
    stage = Stage(view, toy)
    stage._layers = Layers(update=lambda frame: 1 / frame.index)
    with pytest.raises(RenderError, match=r"toy of by-hand.*, frame 0: division"):
        list(stage.frames(descend(view, 0.02, 1)))


def test_unknown_scene_names_the_near_one():
    with pytest.raises(UnknownName, match="did you mean 'surface'"):
        stage_of(view_of(noisy_line()), "surfase")


def test_names_of_scenes_cost_no_matplotlib():
    code = "import sys; from gdsim import scenes; scenes.names(); print('matplotlib' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "False\n"
