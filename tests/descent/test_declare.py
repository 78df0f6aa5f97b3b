"""Sweep files: expansion, ids, and every mistake with its line."""

from __future__ import annotations

import numpy as np
import pytest

from gdsim import datasets
from gdsim.core.dataset import Dataset
from gdsim.core.yamltext import parse_yaml
from gdsim.descent.declare import Limits, declare_sweep
from gdsim.errors import AuthorErrors

KNOWN = {name: datasets.get(name)() for name in datasets.names()}


def declare(text, limits=None, **own):
    return declare_sweep(parse_yaml(text, "sweeps/rates.yaml"), {**KNOWN, **own}, limits or Limits())


def mistakes(text, **own):
    with pytest.raises(AuthorErrors) as caught:
        declare(text, **own)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_lists_multiply():
    sweep = declare(
        """
title: Rates
dataset: [clean-linear, outliers]
learning_rate: [5e-5, 2e-4]
init: {origin: [0, 0], corner: [0.65, 14]}
optimizer: [gd, {name: momentum, beta: 0.5}]
"""
    )
    assert len(sweep.runs) == 16
    assert sweep.runs[0].id == "clean-linear.mse.gd.lr-5e-05.origin"
    assert sweep.runs[-1].id == "outliers.mse.momentum-beta-0.5.lr-0.0002.corner"
    assert (sweep.name, sweep.title) == ("rates", "Rates")
    assert sweep.scenes == ("fit", "surface")
    assert sweep.formats == ("mp4", "gif")


def test_equal_runs_are_one():
    sweep = declare(
        "dataset: outliers\nlearning_rate: [1e-4, 0.0001]\n"
        "optimizer: [momentum, {name: momentum, beta: 0.9}]\n"
    )
    assert len(sweep.runs) == 1


def test_times_max_takes_each_datasets_own_threshold():
    sweep = declare("dataset: [clean-linear, wide-range]\nlearning_rate: {times_max: [0.5, 1.05]}\n")
    rates = [run.spec.learning_rate for run in sweep]
    assert rates == pytest.approx(
        [0.5 * 1.1868e-3, 1.05 * 1.1868e-3, 0.5 * 3.022e-4, 1.05 * 3.022e-4], rel=2e-4
    )
    assert all(float(f"{rate:.6g}") == rate for rate in rates)


def test_epochs_and_standardize_are_in_the_id_where_they_vary():
    sweep = declare("dataset: outliers\nlearning_rate: 0.01\nepochs: [10, 20]\nstandardize: [false, true]\n")
    assert [run.id.split("origin")[1] for run in sweep] == [".e10", ".std.e10", ".e20", ".std.e20"]
    same = declare("dataset: outliers\nlearning_rate: 0.01\nstandardize: true\n")
    assert same.runs[0].id.endswith(".origin")


def test_random_starts_record_their_seed():
    sweep = declare(
        "dataset: outliers\nlearning_rate: 0.01\ninit: {any: {random: 7, low: [0, 5], high: [1, 9]}}\n"
    )
    init = sweep.runs[0].spec.init
    assert (init.seed, init.low, init.high) == (7, (0, 5), (1, 9))


