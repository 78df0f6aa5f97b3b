"""A small world for pages: one sweep on two datasets, its facts made up and easy to check."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from gdsim.core.dataset import Dataset
from gdsim.core.run import Choice, Init, Run, RunSpec, Sweep
from gdsim.core.trajectory import Outcome, Trajectory
from gdsim.descent.facts import Numbers
from gdsim.errors import near_names

RATES = (0.01, 0.02, 0.05)
DATASETS = ("line-up", "fundraising")

# A picture of one point.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def spec_of(dataset: str, rate: float) -> RunSpec:
    """A run's spec; everything but dataset and learning rate is the same."""
    return RunSpec(dataset, "line", Choice("mse"), Choice("gd"), rate, Init("origin", (0.0, 0.0)), epochs=10)


RUNS = tuple(Run("rates", f"{d}.mse.gd.lr-{r!r}.origin", spec_of(d, r)) for d in DATASETS for r in RATES)
SWEEP = Sweep("rates", "How the rate decides", "sweeps/rates.yaml", RUNS)


class FakeFacts:
    """Implements ``gdsim.core.facts.Facts``: a rate of 0.05 diverges, the others converge to w = 2, b = 1."""

    def run(self, sweep: str, **fields: Any) -> Any:
        run = self.find(sweep, **fields)
        end = self.trajectory(run)
        w, b = end.path[-1].tolist()
        return SimpleNamespace(
            id=run.id,
            final=SimpleNamespace(w=w, b=b, loss=float(end.loss[-1])),
            status=end.outcome.status,
            diverged=end.diverged,
            converged=not end.diverged,
            epoch=end.outcome.epoch,
            losses=end.loss.tolist(),
            epochs_to=lambda fraction, of="loss": None if end.diverged else math.ceil(1 / fraction),
        )

    def dataset(self, name: str) -> Any:
        self.points(name)
        optimum = SimpleNamespace(w=2.0, b=-1.0, loss=0.25)
        return SimpleNamespace(n=3, learning_rate_max=0.0361775, condition_number=1e6, optimum=optimum)

    def find(self, sweep: str, **fields: Any) -> Run:
        runs = list(self.sweep(sweep))
        for name, wanted in fields.items():
            if name not in vars(runs[0].spec):
                raise ValueError(f"a run has no field {name!r}{near_names(name, vars(runs[0].spec))}")
            met = list(dict.fromkeys(_plain(getattr(run.spec, name)) for run in runs))
            runs = [run for run in runs if _plain(getattr(run.spec, name)) == wanted]
            if not runs:
                raise ValueError(
                    f"sweep {sweep!r} has no {name} {wanted!r}; it has {', '.join(map(str, met))}"
                )
        return runs[0]

    def sweep(self, name: str) -> Sweep:
        if name != SWEEP.name:
            raise ValueError(f"unknown sweep {name!r}{near_names(name, self.sweeps())}")
        return SWEEP

    def sweeps(self) -> list[str]:
        return [SWEEP.name]

    def points(self, name: str) -> Dataset:
        if name not in DATASETS:
            raise ValueError(f"unknown dataset {name!r}{near_names(name, DATASETS)}")
        return Dataset(name, np.arange(3.0), np.arange(3.0))

    def trajectory(self, run: Run) -> Trajectory:
        return trajectory_of(run)

    def outcome(self, run: Run) -> Outcome:
        return self.trajectory(run).outcome

    def numbers_of(self, run: Run) -> Any:
        return self.run(run.sweep, dataset=run.spec.dataset, learning_rate=run.spec.learning_rate)

    def thresholds(self, dataset: str, loss: str | dict[str, Any], *, standardize: bool) -> Any:
        return Numbers({}, {dataset: self.points(dataset)}, self.trajectory).thresholds(
            dataset, loss, standardize=standardize
        )


def trajectory_of(run: Run) -> Trajectory:
    """Ten epochs from (0, 0) towards (2, 1), or away from it."""
    diverged = run.spec.learning_rate > 0.04
    epoch = np.arange(11)
    share = (4.0**epoch - 1) if diverged else 1 - 0.1 ** (epoch * run.spec.learning_rate * 100)
    path = np.outer(share, [2.0, 1.0])
    return Trajectory(
        id=run.id,
        sweep=run.sweep,
        dataset=run.spec.dataset,
        n=3,
        dataset_digest="sha256:0",
        model="line",
        params=("w", "b"),
        loss_choice=run.spec.loss,
        optimizer=run.spec.optimizer,
        learning_rate=run.spec.learning_rate,
        init_name="origin",
        epochs=10,
        seed=None,
        standardize=None,
        tolerance=1e-3,
        outcome=Outcome("diverged", 10) if diverged else Outcome("converged", 3),
        optimum=None,
        theory=None,
        epoch=epoch,
        path=path,
        loss=(share - 1) ** 2 + 0.25,
        gradient_norm=abs(share - 1),
        frame_epoch=epoch,
        description="Loss falls from 1.25 to 0.25 in 10 epochs.",
    )


def _plain(value: Any) -> Any:
    return getattr(value, "name", value)


def write_content(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """A content folder with these files; ``site.yaml`` is filled in where it is not given."""
    for name, text in {"site.yaml": "title: Wiki\n", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root
