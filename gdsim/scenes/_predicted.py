"""Predicted against observed: the picture of a fit of several inputs, where no line can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdsim import models
from gdsim.core import theme
from gdsim.core.arrays import Array
from gdsim.core.theme import LIGHT
from gdsim.core.view import Range, View
from gdsim.scenes import Course, Frame, Layers
from gdsim.scenes._axes import LABEL, axes_in, grain_of, halo, in_pixels, label_curve, letters_of
from gdsim.scenes._geometry import evenly

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

# More points than this hide the line they are to reach; of more, as many evenly chosen ones are drawn.
MOST_POINTS = 200


def predicted(figure: SubFigure, view: View) -> Layers:
    """A point stands over its observed value, as high as its prediction: vermilion, its residual faint, green
    rings where least squares puts it. On the diagonal the two agree.
    """
    from matplotlib.path import Path

    from gdsim.scenes._artists.strokes import Stroke

    data, model = view.dataset, models.get(view.model)
    chosen = np.argsort(data.y, kind="stable")[evenly(data.n, MOST_POINTS)]
    inputs, observed = data.inputs(model.inputs, view.scaling)[chosen], data.y[chosen]
    ends, letters = from_zero(view.limits.y), letters_of(view)
    axes = axes_in(
        figure,
        xlabel=f"observed {data.y_axis}",
        ylabel=f"predicted {data.y_axis}",
        xlim=view.limits.y,
        ylim=ends,
        letters=letters,
    )
    axes.plot(view.limits.y, view.limits.y, color=LIGHT.data, linewidth=1.2, zorder=1)
    diagonal, best = np.repeat(np.array(view.limits.y)[:, None], 2, axis=1), observed
    if view.optimum is not None:
        best = model.predict(np.array([view.optimum.params]), inputs)[0]
        name = "least squares" if view.loss.name == "mse" else "best plane"
        axes.annotate(
            f"○ {name}", (0, 1), xytext=(8, -6), xycoords="axes fraction", textcoords="offset pixels",
            va="top", color=theme.OPTIMUM_INK, path_effects=halo(), zorder=3, fontsize=LABEL * letters,
        )  # fmt: skip
        axes.plot(
            observed, best, "o", markersize=theme.POINT_SIZE + 1, markerfacecolor="none",
            markeredgecolor=LIGHT.optimum, markeredgewidth=1.0, zorder=2,
        )  # fmt: skip
    name, others = "predicted = observed", (observed, best)
    label_curve(axes, diagonal, name, LIGHT.soft, avoid=others, letters=letters)

    codes = np.tile([Path.MOVETO, Path.LINETO], len(chosen))
    residuals = Stroke(axes, theme.RESIDUAL, 0.7, crisp=True, codes=codes)
    (points,) = axes.plot(
        [], [], "o", color=LIGHT.current, markersize=theme.POINT_SIZE, markeredgewidth=0, zorder=5
    )
    low, high = ends
    grain = grain_of(axes)[1]

    def drawn(course: Course) -> Array:
        """Predictions at each frame, shape (frames, n), held within one span of the axis."""
        values = model.predict(course.params[course.shown], inputs)
        heights: Array = (values.clip(2 * low - high, 2 * high - low) / grain).round() * grain
        return heights

    def update(frame: Frame) -> None:
        heights = frame.course.once(drawn)[frame.k]
        points.set_data(observed, heights)
        stems = np.stack([np.repeat(observed, 2), np.stack([observed, heights], axis=1).ravel()], axis=1)
        residuals.through(in_pixels(axes, stems))

    return Layers(update, moving=[residuals, points])


def from_zero(limits: Range) -> Range:
    """Limits with room for a start that predicts 0, where that is no farther away than the data are wide."""
    low, high = limits
    air = 0.03 * (high - low)
    if 0 < low < high - low:
        return -air, high
    return (low, air) if low - high < high < 0 else limits
