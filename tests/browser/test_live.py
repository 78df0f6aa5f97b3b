"""Runs, thresholds and limits that the page computes itself are those of the build."""

from __future__ import annotations

import json
from itertools import groupby, product
from pathlib import Path
from typing import Any

import fixture_site
import numpy as np
import pytest
from answers import ask, bundle
from chromium import Opener

from gdsim import datasets, losses, optimizers
from gdsim.core.dataset import Dataset
from gdsim.core.run import Choice, Init, Run, RunSpec
from gdsim.core.trajectory import Trajectory
from gdsim.descent.facts import RunNumbers
from gdsim.descent.limits import limits_of
from gdsim.descent.problem import problem_of
from gdsim.descent.records import dataset_record
from gdsim.descent.simulate import batch_key, simulate

TOLERANCE = 1e-3
EPOCHS = 200
STARTS = [(0.0, 0.0), (1.7, -3.2)]
BATCHES = [
    *product(("fundraising", "wide-range", "outliers"), (False, True)),
    ("upright", False),
]
LOSSES: list[dict[str, Any]] = [
    {"name": "mse"},
    {"name": "mae"},
    {"name": "huber", "delta": 25.0},
    {"name": "huber", "delta": 1.0},
    {"name": "ridge", "l2": 0.5},
]
METHODS: list[str | dict[str, Any]] = [
    *[name for name in optimizers.names() if not optimizers.get(name)(np.ones(1)).stochastic],
    {"name": "momentum", "beta": 0.5},
    {"name": "adam", "beta1": 0.5, "beta2": 0.9, "eps": 1e-3},
]


def published(name: str) -> tuple[Dataset, dict[str, Any]]:
    """A dataset, and the record of it that the page gets."""
    made = (
        Dataset("upright", np.array([3.0, 3.0, 3.0]), np.array([1.0, 2.0, 6.0]), title="Upright")
        if name == "upright"
        else datasets.get(name)()
    )
    return made, dataset_record(made)


def choice(registry: Any, wanted: str | dict[str, Any]) -> Choice:
    """A loss or an optimizer with all its options."""
    given = {"name": wanted} if isinstance(wanted, str) else wanted
    options = {key: value for key, value in given.items() if key != "name"}
    return Choice.of(given["name"], registry.resolve(given["name"], options))


def specs_of(dataset: Dataset, *, standardize: bool) -> list[RunSpec]:
    """Each loss with each deterministic optimizer at slow, quick and unstable learning rates."""
    theory = problem_of(dataset, "line", Choice("mse"), standardize=standardize).theory
    threshold = theory.learning_rate_max if theory else 0.1
    specs = []
    for loss in LOSSES:
        for method in METHODS:
            optimizer = choice(optimizers.registry, method)
            if optimizer.name == "newton" and loss["name"] == "mae":
                continue
            own_pace = optimizer.name in ("adagrad", "adam", "rmsprop")
            rates = (0.05, 1.0) if own_pace else (0.3 * threshold, 0.97 * threshold, 1.08 * threshold)
            specs += [
                RunSpec(
                    dataset.name,
                    "line",
                    choice(losses.registry, loss),
                    optimizer,
                    rate,
                    Init("live", start),
                    EPOCHS,
                    standardize,
                    TOLERANCE,
                )
                for rate, start in zip(rates, [*STARTS, STARTS[0]], strict=False)
            ]
    return specs


def question(spec: RunSpec, record: dict[str, Any]) -> dict[str, Any]:
    """What the page is asked for to compute the run of ``spec`` live: all of it is another than swept."""
    like = {
        "id": "swept",
        "model": {"name": spec.model},
        "loss": {"name": "mse"},
        "optimizer": {"name": "gd"},
        "dataset": {"name": spec.dataset, "digest": record["digest"]},
        "learning_rate": 1,
        "epochs": 1,
        "standardize": None,
        "tolerance": spec.tolerance,
        "path": {"params": {"w": [9], "b": [9]}},
    }
    wanted = {
        "start": dict(zip("wb", spec.init.params or (), strict=True)),
        "learning_rate": spec.learning_rate,
        "epochs": spec.epochs,
        "optimizer": spec.optimizer.mapping(),
        "loss": spec.loss.mapping(),
        "standardize": spec.standardize,
    }
    return {"ask": "run", "like": like, "dataset": record, "wanted": wanted}


def runs_of(specs: list[RunSpec], dataset: Dataset) -> list[Trajectory]:
    """The runs of the build."""
    batches = [[Run("swept", "run", spec) for spec in batch] for _, batch in groupby(specs, key=batch_key)]
    return [trajectory for batch in batches for trajectory in simulate(dataset, batch)]


def assert_same_runs(answers: list[dict[str, Any]], specs: list[RunSpec], dataset: Dataset) -> set[str]:
    """Each answer is the run of the build; how they ended."""
    trajectories = runs_of(specs, dataset)
    for answer, trajectory in zip(answers, trajectories, strict=True):
        assert "error" not in answer, answer
        assert_same_run(answer, trajectory)
    return {trajectory.outcome.status for trajectory in trajectories}


