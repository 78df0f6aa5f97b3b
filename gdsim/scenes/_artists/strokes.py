"""What moves, in pixels, drawn by pens that are prepared once.

Any artist of matplotlib can move; its own lines and patches work out anew at each draw what never
changes, though, and that takes longer than the drawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


class Stroke(Artist):
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
        self._path = NOWHERE

    def through(self, points: Array) -> None:
        """Draw it through ``points``, shape (m, 2), from now on; rows of NaN break it."""
        self._path = Path(points, self._codes)

    def draw(self, renderer: Any) -> None:
        if self.get_visible() and len(self._path):
            renderer.draw_path(self._pen, self._path, AS_IT_IS, self._fill)


class Disc(Artist):
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
        self._place = NOWHERE

    def at(self, place: Array) -> None:
        """Draw it at ``place``, shape (2,), from now on."""
        self._place = Path(place[None])

    def draw(self, renderer: Any) -> None:
        if self.get_visible() and len(self._place):
            renderer.draw_markers(self._pen, self._shape, self._scale, self._place, AS_IT_IS, self._fill)


def _pen(color: str, width: float, alpha: float) -> GraphicsContextBase:
    pen = GraphicsContextBase()
    pen.set_foreground(color)
    pen.set_alpha(alpha)
    pen.set_linewidth(width)
    pen.set_joinstyle("round")
    return pen
