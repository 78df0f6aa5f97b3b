"""What all runs of a sweep on one dataset share when they are drawn: data, loss and axis limits."""

from __future__ import annotations

from typing import Any

from gdsim.core.dataclass import dataclass
from gdsim.core.dataset import Dataset, Scaling
from gdsim.core.run import Choice
from gdsim.core.trajectory import Optimum

Range = tuple[float, float]


@dataclass(frozen=True)
class Limits:
    """Axis limits, the same for every run so that runs can be compared by eye.

    Args:
        x, y: of the data, in the data's own units.
        params: one range a param, in the params' order.
        loss: least and greatest loss worth showing, both > 0 (log axes), from the starts and the optimum.
    """

    x: Range
    y: Range
    params: tuple[Range, ...]
    loss: Range


@dataclass(frozen=True, eq=False)
class View:
    """The common ground of runs that are drawn alike.

    Args:
        params: names of the params, such as ``("w", "b")``.
        scaling: of standardised inputs, or None; ``predict`` then wants (x − mean) / scale.
        optimum: of this dataset and loss, or None where there is none in closed form.
        plane: positions of the two params that a surface is drawn over.
        held: params of more than two, where those beside the plane are held still; else empty.
    """

    dataset: Dataset
    model: str
    params: tuple[str, ...]
    loss: Choice
    scaling: Scaling | None
    optimum: Optimum | None
    limits: Limits
    plane: tuple[int, int] = (0, 1)
    held: tuple[float, ...] = ()

    def key(self) -> dict[str, Any]:
        """All that decides how the shared layer looks, as JSON values for the cache key."""
        data = self.dataset
        return {
            "dataset": [data.name, data.digest, data.title, data.x_axis, data.y_axis],
            "model": self.model,
            "loss": self.loss.mapping(),
            "scaling": self.scaling and [end for one in self.scaling.each for end in (one.mean, one.scale)],
            "optimum": self.optimum and [*self.optimum.params, self.optimum.loss],
            "limits": [self.limits.x, self.limits.y, *self.limits.params, self.limits.loss],
            **({"plane": [self.plane, self.held]} if self.held else {}),
        }


@dataclass(frozen=True)
class Clip:
    """The encoded files of one scene of one run; None where the sweep does not ask for it.

    Args:
        poster: PNG of the last frame.
        strip: PNG of snapshots from first to last epoch, for print and pages without scripts.
        frames: number of frames; frame k shows ``frame_epoch[k]``.
        size: width and height of a frame in pixels.
        quantiser: of the video's key frames, the same for all runs of a view; None without a video.
    """

    mp4: bytes | None
    gif: bytes | None
    poster: bytes
    strip: bytes
    frames: int
    size: tuple[int, int]
    quantiser: int | None