def assert_same_run(answer: dict[str, Any], trajectory: Trajectory) -> None:
    """Outcome, epochs, words and theory agree; numbers to a part in 10⁹."""
    live, what = (
        answer["trajectory"],
        (trajectory.loss_choice, trajectory.optimizer, trajectory.learning_rate),
    )
    assert live["outcome"] == vars(trajectory.outcome), what
    assert live["path"]["epoch"] == trajectory.epoch.tolist(), what
    assert live["frame_epoch"] == trajectory.frame_epoch.tolist(), what
    assert live["description"] == trajectory.description, what
    theory = trajectory.theory and pytest.approx(vars(trajectory.theory), rel=1e-12)
    assert live["theory"] == theory, what
    assert (live["optimum"] is None) == (trajectory.optimum is None), what
    params = np.array([live["path"]["params"][name] for name in trajectory.params]).T
    size = np.abs(trajectory.path).max()
    if not trajectory.diverged:
        assert np.abs(params - trajectory.path).max() <= 1e-9 * size, what
    close = {"rtol": 1e-9, "atol": 1e-12 * size}
    assert np.allclose(params, trajectory.path, **close), what
    assert np.allclose(live["path"]["loss"], trajectory.loss, rtol=1e-9, atol=0), what
    norm = trajectory.gradient_norm
    assert np.allclose(live["path"]["gradient_norm"], norm, rtol=1e-9, atol=1e-9 * norm.max()), what


@pytest.mark.parametrize(("name", "standardize"), BATCHES)
def test_live_runs_are_those_of_the_build(name: str, standardize: bool) -> None:
    """Every loss with every deterministic optimizer."""
    dataset, record = published(name)
    specs = specs_of(dataset, standardize=standardize)
    answers = ask([question(spec, record) for spec in specs])
    assert assert_same_runs(answers, specs, dataset) == {"converged", "diverged", "budget"}


@pytest.mark.parametrize(
    ("name", "model", "rate"),
    [("growth", "exponential", 2e-3), ("pass-or-fail", "logistic", 0.1), ("tide", "sine", 5e-3)],
)
def test_live_runs_of_curves_are_those_of_the_build(name: str, model: str, rate: float) -> None:
    """Every loss with every deterministic optimizer, to the same digits though exp and sin are in it."""
    dataset, record = published(name)
    known = [*LOSSES, {"name": "cross-entropy"}] if model == "logistic" else LOSSES
    specs = [
        RunSpec(
            dataset.name, model, choice(losses.registry, loss), choice(optimizers.registry, method),
            rate, Init("live", (0.1, 0.2)), 40 if method == "line-search" else EPOCHS, False, TOLERANCE,
        )
        for loss in known
        for method in METHODS
        if method != "newton" or loss["name"] != "mae"
    ]  # fmt: skip
    answers = ask([question(spec, record) for spec in specs])
    assert_same_runs(answers, specs, dataset)


def test_a_start_on_the_cliff_of_a_curve_is_refused() -> None:
    """Where the loss overflows there is no run, and the words say why."""
    dataset, record = published("growth")
    spec = RunSpec(
        dataset.name, "exponential", Choice("mse"), Choice("gd"), 1e-3, Init("live", (90.0, 0.0)), 10, False,
        TOLERANCE,
    )  # fmt: skip
    (answer,) = ask([question(spec, record)])
    assert "too far away" in answer["error"]


@pytest.mark.parametrize("epochs", [1, 1000, 12_345, 10_000_000])
def test_closed_form_runs_of_any_length_are_those_of_the_build(epochs: int) -> None:
    """The stored epochs beyond 1,000 too, and outcomes millions of epochs away."""
    dataset, record = published("wide-range")
    theory = problem_of(dataset, "line", Choice("mse"), standardize=False).theory
    assert theory is not None
    specs = [
        RunSpec(
            dataset.name, "line", choice(losses.registry, loss), Choice("gd"),
            share * theory.learning_rate_max, Init("live", start), epochs, False, TOLERANCE,
        )
        for loss in ({"name": "mse"}, {"name": "ridge", "l2": 0.5})
        for share in (1e-3, 0.9, 1 + 1e-4, 1e300)
        for start in STARTS
    ]  # fmt: skip
    assert_same_runs(ask([question(spec, record) for spec in specs]), specs, dataset)


def test_long_iterated_runs_are_those_of_the_build() -> None:
    """Twenty thousand steps of each method agree to the epoch of the outcome."""
    dataset, record = published("fundraising")
    specs = [
        RunSpec(
            dataset.name, "line", choice(losses.registry, loss), choice(optimizers.registry, method),
            0.01, Init("live", (0.0, 0.0)), 20_000, False, TOLERANCE,
        )
        for loss, method in (("mse", "adam"), ("huber", "gd"), ("mae", "rmsprop"), ("ridge", "nesterov"))
    ]  # fmt: skip
    assert_same_runs(ask([question(spec, record) for spec in specs]), specs, dataset)


