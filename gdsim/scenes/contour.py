"""Level lines of the loss over the two params, with the path across them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdsim.core import theme
from gdsim.core.arrays import Array
from gdsim.core.theme import LIGHT
from gdsim.core.view import View
from gdsim.scenes import Course, Frame, Layers, loss_title, register
from gdsim.scenes._axes import LABEL, axes_in, halo, in_pixels, letters_of, optimum_mark, short, start_ring
from gdsim.scenes._marks import Marker
from gdsim.scenes._plane import Plane
from gdsim.scenes._terrain import terrain_of

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

GRID = 121
LEVELS = 6


@register("contour")
def contour(figure: SubFigure, view: View) -> Layers:
    """Labelled log-spaced levels, the path in ink, the marker vermilion, the optimum green."""
    from gdsim.scenes._artists.strokes import Stroke

    plane = Plane.of(view)
    (x, y), (xlim, ylim), letters = plane.names, plane.limits, letters_of(view)
    axes = axes_in(figure, xlabel=x, ylabel=y, xlim=xlim, ylim=ylim, letters=letters)
    terrain = terrain_of(view, GRID)
    levels = terrain.levels(LEVELS)
    if levels:
        lines = axes.contour(
            terrain.first, terrain.second, terrain.loss, levels, colors=LIGHT.data, linewidths=0.8
        )
        for text in axes.clabel(lines, fmt=short, fontsize=9 * letters, colors=LIGHT.soft):
            text.set_path_effects(halo())
    title = " ".join([f"levels of the {loss_title(view)}", plane.note]).strip()
    axes.set_title(title, loc="right", fontsize=LABEL * letters, color=LIGHT.soft, pad=8)
    if view.optimum is not None:
        optimum_mark(axes, *plane.seen(np.array(view.optimum.params)).tolist())
    ring, marker = start_ring(axes), Marker(axes)
    path = Stroke(axes, LIGHT.path, theme.PATH_WIDTH, cap="round")

    def drawn(course: Course) -> Array:
        """The whole path in pixels."""
        return in_pixels(axes, plane.seen(course.params))

    def update(frame: Frame) -> None:
        ring.set_data(*plane.seen(frame.course.params)[:1].T)
        path.through(frame.course.once(drawn)[frame.trail])
        marker.move(*plane.seen(frame.params).tolist())

    return Layers(update, fixed=[ring], trail=[path], moving=marker.artists)
