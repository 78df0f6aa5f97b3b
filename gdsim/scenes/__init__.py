"""Scenes: one file each registers what is drawn of a run, as an init/update pair.

A scene is a function ``init(figure, view) -> Layers``. It draws on ``figure`` with plain matplotlib what
all runs share, and returns the artists that belong to one run together with ``update(frame)``,
which moves them:

    @register("slope")
    def slope(figure: SubFigure, view: View) -> Layers:
        axes = figure.add_axes((0.1, 0.15, 0.85, 0.8), xlim=view.limits.params[0])
        (dot,) = axes.plot([], [], "o", color=LIGHT.current)

        def update(frame: Frame) -> None:
            dot.set_data([frame.params[0]], [0.5])

        return Layers(update, moving=[dot])

Fonts, colours and spines come from the theme around ``init``; the title, the run's words and the
read-out above the scene are drawn for it. Modules here import matplotlib only inside functions, so
that asking for the names of scenes costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

import numpy as np

from gdsim import losses, models
from gdsim.core.arrays import Array, IntArray
from gdsim.core.dataclass import dataclass
from gdsim.core.trajectory import Trajectory
from gdsim.core.view import View
from gdsim.registry import Registry

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import SubFigure

Made = TypeVar("Made")

# Params farther from the view than this many of its spans are pulled in along their direction:
# on screen the line to them looks the same, and matplotlib raises on axes and paths of 1e300.
FAR = 100.0
# Losses are kept within this factor of the view's range for the same reason.
LOSS_FAR = 1e6


@dataclass(frozen=True)
class Layers:
    """What a scene hands to the renderer; each list is drawn in its order, the lists from below to above.

    Args:
        update: sets every artist of every list from a frame and from nothing else, so that a frame looks
            the same whichever was drawn before it.
        fixed: drawn once a run, after the update of its first frame: a start, an axis of epochs.
        trail: what has been passed; shows ``frame.trail`` only, and what it drew stays.
        moving: drawn anew each frame.
    """

    update: Callable[[Frame], None]
    fixed: Sequence[Artist] = ()
    trail: Sequence[Artist] = ()
    moving: Sequence[Artist] = ()


SceneInit: TypeAlias = "Callable[[SubFigure, View], Layers]"

registry = Registry[SceneInit]("scene", __name__)
register, get, names = registry.register, registry.get, registry.names


@dataclass(frozen=True, eq=False)
class Course:
    """A trajectory made safe to draw: finite values of a size that matplotlib can bear.

    Args:
        params: at the stored epochs, shape (stored, dims), at most ``FAR`` spans outside the limits.
        loss: at the stored epochs, shape (stored,), > 0.
        shown: positions in these of what the frames show, shape (frames,).
    """

    params: Array
    loss: Array
    shown: IntArray
    _made: dict[Callable[[Course], object], object] = field(default_factory=dict)

    @classmethod
    def of(cls, trajectory: Trajectory, view: View) -> Course:
        """The course of a trajectory within a view."""
        low, high = view.limits.loss
        loss = np.nan_to_num(trajectory.loss, nan=np.inf).clip(low / LOSS_FAR, high * LOSS_FAR)
        return cls(drawable(trajectory.path, view), loss, trajectory.frame_indices())

    def once(self, work: Callable[[Course], Made]) -> Made:
        """``work(course)``, done when first asked for: what is computed quicker for all frames together."""
        if work not in self._made:
            self._made[work] = work(self)
        return cast(Made, self._made[work])


@dataclass(frozen=True, eq=False)
class Frame:
    """One instant of a run, as ``update`` sees it.

    Args:
        k: number of the frame, from 0.
        index: position of its epoch in the trajectory's arrays.
        since: position from which the trail is to be drawn; what came before is already there.
        course: the whole run in drawable numbers; ``trajectory`` has the exact ones.
    """

    view: View
    trajectory: Trajectory
    course: Course
    k: int
    index: int
    since: int

    @property
    def epoch(self) -> int:
        """The epoch shown."""
        return int(self.trajectory.epoch[self.index])

    @property
    def is_last(self) -> bool:
        """Whether no frame follows."""
        return self.k == len(self.trajectory.frame_epoch) - 1

    @property
    def params(self) -> Array:
        """Params at this epoch, shape (dims,), drawable."""
        params: Array = self.course.params[self.index]
        return params

    @property
    def loss(self) -> float:
        """Loss at this epoch, drawable on a log axis."""
        return float(self.course.loss[self.index])

    @property
    def trail(self) -> slice:
        """The stored epochs whose piece of the trail is still to be drawn, this one included."""
        return slice(self.since, self.index + 1)

    @property
    def epochs(self) -> IntArray:
        """All stored epochs, shape (stored,)."""
        return self.trajectory.epoch

    @cached_property
    def outside(self) -> bool:
        """Whether the params lie outside the view's limits."""
        return any(
            not low <= value <= high
            for value, (low, high) in zip(self.params.tolist(), self.view.limits.params, strict=True)
        )

    def predict(self, x: Array) -> Array:
        """Predictions of this epoch's params at ``x`` in the data's own units, shape (n,)."""
        return predict(self.view, self.params, x)


def predict(view: View, params: Array, x: Array) -> Array:
    """Predictions of ``params``, shape (…, dims), at ``x`` in the data's own units: shape (…, n)."""
    if view.scaling is not None:
        x = (x - view.scaling.mean) / view.scaling.scale
    predictions: Array = models.get(view.model).predict(params.reshape(-1, params.shape[-1]), x)
    return predictions.reshape(*params.shape[:-1], len(x))


def loss_title(view: View) -> str:
    """The loss in words, for an axis: "mean squared error"."""
    known = {
        "mse": "mean squared error",
        "mae": "mean absolute error",
        "huber": "Huber loss",
        "cross-entropy": "cross-entropy",
    }
    return known.get(view.loss.name, f"{view.loss.name} loss")


def loss_of(view: View) -> losses.Loss:
    """The view's loss with its options."""
    return losses.get(view.loss.name)(**dict(view.loss.options))


def drawable(path: Array, view: View) -> Array:
    """``path``, shape (…, dims), with far points pulled towards the middle of the view, never past it."""
    low, high = np.array(view.limits.params, dtype=np.float64).T
    middle, half = (low + high) / 2, (high - low) / 2
    offset = (np.nan_to_num(path, nan=0.0, posinf=1e300, neginf=-1e300).clip(-1e300, 1e300) - middle) / half
    size = np.abs(offset).max(axis=-1, keepdims=True)
    near: Array = middle + half * (offset / np.maximum(1.0, size / (2 * FAR)))
    return near
