"""The data with the current line, its residuals, and the best line where there is one; of several inputs,
predicted against observed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdsim import models
from gdsim.core import theme
from gdsim.core.arrays import Array
from gdsim.core.theme import LIGHT
from gdsim.core.view import View
from gdsim.scenes import Course, Frame, Layers, predict, register
from gdsim.scenes._axes import axes_in, grain_of, in_pixels, label_curve, point_style
from gdsim.scenes._geometry import banded, evenly, outside, sample
from gdsim.scenes._predicted import predicted

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

# More residuals than this are a grey wall; of more points, as many evenly chosen ones have theirs drawn.
MOST_RESIDUALS = 11


@register("fit")
def fit(figure: SubFigure, view: View) -> Layers:
    """Points slate, the current line vermilion, residuals faint, the best line dashed green."""
    from matplotlib.path import Path

    from gdsim.scenes._artists.strokes import Stroke

    if models.get(view.model).inputs > 1:
        return predicted(figure, view)
    data, limits = view.dataset, view.limits
    axes = axes_in(figure, xlabel=data.x_axis, ylabel=data.y_axis, xlim=limits.x, ylim=limits.y)
    x = sample(view)
    straight = len(x) == 2
    if view.optimum is not None:
        best = banded(x, predict(view, np.array(view.optimum.params), x), limits.y)
        name = "least squares" if view.loss.name == "mse" else f"best {'line' if straight else 'curve'}"
        step = 1 + data.n // 2000
        axes.plot(best[:, 0], best[:, 1], color=LIGHT.optimum, linewidth=1.3, linestyle=(0, (5, 3)), zorder=2)
        label_curve(axes, best, name, theme.OPTIMUM_INK, avoid=(data.x[::step], data.y[::step]))
    axes.plot(data.x, data.y, zorder=1.5, **point_style(data.n))

    chosen = np.argsort(data.x, kind="stable")[evenly(data.n, MOST_RESIDUALS)]
    at, targets = data.x[chosen], data.y[chosen]
    codes = np.tile([Path.MOVETO, Path.LINETO], len(chosen))
    residuals = Stroke(axes, theme.RESIDUAL, 0.7, crisp=True, codes=codes)
    line = Stroke(axes, LIGHT.current, theme.LINE_WIDTH)
    low, high = limits.y
    far_below, far_above = 2 * low - high, 2 * high - low
    # Residuals end at the rim of their point, which is part of the stage and lies below them.
    rim = (high - low) / axes.bbox.height * theme.POINT_SIZE * theme.FRAME_DPI / 72 / 2
    grain = grain_of(axes)

    def drawn(course: Course) -> tuple[Array, Array]:
        """Corners of the line and of the residuals at each frame, in pixels, shapes (frames, …, 2)."""
        params = course.params[course.shown]
        corners = (banded(x, predict(view, params, x), limits.y) / grain).round() * grain
        ends = predict(view, params, at).clip(far_below, far_above)
        feet = targets + np.clip(ends - targets, -rim, rim)
        feet[outside(params, limits.params)] = far_below  # else they would all reach out of the picture
        ends[outside(params, limits.params)] = far_below
        both = np.stack([feet, ends], axis=-1).reshape(len(params), -1)
        places = in_pixels(axes, np.stack([np.broadcast_to(np.repeat(at, 2), both.shape), both], axis=-1))
        # Where crisp lines end up anyway; and those that stay there are not drawn again.
        places[..., 1] = np.ceil(places[..., 1] - 0.5)
        return in_pixels(axes, corners), places

    def update(frame: Frame) -> None:
        corners, places = frame.course.once(drawn)
        line.through(corners[frame.k])
        residuals.through(places[frame.k])

    return Layers(update, moving=[residuals, line])
