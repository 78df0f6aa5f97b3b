"""Indexes of wide sweeps: runs as products, ids in parts, outcomes with the learning rate first."""

from __future__ import annotations

from dataclasses import asdict
from itertools import product
from typing import Any

import pytest

from gdsim import datasets
from gdsim.core.jsontext import canonical
from gdsim.core.run import Choice, Sweep
from gdsim.core.yamltext import parse_yaml
from gdsim.descent.declare import Limits, declare_sweep
from gdsim.descent.recorded import _fields
from gdsim.descent.wide import FIELDS, PART, blocks_of, outcome_parts, shelves, wide_fields

SWEEPS = {
    "one product": """
dataset: [clean-linear, outliers]
loss: [mse, {name: huber, delta: 2}]
learning_rate: [1e-5, 2e-5, 3e-5]
init: {origin: [0, 0], corner: [0.65, 14]}
epochs: [10, 20]
""",
    "rates of each dataset": """
dataset: [clean-linear, fundraising, wide-range]
learning_rate: {times_max: [0.1, 0.5, 0.9]}
init: {origin: [0, 0], corner: [0.65, 14]}
epochs: 10
""",
    "rates of each scale": """
dataset: [clean-linear, fundraising]
learning_rate: {times_max: [0.1, 0.5]}
standardize: [false, true]
epochs: 10
""",
}


def sweep_of(text: str) -> Sweep:
    known = {name: datasets.get(name)() for name in datasets.names()}
    return declare_sweep(parse_yaml(text, "sweeps/s.yaml"), known, Limits())


@pytest.fixture(params=SWEEPS.values(), ids=list(SWEEPS))
def sweep(request: pytest.FixtureRequest) -> Sweep:
    return sweep_of(request.param)


def told(sweep: Sweep) -> list[dict[str, Any]]:
    """The runs as a reader of the index makes them: fields and id."""
    index = wide_fields(sweep, [])
    assert tuple(index["values"]) == FIELDS
    runs = []
    for axes in index["blocks"]:
        for places in product(*axes):
            at = dict(zip(FIELDS, places, strict=True))
            parts = [texts[at[name]] for name, texts in index["ids"].items()]
            fields = {name: index["values"][name][place] for name, place in at.items()}
            runs.append({**fields, "id": ".".join(filter(None, parts))})
    return runs


def fields_of(sweep: Sweep) -> list[dict[str, Any]]:
    def plain(value: Any) -> Any:
        return value.mapping() if isinstance(value, Choice) else getattr(value, "name", value)

    return [{**{name: plain(getattr(run.spec, name)) for name in FIELDS}, "id": run.id} for run in sweep.runs]


def test_the_index_tells_every_run_in_its_order(sweep):
    assert told(sweep) == fields_of(sweep)


def test_a_product_is_one_block_and_rates_of_each_dataset_one_a_dataset():
    assert len(blocks_of(sweep_of(SWEEPS["one product"]).runs)) == 1
    assert len(blocks_of(sweep_of(SWEEPS["rates of each dataset"]).runs)) == 3


def test_runs_that_differ_in_the_learning_rate_alone_stand_side_by_side(sweep):
    order = list(shelves(blocks_of(sweep.runs)))
    assert sorted(order) == list(range(len(sweep.runs)))
    for axes in blocks_of(sweep.runs):
        rates = len(axes[FIELDS.index("learning_rate")])
        line = [sweep.runs[index].spec for index in order[:rates]]
        assert (
            len({(spec.dataset, spec.loss, spec.init, spec.epochs, spec.standardize) for spec in line}) == 1
        )
        assert len({spec.learning_rate for spec in line}) == rates
        order = order[rates * (len(list(product(*axes))) // rates) :]


def test_outcomes_come_in_parts_in_that_order(monkeypatch):
    monkeypatch.setattr("gdsim.descent.wide.PART", 10)
    sweep = sweep_of(SWEEPS["one product"])
    statuses = ("converged", "diverged", "budget")
    ends = {
        run.id: {
            "outcome": {"status": statuses[k % 3], "epoch": k},
            "final": {"loss": 1.23456789 * (k + 1)},
        }
        for k, run in enumerate(sweep.runs)
    }
    parts = list(outcome_parts(sweep, ends))
    assert [part["begin"] for part in parts] == [0, 10, 20, 30, 40]
    order = list(shelves(blocks_of(sweep.runs)))
    assert [epoch for part in parts for epoch in part["epoch"]] == order
    assert "".join(part["status"] for part in parts) == "".join("cdb"[k % 3] for k in order)
    assert parts[0]["final_loss"][0] == 1.23457


def test_a_part_is_a_small_file():
    assert PART * 30 < 100_000  # a letter, an epoch and six digits of a loss each


def test_the_key_of_a_run_holds_every_field(sweep):
    for run in sweep.runs:
        assert canonical(_fields(run)) == canonical(asdict(run))
