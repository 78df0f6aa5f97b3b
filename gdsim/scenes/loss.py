"""The loss against the epoch, on a log scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdsim.core.theme import LIGHT
from gdsim.core.view import View
from gdsim.scenes import Frame, Layers, loss_title, register
from gdsim.scenes._axes import axes_in, epoch_axis, horizontal
from gdsim.scenes._marks import Marker

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure


@register("loss")
def loss(figure: SubFigure, view: View) -> Layers:
    """The curve in ink, the current epoch vermilion, the least loss a green line."""
    axes = axes_in(
        figure, xlabel="epoch", ylabel=loss_title(view), xlim=(0, 1), ylim=view.limits.loss, yscale="log"
    )
    if view.optimum is not None and view.optimum.loss > 0:
        horizontal(axes, view.optimum.loss, "least loss")
    epochs, marker = epoch_axis(axes), Marker(axes)
    (curve,) = axes.plot([], [], color=LIGHT.path)

    def update(frame: Frame) -> None:
        axes.set_xlim(0, max(1, int(frame.epochs[-1])))
        curve.set_data(frame.epochs[frame.trail], frame.course.loss[frame.trail])
        marker.move(frame.epoch, frame.loss)

    return Layers(update, fixed=epochs, trail=[curve], moving=marker.artists)
