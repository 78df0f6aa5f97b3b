"""Optima and gradients against scikit-learn, SciPy and central differences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats
from sklearn.linear_model import LinearRegression, Ridge

import gdsim
from gdsim import datasets, losses, models
from gdsim.core.dataset import Dataset
from gdsim.core.run import Choice
from gdsim.descent.oracle import oracle_of
from gdsim.descent.problem import problem_of

ALL = datasets.names()


def suited(loss, data):
    """``data`` and a line, or for a loss of margins targets that are 0 or 1 and a probability."""
    return ("pass-or-fail", "logistic") if losses.get(loss)().of_margins else (data, "line")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("standardize", [False, True])
def test_least_squares_agrees_with_scikit_learn(name, standardize):
    problem = problem_of(datasets.get(name)(), "line", Choice("mse"), standardize=standardize)
    fitted = LinearRegression().fit(problem.x[:, None], problem.y)
    assert problem.optimum.params == pytest.approx((fitted.coef_[0], fitted.intercept_), rel=1e-9, abs=1e-9)
    assert problem.optimum.loss == pytest.approx(
        np.mean((fitted.predict(problem.x[:, None]) - problem.y) ** 2)
    )


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("l2", [0.001, 1.0, 50.0])
def test_ridge_agrees_with_scikit_learn(name, l2):
    problem = problem_of(datasets.get(name)(), "line", Choice.of("ridge", {"l2": l2}), standardize=False)
    fitted = Ridge(alpha=l2 * len(problem.y) / 2).fit(problem.x[:, None], problem.y)
    assert problem.optimum.params == pytest.approx((fitted.coef_[0], fitted.intercept_), rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("loss", losses.names())
def test_descent_reaches_what_scipy_finds(loss):
    """For every loss, line search on standardised inputs comes to SciPy's least loss."""
    data, model = suited(loss, "outliers")
    run = gdsim.run(
        data,
        model=model,
        loss=loss,
        optimizer="line-search",
        learning_rate=0.1,
        epochs=400,
        standardize=True,
    )
    choice = Choice.of(loss, losses.registry.options(loss))
    problem = problem_of(datasets.get(data)(), model, choice, standardize=True)
    oracle = oracle_of(problem, [])
    best = optimize.minimize(
        lambda p: oracle.measure(p[None]).loss[0], run.path[-1], method="Nelder-Mead", tol=1e-10
    )
    assert run.loss[-1] == pytest.approx(best.fun, rel=2e-3)


@pytest.mark.parametrize("name", ALL)
def test_slope_agrees_with_scipy_linregress(name):
    data = datasets.get(name)()
    found = stats.linregress(data.x, data.y)
    problem = problem_of(data, "line", Choice("mse"), standardize=False)
    assert problem.optimum.params == pytest.approx((found.slope, found.intercept), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("loss", losses.names())
@pytest.mark.parametrize("standardize", [False, True])
def test_gradient_agrees_with_central_differences(loss, standardize):
    choice = Choice.of(loss, losses.registry.options(loss))
    data, model = suited(loss, "heavy-noise")
    oracle = oracle_of(problem_of(datasets.get(data)(), model, choice, standardize=standardize), [])
    params = np.array([[0.123, 1.7], [-0.4, 3.1]])
    gradient = oracle.gradient(params)
    for column in range(2):
        step = np.zeros_like(params)
        step[:, column] = 1e-6
        slope = (oracle.measure(params + step).loss - oracle.measure(params - step).loss) / 2e-6
        np.testing.assert_allclose(gradient[:, column], slope, rtol=2e-4, atol=1e-5)


@pytest.mark.parametrize("loss", ["mse", "ridge"])
def test_hessian_agrees_with_differences_of_the_gradient(loss):
    choice = Choice.of(loss, losses.registry.options(loss))
    oracle = oracle_of(problem_of(datasets.get("salary")(), "line", choice, standardize=False), [])
    params = np.array([[2.0, 5.0]])
    for column in range(2):
        step = np.zeros_like(params)
        step[:, column] = 1e-3
        slope = (oracle.gradient(params + step) - oracle.gradient(params - step)) / 2e-3
        np.testing.assert_allclose(oracle.hessian(params)[:, column], slope, rtol=1e-6)


def test_gradient_of_points_is_the_mean_over_them():
    problem = problem_of(datasets.get("fundraising")(), "line", Choice("mse"), standardize=False)
    oracle = oracle_of(problem, [])
    params, points = np.array([[1.0, 2.0]]), np.array([[0, 3]])
    residual = 1.0 * problem.x[[0, 3]] + 2.0 - problem.y[[0, 3]]
    expected = [np.mean(2 * residual * problem.x[[0, 3]]), np.mean(2 * residual)]
    np.testing.assert_allclose(oracle.gradient(params, points)[0], expected)


def test_far_away_x_loses_no_digits():
    """x around a million: the optimum and the small eigenvalue keep their digits."""
    x = 1e6 + np.arange(5.0)
    problem = problem_of(Dataset("far", x, 3.0 * x - 7.0), "line", Choice("mse"), standardize=False)
    assert problem.optimum.params == pytest.approx((3.0, -7.0), rel=1e-6)
    largest, smallest = problem.quadratic.eigenvalues
    assert largest * smallest == pytest.approx(4 * np.var(x), rel=1e-9)


@pytest.mark.parametrize(
    ("x", "y"), [([3.0], [2.0]), ([3.0, 3.0, 3.0], [2.0, 4.0, 6.0]), ([0.0, 0.0], [1.0, 3.0])], ids=str
)
def test_constant_x_has_words_and_no_threshold(x, y):
    data = Dataset("flat", np.array(x), np.array(y))
    run = gdsim.run(data, learning_rate=0.01, epochs=2000)
    assert run.theory is None
    assert run.optimum is None
    assert run.outcome.status == "converged"
    assert "no single optimum" in run.description
    assert models.get("line").predict(run.path[-1:], data.x)[0] == pytest.approx(
        [np.mean(y)] * len(x), rel=0.05
    )
