"""The plane of two params that a surface is drawn over; further params are held still."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.core.dataclass import dataclass
from gdsim.core.view import Range, View
from gdsim.core.words import number_in_words


@dataclass(frozen=True, eq=False)
class Plane:
    """Two params of a view.

    Args:
        names, limits: of the two.
        note: what the others are held at, in words; ``""`` where there are none.
    """

    view: View
    names: tuple[str, str]
    limits: tuple[Range, Range]
    note: str

    @classmethod
    def of(cls, view: View) -> Plane:
        """The plane that a view shows; ValueError where the model has a single param."""
        if len(view.params) < 2:
            raise ValueError(f"this scene draws models of two params, {view.model!r} has {len(view.params)}")
        first, second = view.plane
        others = [index for index in range(len(view.params)) if index not in view.plane]
        held = [f"{view.params[index]} = {number_in_words(view.held[index], 3)}" for index in others]
        return cls(
            view,
            (view.params[first], view.params[second]),
            (view.limits.params[first], view.limits.params[second]),
            f"where {', '.join(held)}" if held else "",
        )

    def seen(self, params: Array) -> Array:
        """The two of ``params``, shape (…, dims): shape (…, 2)."""
        return params if params.shape[-1] == 2 else params[..., list(self.view.plane)]

    def lifted(self, points: Array) -> Array:
        """All params at ``points`` of the plane, shape (…, 2): shape (…, dims)."""
        if len(self.view.params) == 2:
            return points
        params = np.broadcast_to(self.view.held, (*points.shape[:-1], len(self.view.params))).copy()
        params[..., list(self.view.plane)] = points
        return params
