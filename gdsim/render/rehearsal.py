"""A made-up run that shows a stage at its busiest: encoders are set by it, before any real run is known."""

from __future__ import annotations

import numpy as np

from gdsim.core.run import Choice
from gdsim.core.trajectory import Outcome, Trajectory
from gdsim.core.view import View

# From near one corner of the view to near the other, shares of each param's range.
STEPS = np.array([0.15, 0.8, 0.35, 0.5])


def rehearsal_of(view: View) -> Trajectory:
    """A run of four epochs across ``view``."""
    low, high = np.array(view.limits.params, dtype=np.float64).T
    epoch = np.arange(len(STEPS))
    path = low + STEPS[:, None] * (high - low)
    return Trajectory(
        id="rehearsal",
        sweep="",
        dataset=view.dataset.name,
        n=view.dataset.n,
        dataset_digest="",
        model=view.model,
        params=view.params,
        loss_choice=view.loss,
        optimizer=Choice("gd"),
        learning_rate=1.25e-3,
        init_name="a corner",
        epochs=len(STEPS),
        seed=None,
        standardize=view.scaling,
        tolerance=0.0,
        outcome=Outcome("converged", 0),
        optimum=view.optimum,
        theory=None,
        epoch=epoch,
        path=path,
        loss=np.geomspace(*view.limits.loss, len(STEPS)),
        gradient_norm=np.ones(len(STEPS)),
        frame_epoch=epoch,
        description="",
    )
