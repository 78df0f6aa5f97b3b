"""A plane over several inputs: the same sweep, theory and pictures as a line, against scikit-learn."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from matplotlib.figure import Figure
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.preprocessing import StandardScaler

import gdsim
from gdsim import scenes
from gdsim.core.dataset import Dataset, Input
from gdsim.core.run import Choice
from gdsim.core.trajectory import Trajectory
from gdsim.core.yamltext import parse_yaml
from gdsim.descent.declare import Limits, declare_sweep
from gdsim.descent.declared import views_of
from gdsim.descent.problem import problem_of
from gdsim.descent.records import dataset_csv, dataset_record
from gdsim.descent.table import read_dataset
from gdsim.errors import AuthorErrors
from gdsim.render import render_clips
from gdsim.scenes import Course, Frame
from gdsim.scenes._predicted import from_zero
from gdsim.scenes._terrain import loss_at

FLATS = read_dataset(Path(__file__).parents[2] / "content", "data/flats.csv")
COLUMNS = np.column_stack([FLATS.x, FLATS.more[0].values])
THREE = Dataset(
    "three",
    FLATS.x,
    FLATS.y,
    more=(*FLATS.more, Input("storey", np.arange(FLATS.n) % 5.0)),
)


def plane(dataset=FLATS, model="plane", loss="mse", standardize=False, **options):
    return problem_of(dataset, model, Choice.of(loss, options), standardize=standardize)


def inputs_of(dataset, standardize):
    columns = np.column_stack([dataset.x, *(column.values for column in dataset.more)])
    return StandardScaler().fit_transform(columns) if standardize else columns


def declared(text, dataset=FLATS):
    return declare_sweep(parse_yaml(text, "sweeps/s.yaml"), {dataset.name: dataset}, Limits())


@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize(("dataset", "model"), [(FLATS, "plane"), (THREE, "plane-inputs-3")])
def test_optimum_is_that_of_scikit_learn(dataset, model, standardize):
    problem = plane(dataset, model, standardize=standardize)
    x = inputs_of(dataset, standardize)
    peer = LinearRegression().fit(x, dataset.y)
    assert problem.optimum.params == pytest.approx([*peer.coef_, peer.intercept_], rel=1e-9)
    assert problem.optimum.loss == pytest.approx(np.mean((peer.predict(x) - dataset.y) ** 2), rel=1e-10)


@pytest.mark.parametrize("standardize", [False, True])
def test_thresholds_are_those_of_the_hessian_that_numpy_finds(standardize):
    x = np.column_stack([inputs_of(FLATS, standardize), np.ones(FLATS.n)])
    values = np.linalg.eigvalsh(2 / FLATS.n * x.T @ x)
    theory = plane(standardize=standardize).theory
    assert theory.learning_rate_max == pytest.approx(2 / values[-1], rel=1e-10)
    assert theory.swing_from == pytest.approx(1 / values[-1], rel=1e-10)
    assert theory.fastest == pytest.approx(2 / (values[0] + values[-1]), rel=1e-10)
    assert theory.condition_number == pytest.approx(values[-1] / values[0], rel=1e-7)


@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize(("share", "status"), [(0.99, "converged"), (1.01, "diverged")])
def test_the_threshold_is_exact(share, status, standardize):
    rate = share * plane(standardize=standardize).theory.learning_rate_max
    run = gdsim.run(
        FLATS, model="plane", learning_rate=rate, standardize=standardize, epochs=4000, tolerance=0.1
    )
    assert run.outcome.status == status


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "adam", "line-search", "newton", "sgd", "minibatch"])
def test_every_kind_of_optimizer_descends_to_the_plane_of_scikit_learn(optimizer):
    rate = {"newton": 1.0, "adam": 20.0, "sgd": 0.005, "minibatch": 0.01}.get(optimizer, 0.2)
    epochs = 100 if optimizer == "line-search" else 3000  # it asks for fifty gradients in each at the end
    run = gdsim.run(
        FLATS, model="plane", optimizer=optimizer, learning_rate=rate, standardize=True, epochs=epochs
    )
    x = StandardScaler().fit_transform(COLUMNS)
    peer = LinearRegression().fit(x, FLATS.y)
    noisy = optimizer in ("sgd", "minibatch")
    wanted = [*peer.coef_, peer.intercept_]
    assert run.path[-1] == pytest.approx(wanted, rel=0.05 if noisy else 1e-6)


def test_ridge_leaves_the_intercept_free_as_scikit_learn_does():
    problem = plane(loss="ridge", l2=0.5, standardize=True)
    x = StandardScaler().fit_transform(COLUMNS)
    peer = Ridge(alpha=0.25 * FLATS.n, tol=1e-12).fit(x, FLATS.y)  # of ½ l2, over sums
    assert problem.optimum.params == pytest.approx([*peer.coef_, peer.intercept_], rel=1e-9)


def test_standardised_params_say_the_same_as_raw_ones():
    raw, scaled = plane(), plane(standardize=True)
    slopes = [w / one.scale for w, one in zip(scaled.optimum.params, scaled.scaling.each, strict=False)]
    assert slopes == pytest.approx(raw.optimum.params[:2], rel=1e-9)
    assert scaled.optimum.loss == pytest.approx(raw.optimum.loss, rel=1e-10)
    assert scaled.theory.condition_number < 10
    assert raw.theory.condition_number > 1e5


def test_a_line_on_several_inputs_takes_the_first():
    run = gdsim.run(FLATS, learning_rate=0.1, standardize=True, epochs=5)
    alone = gdsim.run(Dataset("flats", FLATS.x, FLATS.y), learning_rate=0.1, standardize=True, epochs=5)
    np.testing.assert_array_equal(run.path, alone.path)
    assert run.standardize == alone.standardize


def test_inputs_that_follow_from_each_other_leave_many_planes():
    twice = Dataset("twice", FLATS.x, FLATS.y, more=(Input("rooms", 2 * FLATS.x),))
    run = gdsim.run(twice, model="plane", learning_rate=1e-5, epochs=3)
    assert run.optimum is None and run.theory is None
    assert "one input follows from the others, so many planes fit" in run.description


def test_records_hold_every_input_and_fit_the_schemas(tmp_path):
    def schema(name):
        return json.loads((files("gdsim") / "schemas" / name).read_text(encoding="utf-8"))

    run = gdsim.run(FLATS, model="plane", learning_rate=0.1, standardize=True, epochs=3)
    record = json.loads(json.dumps(run.record(), allow_nan=False))
    jsonschema.validate(record, schema("trajectory-1.json"))
    assert record["standardize"]["mean"] == pytest.approx(COLUMNS.mean(axis=0), rel=1e-9)
    assert record["standardize"]["scale"] == pytest.approx(COLUMNS.std(axis=0), rel=1e-9)
    again = Trajectory.from_record(record)
    assert again.record() == record
    published = json.loads(json.dumps(dataset_record(FLATS), allow_nan=False))
    jsonschema.validate(published, schema("dataset-1.json"))
    assert published["more"] == [{"label": "distance", "unit": "km", "values": FLATS.more[0].values.tolist()}]
    (tmp_path / "data").mkdir()
    (tmp_path / "data/read.csv").write_bytes(dataset_csv(FLATS))
    (tmp_path / "data/read.yaml").write_text("x: [size, distance]\ny: rent\n")
    read = read_dataset(tmp_path, "data/read.csv")
    assert read.digest == FLATS.digest


def test_the_digest_tells_datasets_apart_by_their_further_inputs():
    one, other = (Dataset("d", FLATS.x, FLATS.y, more=(Input("a", values),)) for values in (FLATS.x, FLATS.y))
    assert len({FLATS.digest, one.digest, other.digest, Dataset("d", FLATS.x, FLATS.y).digest}) == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dataset: one\nmodel: plane\nlearning_rate: 1\n",
         "s.yaml:1: model 'plane' takes 2 inputs, and dataset 'one' has 1; a table may name several"),
        ("dataset: one\nmodel: {name: plane, inputs: 1}\nlearning_rate: 1\n",
         "s.yaml:2: plane: inputs must be 2 or 3, got 1; of one input it is a line"),
        ("dataset: one\nmodel: {name: plane, inputs: 4}\nlearning_rate: 1\n",
         "s.yaml:2: plane: inputs must be 2 or 3, got 4"),
        ("dataset: one\nmodel: plain\nlearning_rate: 1\n",
         "s.yaml:2: unknown model 'plain'; did you mean 'plane'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line(text, message):
    with pytest.raises(AuthorErrors) as caught:
        declared(text, Dataset("one", FLATS.x, FLATS.y))
    assert message in "\n".join(map(str, caught.value.mistakes))


def test_a_constant_input_cannot_be_standardised_and_is_named():
    still = Dataset("still", FLATS.x, FLATS.y, more=(Input("town", np.ones(FLATS.n)),))
    with pytest.raises(ValueError, match="cannot be standardised: town is constant"):
        gdsim.run(still, model="plane", learning_rate=0.1, standardize=True)


@pytest.mark.parametrize("standardize", ["true", "false"])
def test_the_drawn_ground_is_the_loss_over_all_points(standardize):
    sweep = declared(f"dataset: flats\nmodel: plane\nlearning_rate: 0.1\nstandardize: {standardize}\n")
    view = next(iter(views_of(sweep, {"flats": FLATS}).values()))
    assert view.held[2] == pytest.approx(view.optimum.params[2], rel=1e-5)
    params = np.array([[3.0, -2.0, 100.0], [0, 0, 0]])
    x = np.column_stack([inputs_of(FLATS, standardize == "true"), np.ones(FLATS.n)])
    wanted = ((params @ x.T - FLATS.y) ** 2).mean(axis=1)
    assert loss_at(view, params) == pytest.approx(wanted, rel=1e-9)


def test_the_fit_draws_predicted_against_observed():
    """Where the plane fits exactly, the run ends with every point on the diagonal and no residual."""
    exact = Dataset("exact", FLATS.x, 3 * FLATS.x - 5 * FLATS.more[0].values + 60, more=FLATS.more)
    sweep = declared("dataset: exact\nmodel: plane\noptimizer: newton\nlearning_rate: 1\nepochs: 2\n", exact)
    (view,) = views_of(sweep, {"exact": exact}).values()
    run = gdsim.run(exact, model="plane", optimizer="newton", learning_rate=1, epochs=2)
    figure = Figure(figsize=(6.4, 3.84), dpi=100)
    layers = scenes.get("fit")(figure.subfigures(), view)
    residuals, points = layers.moving
    course = Course.of(run, view)
    at_start, at_end = (Frame(view, run, course, k, index, 0) for k, index in ((0, 0), (2, 2)))
    layers.update(at_start)
    observed, heights = points.get_data()
    assert np.allclose(heights, 0, atol=2) and sorted(observed) == sorted(exact.y)
    layers.update(at_end)
    observed, heights = points.get_data()
    half_a_pixel = 2 * (view.limits.y[1] - min(view.limits.y[0], 0)) / 240
    assert np.abs(heights - observed).max() < half_a_pixel
    stems = residuals._path.vertices.reshape(-1, 2, 2)
    assert np.abs(stems[:, 0] - stems[:, 1]).max() <= 1


def test_clips_of_a_plane_are_made_and_differ_between_runs():
    text = "dataset: flats\nmodel: plane\nstandardize: true\nlearning_rate: [0.05, 0.4]\nepochs: 5\n"
    sweep = declared(text)
    runs = gdsim.sweep(
        datasets=[FLATS],
        dataset="flats",
        model="plane",
        standardize=True,
        learning_rate=[0.05, 0.4],
        epochs=5,
    )
    view = views_of(sweep, {"flats": FLATS})[runs[0].id]
    for scene in ("fit", "contour", "surface", "params"):
        first, second = render_clips(view, scene, runs, ["mp4"])
        assert first.frames == second.frames == 6
        assert first.poster != second.poster


@pytest.mark.parametrize(
    ("limits", "wanted"),
    [((50, 200), (-4.5, 200)), ((1000, 1100), (1000, 1100)), ((-5, 5), (-5, 5)), ((-200, -50), (-200, 4.5))],
)
def test_the_axis_of_predictions_reaches_to_a_zero_that_is_near(limits, wanted):
    assert from_zero(limits) == pytest.approx(wanted)
