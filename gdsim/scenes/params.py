"""Each param against the epoch, with its optimum as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdsim.core.theme import LIGHT
from gdsim.core.view import View
from gdsim.scenes import Frame, Layers, register
from gdsim.scenes._axes import MARGINS, axes_in, epoch_axis, horizontal, pixels_of
from gdsim.scenes._marks import Marker

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure


@register("params")
def params(figure: SubFigure, view: View) -> Layers:
    """One panel a param, the first on top, all over the same epochs."""
    count, (left, bottom, right, top), gap = len(view.params), MARGINS, 14.0
    last = (bottom - gap) / pixels_of(figure)[1]  # the lowest panel has the words of the axis under it
    share = (1 - last) / count
    panels = [
        axes_in(
            figure,
            xlabel="epoch" if index == count - 1 else "",
            ylabel=name,
            xlim=(0, 1),
            ylim=view.limits.params[index],
            margins=(left, bottom if index == count - 1 else gap, right, top),
            height=(1 - (index + 1) * share - (index == count - 1) * last, 1 - index * share),
        )
        for index, name in enumerate(view.params)
    ]
    for axes in panels[:-1]:
        axes.tick_params(labelbottom=False)
    if count > 2:
        for axes in panels:
            axes.locator_params(axis="y", nbins=2)
    if view.optimum is not None:
        for axes, value in zip(panels, view.optimum.params, strict=True):
            horizontal(axes, value, "optimum")
    curves = [axes.plot([], [], color=LIGHT.path)[0] for axes in panels]
    markers = [Marker(axes) for axes in panels]

    def update(frame: Frame) -> None:
        for index, (axes, curve, marker) in enumerate(zip(panels, curves, markers, strict=True)):
            axes.set_xlim(0, max(1, int(frame.epochs[-1])))
            curve.set_data(frame.epochs[frame.trail], frame.course.params[frame.trail, index])
            marker.move(frame.epoch, frame.params[index])

    return Layers(
        update,
        fixed=[artist for axes in panels for artist in epoch_axis(axes)],
        trail=curves,
        moving=[artist for marker in markers for artist in marker.artists],
    )
