"""Checked facts: closed forms, thresholds and runs worked out independently of gdsim."""

from __future__ import annotations

import math

import numpy as np
import pytest

import gdsim
from gdsim import datasets
from gdsim.core.dataset import Dataset
from gdsim.core.run import Choice
from gdsim.descent.facts import Numbers
from gdsim.descent.problem import problem_of

SPENDING = ["clean-linear", "heavy-noise", "outliers", "saturating", "growing-variance", "two-populations"]


def theory_of(dataset, *, standardize=False, loss=None):
    return problem_of(dataset, "line", loss or Choice("mse"), standardize=standardize).theory


def epochs_to(dataset, rate, fraction, of, *, standardize=False, start=(0, 0)):
    """Ask the facts that prose asks."""
    from gdsim.core.yamltext import Document
    from gdsim.descent.declare import Limits, declare_sweep
    from gdsim.descent.simulate import simulate

    data = {
        "dataset": dataset.name,
        "learning_rate": rate,
        "epochs": 10,
        "init": {"start": list(start)},
        "standardize": standardize,
    }
    sweep = declare_sweep(Document("s", 1, data), {dataset.name: dataset}, Limits())
    numbers = Numbers({"s": sweep}, {dataset.name: dataset}, lambda run: simulate(dataset, [run])[0])
    return numbers.run("s").epochs_to(fraction, of=of)


@pytest.mark.parametrize("name", SPENDING)
def test_threshold_depends_on_x_alone(name):
    theory = theory_of(datasets.get(name)())
    assert theory.learning_rate_max == pytest.approx(1.1868e-3, rel=5e-5)
    assert theory.swing_from == pytest.approx(5.934e-4, rel=5e-5)


def test_no_x_in_0_to_50_has_a_threshold_below_3e_4():
    """The largest eigenvalue of any x in [0, 50] is at most 2·(50² + 1)."""
    worst = Dataset("worst", np.array([50.0, 50.0 - 1e-9]), np.array([1.0, 2.0]))
    assert theory_of(worst).learning_rate_max == pytest.approx(2 / 5002, rel=1e-3)
    assert 2 / 5002 > 3e-4


def test_wide_range_threshold():
    theory = theory_of(datasets.get("wide-range")())
    assert theory.learning_rate_max == pytest.approx(3.022e-4, rel=2e-4)
    assert theory.swing_from == pytest.approx(1.511e-4, rel=2e-4)


def test_slow_direction_at_5e_5_needs_about_179000_epochs():
    """From an error along the slow direction alone, to 1 % of it."""
    problem = problem_of(datasets.get("clean-linear")(), "line", Choice("mse"), standardize=False)
    slow = float(problem.quadratic.eigenvalues[1])
    assert math.log(0.01) / math.log(1 - 5e-5 * slow) == pytest.approx(179_000, rel=0.01)


def test_blog_inputs_threshold():
    x = np.linspace(25, 70, 100)
    theory = theory_of(Dataset("blog", x, x))
    assert theory.learning_rate_max == pytest.approx(4.12e-4, rel=2e-3)
    rising, falling = (
        gdsim.run(Dataset("blog", x, x), learning_rate=rate, init=(-1, 0), epochs=2000)
        for rate in (5e-4, 1e-4)
    )
    assert rising.diverged
    assert not falling.diverged


def test_standardised_inputs_have_hessian_2():
    problem = problem_of(datasets.get("outliers")(), "line", Choice("mse"), standardize=True)
    np.testing.assert_allclose(problem.quadratic.hessian, 2 * np.eye(2), atol=1e-12)
    assert problem.theory.learning_rate_max == pytest.approx(1)


@pytest.mark.parametrize(("rate", "epoch"), [(0.01, 228), (0.1, 21)])
def test_standardised_epochs_to_one_per_cent(rate, epoch):
    assert epochs_to(datasets.get("clean-linear")(), rate, 0.01, "b", standardize=True) == epoch


def test_standardised_descent_leaves_36_per_cent_after_50_epochs():
    run = gdsim.run("clean-linear", learning_rate=0.01, epochs=50, standardize=True)
    left = (run.path[-1] - run.optimum.params) / (run.path[0] - run.optimum.params)
    np.testing.assert_allclose(left, 0.98**50, rtol=1e-9)
    assert pytest.approx(0.36, abs=0.005) == 0.98**50


