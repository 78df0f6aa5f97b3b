"""The loss over the plane of two params: a grid of it, and round levels on a log scale."""

from __future__ import annotations

import numpy as np

from gdsim import losses, models
from gdsim.core.arrays import Array
from gdsim.core.dataclass import dataclass
from gdsim.core.view import View
from gdsim.scenes import loss_of
from gdsim.scenes._plane import Plane

# For losses without a closed form the grid is computed from at most this many points, evenly chosen.
MOST_POINTS = 1500
# A loss that is curved in the params may rise without end within the view: it is cut off above the worst
# start, and above this many times what is usual there.
TALL = 8.0
MANTISSAS = ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 5, 7))


@dataclass(frozen=True)
class Terrain:
    """Loss on a grid of params.

    Args:
        first, second: grid positions along the first and second param, shape (n,).
        loss: shape (n, n), a row for each position of the second param; > 0.
        top: where it is cut off.
    """

    first: Array
    second: Array
    loss: Array
    top: float = np.inf

    @property
    def range(self) -> tuple[float, float]:
        """Least and greatest loss on the grid."""
        return float(self.loss.min()), float(self.loss.max())

    def levels(self, wanted: int) -> list[float]:
        """About ``wanted`` round levels within the range, evenly on a log scale."""
        low, high = self.range
        return log_levels(max(low, high * 1e-6), high, wanted)


def terrain_of(view: View, n: int) -> Terrain:
    """The loss on an n × n grid over the view's limits.

    Raises:
        ValueError: the model has a single param.
    """
    plane = Plane.of(view)
    first, second = (np.linspace(low, high, n) for low, high in plane.limits)
    params = plane.lifted(np.stack(np.meshgrid(first, second), axis=-1).reshape(-1, 2))
    least, most = view.limits.loss
    loss = loss_at(view, params).reshape(n, n)
    top = np.inf if models.get(view.model).linear else max(most, TALL * float(np.median(loss)))
    return Terrain(first, second, np.clip(loss, max(least, most * 1e-9) * 1e-3, top), top)


def loss_at(view: View, params: Array) -> Array:
    """Loss at ``params``, shape (m, dims); exact for quadratic losses, else from a sample of many points."""
    model, loss = models.get(view.model), loss_of(view)
    x, y = view.dataset.inputs(model.inputs, view.scaling), view.dataset.y
    if loss.quadratic and model.linear and view.optimum is not None and loss.curvature is not None:
        optimum = np.array(view.optimum.params)
        columns = np.array(np.broadcast_arrays(*model.jacobian(optimum[None], x)))
        bend = float(loss.curvature(np.zeros(1))[0])
        hessian = bend * np.einsum("in,jn->ij", columns, columns) / len(x) + loss.l2 * np.diag(
            model.penalised
        ).astype(float)
        offset = params - optimum
        above: Array = 0.5 * np.einsum("mi,ij,mj->m", offset, hessian, offset)
        return view.optimum.loss + above
    if len(x) > MOST_POINTS:
        even = np.linspace(0, len(x) - 1, MOST_POINTS).astype(int)
        chosen = np.argsort(view.dataset.x, kind="stable")[even]
        x, y = x[chosen], y[chosen]
    rows = max(1, 2_000_000 // len(x))
    parts = [
        loss.value(losses.errors(model, loss, part, x, y)).mean(axis=1) + losses.penalty(model, loss, part)
        for part in (params[k : k + rows] for k in range(0, len(params), rows))
    ]
    return np.concatenate(parts)


def log_levels(low: float, high: float, wanted: int) -> list[float]:
    """Round levels strictly between ``low`` and ``high``, both > 0: at least ``wanted`` where it can be."""
    if not 0 < low < high:
        return []
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    levels: list[float] = []
    for mantissas in MANTISSAS:
        levels = [level for p in powers for m in mantissas if low < (level := float(f"{m}e{p}")) < high]
        if len(levels) >= wanted:
            break
    return levels
