"""Axes as all scenes draw them: margins in pixels, few ticks, labels that read horizontally."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from gdsim import models
from gdsim.core import theme
from gdsim.core.arrays import Array
from gdsim.core.theme import LIGHT
from gdsim.core.view import Range, View

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure
    from matplotlib.lines import Line2D

# Pixels between the figure's edges and the axes: left, bottom, right, top.
MARGINS = (58.0, 54.0, 30.0, 34.0)
GRAIN = 0.5  # pixels
FEW_POWERS = 30.0  # a log axis whose ends have a smaller ratio shows one power of ten, or two
MANY, VERY_MANY = 300, 5000
LETTER = (6.6, 15.0)  # mean width and the height of a letter of labels, pixels
LABEL, TICK = 10.0, 9.5  # sizes of letters, points
LARGE = 1.35


def pixels_of(figure: SubFigure) -> tuple[float, float]:
    """Width and height of a figure in pixels."""
    return float(figure.bbox.width), float(figure.bbox.height)


def letters_of(view: View) -> float:
    """How large letters are drawn: larger for models of several inputs, which pages show as films alone, also
    at the width of a phone.
    """
    return LARGE if models.get(view.model).inputs > 1 else 1.0


def axes_in(
    figure: SubFigure,
    *,
    xlabel: str,
    ylabel: str,
    xlim: Range,
    ylim: Range,
    yscale: Literal["linear", "log"] = "linear",
    margins: tuple[float, float, float, float] = MARGINS,
    height: tuple[float, float] = (0.0, 1.0),
    letters: float = 1.0,
) -> Axes:
    """Axes that fill ``figure``, or the share ``height`` of it from below, with the theme's labels, whose
    letters are so many times as large as usual.
    """
    width, tall = pixels_of(figure)
    left, bottom, right, top = margins
    bottom += 2 * LETTER[1] * (letters - 1)  # two lines: the figures and the label
    low, high = height[0] * tall, height[1] * tall
    axes = figure.add_axes(
        (
            left / width,
            (low + bottom) / tall,
            (width - left - right) / width,
            (high - low - bottom - top) / tall,
        )
    )
    axes.set_yscale(yscale)
    axes.set_xlim(xlim)
    axes.set_ylim(ylim)
    if yscale == "linear":
        axes.locator_params(axis="y", nbins=5)
    else:
        # Between powers of ten labels are needed where few of these are in sight; matplotlib's are TeX.
        few = ylim[1] / ylim[0] < FEW_POWERS
        axes.yaxis.set_major_formatter(lambda value, _: short(value))
        axes.yaxis.set_minor_formatter(lambda value, _: short(value) if few and _is_2_or_5(value) else "")
    axes.locator_params(axis="x", nbins=6)
    axes.tick_params(labelsize=TICK * letters)
    axes.set_xlabel(xlabel, loc="right", style=slant(xlabel), fontsize=LABEL * letters)
    axes.annotate(
        ylabel, (0, 1), xytext=(24 - left, 10), xycoords="axes fraction", textcoords="offset pixels",
        color=LIGHT.soft, va="bottom", ha="left", style=slant(ylabel), fontsize=LABEL * letters,
    )  # fmt: skip
    return axes


def _is_2_or_5(value: float) -> bool:
    return f"{value:.0e}"[0] in "25"


def slant(label: str) -> Literal["italic", "normal"]:
    """Params are letters, some with a number, and stand in italics, words upright."""
    return "italic" if len(label) == 1 or label[1:].isdecimal() else "normal"


def short(value: float) -> str:
    """A round value as a label: 0.2, 50, 2,000, 3e7."""
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return f"{value:,.6g}".replace("-", "−")
    mantissa, power = f"{value:.3e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(power)}".replace("-", "−")


def grain_of(axes: Axes) -> Array:
    """Half a pixel in the data units of linear axes, shape (2,).

    What moves is rounded to it: the eye sees no difference, and what has all but come to rest repaints, and
    stores, nothing.
    """
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    return GRAIN * np.array([(right - left) / axes.bbox.width, (high - low) / axes.bbox.height])


def in_pixels(axes: Axes, points: Array) -> Array:
    """Where ``points``, shape (…, 2), of the axes' data coordinates are on the canvas."""
    return np.asarray(axes.transData.transform(points.reshape(-1, 2))).reshape(points.shape)