def test_small_ridge_is_invisible_and_50_takes_ten_per_cent():
    def slope(l2):
        loss = Choice.of("ridge", {"l2": l2})
        return problem_of(datasets.get("clean-linear")(), "line", loss, standardize=False).optimum.params[0]

    assert 1 - slope(0.001) / slope(0.0) == pytest.approx(2.3e-6, rel=0.1)
    assert 1 - slope(50.0) / slope(0.0) == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(("share", "diverges"), [(0.99, False), (1.01, True)])
def test_momentum_threshold_is_3_8_over_the_largest_eigenvalue(share, diverges):
    theory = theory_of(datasets.get("clean-linear")())
    rate = share * 3.8 / (2 / theory.learning_rate_max)
    run = gdsim.run("clean-linear", optimizer="momentum", learning_rate=rate, epochs=3000)
    assert run.diverged is diverges


def test_momentum_walks_farther_and_gets_farther_along_b():
    plain, heavy = (
        gdsim.run("clean-linear", optimizer=name, learning_rate=5e-5) for name in ("gd", "momentum")
    )

    def length(run):
        return np.sqrt((np.diff(run.path, axis=0) ** 2).sum(axis=1)).sum()

    assert length(heavy) > length(plain)
    assert heavy.path[-1][1] > plain.path[-1][1]


def test_fundraising_least_squares():
    problem = problem_of(datasets.get("fundraising")(), "line", Choice("mse"), standardize=False)
    assert problem.optimum.params == pytest.approx((50.2363, 100.2055), abs=5e-5)
    assert problem.optimum.loss == pytest.approx(25.300, abs=5e-4)
    assert math.sqrt(problem.optimum.loss) == pytest.approx(5.0299, abs=5e-5)
    assert problem.theory.learning_rate_max == pytest.approx(0.036177, abs=5e-7)
    assert problem.theory.swing_from == pytest.approx(0.018089, abs=5e-7)
    assert problem.theory.condition_number == pytest.approx(128.2, abs=0.05)


@pytest.mark.parametrize(
    ("rate", "w", "b", "loss"),
    [(0.001, 64.661, 15.714, 1609.3), (0.01, 59.325, 47.236, 648.0), (0.02, 55.636, 68.738, 245.1)],
)
def test_fundraising_after_120_epochs(rate, w, b, loss):
    run = gdsim.run("fundraising", learning_rate=rate, epochs=120)
    assert run.path[-1] == pytest.approx([w, b], abs=5e-4)
    assert run.loss[-1] == pytest.approx(loss, abs=0.05)
    assert not run.diverged


def test_fundraising_diverges_at_0_037():
    assert gdsim.run("fundraising", learning_rate=0.037, epochs=120).diverged


@pytest.mark.parametrize(
    ("rate", "b", "w", "loss"), [(0.001, 10_403, 7_917, 406), (0.01, 1_039, 791, 41), (0.02, 518, 395, 21)]
)
def test_fundraising_epochs_to_one_per_cent_for_good(rate, b, w, loss):
    data = datasets.get("fundraising")()
    found = {of: epochs_to(data, rate, 0.01, of) for of in ("b", "w", "loss")}
    assert found == {"b": b, "w": w, "loss": loss}


def test_square_trick_with_seed_7():
    def run(epochs, rate=0.01):
        return gdsim.run(
            "fundraising", optimizer="square-trick", learning_rate=rate, init={"random": 7}, epochs=epochs
        )

    last, before = run(2000), run(1999)
    assert last.path[-1] == pytest.approx([50.6414, 99.1850], abs=5e-5)
    assert math.sqrt(before.loss[-1]) == pytest.approx(5.3778, abs=5e-5)
    assert math.sqrt(last.loss[-1]) == pytest.approx(5.1932, abs=5e-5)
    assert last.seed == 7
    assert run(2000, rate=0.1).diverged


def test_a_million_epochs_agree_with_the_closed_form():
    run = gdsim.run("fundraising", learning_rate=0.001, epochs=1_000_000)
    assert run.path[-1] == pytest.approx(run.optimum.params, rel=1e-12)
    assert len(run.epoch) < 1_500
    assert len(run.frame_epoch) <= 121


@pytest.mark.parametrize("name", datasets.names())
@pytest.mark.parametrize("standardize", [False, True])
def test_just_below_the_threshold_converges_and_just_above_diverges(name, standardize):
    rate = theory_of(datasets.get(name)(), standardize=standardize).learning_rate_max
    below, above = (
        gdsim.run(name, learning_rate=share * rate, epochs=200_000, standardize=standardize)
        for share in (0.99, 1.01)
    )
    assert below.outcome.status == "converged"
    assert above.outcome.status == "diverged"
