"""Level lines of the loss over the two params, with the path across them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdsim.core.theme import LIGHT
from gdsim.core.view import View
from gdsim.scenes import Frame, Layers, loss_title, register
from gdsim.scenes._axes import axes_in, halo, optimum_mark, short, start_ring
from gdsim.scenes._marks import Marker
from gdsim.scenes._terrain import terrain_of

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

GRID = 121
LEVELS = 6


@register("contour")
def contour(figure: SubFigure, view: View) -> Layers:
    """Labelled log-spaced levels, the path in ink, the marker vermilion, the optimum green."""
    first, second = view.params
    axes = axes_in(
        figure, xlabel=first, ylabel=second, xlim=view.limits.params[0], ylim=view.limits.params[1]
    )
    terrain = terrain_of(view, GRID)
    levels = terrain.levels(LEVELS)
    if levels:
        lines = axes.contour(
            terrain.first, terrain.second, terrain.loss, levels, colors=LIGHT.data, linewidths=0.8
        )
        for text in axes.clabel(lines, fmt=short, fontsize=9, colors=LIGHT.soft):
            text.set_path_effects(halo())
    axes.set_title(f"levels of the {loss_title(view)}", loc="right", fontsize=10, color=LIGHT.soft, pad=8)
    if view.optimum is not None:
        optimum_mark(axes, *view.optimum.params)
    ring, marker = start_ring(axes), Marker(axes)
    (path,) = axes.plot([], [], color=LIGHT.path)

    def update(frame: Frame) -> None:
        ring.set_data([frame.course.params[0, 0]], [frame.course.params[0, 1]])
        path.set_data(*frame.course.params[frame.trail].T)
        marker.move(*frame.params.tolist())

    return Layers(update, fixed=[ring], trail=[path], moving=marker.artists)
