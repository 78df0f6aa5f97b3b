"""What every scene must do, and that one of twenty lines in an author's file does it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import gdsim
from gdsim import datasets, scenes
from gdsim.core import theme
from gdsim.core.run import Init, Run, RunSpec, Sweep
from gdsim.core.theme import LIGHT
from gdsim.core.trajectory import Optimum
from gdsim.descent.declared import views_of
from gdsim.registry import UnknownName
from gdsim.render import render_clips
from gdsim.render.stage import RenderError, Stage, stage_of
from gdsim.scenes import Course, Layers
from gdsim.scenes._axes import axes_in
from gdsim.scenes._geometry import sample
from gdsim.scenes._landscape import hidden
from gdsim.scenes._plane import Plane
from gdsim.scenes._terrain import loss_at, terrain_of

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))
from by_hand import dataset_of, descend, noisy_line, view_of

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


def drawn_of(model, dataset, scene, **fields):
    """First and last frame of a run of another model, without their words."""
    run = gdsim.run(dataset, model=model, **fields)
    data = datasets.get(dataset)()
    spec = RunSpec(
        data.name, run.model, run.loss_choice, run.optimizer, run.learning_rate,
        Init("start", tuple(run.start.tolist())), run.epochs, run.standardize is not None,
    )  # fmt: skip
    view = views_of(Sweep("s", "", "", (Run("s", run.id, spec),)), {data.name: data})[run.id]
    frames = [words[96:].copy() for words in Stage(view, scene).frames(run)]
    return frames[0], frames[-1]


@pytest.mark.parametrize("name", BUILT_IN)
@pytest.mark.parametrize(
    ("model", "dataset", "fields"),
    [
        ("exponential", "growth", {"learning_rate": 2e-4}),
        ("exponential", "growth", {"learning_rate": 3e-3}),  # diverges
        ("logistic", "pass-or-fail", {"learning_rate": 0.2, "loss": "cross-entropy"}),
        ("sine", "tide", {"learning_rate": 0.005, "init": (0.65, -1.5)}),
        ("polynomial", "saturating", {"learning_rate": 0.1, "standardize": True}),
        ({"name": "polynomial", "degree": 3}, "tide", {"learning_rate": 0.1, "standardize": True}),
        ("polynomial", "tide", {"learning_rate": 0.1, "standardize": True, "loss": "mae"}),
    ],
)
def test_scene_draws_every_model(name, model, dataset, fields):
    first, last = drawn_of(model, dataset, name, epochs=20, **fields)
    assert len(np.unique(first)) > 20
    assert not np.array_equal(first, last)


def test_the_surface_of_three_params_is_a_slice_through_the_optimum():
    view = view_of(noisy_line())
    x, y = view.dataset.x, view.dataset.y
    best = np.polyfit(x, y, 2)
    view = replace(
        view,
        model="polynomial",
        params=("a2", "a1", "a0"),
        optimum=Optimum(tuple(best.tolist()), float(np.mean((np.polyval(best, x) - y) ** 2))),
        limits=replace(view.limits, params=((-1.0, 1.0), (-2.0, 2.0), (-3.0, 3.0))),
        plane=(0, 2),
        held=tuple(best.tolist()),
    )
    terrain, plane = terrain_of(view, 5), Plane.of(view)
    assert (plane.names, plane.limits) == (("a2", "a0"), ((-1.0, 1.0), (-3.0, 3.0)))
    assert plane.note.startswith("where a1 = ")
    for row, a0 in enumerate(np.linspace(-3, 3, 5)):
        wanted = [np.mean((a2 * x**2 + best[1] * x + a0 - y) ** 2) for a2 in np.linspace(-1, 1, 5)]
        np.testing.assert_allclose(terrain.loss[row], wanted, rtol=1e-9)
    np.testing.assert_array_equal(plane.seen(np.array([[1.0, 2, 3]])), [[1, 3]])


def test_a_curve_is_drawn_with_enough_points():
    """A wave that turns seven times over the picture is drawn to half a hundredth of its height."""
    view = replace(view_of(noisy_line()), model="sine")
    x = sample(view)
    fine = np.linspace(x[0], x[-1], 20_001)
    bent = np.interp(fine, x, np.sin(x * 4)) - np.sin(fine * 4)
    assert np.abs(bent).max() < 0.005
    assert len(sample(view_of(noisy_line()))) == 2


def test_what_is_computed_for_a_whole_run_is_computed_once():
    view = view_of(noisy_line())
    course, calls = Course.of(descend(view, 0.02, 3), view), []

    def work(course):
        calls.append(course)
        return len(course.shown)

    assert [course.once(work), course.once(work)] == [4, 4]
    assert calls == [course]


def round_bowl():
    """A view whose landscape is a round bowl, seen over its near wall."""
    x = np.linspace(-1.6, 1.6, 20)
    view = view_of(dataset_of(x, 0.3 * x + 2))
    return replace(view, limits=replace(view.limits, params=((-2.0, 2.6), (-0.3, 4.3))))


def test_the_ground_hides_what_lies_on_its_near_wall_only():
    terrain = terrain_of(round_bowl(), 161)
    eye = np.array([8.0, -10.0, 55.0])
    params = np.array([[2.3, 0.0], [-1.7, 4.0], [0.3, 2.0]])  # near wall, far wall, bottom
    points = np.column_stack([params, loss_at(round_bowl(), params)])
    assert hidden(points, terrain, eye).tolist() == [True, False, False]
    assert not hidden(points, terrain, np.array([0.3, 2.0, 1e4])).any()  # from above all is seen


def test_a_path_behind_the_ground_is_drawn_faintly():
    view = round_bowl()
    stage = Stage(view, "surface")
    ink = {}
    for name, start in (("near", (2.3, 0.0)), ("far", (-1.7, 4.0))):
        *_, last = stage.frames(descend(view, 0.04, 30, start))
        changed = last[96:] != stage.background[96:]
        ink[name] = int((changed & ((last[96:] & 0xFFFFFF) == 0xFFFFFF)).sum())
    assert ink["far"] > 4 * ink["near"]


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


@pytest.mark.parametrize(("low", "high"), [(12.7, 150.0), (0.1, 250.0), (0.9, 4.0)])
def test_labels_of_a_log_axis_are_numbers_and_enough(low, high):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.8), dpi=100)
    axes = axes_in(
        figure.subfigures(), xlabel="epoch", ylabel="loss", xlim=(0, 1), ylim=(low, high), yscale="log"
    )
    figure.canvas.draw()
    labels = [tick.get_text() for tick in [*axes.get_yticklabels(), *axes.get_yticklabels(minor=True)]]
    places = [float(label.replace(",", "")) for label in labels if label]
    assert sum(low <= place <= high for place in places) >= 2
