"""Models beyond a line: where they arrive, against SciPy and scikit-learn, and how they fail."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import numpy as np
import pytest
from scipy.optimize import least_squares
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.preprocessing import PolynomialFeatures

import gdsim
from gdsim import datasets, models
from gdsim.core.dataset import Dataset
from gdsim.core.run import Choice
from gdsim.core.yamltext import parse_yaml
from gdsim.descent.declare import Limits, declare_sweep
from gdsim.descent.declared import views_of
from gdsim.descent.oracle import PointOracle
from gdsim.descent.problem import problem_of
from gdsim.errors import AuthorErrors

EXAM, TIDE, GROWTH = (datasets.get(name)() for name in ("pass-or-fail", "tide", "growth"))
KNOWN = {name: datasets.get(name)() for name in datasets.names()}


def declared(text):
    return declare_sweep(parse_yaml(text, "sweeps/s.yaml"), KNOWN, Limits())


def mistakes(text):
    with pytest.raises(AuthorErrors) as caught:
        declared(text)
    return [str(mistake) for mistake in caught.value.mistakes]


def only_view(text):
    return next(iter(views_of(declared(text), KNOWN).values()))


def test_logistic_descent_arrives_where_scikit_learn_does():
    run = gdsim.run("pass-or-fail", model="logistic", loss="cross-entropy", learning_rate=0.2, epochs=20_000)
    peer = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(EXAM.x[:, None], EXAM.y)
    assert run.outcome.status == "converged"
    assert run.path[-1] == pytest.approx([peer.coef_[0, 0], peer.intercept_[0]], rel=1e-4)
    chances = peer.predict_proba(EXAM.x[:, None])[np.arange(EXAM.n), EXAM.y.astype(int)]
    assert run.loss[-1] == pytest.approx(-np.log(chances).mean(), rel=1e-7)
    assert run.optimum is None and run.theory is None


def test_newton_on_cross_entropy_needs_ten_steps():
    run = gdsim.run(
        "pass-or-fail", model="logistic", loss="cross-entropy", optimizer="newton", learning_rate=1, epochs=10
    )
    assert run.gradient_norm[-1] < 1e-12


@pytest.mark.parametrize(
    ("model", "data", "start", "rate"),
    [("exponential", GROWTH, (0, 0), 2e-4), ("sine", TIDE, (0.65, -1.5), 0.005)],
)
def test_descent_settles_in_the_valley_that_scipy_finds_from_there(model, data, start, rate):
    run = gdsim.run(data, model=model, learning_rate=rate, init=start, epochs=20_000)
    known = models.get(model)
    peer = least_squares(lambda p: known.predict(p[None], data.x)[0] - data.y, run.path[100], xtol=1e-14)
    assert run.path[-1] == pytest.approx(peer.x, rel=1e-6)
    assert run.loss[-1] == pytest.approx(2 * peer.cost / data.n, rel=1e-9)


def test_the_start_decides_the_valley():
    ends = {
        w: gdsim.run("tide", model="sine", learning_rate=0.005, init=(w, b), epochs=5000)
        for w, b in ((0.65, -1.5), (0.95, 0))
    }
    deep, shallow = ends[0.65], ends[0.95]
    assert deep.loss[-1] < 0.02
    assert shallow.loss[-1] > 0.8
    oracle = PointOracle(problem_of(TIDE, "sine", Choice("mse"), standardize=False), [])
    for run in ends.values():  # no direction leads down from either: all but flat, and bent upwards
        shifts = 1e-5 * np.eye(2)
        bends = [oracle.gradient(run.path[-1:] + s) - oracle.gradient(run.path[-1:] - s) for s in shifts]
        assert run.gradient_norm[-1] < 0.01
        assert (np.linalg.eigvalsh(np.vstack(bends) / 2e-5) > 0.1).all()


@pytest.mark.parametrize("degree", [1, 2, 3])
@pytest.mark.parametrize("standardize", [False, True])
def test_optimum_of_a_polynomial_is_that_of_scikit_learn(degree, standardize):
    problem = problem_of(
        KNOWN["saturating"], f"polynomial-degree-{degree}", Choice("mse"), standardize=standardize
    )
    features = PolynomialFeatures(degree, include_bias=False).fit_transform(problem.x[:, None])
    peer = LinearRegression().fit(features, problem.y)
    assert problem.optimum.params == pytest.approx([*peer.coef_[::-1], peer.intercept_], rel=1e-6)
    assert problem.optimum.loss == pytest.approx(np.mean((peer.predict(features) - problem.y) ** 2), rel=1e-9)


def test_ridge_on_a_parabola_is_that_of_scikit_learn():
    loss = Choice.of("ridge", {"l2": 0.5})
    problem = problem_of(KNOWN["saturating"], "polynomial", loss, standardize=True)
    features = PolynomialFeatures(2, include_bias=False).fit_transform(problem.x[:, None])
    peer = Ridge(alpha=0.25 * problem.dataset.n, tol=1e-12).fit(features, problem.y)  # of ½ l2, over sums
    assert problem.optimum.params == pytest.approx([*peer.coef_[::-1], peer.intercept_], rel=1e-9)


@pytest.mark.parametrize(("share", "status"), [(0.99, "converged"), (1.01, "diverged")])
def test_the_threshold_of_a_parabola_is_exact(share, status):
    theory = problem_of(KNOWN["saturating"], "polynomial", Choice("mse"), standardize=True).theory
    rate = share * theory.learning_rate_max
    run = gdsim.run("saturating", model="polynomial", learning_rate=rate, standardize=True, epochs=5000)
    assert run.outcome.status == status


def test_a_parabola_of_degree_one_is_a_line():
    line, other = (
        gdsim.run("fundraising", model=model, learning_rate=0.01, epochs=50)
        for model in ("line", {"name": "polynomial", "degree": 1})
    )
    assert other.params == ("a1", "a0")
    assert other.model == "polynomial-degree-1"
    np.testing.assert_array_equal(other.path, line.path)


def test_newton_reaches_the_optimum_of_a_cubic_in_one_step():
    model = {"name": "polynomial", "degree": 3}
    run = gdsim.run(
        "saturating", model=model, optimizer="newton", learning_rate=1, epochs=1, standardize=True
    )
    assert run.path[-1] == pytest.approx(run.optimum.params, rel=1e-9)


@pytest.mark.parametrize("optimizer", ["sgd", "minibatch", "momentum", "adam", "line-search"])
def test_other_optimizers_descend_on_three_params(optimizer):
    run = gdsim.run(
        "saturating",
        model="polynomial",
        optimizer=optimizer,
        learning_rate=0.02,
        standardize=True,
        epochs=300,
    )
    assert run.loss[-1] < 0.9 * run.loss[0]


def test_a_step_too_far_on_an_exponential_diverges_and_all_stored_numbers_are_finite():
    run = gdsim.run("growth", model="exponential", learning_rate=1.0, init=(0.3, 0.5), epochs=50)
    overflown = gdsim.run("growth", model="exponential", learning_rate=1e3, init=(0, 0), epochs=50)
    for one in (run, overflown):
        assert np.isfinite(one.path).all() and np.isfinite(one.loss).all()
    assert overflown.outcome.status == "diverged"
    assert overflown.outcome.epoch == 1
    assert "without bound: the run diverged at epoch 1" in overflown.description


def test_rest_on_flat_ground_is_told_from_arrival():
    run = gdsim.run("growth", model="exponential", learning_rate=1e-3, epochs=100)
    assert run.outcome.status == "converged"
    assert run.loss[-1] > run.loss[0]
    assert "has come to rest at epoch 4, on flat ground higher than its start" in run.description


def yes_and_no(x, y):
    return Dataset("own", np.array(x, dtype=float), np.array(y, dtype=float))


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([1, 2, 3, 4], [0, 0, 1, 1], "one value of x parts all targets 0 from all targets 1"),
        ([1, 2, 2, 4], [1, 1, 0, 0], "one value of x parts all targets 0 from all targets 1"),
        ([1, 2, 3, 4], [1, 1, 1, 1], "all targets are 1"),
        ([1, 2, 3, 4], [0, 0, 0, 0], "all targets are 0"),
    ],
)
def test_targets_without_a_least_loss_are_said_to_have_none(x, y, words):
    run = gdsim.run(yes_and_no(x, y), model="logistic", loss="cross-entropy", learning_rate=1, epochs=2000)
    assert words in run.description
    assert "falls for ever" in run.description
    assert (np.diff(run.loss) < 0).all()


def test_targets_that_overlap_have_a_least_loss_and_no_remark():
    run = gdsim.run(
        yes_and_no([1, 2, 3, 4], [0, 1, 0, 1]), model="logistic", loss="cross-entropy", learning_rate=0.1
    )
    assert "no least loss" not in run.description


def test_more_params_than_different_x_are_said_to_leave_many_curves():
    run = gdsim.run(
        Dataset("two", np.array([1.0, 2, 2]), np.array([1.0, 2, 3])), model="polynomial", learning_rate=0.01
    )
    assert run.optimum is None
    assert "more params than different x" in run.description


def test_cross_entropy_of_certain_and_wrong_scores_is_finite_and_pulls_back():
    """A probability of 1 − 1e-300 is 1 in floating point; its score still tells how wrong it is."""
    run = gdsim.run(
        yes_and_no([1, 1], [0, 0]),
        model="logistic",
        loss="cross-entropy",
        init=(700, 0),
        learning_rate=1,
        epochs=1,
    )
    assert run.loss[0] == 700
    assert run.path[1].tolist() == [699, -1]


def test_records_of_every_model_fit_the_schema():
    schema = json.loads((files("gdsim") / "schemas" / "trajectory-1.json").read_text(encoding="utf-8"))
    for model, data in (
        ("exponential", "growth"),
        ("logistic", "pass-or-fail"),
        ("sine", "tide"),
        ("polynomial", "tide"),
    ):
        run = gdsim.run(data, model=model, learning_rate=1e-4, epochs=3)
        record = json.loads(json.dumps(run.record(), allow_nan=False))
        jsonschema.validate(record, schema)
        assert gdsim.core.trajectory.Trajectory.from_record(record).params == run.params


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dataset: [salary, pass-or-fail]\nmodel: logistic\nlearning_rate: 1\n",
         "s.yaml:1: model 'logistic': targets must be 0 or 1, and dataset 'salary' has 21 others, the first"),
        ("dataset: pass-or-fail\nloss: [mse, cross-entropy]\nlearning_rate: 1\n",
         "s.yaml:2: cross-entropy needs a model of probabilities, such as logistic; 'line' is none"),
        ("dataset: tide\nmodel: sinus\nlearning_rate: 1\n",
         "s.yaml:2: unknown model 'sinus'; did you mean 'sine'"),
        ("dataset: tide\nmodel: {name: polynomial, degree: 12}\nlearning_rate: 1\n",
         "s.yaml:2: polynomial: degree must be from 1 to 3, got 12"),
        ("dataset: tide\nmodel: {name: polynomial, degre: 2}\nlearning_rate: 1\n",
         "s.yaml:2: model 'polynomial' has no option 'degre'; did you mean 'degree'"),
        ("dataset: tide\nmodel: {name: line, degree: 2}\nlearning_rate: 1\n",
         "s.yaml:2: model 'line' has no option 'degree'"),
        ("dataset: tide\nmodel: [line, sine]\nlearning_rate: 1\n",
         "s.yaml:2: model must be a name or {name: …}"),
        ("dataset: tide\nmodel: polynomial\nsurface: [a2, a7]\nlearning_rate: 1\n",
         "s.yaml:3: surface must be two of the params a2, a1, a0, such as [a2, a1]; got 'a7'"),
        ("dataset: tide\nmodel: polynomial\nsurface: [a2, a2]\nlearning_rate: 1\n", "got one of them twice"),
        ("dataset: tide\nmodel: polynomial\nsurface: a2\nlearning_rate: 1\n",
         "s.yaml:3: surface must be two of"),
        ("dataset: tide\nsurface: [w, b]\nlearning_rate: 1\n",
         "s.yaml:2: surface is for models of more than two"),
        ("dataset: tide\nmodel: sine\nlearning_rate: {times_max: 0.5}\n",
         "s.yaml:3: times_max: dataset 'tide' has no threshold: model 'sine' is not linear"),
        ("dataset: growth\nmodel: exponential\ninit: {far: [90, 0]}\nlearning_rate: 1\n",
         "s.yaml:3: init: 'far' is too far away: the loss there overflows on dataset 'growth'"),
        ("dataset: tide\nmodel: polynomial\ninit: {here: [0, 0]}\nlearning_rate: 1\n",
         "s.yaml:3: init: here must be [a2, a1, a0]"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_once_at_its_line(text, message):
    met = mistakes(text)
    assert len([line for line in met if message in line]) == 1, met
    assert len(met) == 1


def test_powers_that_overflow_are_refused_with_the_way_out():
    far = Dataset("far", np.array([1e50, 2e50]), np.array([1.0, 2.0]))
    with pytest.raises(
        ValueError, match=r"powers of x of dataset 'far' pass 1e\+70; standardize or rescale x"
    ):
        gdsim.run(far, model="polynomial", learning_rate=1)
    assert gdsim.run(far, model="polynomial", learning_rate=0.1, standardize=True, epochs=5).n == 2


def test_random_starts_have_as_many_numbers_as_params():
    run = gdsim.run("tide", model="polynomial", learning_rate=1e-6, init={"random": 7}, epochs=1)
    assert len(run.start) == 3
    assert run.seed == 7


def test_ids_of_models_are_as_those_of_lines():
    (run,) = declared("dataset: tide\nmodel: sine\nlearning_rate: 0.1\n")
    assert run.id == "tide.mse.gd.lr-0.1.origin"


def test_a_view_of_more_params_shows_the_two_asked_for_and_holds_the_others_at_the_optimum():
    view = only_view(
        "dataset: saturating\nmodel: polynomial\nsurface: [a0, a2]\nlearning_rate: 0.1\nstandardize: true\n"
    )
    assert view.plane == (2, 0)
    assert view.held == pytest.approx(view.optimum.params, rel=1e-5)
    for value, (low, high) in zip(view.optimum.params, view.limits.params, strict=True):
        assert low < value < high


def test_a_view_of_a_wave_shows_several_valleys():
    from gdsim.scenes._terrain import terrain_of

    loss = terrain_of(only_view("dataset: tide\nmodel: sine\nlearning_rate: 0.1\n"), 121).loss
    inner = loss[1:-1, 1:-1]
    around = [loss[1 + i : 120 + i, 1 + j : 120 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
    assert (inner < np.min(around, axis=0)).sum() >= 2


def test_a_view_of_an_exponential_holds_its_way_down():
    view = only_view("dataset: growth\nmodel: exponential\nlearning_rate: 2e-4\n")
    run = gdsim.run("growth", model="exponential", learning_rate=2e-4, epochs=2000)
    low, high = np.array(view.limits.params).T
    assert ((run.path >= low) & (run.path <= high)).all()
    assert view.limits.loss[0] < run.loss[-1] < run.loss[0] < view.limits.loss[1]
