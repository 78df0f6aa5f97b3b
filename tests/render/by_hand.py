"""Views and runs made by hand: plain gradient descent on a line, no sweep needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from gdsim.core.arrays import Array
from gdsim.core.dataset import Dataset
from gdsim.core.run import Choice
from gdsim.core.trajectory import Optimum, Outcome, Trajectory
from gdsim.core.view import Limits, View

MSE = Choice("mse")


def dataset_of(x: Array, y: Array, title: str = "By hand") -> Dataset:
    """A dataset with words on its axes."""
    return Dataset("by-hand", x, y, title=title, x_label="spending", y_label="sales", x_unit="k$")


def noisy_line() -> Dataset:
    """Twenty points near y = 0.3 x + 2."""
    x = np.linspace(0, 10, 20)
    return dataset_of(x, 0.3 * x + 2 + 0.4 * np.sin(5 * x))


def view_of(dataset: Dataset, **changes: Any) -> View:
    """A view of a dataset with its least-squares optimum."""
    slope, intercept = np.polyfit(dataset.x, dataset.y, 1) if np.ptp(dataset.x) else (0.0, dataset.y.mean())
    least = float(np.mean((slope * dataset.x + intercept - dataset.y) ** 2))
    low, high = float(dataset.x.min()), float(dataset.x.max())
    view = View(
        dataset=dataset,
        model="line",
        params=("w", "b"),
        loss=MSE,
        scaling=None,
        optimum=Optimum((float(slope), float(intercept)), least),
        limits=Limits(
            x=(low - 0.5, high + 0.5),
            y=(float(dataset.y.min()) - 1, float(dataset.y.max()) + 1),
            params=((-0.5, 1.5), (-1.0, 4.0)),
            loss=(max(least * 0.8, 1e-6), 60.0),
        ),
    )
    return replace(view, **changes)


def descend(view: View, learning_rate: float, epochs: int, start: tuple[float, float] = (0, 0)) -> Trajectory:
    """Plain gradient descent, loop and all; a loss over 1e6 ends it as diverged."""
    x, y = view.dataset.x, view.dataset.y
    params, path, losses = np.array(start, dtype=float), [], []
    for _ in range(epochs + 1):
        residual = params[0] * x + params[1] - y
        path.append(params)
        losses.append(float(np.mean(residual**2)))
        if losses[-1] > 1e6:
            break
        params = params - learning_rate * 2 * np.array([np.mean(residual * x), np.mean(residual)])
    diverged = losses[-1] > 1e6
    return trajectory_of(
        view, np.array(path), np.array(losses), learning_rate, "diverged" if diverged else "budget"
    )


def trajectory_of(
    view: View, path: Array, loss: Array, learning_rate: float = 0.01, status: Any = "budget"
) -> Trajectory:
    """A trajectory with a frame for each epoch."""
    last = len(path) - 1
    epoch = np.arange(last + 1)
    return Trajectory(
        id=f"by-hand.lr-{learning_rate}",
        sweep="by-hand",
        dataset=view.dataset.name,
        n=view.dataset.n,
        dataset_digest=view.dataset.digest,
        model="line",
        params=("w", "b"),
        loss_choice=MSE,
        optimizer=Choice("gd"),
        learning_rate=learning_rate,
        init_name="origin",
        epochs=last,
        seed=None,
        standardize=view.scaling,
        tolerance=1e-3,
        outcome=Outcome(status, last),
        optimum=view.optimum,
        theory=None,
        epoch=epoch,
        path=path,
        loss=loss,
        gradient_norm=np.ones(last + 1),
        frame_epoch=epoch,
        description="",
    )
