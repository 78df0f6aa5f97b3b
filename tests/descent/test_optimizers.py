"""Each optimizer against its formula written out here, a plain loop over epochs with scalars."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

import gdsim
from gdsim import datasets, optimizers

DATA = datasets.get("fundraising")()
N = DATA.n


def gradient(w, b, indices=None, factor=2.0):
    """Gradient of squared error over points, as sums of scalars."""
    indices = range(N) if indices is None else indices
    residuals = [(w * DATA.x[i] + b - DATA.y[i], DATA.x[i]) for i in indices]
    size = len(residuals)
    return [factor * sum(r * x for r, x in residuals) / size, factor * sum(r for r, _ in residuals) / size]


def gd(theta, g, memory, rate, k):
    return [t - rate * gi for t, gi in zip(theta, g, strict=True)]


def momentum(theta, g, memory, rate, k):
    memory["v"] = g if k == 1 else [0.9 * v + gi for v, gi in zip(memory["v"], g, strict=True)]
    return [t - rate * v for t, v in zip(theta, memory["v"], strict=True)]


def nesterov(theta, g, memory, rate, k):
    memory["v"] = g if k == 1 else [0.9 * v + gi for v, gi in zip(memory["v"], g, strict=True)]
    return [t - rate * (gi + 0.9 * v) for t, gi, v in zip(theta, g, memory["v"], strict=True)]


def adagrad(theta, g, memory, rate, k):
    memory["s"] = [s + gi * gi for s, gi in zip(memory.get("s", [0, 0]), g, strict=True)]
    return [t - rate * gi / (math.sqrt(s) + 1e-10) for t, gi, s in zip(theta, g, memory["s"], strict=True)]


def rmsprop(theta, g, memory, rate, k):
    memory["s"] = [0.99 * s + 0.01 * gi * gi for s, gi in zip(memory.get("s", [0, 0]), g, strict=True)]
    return [t - rate * gi / (math.sqrt(s) + 1e-8) for t, gi, s in zip(theta, g, memory["s"], strict=True)]


def adam(theta, g, memory, rate, k):
    memory["m"] = [0.9 * m + 0.1 * gi for m, gi in zip(memory.get("m", [0, 0]), g, strict=True)]
    memory["s"] = [0.999 * s + 0.001 * gi * gi for s, gi in zip(memory.get("s", [0, 0]), g, strict=True)]
    first = [m / (1 - 0.9**k) for m in memory["m"]]
    second = [s / (1 - 0.999**k) for s in memory["s"]]
    return [t - rate * m / (math.sqrt(s) + 1e-8) for t, m, s in zip(theta, first, second, strict=True)]


FORMULAS = {f.__name__: (f, rate) for f, rate in [
    (gd, 0.01), (momentum, 0.005), (nesterov, 0.005), (adagrad, 5.0), (rmsprop, 0.5), (adam, 0.5),
]}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_optimizer_follows_its_formula(name):
    formula, rate = FORMULAS[name]
    theta, memory, path = [3.0, -5.0], {}, [[3.0, -5.0]]
    for k in range(1, 101):
        theta = formula(theta, gradient(*theta), memory, rate, k)
        path.append(theta)
    run = gdsim.run("fundraising", optimizer=name, learning_rate=rate, init=(3, -5), epochs=100)
    np.testing.assert_allclose(run.path, path, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "size", "factor"), [("sgd", 1, 2.0), ("minibatch", 3, 2.0), ("square-trick", 1, 1.0)]
)
def test_stochastic_optimizer_follows_its_draws(name, size, factor):
    stream = random.Random(5)
    b, w = stream.random(), stream.random()
    path = [[w, b]]
    for _ in range(50):
        indices = [stream.randint(0, N - 1)] if size == 1 else stream.sample(range(N), size)
        g = gradient(w, b, indices, factor)
        w, b = w - 0.01 * g[0], b - 0.01 * g[1]
        path.append([w, b])
    optimizer = {"name": name, "size": size} if name == "minibatch" else name
    run = gdsim.run("fundraising", optimizer=optimizer, learning_rate=0.01, init={"random": 5}, epochs=50)
    np.testing.assert_allclose(run.path, path, rtol=1e-9)
    assert run.seed == 5


def test_line_search_takes_the_exact_step_of_a_quadratic():
    h = 2 * np.array([[np.mean(DATA.x**2), np.mean(DATA.x)], [np.mean(DATA.x), 1.0]])
    theta, path = np.zeros(2), [np.zeros(2)]
    for _ in range(20):
        g = np.array(gradient(*theta))
        theta = theta - (g @ g) / (g @ h @ g) * g
        path.append(theta)
    run = gdsim.run("fundraising", optimizer="line-search", learning_rate=0.01, epochs=20)
    np.testing.assert_allclose(run.path, path, rtol=1e-7)


def test_newton_reaches_the_optimum_in_one_step():
    run = gdsim.run("fundraising", optimizer="newton", learning_rate=1.0, epochs=3)
    assert run.path[1] == pytest.approx(run.optimum.params, rel=1e-9)
    assert run.outcome.epoch == 1


def test_every_optimizer_has_a_test_of_its_formula():
    tested = {*FORMULAS, "sgd", "minibatch", "square-trick", "line-search", "newton"}
    assert tested == set(optimizers.names())


@pytest.mark.parametrize("name", optimizers.names())
@pytest.mark.parametrize("loss", ["mse", "huber"])
def test_a_run_alone_equals_itself_in_a_batch(name, loss):
    rates = [0.001, 0.004, 0.01, 0.2]
    init = {"a": [0, 0], "b": [40, 120], "c": {"random": 3}}
    batch = gdsim.sweep(
        dataset="fundraising", optimizer=name, loss=loss, learning_rate=rates, init=init, epochs=60
    )
    alone = [
        run
        for rate in rates
        for start in init
        for run in gdsim.sweep(
            dataset="fundraising",
            optimizer=name,
            loss=loss,
            learning_rate=rate,
            init={start: init[start]},
            epochs=60,
        )
    ]
    for one, other in zip(batch, alone, strict=True):
        assert one.id == other.id
        np.testing.assert_array_equal(one.path, other.path)
        np.testing.assert_array_equal(one.loss, other.loss)
        assert one.outcome == other.outcome


@pytest.mark.parametrize(
    ("optimizer", "words"),
    [
        ({"name": "momentum", "beta": 1}, r"beta must be in \[0, 1\), got 1"),
        ({"name": "momentum", "beat": 0.5}, "did you mean 'beta'"),
        ({"name": "minibatch", "size": 0}, "size must be > 0, got 0"),
        ({"name": "adam", "eps": "small"}, "eps must be a number, got 'small'"),
        ("adaam", "did you mean 'adam'"),
    ],
)
def test_bad_options_are_told_in_words(optimizer, words):
    with pytest.raises(ValueError, match=words):
        gdsim.run("fundraising", optimizer=optimizer)


def test_newton_refuses_a_loss_without_curvature():
    with pytest.raises(ValueError, match="newton needs a loss with curvature, and mae has none"):
        gdsim.run("fundraising", optimizer="newton", loss="mae")