def test_epochs_to_a_fraction_are_those_of_the_build() -> None:
    """Of w, b and the loss, from slow to unstable learning rates, beyond any budget."""
    questions: list[dict[str, Any]] = []
    truths: list[int | None] = []
    for name, standardize in BATCHES[:-1]:
        dataset, record = published(name)
        theory = problem_of(dataset, "line", Choice("mse"), standardize=standardize).theory
        assert theory is not None
        for share in (1e-5, 0.3, 0.6, 0.97, 1.0, 1.1):
            rate = share * theory.learning_rate_max
            for loss in (Choice("mse"), Choice.of("ridge", {"l2": 0.5})):
                spec = RunSpec(
                    name, "line", loss, Choice("gd"), rate, Init("live", STARTS[1]), 5, standardize, TOLERANCE
                )
                (trajectory,) = runs_of([spec], dataset)
                numbers = RunNumbers(Run("s", "r", spec), trajectory, dataset)
                way = {
                    "dataset": record, "loss": loss.mapping(), "standardize": standardize,
                    "learning_rate": rate, "start": dict(zip("wb", STARTS[1], strict=True)),
                }  # fmt: skip
                for of in ("w", "b", "loss"):
                    for fraction in (0.01, 1e-6):
                        questions.append({"ask": "epochs", "way": way, "fraction": fraction, "of": of})
                        truths.append(numbers.epochs_to(fraction, of))
    assert ask(questions) == truths
    assert None in truths
    assert max(truth for truth in truths if truth is not None) > 1_000_000


def test_thresholds_and_axis_limits_are_those_of_the_build() -> None:
    """For every built-in dataset and loss, as they are and standardised."""
    questions: list[dict[str, Any]] = []
    truths: list[Any] = []
    starts = [*STARTS, (40.0, 7.0)]
    for name in datasets.names():
        dataset, record = published(name)
        for standardize in (False, True):
            for loss in LOSSES:
                problem = problem_of(dataset, "line", choice(losses.registry, loss), standardize=standardize)
                about = {"dataset": record, "loss": loss, "standardize": standardize}
                questions.append({"ask": "theory", **about, "optimizer": {"name": "gd"}})
                theory = problem.theory and vars(problem.theory)
                truths.append((theory, theory and theory["learning_rate_max"]))
                named = [dict(zip("wb", start, strict=True)) for start in starts]
                questions.append({"ask": "limits", **about, "starts": named})
                limits = limits_of(problem, np.array(starts))
                params = dict(zip("wb", map(list, limits.params), strict=True))
                truths.append(
                    {"x": list(limits.x), "y": list(limits.y), "params": params, "loss": list(limits.loss)}
                )
    for truth, answer in zip(truths, ask(questions), strict=True):
        if isinstance(truth, tuple):
            assert (answer["theory"], answer["threshold"]) == truth
            assert bool(answer["why"]) == (truth[0] is None)
        else:
            assert answer == truth


def test_live_runs_in_a_browser_are_those_of_the_build(open_page: Opener, tmp_path: Path) -> None:
    """The same numerics as one classic script, in Chromium on file://."""
    bundle(tmp_path / "answers.js")
    page = tmp_path / "index.html"
    page.write_text('<!doctype html><title>Answers</title><script src="answers.js"></script>')
    opened = open_page(page.as_uri())
    dataset, record = published("outliers")
    specs = specs_of(dataset, standardize=False)[::3]
    questions = [question(spec, record) for spec in specs]
    answers = opened.page.evaluate("questions => answers(questions)", questions)
    assert_same_runs([json.loads(answer) for answer in answers], specs, dataset)
    assert opened.complaints == []
    assert opened.outside == []


def test_a_start_of_the_reader_gives_the_numbers_of_the_build(open_page: Opener, site_url: str) -> None:
    """Through the player of a page on file://."""
    opened = open_page(site_url)
    points = fixture_site.DATASETS["clean-linear"]["points"]
    dataset = Dataset("clean-linear", np.array(points["x"]), np.array(points["y"]), title="clean-linear")
    start = (0.3, 12.0)
    run = opened.page.evaluate(
        """async ([w, b]) => {
            const [player] = gdsim.players;
            await player.select({dataset: "clean-linear", learning_rate: 6e-4});
            await player.start(w, b);
            return player.trajectory;
        }""",
        start,
    )
    spec = RunSpec(
        dataset.name, "line", Choice("mse"), Choice("gd"), 6e-4, Init("live", start), 200, False, TOLERANCE
    )
    assert_same_runs([{"trajectory": run}], [spec], dataset)
    assert run["init"] == {"name": "live", "params": {"w": 0.3, "b": 12}}