def point_style(n: int) -> dict[str, Any]:
    """How ``n`` data points are drawn: smaller and lighter the more there are."""
    style: dict[str, Any] = {"linestyle": "none", "color": LIGHT.data, "markeredgewidth": 0}
    if n <= MANY:
        return style | {"marker": "o", "markersize": theme.POINT_SIZE}
    if n <= VERY_MANY:
        return style | {"marker": "o", "markersize": 2.4, "alpha": 0.6}
    return style | {"marker": ",", "alpha": 0.25}


def halo(width: float = 3.0, color: str = LIGHT.paper) -> list[Any]:
    """Path effects that lift a line or words off what lies below them."""
    from matplotlib.patheffects import Normal, Stroke

    return [Stroke(linewidth=width, foreground=color), Normal()]


def label_curve(
    axes: Axes,
    curve: Array,
    text: str,
    color: str,
    *,
    avoid: tuple[Array, Array] | None = None,
    letters: float = 1.0,
) -> None:
    """Name a rising curve, shape (n, 2), under its right end, a falling one over it, off dense ``avoid``."""
    x, y = curve.T
    low, high = axes.get_ylim()
    seen = np.flatnonzero((y >= low) & (y <= high))
    if not len(seen):
        return
    width, tall = LETTER[0] * letters * len(text), LETTER[1] * letters
    end = axes.transData.transform((x[seen[-1]], y[seen[-1]]))
    left = axes.transData.inverted().transform((end[0] - width, end[1]))[0]
    at = float(np.interp(left, x, y))
    falls = y[seen[-1]] < y[seen[0]]
    corner = axes.transData.transform((left, at))
    others = axes.transData.transform(np.column_stack(avoid)) if avoid is not None else np.empty((0, 2))
    others = others[(others[:, 0] > corner[0] - 4) & (others[:, 0] < corner[0] + width + 4), 1] - corner[1]
    offsets = [8 + step for step in range(0, 49, 8)]
    away = -others if not falls else others
    crowd = [int(((away > offset - 4) & (away < offset + tall + 4)).sum()) for offset in offsets]
    offset = offsets[int(np.argmin(crowd))]
    axes.annotate(
        text, (left, at), xytext=(0, offset if falls else -offset), textcoords="offset pixels",
        va="bottom" if falls else "top", color=color, path_effects=halo(), zorder=4, fontsize=LABEL * letters,
    )  # fmt: skip


def start_ring(axes: Axes) -> Line2D:
    """An open ring for where a run starts; give it to ``Layers.fixed``."""
    (ring,) = axes.plot(
        [], [], "o", markersize=6.5, markerfacecolor="none", markeredgecolor=LIGHT.soft, markeredgewidth=1.2
    )
    return ring


def optimum_mark(axes: Axes, x: float, y: float, zorder: float = 5) -> None:
    """The optimum: a green diamond with a paper rim, told from markers by shape as well as colour."""
    axes.plot(
        [x], [y], "D", markersize=6.5, color=LIGHT.optimum, markeredgecolor=LIGHT.paper,
        markeredgewidth=1.0, zorder=zorder,
    )  # fmt: skip


def horizontal(axes: Axes, y: float, text: str) -> None:
    """A level to be reached: a dashed green line with its name at the right end."""
    axes.axhline(y, color=LIGHT.optimum, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1)
    low, high = axes.get_ylim()
    middle = axes.transData.inverted().transform(axes.bbox.get_points().mean(axis=0))[1]
    axes.annotate(
        text, (1, y), xytext=(0, 5 if y < middle else -5), xycoords=("axes fraction", "data"),
        textcoords="offset pixels", ha="right", va="bottom" if y < middle else "top",
        color=theme.OPTIMUM_INK, path_effects=halo(), annotation_clip=low <= y <= high,
    )  # fmt: skip


def epoch_axis(axes: Axes) -> list[Artist]:
    """The x axis as an axis of epochs, for ``Layers.fixed``: runs of a view may differ in length."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 5, 10]))
    return [axes.xaxis]
