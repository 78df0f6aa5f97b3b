"""Outcomes, stored epochs and the closed form against a plain loop."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdsim
from gdsim.core.dataset import Dataset
from gdsim.descent.closed_form import power, settles
from gdsim.descent.epochs import frame_epochs, stored_epochs


@pytest.mark.parametrize("rate", [1e-5, 3e-4, 9e-4, 1.18e-3])
def test_closed_form_equals_a_loop(rate):
    data = gdsim.datasets.get("growing-variance")()
    w, b, path = 0.65, 14.0, [[0.65, 14.0]]
    for _ in range(200):
        residual = w * data.x + b - data.y
        w, b = w - rate * 2 * np.mean(residual * data.x), b - rate * 2 * np.mean(residual)
        path.append([w, b])
    run = gdsim.run("growing-variance", learning_rate=rate, init=(0.65, 14))
    np.testing.assert_allclose(run.path, path, rtol=1e-9)
    losses = [np.mean((w * data.x + b - data.y) ** 2) for w, b in path]
    np.testing.assert_allclose(run.loss, losses, rtol=1e-9)


def test_divergence_is_the_first_epoch_past_a_thousand_times_the_start():
    data = gdsim.datasets.get("fundraising")()
    run = gdsim.run("fundraising", learning_rate=0.04, epochs=500)
    limit = 1000 * max(run.loss[0], np.var(data.y))
    assert run.outcome.status == "diverged"
    assert run.epoch[-1] == run.outcome.epoch
    assert (run.loss[:-1] <= limit).all()
    assert run.loss[-1] > limit


@pytest.mark.parametrize("optimizer", ["gd", "momentum"])
def test_overflow_ends_the_run_with_finite_numbers(optimizer):
    run = gdsim.run("clean-linear", learning_rate=1e300, optimizer=optimizer)
    assert run.outcome.status == "diverged"
    assert np.isfinite(run.path).all()
    assert np.isfinite(run.loss).all()
    assert np.isfinite(run.gradient_norm).all()


def test_convergence_holds_from_its_epoch_to_the_end():
    run = gdsim.run("fundraising", learning_rate=0.03, epochs=2000, tolerance=1e-4)
    excess = run.loss - run.optimum.loss
    goal = 1e-4 * excess[0]
    at = run.index_of(run.outcome.epoch)
    assert run.outcome.status == "converged"
    assert (excess[at:] <= goal).all()
    assert excess[at - 1] > goal


def test_iterated_convergence_agrees_with_the_closed_form():
    """Momentum with beta 0 is plain descent, iterated."""
    for rate in (0.001, 0.01, 0.02, 0.04):
        closed = gdsim.run("fundraising", learning_rate=rate, epochs=900)
        looped = gdsim.run(
            "fundraising", learning_rate=rate, epochs=900, optimizer={"name": "momentum", "beta": 0}
        )
        assert closed.outcome == looped.outcome
        np.testing.assert_allclose(closed.path, looped.path, rtol=1e-8)


def test_a_start_at_the_optimum_has_converged_at_epoch_0():
    x = np.array([0.0, 1.0, 2.0])
    run = gdsim.run(Dataset("exact", x, 2 * x + 1), learning_rate=0.1, init=(2, 1))
    assert run.outcome == gdsim.core.trajectory.Outcome("converged", 0)


def test_the_start_is_stored_to_the_last_digit():
    run = gdsim.run("clean-linear", init=(0, 0))
    assert run.path[0].tolist() == [0.0, 0.0]


def test_stored_epochs_are_all_up_to_1000_then_two_significant_digits():
    stored = stored_epochs(123_456)
    assert stored[:1001].tolist() == list(range(1001))
    beyond = stored[1001:-1].tolist()
    assert all(int(str(epoch)[2:] or 0) == 0 for epoch in beyond)
    assert beyond[0] == 1100
    assert beyond[-1] == 120_000
    assert stored[-1] == 123_456
    assert stored_epochs(3).tolist() == [0, 1, 2, 3]


@given(st.integers(1, 10_000_000))
@settings(max_examples=200, deadline=None)
def test_frames_are_stored_epochs_and_few(last):
    stored = stored_epochs(last)
    frames = frame_epochs(stored)
    assert len(frames) <= 121
    assert set(frames.tolist()) <= set(stored.tolist())
    assert frames[0] == 0
    assert frames[-1] == last
    assert (np.diff(frames) > 0).all()


@given(st.floats(-1.5, 1.5), st.integers(0, 100_000))
def test_power_is_power(base, exponent):
    with np.errstate(all="ignore"):
        expected = np.float64(base) ** exponent
        found = power(np.array([base]), np.array([exponent]))[0]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@given(
    st.lists(st.floats(-10, 10), min_size=2, max_size=2),
    st.lists(st.floats(-0.99, 0.99), min_size=2, max_size=2),
    st.floats(1e-6, 5),
)
def test_settles_is_the_first_epoch_inside_for_good(terms, factors, within):
    found = settles(np.array(terms), np.array(factors), within)
    epochs = np.arange(3000)
    values = np.abs(terms[0] * np.power(factors[0], epochs) + terms[1] * np.power(factors[1], epochs))
    outside = np.flatnonzero(values > within * (1 + 1e-9))
    inside = np.flatnonzero(values > within * (1 - 1e-9))
    low, high = (outside[-1] + 1 if len(outside) else 0), (inside[-1] + 1 if len(inside) else 0)
    assert low <= found <= high


def test_settles_never_where_a_factor_does_not_shrink():
    assert settles(np.array([1.0, 1.0]), np.array([0.5, 1.0]), 0.1) is None
    assert settles(np.array([1.0, 0.0]), np.array([0.5, 1.0]), 0.1) == 4


def test_description_says_what_happened():
    words = gdsim.run("fundraising", learning_rate=0.037, epochs=120).description
    assert "diverged at epoch" in words
    assert "learning rate 0.037" in words
    assert "from w = 0 and b = 0" in words
    assert "has converged at epoch" in gdsim.run("clean-linear").description


def test_a_dataset_of_any_name_can_be_run():
    x = np.array([0.0, 1.0, 2.0])
    assert gdsim.run(Dataset("My Houses", x, 2 * x), learning_rate=0.1).dataset == "my-houses"


def test_two_seeds_of_one_run_are_refused():
    with pytest.raises(ValueError, match="leave out the optimizer's seed"):
        gdsim.run(
            "fundraising", optimizer={"name": "sgd", "seed": 3}, init={"random": 7}, learning_rate=0.001
        )