def test_every_mistake_is_told_at_once_with_its_line():
    found = mistakes(
        """titel: x
dataset: [clean-liner, 5]
loss: {name: huber, delta: -1}
optimizer:
  - gdd
  - {name: adam, beta3: 1}
learning_rate:
  - 0
  - -0.1
  - .nan
  - 1e400
  - fast
  - true
init: {a: [1], b: {random: -1}, c: [1, .inf]}
epochs: [0, 10000000000, many]
standardize: maybe
tolerance: 2
scenes: [fitt]
formats: [avi]
"""
    )
    expected = [
        (1, "unknown key 'titel'; did you mean 'title'?"),
        (2, "unknown dataset 'clean-liner'; did you mean 'clean-linear'?"),
        (2, "unknown dataset 5"),
        (3, "huber: delta must be > 0, got -1.0"),
        (5, "unknown optimizer 'gdd'; did you mean 'gd'?"),
        (6, "optimizer 'adam' has no option 'beta3'; did you mean 'beta"),
        (8, "learning_rate must be a number > 0 and below 1.8e308, got 0"),
        (9, "learning_rate must be a number > 0 and below 1.8e308, got -0.1"),
        (10, "learning_rate must be a number > 0 and below 1.8e308, got nan"),
        (11, "learning_rate must be a number > 0 and below 1.8e308, got inf"),
        (12, "learning_rate must be a number > 0 and below 1.8e308, got 'fast'"),
        (13, "learning_rate must be a number > 0 and below 1.8e308, got True"),
        (14, "init: a must be [w, b], got [1]"),
        (14, "init: random must be a seed, a whole number ≥ 0, got -1"),
        (14, "init: c must hold numbers"),
        (15, "epochs must be a whole number ≥ 1, got 0"),
        (15, "epochs must be at most 10,000,000, got 10,000,000,000"),
        (15, "epochs must be a whole number ≥ 1, got 'many'"),
        (16, "standardize must be true or false, got 'maybe'"),
        (17, "tolerance must be a number between 0 and 1, got 2"),
        (18, "scenes: unknown name 'fitt'; did you mean 'fit'?"),
        (19, "formats: unknown name 'avi'"),
    ]
    assert len(found) == len(expected)
    for line, words in expected:
        assert any(message.startswith(f"sweeps/rates.yaml:{line}: {words}") for message in found), words


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("learning_rate: 1\n", "rates.yaml:1: the key 'dataset' is missing"),
        ("dataset: outliers\n", "rates.yaml:1: the key 'learning_rate' is missing"),
        ("dataset: outliers\nlearning_rate:\n", "rates.yaml:2: learning_rate is empty"),
        ("dataset: outliers\nlearning_rate: []\n", "rates.yaml:2: learning_rate is an empty list"),
        ("dataset: []\nlearning_rate: 1\n", "rates.yaml:1: dataset is an empty list"),
        ("dataset: outliers\nlearning_rate: {max: 1}\n", "rates.yaml:2: learning_rate must be numbers or"),
        (
            "dataset: outliers\nlearning_rate: {times_max: [0]}\n",
            "rates.yaml:2: times_max must be a number > 0",
        ),
        ("dataset: outliers\nlearning_rate: 1\ninit: [0, 0]\n", "rates.yaml:3: init names its starts"),
        (
            "dataset: outliers\nlearning_rate: 1\ninit: {a b: [0, 0], A-B: [1, 1]}\n",
            "rates.yaml:3: init: 'A-B' reads like",
        ),
        ("dataset: outliers\nlearning_rate: 1\nmodel: curve\n", "rates.yaml:3: unknown model 'curve'"),
        (
            "dataset: outliers\nlearning_rate: 1\nloss: mae\noptimizer: newton\n",
            "rates.yaml:4: newton needs a loss",
        ),
        (
            "dataset: outliers\nlearning_rate: 1\nlearning_rate: 2\n",
            "rates.yaml:3: YAML: found duplicate key",
        ),
        ("- 1\n", "rates.yaml:1: a sweep is keys and values"),
        ("", "rates.yaml:1: a sweep is keys and values"),
        ("dataset: a: b\n", "rates.yaml:1: YAML: mapping values are not allowed here; quote a value"),
        ("a: &x [1]\nb: *x\n", "rates.yaml:2: YAML: alias *x; write the value out"),
        ("[" * 5000, "rates.yaml:1: YAML: nested deeper than 32 levels"),
        ("epochs: " + "9" * 5000, "rates.yaml:1: YAML: Exceeds the limit"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, message):
    assert mistakes(text)[0].removeprefix("sweeps/").startswith(message)


def test_too_many_runs_are_refused_before_any_work():
    rates = ", ".join(str(k) for k in range(1, 3001))
    inits = ", ".join(f"s{k}: [0, {k}]" for k in range(3500))
    found = mistakes(f"dataset: outliers\nlearning_rate: [{rates}]\ninit: {{{inits}}}\n")
    assert "declares 10,500,000 runs, the limit of a build is 100,000; --limit runs=N lifts it" in found[0]


def test_constant_x_has_no_threshold_to_multiply():
    flat = Dataset("flat", np.array([1.0, 1.0]), np.array([1.0, 2.0]))
    assert (
        "no threshold: x is constant"
        in mistakes("dataset: flat\nlearning_rate: {times_max: 0.5}\n", flat=flat)[0]
    )
    assert (
        "cannot be standardised: x is constant"
        in mistakes("dataset: flat\nlearning_rate: 1\nstandardize: true\n", flat=flat)[0]
    )


def test_ids_hold_what_every_file_system_takes():
    sweep = declare("dataset: outliers\nlearning_rate: [1e300, 1, 0.1]\ninit: {'Über #1/ü?': [0, 0]}\n")
    assert [run.id for run in sweep] == [
        "outliers.mse.gd.lr-1e300.uber-1-u",
        "outliers.mse.gd.lr-1.uber-1-u",
        "outliers.mse.gd.lr-0.1.uber-1-u",
    ]
