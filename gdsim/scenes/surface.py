"""The loss as a landscape over the two params, with the path down it.

Height is the loss itself, so slopes look as steep as they are; colour is its logarithm, so the bottom
of the valley still has shape. The landscape is drawn once. What moves is projected with the matrix of
the 3-D axes and drawn in two dimensions on top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdsim.core.arrays import Array
from gdsim.core.theme import LIGHT
from gdsim.core.view import Range, View
from gdsim.scenes import Frame, Layers, loss_title, register
from gdsim.scenes._axes import GRAIN, optimum_mark
from gdsim.scenes._geometry import cut, inside
from gdsim.scenes._landscape import landscape_axes, overlay_on, paint
from gdsim.scenes._marks import Marker
from gdsim.scenes._terrain import loss_at, terrain_of

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

GRID = 161
PIECES = 24  # of a step across the whole view, so that it follows the ground
SHADOW = 0.018  # radius in spans of the params


@register("surface")
def surface(figure: SubFigure, view: View) -> Layers:
    """Viridis over log loss, a white path with a dark edge, the marker and its shadow on the floor."""
    terrain = terrain_of(view, GRID)
    solid, project = landscape_axes(figure, view, terrain, loss_title(view))
    flat = overlay_on(figure)
    paint(flat, terrain, project, solid.azim)
    limits, floor = view.limits.params, solid.get_zlim()[0]

    def on_ground(params: Array) -> Array:
        """Pixels of points of the ground; params of shape (m, 2), NaN where a line breaks."""
        return project(np.column_stack([params, loss_at(view, params)]))

    if view.optimum is not None:
        optimum_mark(flat, *on_ground(np.array([view.optimum.params]))[0])
    lines = [
        flat.plot([], [], color=color, linewidth=width, solid_capstyle=cap)[0]
        for color, width, cap in ((LIGHT.ink, 3.6, "butt"), ("white", 1.7, "round"))
    ]
    (shadow,) = flat.fill([0, 0, 0], [0, 0, 0], color=LIGHT.ink, alpha=0.35, linewidth=0)
    (drop,) = flat.plot([], [], color=LIGHT.ink, linewidth=0.8, alpha=0.5, linestyle=(0, (2, 2)))
    marker = Marker(flat)

    def update(frame: Frame) -> None:
        track = on_ground(cut(frame.course.params[frame.trail], limits, PIECES))
        for line in lines:
            line.set_data(*track.T)
        here = inside(frame.params, limits)
        place = on_ground(here[None])[0]
        shadow.set_xy(project(_circle(here, limits, floor)))
        foot = project(np.array([[*here, floor]]))[0]
        drop.set_data([place[0], foot[0]], [place[1], foot[1]])
        if frame.outside:
            marker.leave(place, project(np.array([[*(2 * frame.params - here), floor]]))[0] - foot)
        else:
            marker.stay((place / GRAIN).round() * GRAIN)

    return Layers(update, trail=lines, moving=[shadow, drop, *marker.artists])


def _circle(centre: Array, limits: tuple[Range, ...], floor: float) -> Array:
    """A small circle on the floor, shape (16, 3)."""
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    spans = SHADOW * np.array([high - low for low, high in limits])
    ring = centre + spans * np.column_stack([np.cos(turn), np.sin(turn)])
    return np.column_stack([ring, np.full(len(turn), floor)])
