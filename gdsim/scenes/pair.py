"""The level lines and the data side by side: the step and what it does to the line, in one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gdsim.core.view import View
from gdsim.scenes import Frame, Layers, register
from gdsim.scenes.contour import contour
from gdsim.scenes.fit import fit

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure


@register("pair")
def pair(figure: SubFigure, view: View) -> Layers:
    """Two scenes, each in its half."""
    sides: Any = figure.subfigures(1, 2)
    halves = [contour(sides[0], view), fit(sides[1], view)]

    def update(frame: Frame) -> None:
        for half in halves:
            half.update(frame)

    return Layers(
        update,
        fixed=[artist for half in halves for artist in half.fixed],
        trail=[artist for half in halves for artist in half.trail],
        moving=[artist for half in halves for artist in half.moving],
    )
