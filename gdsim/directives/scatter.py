"""``::: scatter DATASET``: the points alone, before any line is drawn through them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from gdsim.core.dataset import Dataset
from gdsim.core.notebook import Part, Text
from gdsim.core.words import number_in_words
from gdsim.directives import Call, Host, Notebook, Options, in_notebook, register
from gdsim.directives.animation import caption_of

WIDTH, HEIGHT = 440, 330
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 34, 54  # margins, with the labels in them
AIR = 0.05
TICKS = 5  # at most
MOST_POINTS = 1000
DIGITS = 6  # of the ranges in words


class ScatterOptions(Options):
    """The words below the picture."""

    title: str = ""
    caption: str = ""


@register("scatter", options=ScatterOptions, body="yaml", argument="DATASET")
def scatter(call: Call, host: Host) -> str:
    """A drawing of the points with named axes, and the words."""
    data = host.facts.points(call.argument)
    words = caption_of(call, host)
    fragment = host.new_id(f"scatter-{data.name}")
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    opening = f'<figure class="gdsim-figure gdsim-points" id="{escape(fragment)}">'
    return f"{opening}{_drawing(data)}{caption}</figure>"


@in_notebook("scatter")
def scatter_drawn(call: Call, notebook: Notebook) -> list[Part]:
    """The points in a cell that draws them; then the words."""
    options: ScatterOptions = call.options
    data = notebook.facts.points(call.argument)
    step = _step(data)
    x_label, y_label = _label(data.x_label, data.x_unit), _label(data.y_label, data.y_unit)
    code = (
        "import matplotlib.pyplot as plt\n\n"
        f"points_x = {data.x[::step].tolist()}\n"
        f"points_y = {data.y[::step].tolist()}\n"
        "figure, axes = plt.subplots()\n"
        "axes.scatter(points_x, points_y)\n"
        f"axes.set(xlabel={x_label!r}, ylabel={y_label!r})\n"
        "plt.show()"
    )
    title = f"**{notebook.line(options.title)}** " if options.title else ""
    words = title + (notebook.line(options.caption) if options.caption else "")
    return [*notebook.listing(code, None), *([Text(words)] if words else [])]


def _drawing(data: Dataset) -> str:
    step = _step(data)
    x_low, x_high = _limits(data.x.min(), data.x.max())
    y_low, y_high = _limits(data.y.min(), data.y.max())
    right, floor = WIDTH - RIGHT, HEIGHT - BOTTOM

    def across(x: float) -> str:
        return f"{LEFT + (x - x_low) / (x_high - x_low) * (right - LEFT):.4g}"

    def up(y: float) -> str:
        return f"{floor - (y - y_low) / (y_high - y_low) * (floor - TOP):.4g}"

    x_label, y_label = _label(data.x_label, data.x_unit), _label(data.y_label, data.y_unit)
    parts = [f'<path d="M{LEFT} {floor}H{right}"/>']
    for x in ticks(x_low, x_high):
        parts.append(f'<text x="{across(x)}" y="{floor + 20}" text-anchor="middle">{_short(x)}</text>')
    for y in ticks(y_low, y_high):
        parts.append(f'<text x="{LEFT - 10}" y="{up(y)}" dy="0.35em" text-anchor="end">{_short(y)}</text>')
    parts.append(f'<text class="gdsim-axis" x="2" y="16">{escape(y_label)}</text>')
    parts.append(
        f'<text class="gdsim-axis" x="{right}" y="{HEIGHT - 8}" text-anchor="end">{escape(x_label)}</text>'
    )
    size = 4 if data.n <= 200 else 2
    for x, y in zip(data.x[::step].tolist(), data.y[::step].tolist(), strict=True):
        parts.append(f'<circle cx="{across(x)}" cy="{up(y)}" r="{size}"/>')
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img"'
        f' aria-label="{escape(_in_words(data, step))}">{"".join(parts)}</svg>'
    )


def _in_words(data: Dataset, step: int) -> str:
    columns = [(data.x_label, data.x_unit, data.x), (data.y_label, data.y_unit, data.y)]
    spans = []
    for label, unit, values in columns:
        low, high = (number_in_words(float(value), DIGITS) for value in (values.min(), values.max()))
        spans.append(f"{_label(label, unit)} from {low} to {high}")
    shown = f"{data.n:,} points" if step == 1 else f"one in {step:,} of {data.n:,} points"
    return f"{shown}: {spans[0]}, {spans[1]}"


def _step(data: Dataset) -> int:
    """One point in so many is drawn."""
    return math.ceil(data.n / MOST_POINTS)


def _label(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label


def _limits(low: float, high: float) -> tuple[float, float]:
    """With air on both sides; a single value gets a span of its own size."""
    low, high = float(low), float(high)
    air = AIR * (high - low) or abs(low) or 1.0
    return low - air, high + air


def ticks(low: float, high: float) -> Sequence[float]:
    """Round values between the limits, steps of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return [k * step for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _short(value: float) -> str:
    return f"{value:,.0f}" if 1 <= abs(value) < 1e6 and value == round(value) else f"{value:.4g}"
