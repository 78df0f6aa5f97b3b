"""What moves, in pixels, drawn by pens that are prepared once.

Any artist of matplotlib can move; its own lines and patches work out anew at each draw what never
changes, though, and that takes longer than the drawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.colors import to_rgb
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

from gdsim.core import theme
from gdsim.core.arrays import Array, IntArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NOWHERE = Path(np.empty((0, 2)))
AS_IT_IS = IdentityTransform()
MARGIN = 2.0  # pixels that snapping and anti-aliasing may reach beyond a shape

# Left, bottom, right and top on the canvas, in pixels.
Extent: TypeAlias = tuple[float, float, float, float]


class Moving(Artist):
    """An artist that knows what it draws and where, so that the renderer need not look elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self._ink = b""
        self._extent: Extent | None = None

    @property
    def ink(self) -> bytes:
        """Equal for two frames in which it draws the same."""
        return self._ink if self.get_visible() else b""

    @property
    def extent(self) -> Extent | None:
        """Outside it nothing is drawn; None where nothing is drawn at all."""
        return self._extent if self.get_visible() else None


class Stroke(Moving):
    """A polyline or, with ``fill``, a shape; cut at the edges of ``axes``, and not to be added to them.

    Args:
        width: points; 0 for a shape without an outline.
        dashes: lengths of dashes and gaps, in points.
        codes: of matplotlib's paths, for lines of many pieces.
    """

    def __init__(
        self,
        axes: Axes,
        color: str,
        width: float,
        *,
        cap: Any = "butt",
        alpha: float = 1.0,
        dashes: tuple[float, ...] | None = None,
        fill: bool = False,
        crisp: bool = False,
        codes: IntArray | None = None,
    ) -> None:
        super().__init__()
        self._pen = _pen(color, width, alpha)
        self._pen.set_capstyle(cap)
        self._pen.set_dashes(0, dashes)
        self._pen.set_clip_rectangle(axes.bbox.frozen())
        if crisp:
            self._pen.set_snap(True)
            self._pen.set_antialiased(False)
        self._fill = (*to_rgb(color), alpha) if fill else None
        self._codes = codes
        self._reach = width * theme.FRAME_DPI / 72 / 2 + MARGIN
        self._within = axes.bbox.x0, axes.bbox.y0, axes.bbox.x1, axes.bbox.y1
        self._path = NOWHERE

    def through(self, points: Array) -> None:
        """Draw it through ``points``, shape (m, 2), from now on; rows of NaN break it."""
        ink = points.tobytes()
        if ink == self._ink:
            return
        self._ink = ink
        self._extent = self._around(points)
        if self._extent is None:
            return
        if self._path is NOWHERE:
            self._path = Path(points, self._codes)
        else:  # quicker than a path of its own
            self._path.vertices = points

    def _around(self, points: Array) -> Extent | None:
        if not len(points):
            return None
        # Unlike minimum and maximum these pass over NaN; where all is NaN the comparison fails.
        left, bottom = (np.fmin.reduce(points, axis=0) - self._reach).tolist()
        right, top = (np.fmax.reduce(points, axis=0) + self._reach).tolist()
        west, south, east, north = self._within
        near = max(left, west - 1), max(bottom, south - 1), min(right, east + 1), min(top, north + 1)
        return near if near[0] <= near[2] and near[1] <= near[3] else None

    def draw(self, renderer: Any) -> None:
        if self.extent is not None:
            renderer.draw_path(self._pen, self._path, AS_IT_IS, self._fill)


class Disc(Moving):
    """A disc with a rim, never cut.

    Args:
        size: diameter to the middle of the rim, points.
        rim: width, points.
    """

    def __init__(self, color: str, size: float, rim_color: str, rim: float) -> None:
        super().__init__()
        shape = MarkerStyle("o")
        self._shape = shape.get_path()
        self._scale = Affine2D(shape.get_transform().get_matrix()).scale(size * theme.FRAME_DPI / 72)
        self._pen = _pen(rim_color, rim, 1.0)
        self._pen.set_snap(False)
        self._fill = to_rgb(color)
        self._reach = (size + rim) * theme.FRAME_DPI / 72 / 2 + MARGIN
        self._place = NOWHERE

    def at(self, place: Array) -> None:
        """Draw it at ``place``, shape (2,), from now on."""
        ink = place.tobytes()
        if ink == self._ink:
            return
        x, y = place.tolist()
        self._ink = ink
        self._extent = x - self._reach, y - self._reach, x + self._reach, y + self._reach
        self._place = Path(place[None])

    def draw(self, renderer: Any) -> None:
        if self.extent is not None:
            renderer.draw_markers(self._pen, self._shape, self._scale, self._place, AS_IT_IS, self._fill)


def _pen(color: str, width: float, alpha: float) -> GraphicsContextBase:
    pen = GraphicsContextBase()
    pen.set_foreground(color)
    pen.set_alpha(alpha)
    pen.set_linewidth(width)
    pen.set_joinstyle("round")
    return pen
