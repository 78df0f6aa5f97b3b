"""The loop over epochs: what is recorded does not depend on the blocks or the batch it was computed in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdsim import datasets, losses, optimizers
from gdsim.core.yamltext import Document
from gdsim.descent import paths
from gdsim.descent.declare import Limits, declare_sweep
from gdsim.descent.simulate import simulate
from gdsim.optimizers import Optimizer

DATA = datasets.get("fundraising")()
EXAM = datasets.get("pass-or-fail")()


def declared(**fields):
    document = Document("s", 1, {"dataset": "fundraising", "epochs": 40, **fields})
    return declare_sweep(document, {"fundraising": DATA, "pass-or-fail": EXAM}, Limits()).runs


def records(runs):
    data = EXAM if runs[0].spec.dataset == EXAM.name else DATA
    return {trajectory.id: trajectory.record() for trajectory in simulate(data, runs)}


def pairs():
    for optimizer in optimizers.names():
        for loss in losses.names():
            if optimizer != "newton" or losses.get(loss)().curvature is not None:
                yield optimizer, loss


@pytest.mark.parametrize(("optimizer", "loss"), list(pairs()))
def test_a_run_gives_the_same_bits_alone_in_a_batch_and_in_blocks_of_any_length(optimizer, loss, monkeypatch):
    """Among the runs are some that converge, some that diverge, and one that overflows at once."""
    yes_or_no = losses.get(loss)().of_margins
    runs = declared(
        **({"dataset": EXAM.name, "model": "logistic"} if yes_or_no else {}),
        optimizer=optimizer,
        loss=loss,
        learning_rate=[1e-3, 0.02, 0.04, 0.3, 1e300],
        init={"origin": [0, 0], "near": [50, 100], "any": {"random": 3}},
    )
    together = records(runs)
    for run in runs:
        assert records([run]) == {run.id: together[run.id]}
    for epochs in (1, 7):
        monkeypatch.setattr(paths, "BLOCK_EPOCHS", epochs)
        assert records(runs) == together


def test_the_loop_ends_with_the_block_in_which_the_last_run_diverges(monkeypatch):
    updates = []

    def counted(learning_rate, **options):
        real = optimizers.registry.get("momentum")(learning_rate, **options)

        def update(oracle, params, state):
            updates.append(len(params))
            return real.update(oracle, params, state)

        return replace(real, update=update)

    runs = declared(optimizer="momentum", learning_rate=[0.5, 1.0], epochs=10_000)
    monkeypatch.setattr(optimizers, "get", lambda name: counted)
    monkeypatch.setattr(paths, "BLOCK_EPOCHS", 16)
    last = max(trajectory.outcome.epoch for trajectory in simulate(DATA, runs))
    assert 0 < last < 16
    assert len(updates) == 15


def test_long_runs_are_stored_as_a_loop_over_all_epochs_gives_them():
    (run,) = declared(optimizer={"name": "momentum", "beta": 0.5}, learning_rate=0.001, epochs=2345)
    (trajectory,) = simulate(DATA, [run])
    params, velocity, path = np.zeros(2), np.zeros(2), [np.zeros(2)]
    for _ in range(2345):
        residual = params[0] * DATA.x + params[1] - DATA.y
        velocity = 0.5 * velocity + 2 * np.array([np.mean(residual * DATA.x), np.mean(residual)])
        params = params - 0.001 * velocity
        path.append(params)
    assert trajectory.epoch.tolist()[-3:] == [2200, 2300, 2345]
    np.testing.assert_allclose(trajectory.path, np.array(path)[trajectory.epoch], rtol=1e-9)


def test_an_optimizer_that_draws_must_say_so(monkeypatch):
    def silent(learning_rate):
        return Optimizer(
            init=lambda params: None,
            update=lambda oracle, params, state: (oracle.gradient(params, oracle.draw(1)), None),
        )

    (run,) = declared(optimizer="momentum", learning_rate=0.001)
    run = replace(run, spec=replace(run.spec, optimizer=replace(run.spec.optimizer, options=())))
    monkeypatch.setattr(optimizers, "get", lambda name: silent)
    with pytest.raises(ValueError, match="stochastic=True"):
        simulate(DATA, [run])
