"""What every model, loss and built-in dataset must do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdsim import datasets, losses, models
from gdsim.core.dataset import Input
from gdsim.core.run import Choice
from gdsim.descent.oracle import PointOracle
from gdsim.descent.problem import Unsuitable, problem_of

MODELS = [*models.names(), "polynomial-degree-1", "polynomial-degree-3", "plane-inputs-3"]
STEP = 1e-5
EXAM = datasets.get("pass-or-fail")()
# With two further inputs, neither of which follows from the others.
EXAM = replace(
    EXAM,
    more=(
        Input("sleep", 7 + np.sin(np.arange(EXAM.n)), "hours"),
        Input("age", 20 + np.arange(EXAM.n) ** 2 % 7),
    ),
)


def inputs_of(model, x):
    """``x`` for a model of one input; for one of several, of shape (…, inputs), with others made of it."""
    return x if model.inputs == 1 else np.stack([x, np.cos(x), x * x][: model.inputs], axis=-1)


def params_of(model, runs=4):
    return np.random.default_rng(3).uniform(-0.8, 0.8, size=(runs, len(model.params)))


def central(function, params):
    """Derivatives of ``function`` by each param, from both sides: a list of arrays."""
    shifts = STEP * np.eye(params.shape[1])
    return [(function(params + shift) - function(params - shift)) / (2 * STEP) for shift in shifts]


def exact(model):
    """Whether some loss takes errors that are linear in the params."""
    return model.linear or model.score is not None


def problems():
    """Each model with each loss that suits it, on data that suit both."""
    for name in MODELS:
        model = models.get(name)
        for loss in losses.names():
            if losses.get(loss)().of_margins and model.score is None:
                continue
            yield name, loss


@pytest.mark.parametrize("name", MODELS)
def test_jacobian_agrees_with_central_differences(name):
    model = models.get(name)
    x = inputs_of(model, np.linspace(-2, 3, 11))
    params = params_of(model)
    wanted = central(lambda p: model.predict(p, x), params)
    for column, difference in zip(model.jacobian(params, x), wanted, strict=True):
        np.testing.assert_allclose(np.broadcast_to(column, difference.shape), difference, atol=1e-7)


@pytest.mark.parametrize("name", MODELS)
def test_a_run_alone_has_the_bits_it_has_in_a_batch(name):
    model = models.get(name)
    x = inputs_of(model, np.linspace(-2, 3, 11))
    params = params_of(model)
    together = model.predict(params, x)
    assert together.shape == (4, 11)
    assert all((model.predict(params[k : k + 1], x)[0] == together[k]).all() for k in range(4))


@pytest.mark.parametrize("name", MODELS)
def test_model_takes_other_points_for_each_run(name):
    """As stochastic optimizers draw them: x of shape (runs, size)."""
    model = models.get(name)
    x = inputs_of(model, np.linspace(-2, 3, 12).reshape(4, 3))
    params = params_of(model)
    alone = [model.predict(params[k : k + 1], x[k])[0] for k in range(4)]
    np.testing.assert_array_equal(model.predict(params, x), alone)
    for column, *parts in zip(
        model.jacobian(params, x), *(model.jacobian(params[k : k + 1], x[k]) for k in range(4)), strict=True
    ):
        np.testing.assert_array_equal(column, [np.broadcast_to(part, (1, 3))[0] for part in parts])


@pytest.mark.parametrize("name", MODELS)
def test_linear_models_say_so_truly(name):
    model = models.get(name)
    x = inputs_of(model, np.linspace(-2, 3, 11))
    a, b = params_of(model)[:2, None]
    zero = model.predict(np.zeros_like(a), x)
    adds = np.allclose(model.predict(a + b, x), model.predict(a, x) + model.predict(b, x) - zero)
    assert adds is model.linear


@pytest.mark.parametrize("name", losses.names())
def test_derivatives_of_a_loss_agree_with_central_differences(name):
    loss, errors = losses.get(name)(), np.array([-3.1, -0.7, -0.01, 0.02, 0.6, 2.9])
    slope = (loss.value(errors + STEP) - loss.value(errors - STEP)) / (2 * STEP)
    np.testing.assert_allclose(loss.derivative(errors), slope, atol=1e-7)
    if loss.curvature is not None:
        bend = (loss.derivative(errors + STEP) - loss.derivative(errors - STEP)) / (2 * STEP)
        np.testing.assert_allclose(loss.curvature(errors), bend, atol=1e-7)


@pytest.mark.parametrize(("name", "loss"), list(problems()))
def test_gradient_of_the_mean_loss_agrees_with_central_differences(name, loss):
    problem = problem_of(EXAM, name, Choice.of(loss, {}), standardize=True)
    oracle, params = PointOracle(problem, []), params_of(problem.model)
    wanted = np.stack(central(lambda p: oracle.measure(p).loss, params), axis=1)
    np.testing.assert_allclose(oracle.gradient(params), wanted, atol=2e-6)


@pytest.mark.parametrize("name", [name for name in MODELS if exact(models.get(name))])
def test_hessian_is_exact_where_errors_are_linear_in_the_params(name):
    model = models.get(name)
    loss = "cross-entropy" if model.score is not None else "mse"
    problem = problem_of(EXAM, name, Choice(loss), standardize=True)
    oracle, params = PointOracle(problem, []), params_of(model)
    wanted = np.stack(central(oracle.gradient, params), axis=1)
    np.testing.assert_allclose(oracle.hessian(params), wanted, atol=1e-7)


@pytest.mark.parametrize("name", [name for name in MODELS if models.get(name).score is None])
def test_a_loss_of_margins_needs_a_model_of_probabilities(name):
    with pytest.raises(Unsuitable, match="needs a model of probabilities, such as logistic"):
        problem_of(EXAM, name, Choice("cross-entropy"), standardize=False)


@pytest.mark.parametrize("name", datasets.names())
def test_dataset_is_the_same_each_time_and_has_its_words(name):
    data, again = datasets.get(name)(), datasets.get(name)(seed=0)
    assert data.name == name
    assert data.digest == again.digest
    assert np.isfinite(data.x).all() and np.isfinite(data.y).all()
    assert data.title and data.note and data.source and data.x_label != "x" and data.y_label != "y"
