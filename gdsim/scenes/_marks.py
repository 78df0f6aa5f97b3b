"""The marker of the current params, and the arrow on the edge when they have left the view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gdsim.core import theme
from gdsim.core.arrays import Array
from gdsim.core.theme import LIGHT

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

INSET = 9.0  # pixels from the edge to an arrow's middle
RIM = 1.2  # points


class Marker:
    """A vermilion disc with a paper rim; outside the axes' limits, an arrow on the edge points to it.

    Args:
        inset: pixels between the axes' edge and the arrow's middle.
    """

    def __init__(self, axes: Axes, *, inset: float = INSET) -> None:
        from matplotlib.transforms import IdentityTransform

        from gdsim.scenes._artists.strokes import Disc

        self._axes = axes
        self._inset = inset
        self._disc = Disc(LIGHT.current, theme.MARKER_SIZE, LIGHT.paper, RIM)
        (self._arrow,) = axes.plot(
            [], [], linestyle="none", color=LIGHT.current, markersize=11, markeredgecolor=LIGHT.paper,
            markeredgewidth=RIM, clip_on=False, transform=IdentityTransform(),
        )  # fmt: skip

    @property
    def artists(self) -> list[Artist]:
        """For ``Layers.moving``."""
        return [self._disc, self._arrow]

    def move(self, x: float, y: float) -> None:
        """To (x, y) in the axes' data coordinates, finite."""
        box, pixels = self._axes.bbox, self._axes.transData
        place = pixels.transform((x, y))
        if box.x0 - 0.5 <= place[0] <= box.x1 + 0.5 and box.y0 - 0.5 <= place[1] <= box.y1 + 0.5:
            self.stay(place)
            return
        room = np.array([self._inset, self._inset])
        edge = np.clip(place, box.min + room, box.max - room)
        self.leave(edge, place - edge)

    def stay(self, place: Array) -> None:
        """A disc at ``place``, in pixels."""
        self._disc.at(place)
        self._show(inside=True)

    def leave(self, place: Array, direction: Array) -> None:
        """An arrow at ``place`` that points in ``direction``, both in pixels."""
        self._arrow.set_data(place[:1], place[1:])
        self._show(inside=False)
        triangle: Any = (3, 0, heading(direction))
        self._arrow.set_marker(triangle)

    def _show(self, *, inside: bool) -> None:
        self._disc.set_visible(inside)
        self._arrow.set_visible(not inside)


def heading(direction: Array) -> float:
    """Degrees by which matplotlib turns a triangle that points up, so that it points in ``direction``."""
    return math.degrees(math.atan2(float(direction[1]), float(direction[0]))) - 90
