"""Runs side by side: what tells them apart, and who ends ahead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gdsim.core.race import comparable, described, labels_of, rate_about, varying, verdict, with_field
from gdsim.core.run import Choice, Init, RunSpec
from gdsim.core.trajectory import Trajectory
from tests.content.fakes import RUNS, trajectory_of

SECOND = "learning rate 0.2 ends lowest:"
PLAIN = RunSpec("clean-linear", "line", Choice("mse"), Choice("gd"), 2e-4, Init("origin", (0.0, 0.0)), 200)


def specs(*changes: dict[str, Any]) -> list[RunSpec]:
    """The plain run, each time with some fields changed."""
    return [replace(PLAIN, **change) for change in changes]


@pytest.mark.parametrize(
    ("changes", "labels", "sentence"),
    [
        ([{}, {"learning_rate": 5e-5}], ["2e-4", "5e-5"], "learning rate 2e-4"),
        ([{}, {"init": Init("corner", (1.0, 2.0))}], ["origin", "corner"], "start origin"),
        ([{"optimizer": Choice("adam")}, {}], ["adam", "gradient descent"], "adam"),
        (
            [{"optimizer": Choice.of("momentum", {"beta": beta, "damp": 1.0})} for beta in (0.5, 0.9)],
            ["momentum beta 0.5", "momentum beta 0.9"],
            "momentum beta 0.5",
        ),
        (
            [{"dataset": "two-populations"}, {"learning_rate": 0.1}],
            ["two populations, 2e-4", "clean linear, 0.1"],
            "two populations, 2e-4",
        ),
        ([{"standardize": True}, {}], ["standardised", "raw"], "inputs standardised"),
        ([{"epochs": 1}, {"epochs": 10_000}], ["1 epoch", "10,000 epochs"], "1 epoch"),
    ],
)
def test_labels_are_the_fields_in_which_runs_differ(
    changes: list[dict[str, Any]], labels: list[str], sentence: str
) -> None:
    runs = specs(*changes)
    assert labels_of(runs) == labels
    assert with_field(runs, labels[0]) == sentence


def test_varying_fields_come_in_the_order_of_the_page() -> None:
    runs = specs({"learning_rate": 1.0, "dataset": "wide-range"}, {})
    assert varying(runs) == ["dataset", "learning_rate"]


def test_losses_compare_on_one_dataset_under_one_loss() -> None:
    assert comparable(specs({}, {"learning_rate": 1.0}))
    assert not comparable(specs({}, {"loss": Choice("mae")}))
    assert not comparable(specs({}, {"dataset": "outliers"}))


def ends(*runs: tuple[float, float, bool]) -> list[Trajectory]:
    """Trajectories by first loss, last loss, and whether they diverge."""
    calm, lost = trajectory_of(RUNS[0]), trajectory_of(RUNS[2])
    made = []
    for first, last, diverged in runs:
        like = lost if diverged else calm
        loss = like.loss.copy()
        loss[0], loss[-1] = first, last
        made.append(replace(like, loss=loss))
    return made


@pytest.mark.parametrize(
    ("runs", "sentence"),
    [
        ([(9, 3, False), (9, 1, False), (9, 4e9, True)], f"{SECOND} loss 1; 0.3 diverges"),
        ([(9, 1, False), (9, 1 + 1e-9, False), (9, 2, False)], "0.1 and 0.2 end level: loss 1"),
        ([(9, 1e9, True), (9, 2, False), (9, 1e8, True)], f"{SECOND} loss 2; 0.1 and 0.3 diverge"),
        ([(9, 1e9, True), (9, 1e9, True), (9, 1e9, True)], "all of them diverge"),
    ],
)
def test_verdict_names_who_ends_lowest(runs: list[tuple[float, float, bool]], sentence: str) -> None:
    assert verdict(specs(*({"learning_rate": rate} for rate in (0.1, 0.2, 0.3))), ends(*runs)) == sentence


def test_losses_of_different_kinds_compare_by_what_is_left() -> None:
    """The larger loss wins where it has come down further."""
    runs = specs({"dataset": "outliers"}, {"dataset": "saturating"})
    found = verdict(runs, ends((1000, 50, False), (1, 0.5, False)))
    assert found == "outliers comes down furthest: 5 % of its first loss is left"


def test_description_tells_every_run() -> None:
    runs = specs({"learning_rate": 0.1}, {"learning_rate": 0.3})
    words = described(runs, ends((9, 1, False), (9, 4e9, True)), "Clean linear")
    assert words == (
        "2 runs side by side on Clean linear, with different learning rates. "
        "0.1: loss 9 to 1, converged at epoch 3; 0.3: loss 9 to 4e9, diverged at epoch 10. "
        "Learning rate 0.1 ends lowest: loss 1; 0.3 diverges."
    )


def test_computed_rate_is_written_as_swept_ones_are() -> None:
    assert rate_about(0.0011868123) == "1.187e-3"
    assert rate_about(0.036177, 3) == "0.0362"
