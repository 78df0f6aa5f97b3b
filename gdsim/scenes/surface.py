"""The loss as a landscape over the two params, with the path down it.

Height is the loss itself, so slopes look as steep as they are; colour is its logarithm, so the bottom
of the valley still has shape. The landscape is drawn once. What moves is projected with the matrix of
the 3-D axes and drawn in two dimensions on top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gdsim.core.arrays import Array, IntArray
from gdsim.core.dataclass import dataclass
from gdsim.core.theme import LIGHT
from gdsim.core.view import Range, View
from gdsim.scenes import Course, Frame, Layers, loss_title, register
from gdsim.scenes._axes import GRAIN, in_pixels, optimum_mark
from gdsim.scenes._geometry import cut, inside, outside
from gdsim.scenes._landscape import eye_of, hidden, landscape_axes, overlay_on, paint
from gdsim.scenes._marks import Marker
from gdsim.scenes._plane import Plane
from gdsim.scenes._terrain import loss_at, terrain_of

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

GRID = 161
PIECES = 24  # of a step across the whole view, so that it follows the ground
SHADOW = 0.018  # radius in spans of the params
# Shorter steps, in spans, are drawn once they add up to this: under half a pixel, so that a run which has all
# but come to rest repaints nothing.
SHORT = 1 / 1500
RING_GRAIN = 0.125  # pixels


@dataclass(frozen=True, eq=False)
class Drawn:
    """A run in pixels.

    Args:
        track: the path over the ground, shape (…, 2), a row of NaN after each step and where it is hidden.
        behind: what of it is hidden by the ground, likewise.
        first: where in it the step from each stored epoch begins, shape (stored,).
        places: of the marker, shape (frames, 2).
        drops: from there to the floor, shape (frames, 2, 2).
        rings: the shadow's edge, shape (frames, 16, 2).
        ahead: which way the params have left the view, or None.
    """

    track: Array
    behind: Array
    first: IntArray
    places: Array
    drops: Array
    rings: Array
    ahead: list[tuple[float, ...] | None]


@register("surface")
def surface(figure: SubFigure, view: View) -> Layers:
    """Viridis over log loss, a white path with a dark edge, thin and faint where the ground hides it, the
    marker and its shadow on the floor.
    """
    from gdsim.scenes._artists.strokes import Stroke

    plane, terrain = Plane.of(view), terrain_of(view, GRID)
    solid, project = landscape_axes(figure, plane, terrain, f"{loss_title(view)} {plane.note}".strip())
    flat = overlay_on(figure)
    paint(flat, terrain, project, solid.azim)
    limits, floor = plane.limits, solid.get_zlim()[0]

    def grounded(points: Array) -> Array:
        """Points of the plane, shape (m, 2), with the height of the ground there: shape (m, 3)."""
        return np.column_stack([points, np.minimum(loss_at(view, plane.lifted(points)), terrain.top)])

    def on_ground(params: Array) -> Array:
        """Pixels of points of the ground; params of shape (m, 2), NaN where a line breaks."""
        return project(grounded(params))

    if view.optimum is not None:
        optimum_mark(flat, *on_ground(plane.seen(np.array([view.optimum.params])))[0])
    lines = [Stroke(flat, LIGHT.ink, 3.6), Stroke(flat, "white", 1.7, cap="round")]
    behind = Stroke(flat, LIGHT.ink, 1.2, alpha=0.5)
    eye = eye_of(solid)
    shadow = Stroke(flat, LIGHT.ink, 0, alpha=0.35, fill=True)
    drop = Stroke(flat, LIGHT.ink, 0.8, alpha=0.5, dashes=(1.6, 1.6))
    marker = Marker(flat)

    def drawn(course: Course) -> Drawn:
        path = plane.seen(course.params)
        kept, latest = long_steps(path, limits)
        track, first = cut(path[kept], limits, PIECES)
        ground = grounded(track)
        unseen = hidden(np.nan_to_num(ground), terrain, eye)
        pixels = in_pixels(flat, project(ground))
        params = path[course.shown]
        here = inside(params, limits)
        foot = project(on_floor(here, floor))
        ahead = project(on_floor(2 * params - here, floor)) - foot
        rings = project(_circles(here, limits, floor).reshape(-1, 3)).reshape(len(here), -1, 2)
        rings = ((rings - foot[:, None]) / RING_GRAIN).round() * RING_GRAIN
        place, foot = ((at / GRAIN).round() * GRAIN for at in (on_ground(here), foot))
        return Drawn(
            np.where(without(unseen)[:, None], np.nan, pixels),
            np.where(unseen[:, None], pixels, np.nan),
            first[latest],
            in_pixels(flat, place),
            in_pixels(flat, np.stack([place, foot], axis=1)),
            in_pixels(flat, foot[:, None] + rings),
            [tuple(way) if gone else None for way, gone in zip(ahead, outside(params, limits), strict=True)],
        )

    def update(frame: Frame) -> None:
        run = frame.course.once(drawn)
        for line in lines:
            line.through(run.track[run.first[frame.since] : run.first[frame.index]])
        behind.through(run.behind[run.first[frame.since] : run.first[frame.index]])
        shadow.through(run.rings[frame.k])
        drop.through(run.drops[frame.k])
        way = run.ahead[frame.k]
        if way is None:
            marker.stay(run.places[frame.k])
        else:
            marker.leave(run.drops[frame.k, 0], np.array(way))

    return Layers(update, trail=[behind, *lines], moving=[shadow, drop, *marker.artists])


def long_steps(path: Array, limits: tuple[Range, ...]) -> tuple[IntArray, IntArray]:
    """Which points of ``path``, shape (m, 2), are at least ``SHORT`` from the one kept before them.

    Returns:
        Their positions, shape (k,); and for every point how many of them are before the last one that is
        kept up to there, shape (m,).
    """
    (west, east), (south, north) = limits
    far_x, far_y = SHORT * (east - west), SHORT * (north - south)
    x, y = path[0].tolist()
    kept = [0]
    for k, (next_x, next_y) in enumerate(path.tolist()):
        if abs(next_x - x) >= far_x or abs(next_y - y) >= far_y:
            x, y = next_x, next_y
            kept.append(k)
    positions = np.array(kept, dtype=np.int64)
    return positions, np.searchsorted(positions, np.arange(len(path)), side="right") - 1


def without(unseen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``unseen`` without the points next to seen ones, so that there is no gap between the two."""
    inner = unseen.copy()
    inner[1:] &= unseen[:-1]
    inner[:-1] &= unseen[1:]
    return inner


def on_floor(params: Array, floor: float) -> Array:
    """Points under ``params``, shape (m, 2): shape (m, 3)."""
    return np.column_stack([params, np.full(len(params), floor)])


def _circles(centres: Array, limits: tuple[Range, ...], floor: float) -> Array:
    """Small circles on the floor around ``centres``, shape (m, 2): shape (m, 16, 3)."""
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    spans = SHADOW * np.array([high - low for low, high in limits])
    ring = spans * np.column_stack([np.cos(turn), np.sin(turn)])
    return on_floor((centres[:, None] + ring).reshape(-1, 2), floor).reshape(len(centres), -1, 3)
