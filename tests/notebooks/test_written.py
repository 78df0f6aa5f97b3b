"""The helpers that notebooks copy descend as gdsim does; numbers and names as they are written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdsim
from gdsim import optimizers
from gdsim.core.run import Choice, Init, Run, RunSpec
from gdsim.notebooks import runs as calls
from gdsim.notebooks.runs import LOSSES, METHODS, agrees, keywords_of, recorded
from gdsim.notebooks.setup import SetUp
from gdsim.notebooks.written import array, bound_names, number, renamed, takes

CASES: list[dict[str, Any]] = [
    {"optimizer": name, "learning_rate": 0.01} for name in METHODS if name not in ("sgd", "minibatch")
]
CASES += [
    {"optimizer": {"name": "sgd", "seed": 3}, "learning_rate": 0.01},
    {"optimizer": {"name": "minibatch", "size": 3, "seed": 3}, "learning_rate": 0.01},
    {"optimizer": {"name": "momentum", "beta": 0.5}, "learning_rate": 0.02},
    {"learning_rate": 0.037},
    {"learning_rate": 0.3, "standardize": True},
    {"loss": "mae", "learning_rate": 0.5},
    {"loss": {"name": "huber", "delta": 20}, "learning_rate": 0.01},
    {"loss": {"name": "ridge", "l2": 50}, "learning_rate": 0.01},
    {"dataset": "saturating", "model": "polynomial", "standardize": True, "learning_rate": 0.2},
    {"dataset": "growth", "model": "exponential", "learning_rate": 1e-3},
    {"dataset": "pass-or-fail", "model": "logistic", "loss": "cross-entropy", "learning_rate": 0.2},
    {"dataset": "tide", "model": "sine", "learning_rate": 0.005},
]


def choice(given: Any, registry: Any) -> Choice:
    mapping = {"name": given} if isinstance(given, str) else dict(given)
    name = mapping.pop("name")
    return Choice.of(name, registry.resolve(name, mapping))


def call_of(fields: dict[str, Any], epochs: int = 60) -> tuple[Run, Any, SetUp, dict[str, str]]:
    """A run, its record, its points, and the keywords that repeat it."""
    fields = {"dataset": "fundraising", **fields}
    trajectory = gdsim.run(epochs=epochs, **fields)
    spec = RunSpec(
        fields["dataset"],
        trajectory.model,
        choice(fields.get("loss", "mse"), gdsim.losses.registry),
        choice(fields.get("optimizer", "gd"), optimizers.registry),
        fields["learning_rate"],
        Init("origin", tuple(trajectory.start.tolist())),
        epochs,
        fields.get("standardize", False),
    )
    points = SetUp()
    points.data(gdsim.datasets.get(fields["dataset"])(), 1)
    run = Run("sweep", "run", spec)
    keywords = keywords_of(run, trajectory.params)
    assert keywords is not None
    return run, trajectory, points, keywords


def source_of(fields: dict[str, Any], keywords: dict[str, str]) -> str:
    name = fields.get("dataset", "fundraising")
    return f'descend("{name}", {", ".join(f"{key}={value}" for key, value in keywords.items())})'


@pytest.mark.parametrize("fields", CASES, ids=str)
def test_a_call_repeats_its_run(fields: dict[str, Any]) -> None:
    _, trajectory, points, keywords = call_of(fields)
    assert agrees(source_of(fields, keywords), points.points, trajectory)


def test_a_call_with_another_rate_is_found_out() -> None:
    fields = {"learning_rate": 0.01}
    _, trajectory, points, keywords = call_of(fields)
    assert not agrees(source_of(fields, keywords | {"learning_rate": "0.0100001"}), points.points, trajectory)


def test_every_optimizer_and_loss_has_a_helper() -> None:
    assert set(METHODS) == set(optimizers.names())
    assert set(LOSSES) == set(gdsim.losses.names())
    assert {name.partition("-degree")[0] for name in gdsim.models.names()} <= set(calls.MODELS)


def test_a_random_start_is_drawn_as_the_site_draws_it() -> None:
    run, trajectory, points, _ = call_of({"learning_rate": 0.01, "optimizer": "square-trick"})
    init = Init("seeded", None, 7, (-1.0, 2.0), (3.0, 4.0))
    seeded = gdsim.sweep(
        dataset="fundraising",
        learning_rate=0.01,
        optimizer="square-trick",
        epochs=60,
        init={"seeded": {"random": 7, "low": [-1, 2], "high": [3, 4]}},
    )[0]
    spec = RunSpec(**{**vars(run.spec), "init": init})
    keywords = keywords_of(Run("sweep", "run", spec), trajectory.params)
    assert keywords is not None
    assert "start" not in keywords
    assert agrees(source_of({}, keywords), points.points, seeded)


def test_a_record_that_no_helper_repeats_is_written_down() -> None:
    _, trajectory, _, _ = call_of({"learning_rate": 0.037}, epochs=200)
    written = recorded(trajectory)
    path, epochs = eval(written["path"]), eval(written["epochs"])
    assert len(path) == len(epochs) <= calls.STEPS_SHOWN
    assert epochs[0] == 0
    assert epochs[-1] == trajectory.epoch[-1]
    assert np.allclose(path[-1], trajectory.path[-1], rtol=1e-9)
    assert written["diverged"] == "True"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(5e-5, "5e-5"), (0.01, "0.01"), (120.0, "120"), (-1e-12, "-1e-12"), (1 / 3, "0.3333333333")],
)
def test_numbers_are_written_short(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    "values",
    [np.linspace(0, 50, 50), np.array([1.0, 2, 3, 5]), np.arange(90.0) ** 0.5, np.ones((4, 2)) / 3],
    ids=["even", "few", "many", "columns"],
)
def test_arrays_are_written_so_that_they_can_be_read(values: np.ndarray) -> None:
    code = array(values, "")
    assert np.allclose(eval(code, {"np": np}), values, rtol=1e-9)
    assert max(map(len, code.splitlines())) <= 100


def test_even_values_are_written_by_their_ends() -> None:
    assert array(np.linspace(0, 50, 50), "") == "np.linspace(0, 50, 50)"


def test_names_give_way_where_they_are_names() -> None:
    code = 'x = descend(1, descend=2)\nprint("descend", x.descend)'
    assert (
        renamed(code, {"descend": "descend_"}) == 'x = descend_(1, descend_=2)\nprint("descend", x.descend)'
    )


def test_bound_names_are_those_of_the_top_level() -> None:
    code = "import numpy as np\nimport random\nfor i in x:\n    y = i\n"
    code += "def f(a):\n    b = a\nclass C:\n    d = 1\n"
    assert bound_names(code) == {"random", "i", "y", "f", "C"}


def test_parameters_of_a_function() -> None:
    assert takes("def step(w, b, rate): pass", "step") == ["w", "b", "rate"]
    assert takes("step = 1", "step") is None
