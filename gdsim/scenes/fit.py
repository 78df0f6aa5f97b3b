"""The data with the current line, its residuals, and the best line where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdsim.core import theme
from gdsim.core.theme import LIGHT
from gdsim.core.view import View
from gdsim.scenes import Frame, Layers, predict, register
from gdsim.scenes._axes import axes_in, grain_of, label_curve, point_style
from gdsim.scenes._geometry import banded, evenly, sample

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

# More residuals than this are a grey wall; of more points, as many evenly chosen ones have theirs drawn.
MOST_RESIDUALS = 11


@register("fit")
def fit(figure: SubFigure, view: View) -> Layers:
    """Points slate, the current line vermilion, residuals faint, the best line dashed green."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    data, limits = view.dataset, view.limits
    axes = axes_in(figure, xlabel=data.x_axis, ylabel=data.y_axis, xlim=limits.x, ylim=limits.y)
    x = sample(view)
    if view.optimum is not None:
        best = banded(x, predict(view, np.array(view.optimum.params), x), limits.y)
        name = "least squares" if view.loss.name == "mse" else "best line"
        step = 1 + data.n // 2000
        axes.plot(best[0], best[1], color=LIGHT.optimum, linewidth=1.3, linestyle=(0, (5, 3)), zorder=2)
        label_curve(axes, best[0], best[1], name, theme.OPTIMUM_INK, avoid=(data.x[::step], data.y[::step]))
    axes.plot(data.x, data.y, zorder=1.5, **point_style(data.n))

    chosen = np.argsort(data.x, kind="stable")[evenly(data.n, MOST_RESIDUALS)]
    at, targets = data.x[chosen], data.y[chosen]
    feet = np.repeat(np.column_stack([at, targets]), 2, axis=0)
    codes = np.tile(np.array([Path.MOVETO, Path.LINETO], dtype=np.uint8), len(chosen))
    residuals = PathPatch(Path(feet, codes), fill=False, edgecolor=theme.RESIDUAL, linewidth=0.7, snap=True)
    residuals.set_antialiased(False)
    axes.add_patch(residuals)
    (line,) = axes.plot([], [], color=LIGHT.current, linewidth=theme.LINE_WIDTH, solid_capstyle="butt")
    low, high = limits.y
    far_below, far_above = 2 * low - high, 2 * high - low
    # Residuals end at the rim of their point, which is part of the stage and lies below them.
    rim = (high - low) / axes.bbox.height * theme.POINT_SIZE * theme.FRAME_DPI / 72 / 2

    grain = grain_of(axes)[:, None]
    corners = np.asarray(residuals.get_path().vertices)

    def update(frame: Frame) -> None:
        line.set_data((banded(x, frame.predict(x), limits.y) / grain).round() * grain)
        if frame.outside:  # then they would all reach out of the picture
            corners[:, 1] = far_below
            return
        ends = frame.predict(at).clip(far_below, far_above)
        corners[::2, 1] = targets + np.clip(ends - targets, -rim, rim)
        corners[1::2, 1] = ends

    return Layers(update, moving=[residuals, line])
