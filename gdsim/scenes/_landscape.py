"""The still part of the surface: 3-D axes drawn by matplotlib, and the ground painted from far to near."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gdsim.core.arrays import Array
from gdsim.core.theme import LIGHT
from gdsim.scenes._axes import halo, pixels_of, short
from gdsim.scenes._plane import Plane
from gdsim.scenes._terrain import Terrain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

ELEVATION, AZIMUTH = 31, -60
BOX = (1.25, 1.25, 0.62)
# Pixels around the box for what stands outside it: left, bottom, right, top.
MARGINS = (24.0, 34.0, 44.0, 2.0)
# Bands rather than a smooth ramp: they read as level lines, and flat colours make small files.
BANDS = 24
# The ground hides what lies deeper behind it than this share of its height: nothing hides itself.
CLEARANCE = 0.02

# (m, 3) points of params and loss → (m, 2) pixels.
Project: TypeAlias = Callable[[Array], Array]


def landscape_axes(figure: SubFigure, plane: Plane, terrain: Terrain, title: str) -> tuple[Any, Project]:
    """3-D axes with few ticks, over which ``Project`` says where a point is seen."""
    axes: Any = figure.add_axes((0, 0, 1, 1), projection="3d")
    axes.view_init(ELEVATION, AZIMUTH)
    axes.patch.set_visible(False)
    low, high = terrain.range
    axes.set(xlim=plane.limits[0], ylim=plane.limits[1], zlim=(min(0.0, low), high))
    axes.grid(False)
    for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
        axis.set_pane_color((1, 1, 1, 0))
        axis.line.set_color(LIGHT.soft)
        axis.set_tick_params(pad=-1)
    axes.locator_params(nbins=4)
    first, second = plane.names
    for axis, label in ((axes.xaxis, first), (axes.yaxis, second)):
        axis.set_label_text(label, style="italic", fontsize=11)
        axis.labelpad = 0
    axes.zaxis.set_major_formatter(lambda value, _: short(value))
    project = _fill(figure, axes)
    top = project(np.array([[axes.get_xlim()[1], axes.get_ylim()[1], axes.get_zlim()[1]]]))[0]
    x, y = (top + np.array([22, 14])) / pixels_of(figure)
    figure.text(x, y, title, color=LIGHT.soft, ha="right", zorder=11, path_effects=halo())
    return axes, project


def _fill(figure: SubFigure, axes: Any) -> Project:
    """Make the box as large as the figure allows, and say where its points are then seen."""
    width, height = pixels_of(figure)
    left, bottom, right, top = MARGINS
    box = np.array(list(product(axes.get_xlim(), axes.get_ylim(), axes.get_zlim())))
    axes.set_box_aspect(BOX, zoom=1.0)
    size = np.ptp(_projection(figure, axes)(box), axis=0)
    room = np.array([width - left - right, height - bottom - top])
    axes.set_box_aspect(BOX, zoom=float((room / size).min()))
    seen = _projection(figure, axes)(box)
    shift = np.array([left, bottom]) + room / 2 - (seen.min(axis=0) + seen.max(axis=0)) / 2
    axes.set_position((shift[0] / width, shift[1] / height, 1, 1))
    return _projection(figure, axes)


def _projection(figure: SubFigure, axes: Any) -> Project:
    axes.apply_aspect()  # what draw() would do first; the projection hangs on it
    matrix, pixels, origin = axes.get_proj(), axes.transData.frozen(), figure.bbox.min

    def project(points: Array) -> Array:
        x, y, _, distance = matrix @ np.column_stack([points, np.ones(len(points))]).T
        seen = pixels.transform(np.column_stack([x / distance, y / distance])) - origin
        return np.asarray(seen)

    return project


def eye_of(axes: Any) -> Array:
    """Where 3-D axes are seen from, in their data coordinates, shape (3,)."""
    # There the projection has neither a place on the screen nor a distance.
    matrix = axes.get_proj()[[0, 1, 3]]
    return np.asarray(np.linalg.solve(matrix[:, :3], -matrix[:, 3]))


def hidden(points: Array, terrain: Terrain, eye: Array) -> NDArray[np.bool_]:
    """Whether the ground stands between ``eye`` and each of ``points``, shape (m, 3): shape (m,).

    The way to the eye is followed until it leaves the terrain, in steps of about a cell.
    """
    low = np.array([terrain.first[0], terrain.second[0]])
    size = np.array([terrain.first[-1], terrain.second[-1]]) - low
    cells = len(terrain.first) - 1
    start, way = (points[:, :2] - low) / size, (eye[:2] - points[:, :2]) / size
    way = np.where(way == 0, 1e-300, way)
    reach = np.where(way > 0, (1 - start) / way, start / -way).min(axis=1, initial=1)
    share = reach[:, None] * np.linspace(0, 1, cells // 2)[1:]
    column, row = (
        np.rint((start[..., None] + way[..., None] * share[:, None]).clip(0, 1) * cells)
        .transpose(1, 0, 2)
        .astype(np.int64)
    )
    height = points[:, 2, None] + (eye[2] - points[:, 2, None]) * share
    above: NDArray[np.bool_] = terrain.loss[row, column] > height + CLEARANCE * np.ptp(terrain.loss)
    some: NDArray[np.bool_] = np.logical_or.reduce(above, axis=1)
    return some


def overlay_on(figure: SubFigure) -> Axes:
    """Invisible axes over the whole figure whose data coordinates are its pixels."""
    width, height = pixels_of(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height), zorder=10)
    axes.axis("off")
    return axes


def paint(axes: Axes, terrain: Terrain, project: Project, azimuth: float) -> None:
    """Paint the ground as bands of log loss, from far to near so that what is in front hides the rest."""
    from matplotlib import colormaps

    first, second = np.meshgrid(terrain.first, terrain.second)
    corners = project(np.column_stack([first.ravel(), second.ravel(), terrain.loss.ravel()]))
    places = corners.reshape(*first.shape, 2)
    height = np.log(terrain.loss)
    middle = (height[:-1, :-1] + height[1:, 1:] + height[1:, :-1] + height[:-1, 1:]) / 4
    low, high = height.min(), height.max()
    bands = np.floor((middle - low) / max(high - low, 1e-12) * BANDS).clip(0, BANDS - 1)
    towards = np.deg2rad(azimuth)
    rows = slice(None, None, 1 if np.sin(towards) > 0 else -1)
    columns = slice(None, None, 1 if np.cos(towards) > 0 else -1)
    places, bands = places[rows, columns], bands[rows, columns]
    axes.pcolormesh(
        places[..., 0], places[..., 1], bands, cmap=colormaps["viridis"].resampled(BANDS),
        vmin=0, vmax=BANDS - 1, antialiased=False, shading="flat", zorder=1,
    )  # fmt: skip
