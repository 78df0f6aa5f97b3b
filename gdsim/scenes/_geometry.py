"""Numbers of curves and paths, before they are artists: cut to what can be seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdsim.core.arrays import Array, IntArray
from gdsim.core.view import Range, View

CURVE = 241  # points of a curve: one every two or three pixels


def sample(view: View) -> Array:
    """Where to evaluate the model to draw it: the ends of the x axis for a line, else ``CURVE`` points."""
    low, high = view.limits.x
    return np.linspace(low, high, 2 if view.model == "line" else CURVE)


def banded(x: Array, y: Array, limits: Range) -> Array:
    """The polyline (x, y) with y held within one span of ``limits``, its slope inside them unchanged.

    Corners are added where it crosses the edges of that band, so steep lines of any size can be drawn.
    Shapes (n,) and (…, n); returns shape (…, 3n − 2, 2).
    """
    low, high = 2 * limits[0] - limits[1], 2 * limits[1] - limits[0]
    y = np.nan_to_num(y, nan=0.0, posinf=1e300, neginf=-1e300).clip(-1e300, 1e300)
    rise = np.diff(y, axis=-1)
    rise = np.where(rise == 0, 1.0, rise)
    starts = y[..., :-1]
    share = np.sort([((edge - starts) / rise).clip(0, 1) for edge in (low, high)], axis=0)
    stops = np.stack([np.zeros_like(rise), *share], axis=-1)  # (…, n − 1, 3)
    xs = x[:-1, None] + stops * np.diff(x)[:, None]
    ys = starts[..., None] + stops * np.diff(y, axis=-1)[..., None]
    corners = np.stack([xs, ys.clip(low, high)], axis=-1).reshape(*y.shape[:-1], -1, 2)
    end = np.stack([np.broadcast_to(x[-1], y.shape[:-1]), y[..., -1].clip(low, high)], axis=-1)
    return np.concatenate([corners, end[..., None, :]], axis=-2)


def evenly(n: int, most: int) -> IntArray:
    """All of 0 … n − 1 where they are at most ``most``, else that many of them, both ends included."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(np.int64))


def inside(point: Array, limits: tuple[Range, ...]) -> Array:
    """``point``, shape (…, dims), moved to the nearest place within ``limits``."""
    low, high = np.array(limits).T
    return np.clip(point, low, high)


def outside(point: Array, limits: tuple[Range, ...]) -> NDArray[np.bool_]:
    """Whether ``point``, shape (…, dims), lies beyond ``limits``, shape (…)."""
    low, high = np.array(limits).T
    beyond: NDArray[np.bool_] = ((point < low) | (point > high)).any(axis=-1)
    return beyond


def cut(path: Array, limits: tuple[Range, ...], pieces: int) -> tuple[Array, IntArray]:
    """The parts of a polyline within ``limits``, in short pieces, with a row of NaN after each step.

    Args:
        path: shape (m, dims).
        pieces: how many a step across the whole view is made of; shorter steps have fewer.

    Returns:
        Points of shape (…, dims), and the position of the first one of each step and of their end, shape
        (m,). A step of which nothing is inside has no points.
    """
    low, high = np.array(limits).T
    span = high - low
    start, step = path[:-1], np.diff(path, axis=0)
    safe = np.where(step == 0, 1e-300, step)
    near, far = np.sort(np.stack([(low - start) / safe, (high - start) / safe]), axis=0)
    enter, leave = near.max(axis=1).clip(0, 1), far.min(axis=1).clip(0, 1)
    part = leave - enter
    count = 1 + np.ceil((np.abs(step) / span).max(axis=1, initial=0) * part * pieces).clip(0, pieces)
    rows = np.where(part > 0, count + 2, 0).astype(np.int64)
    first = np.concatenate([[0], np.cumsum(rows)])
    owner = np.repeat(np.arange(len(step)), rows)
    share = (np.arange(first[-1]) - first[owner]) / count[owner]
    share[share > 1] = np.nan
    return start[owner] + (enter[owner] + share * part[owner])[:, None] * step[owner], first
