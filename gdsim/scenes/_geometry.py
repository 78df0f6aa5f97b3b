"""Numbers of curves and paths, before they are artists: cut to what can be seen."""

from __future__ import annotations

import numpy as np

from gdsim import models
from gdsim.core.arrays import Array, IntArray
from gdsim.core.view import Range, View


def sample(view: View) -> Array:
    """Where to evaluate the model to draw it: the two ends of the x axis for a line, else 160 points."""
    low, high = view.limits.x
    return np.linspace(low, high, 2 if models.get(view.model).linear and view.model == "line" else 160)


def banded(x: Array, y: Array, limits: Range) -> Array:
    """The polyline (x, y) with y held within one span of ``limits``, its slope inside them unchanged.

    Corners are added where it crosses the edges of that band, so steep lines of any size can be drawn.
    Shapes (n,); returns shape (2, 3n − 2).
    """
    low, high = 2 * limits[0] - limits[1], 2 * limits[1] - limits[0]
    y = np.nan_to_num(y, nan=0.0, posinf=1e300, neginf=-1e300).clip(-1e300, 1e300)
    rise = np.diff(y)
    rise = np.where(rise == 0, 1.0, rise)
    share = np.sort(np.clip((np.array([[low], [high]]) - y[:-1]) / rise, 0, 1), axis=0)
    stops = np.concatenate([np.zeros((1, len(rise))), share])
    xs = np.append((x[:-1] + stops * np.diff(x)).T.ravel(), x[-1])
    ys = np.append((y[:-1] + stops * np.diff(y)).T.ravel(), y[-1])
    return np.stack([xs, ys.clip(low, high)])


def evenly(n: int, most: int) -> IntArray:
    """All of 0 … n − 1 where they are at most ``most``, else that many of them, both ends included."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(np.int64))


def inside(point: Array, limits: tuple[Range, ...]) -> Array:
    """``point``, shape (dims,), moved to the nearest place within ``limits``."""
    low, high = np.array(limits).T
    return np.clip(point, low, high)


def cut(path: Array, limits: tuple[Range, ...], pieces: int) -> Array:
    """The parts of a polyline within ``limits``, in short pieces, with a row of NaN after each step.

    Args:
        path: shape (m, dims).
        pieces: how many a step across the whole view is made of; shorter steps have fewer.

    Returns:
        Points of shape (…, dims); a step of which nothing is inside has left no points.
    """
    low, high = np.array(limits).T
    span = high - low
    start, step = path[:-1], np.diff(path, axis=0)
    safe = np.where(step == 0, 1e-300, step)
    near, far = np.sort(np.stack([(low - start) / safe, (high - start) / safe]), axis=0)
    enter, leave = near.max(axis=1).clip(0, 1), far.min(axis=1).clip(0, 1)
    some = np.flatnonzero(enter < leave)
    if not len(some):
        return np.full((1, path.shape[1]), np.nan)
    seen = (np.abs(step[some]) / span).max(axis=1) * (leave - enter)[some]
    count = 1 + int(np.ceil(min(1.0, float(seen.max())) * pieces))
    share = enter[some, None] + np.linspace(0, 1, count + 1) * (leave - enter)[some, None]
    points = start[some, None] + share[..., None] * step[some, None]
    gap = np.full((len(some), 1, path.shape[1]), np.nan)
    return np.concatenate([points, gap], axis=1).reshape(-1, path.shape[1])
