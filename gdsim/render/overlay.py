"""Runs side by side in one still picture: losses over the epochs, and paths on the level lines."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gdsim.core import theme
from gdsim.core.arrays import Array
from gdsim.core.dataclass import dataclass
from gdsim.core.race import comparable, labels_of, value_in_words, varying, verdict
from gdsim.core.theme import LIGHT, RACE
from gdsim.core.trajectory import Trajectory
from gdsim.core.view import View
from gdsim.scenes import Course, loss_title
from gdsim.scenes._axes import MARGINS, axes_in, halo, optimum_mark, short, start_ring
from gdsim.scenes._marks import INSET, heading
from gdsim.scenes._terrain import terrain_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

    from gdsim.core.run import RunSpec

SIZE = theme.RACE_SIZE
HEADER = 72  # pixels for the two lines above the panels
LEFT = 24.0
# A second carrier beside colour, for grey paper and colour-blind eyes: the player's rivals have the same.
DASHES: tuple[Any, ...] = (
    "-",
    (0, (4, 2.2)),
    (0, (1.2, 1.6)),
    (0, (5, 1.7, 1.2, 1.7)),
    (0, (7.5, 2.2)),
    (0, (2.2, 1.2, 0.6, 1.2)),
)
MARKERS = ("o", "s", "^", "D", "v", "P")
LONGEST_LABEL = 22  # characters
LINE = 17.0  # pixels between labels
FAR_NAME = 20.0  # pixels from an end to its name beyond which a hairline leads there
ROOM = 190.0  # pixels for labels beside the curves
GRID, LEVELS = 121, 6
COLORS = 128


@dataclass(frozen=True, eq=False)
class Entry:
    """A run of a race with the ground it stands on."""

    spec: RunSpec
    trajectory: Trajectory
    view: View


@dataclass(frozen=True, eq=False)
class _Curve:
    """What is drawn of a run: drawable numbers, and its looks."""

    label: str
    color: str
    dash: Any
    marker: str
    epochs: Array
    loss: Array
    params: Array
    diverged: bool


def overlay_of(entries: Sequence[Entry]) -> bytes:
    """PNG of two to six runs overlaid: losses, and paths where all of them move in one plane of params.

    Raises:
        RenderError: drawing failed; it says of which sweep.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from gdsim.render.stage import RenderError
    from gdsim.render.style import themed

    dpi = theme.FRAME_DPI
    with themed(), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of glyphs that no font has
        figure = Figure(figsize=(SIZE[0] / dpi, SIZE[1] / dpi), dpi=dpi)
        canvas = FigureCanvasAgg(figure)
        try:
            _draw(figure, entries)
            canvas.draw()  # type: ignore[no-untyped-call]
        except Exception as error:
            raise RenderError(f"race of {entries[0].trajectory.sweep}: {error}") from error
    return _png(np.asarray(canvas.buffer_rgba())[..., :3])  # type: ignore[no-untyped-call]


def _png(pixels: Any) -> bytes:
    """At most 128 colours: a sixth of the bytes, and no difference to the eye."""
    from PIL import Image

    image = Image.fromarray(np.ascontiguousarray(pixels))
    flat = image.quantize(COLORS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    file = io.BytesIO()
    flat.save(file, "png", compress_level=9)
    return file.getvalue()


def _draw(figure: Any, entries: Sequence[Entry]) -> None:
    specs = [entry.spec for entry in entries]
    curves = [
        _curve(entry, label, k)
        for k, (entry, label) in enumerate(zip(entries, labels_of(specs), strict=True))
    ]
    below, above = SIZE[1] - HEADER, HEADER
    header, panels = figure.subfigures(2, 1, height_ratios=[above, below], hspace=0)
    _write_header(header, entries, specs)
    planes = len(entries[0].view.params) == 2 and not {"dataset", "standardize"} & set(varying(specs))
    sides = panels.subfigures(1, 2) if planes else [panels]
    _draw_losses(sides[0], entries, curves, specs)
    if planes:
        _draw_paths(sides[1], entries[0].view, curves)


def _curve(entry: Entry, label: str, k: int) -> _Curve:
    course = Course.of(entry.trajectory, entry.view)
    cut = label if len(label) <= LONGEST_LABEL else f"{label[:LONGEST_LABEL]}…"
    epochs = entry.trajectory.epoch.astype(np.float64)
    looks = RACE[k], DASHES[k], MARKERS[k]
    return _Curve(cut, *looks, epochs, course.loss, course.params, entry.trajectory.diverged)


def _write_header(header: SubFigure, entries: Sequence[Entry], specs: Sequence[RunSpec]) -> None:
    """What the picture shows, as a sentence, and what all runs share."""
    sentence = verdict(specs, [entry.trajectory for entry in entries])
    left = LEFT / SIZE[0]
    title = header.text(
        left, 1 - 30 / HEADER, _fitted(f"{sentence[:1].upper()}{sentence[1:]}"), va="baseline"
    )
    title.set_fontsize(13.5)
    title.set_fontweight("semibold")
    shared = _shared(entries, specs)
    words = _fitted(f"{shared[:1].upper()}{shared[1:]}")
    header.text(left, 1 - 55 / HEADER, words, va="baseline", fontsize=10.5, color=LIGHT.soft)


def _fitted(text: str, most: int = 150) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _shared(entries: Sequence[Entry], specs: Sequence[RunSpec]) -> str:
    """Such as: Fundraising, gradient descent, from origin."""
    different = set(varying(specs))
    spec, data = specs[0], entries[0].view.dataset
    parts = {
        "dataset": data.title or data.name,
        "optimizer": value_in_words("optimizer", spec.optimizer),
        "learning_rate": f"learning rate {value_in_words('learning_rate', spec.learning_rate)}",
        "init": f"from {spec.init.name}",
    }
    words = [text for name, text in parts.items() if name not in different]
    if spec.standardize and "standardize" not in different:
        words.append("inputs standardised")
    return ", ".join(words)


def _draw_losses(
    figure: SubFigure, entries: Sequence[Entry], curves: Sequence[_Curve], specs: Sequence[RunSpec]
) -> None:
    """Loss over epochs on a log scale; of different kinds of loss each as a share of its own start."""
    alike = comparable(specs)
    views = [entry.view for entry in entries]
    losses = [curve.loss if alike else curve.loss / max(curve.loss[0], 1e-300) for curve in curves]
    if alike:
        limits = (min(view.limits.loss[0] for view in views), max(view.limits.loss[1] for view in views))
    else:
        least = min(float(loss.min()) for loss in losses)
        limits = (max(least * 0.8, 1e-9), 1.5)
    last = max(1.0, *(float(curve.epochs[-1]) for curve in curves))
    axes = axes_in(
        figure,
        xlabel="epoch",
        ylabel=loss_title(views[0]) if alike else "loss, as a share of each start's",
        xlim=(0, last),
        ylim=limits,
        yscale="log",
        margins=(MARGINS[0], MARGINS[1], ROOM, MARGINS[3]),
    )
    _whole_epochs(axes)
    optimum = views[0].optimum
    least_loss = optimum.loss if alike and optimum is not None and optimum.loss > 0 else None
    if least_loss is not None:
        axes.axhline(least_loss, color=LIGHT.optimum, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1)
    for curve, loss in zip(curves, losses, strict=True):
        axes.plot(curve.epochs, loss, color=curve.color, linestyle=curve.dash, linewidth=1.8)
    _label_ends(axes, curves, losses, least_loss)


def _whole_epochs(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 5, 10]))


def _label_ends(axes: Axes, curves: Sequence[_Curve], losses: Sequence[Array], least: float | None) -> None:
    """Names beside the ends of curves and of the least loss: right of the axes, or where a curve leaves."""
    box, pixels = axes.bbox, axes.transData
    right: list[tuple[int, Array, bool]] = []
    early: list[tuple[int, Array, bool]] = []
    for k, (curve, loss) in enumerate(zip(curves, losses, strict=True)):
        track = pixels.transform(np.column_stack([curve.epochs, loss]))
        seen = np.flatnonzero(track[:, 1] <= box.y1)
        end = track[seen[-1] if len(seen) else 0].copy()
        leaves = curve.diverged and len(seen) < len(track)
        if leaves:
            after = track[min(seen[-1] + 1, len(track) - 1)] if len(seen) else end
            share = (box.y1 - end[1]) / max(after[1] - end[1], 1e-9)
            end += np.clip(share, 0, 1) * (after - end)
        (early if leaves or end[0] < box.x1 - 1 else right).append((k, end, leaves))
    wanted = [float(end[1]) for _, end, _ in right]
    if least is not None:
        wanted.append(float(pixels.transform((0, least))[1]))
    heights = _spread(wanted, box.y0, box.y1)
    for (k, end, _), height in zip(right, heights, strict=False):
        _mark(axes, curves[k], end)
        _name(axes, curves[k].label, curves[k], end, (box.x1 + 16, height))
    if least is not None:
        _name_least(axes, wanted[-1], heights[-1])
    taken: list[tuple[float, float, float, float]] = []
    for k, end, leaves in sorted(early, key=lambda item: item[1][0]):
        words = f"{curves[k].label}, diverges" if curves[k].diverged else curves[k].label
        _mark(axes, curves[k], end, up=leaves)
        _name(axes, words, curves[k], end, _free_place(end, words, taken, box))


def _name_least(axes: Axes, level: float, height: float) -> None:
    """Names the least loss, a line at ``level``, at a height in pixels."""
    back, edge = axes.transData.inverted(), axes.bbox.x1
    if abs(height - level) > 6:
        ends = back.transform(np.array([(edge, level), (edge + 26, height)]))
        axes.plot(*ends.T, color=LIGHT.optimum, linewidth=theme.HAIR_WIDTH, zorder=6, clip_on=False)
    at = back.transform((edge + 30, height))
    axes.annotate(
        "least loss", (float(at[0]), float(at[1])), va="center", ha="left", color=theme.OPTIMUM_INK,
        path_effects=halo(), zorder=9, annotation_clip=False,
    )  # fmt: skip


def _free_place(
    end: Array, words: str, taken: list[tuple[float, float, float, float]], box: Any
) -> tuple[float, float]:
    """Right of ``end`` and as high as it gets without lying on another name."""
    width = 7.0 * len(words) + 22
    left = min(float(end[0]) + 14, box.x1 + ROOM - width)
    height = min(float(end[1]), box.y1 - 8)
    while any(a < left + width and left < b and c < height + LINE and height < d for a, b, c, d in taken):
        height -= LINE
    taken.append((left, left + width, height, height + LINE))
    return left, height


def _spread(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Heights in the order given, a line apart at least, as near to those wanted as that allows."""
    order = np.argsort(wanted, kind="stable")
    heights = [float(np.clip(wanted[k], low + 4, high - 4)) for k in order]
    for k in range(1, len(heights)):
        heights[k] = max(heights[k], heights[k - 1] + LINE)
    over = max(0.0, heights[-1] - high) if heights else 0.0
    for k in range(len(heights) - 1, -1, -1):
        ceiling = heights[k + 1] - LINE if k + 1 < len(heights) else high
        heights[k] = min(heights[k], ceiling) if over else heights[k]
    placed = dict(zip(order.tolist(), heights, strict=True))
    return [placed[k] for k in range(len(wanted))]


def _mark(axes: Axes, curve: _Curve, at: Array, *, up: bool = False) -> None:
    """The run's own shape at a place in pixels; an arrow where it leaves upwards."""
    marker = "^" if up else curve.marker
    place = axes.transData.inverted().transform(at - (0, 5) if up else at)
    axes.plot(
        *place[:, None], marker, color=curve.color, markersize=9 if up else 7.5,
        markeredgecolor=LIGHT.paper, markeredgewidth=1.0, zorder=8, clip_on=False,
    )  # fmt: skip


def _name(axes: Axes, words: str, curve: _Curve, end: Array, at: tuple[float, float]) -> None:
    """The run's shape and name at a place in pixels, with a hairline to its end where that is far."""
    back = axes.transData.inverted()
    key = back.transform((at[0] + 4, at[1]))
    if abs(at[1] - end[1]) > 6:
        ends = back.transform(np.array([end, (at[0] - 3, at[1])]))
        axes.plot(*ends.T, color=curve.color, linewidth=theme.HAIR_WIDTH, zorder=6, clip_on=False)
    axes.plot(*key[:, None], curve.marker, color=curve.color, markersize=6.5, clip_on=False, zorder=8)
    axes.annotate(
        words, (float(key[0]), float(key[1])), xytext=(10, 0), textcoords="offset pixels",
        va="center", ha="left", color=LIGHT.ink, path_effects=halo(), zorder=9, annotation_clip=False,
    )  # fmt: skip


def _draw_paths(figure: SubFigure, view: View, curves: Sequence[_Curve]) -> None:
    """Paths from start to end over the level lines of the first run's loss, inside the common limits."""
    first, second = view.params
    axes = axes_in(
        figure, xlabel=first, ylabel=second, xlim=view.limits.params[0], ylim=view.limits.params[1]
    )
    terrain = terrain_of(view, GRID)
    levels = terrain.levels(LEVELS)
    if levels:
        lines = axes.contour(
            terrain.first, terrain.second, terrain.loss, levels, colors=LIGHT.data, linewidths=0.7
        )
        for text in axes.clabel(lines, fmt=short, fontsize=9, colors=LIGHT.soft):
            text.set_path_effects(halo())
    axes.set_title(f"levels of the {loss_title(view)}", loc="right", fontsize=10, color=LIGHT.soft, pad=8)
    if view.optimum is not None:
        optimum_mark(axes, *view.optimum.params)
    ends = [_draw_path(axes, curve) for curve in curves]
    for start in np.unique(np.array([curve.params[0] for curve in curves]), axis=0):
        start_ring(axes).set_data(start[:1], start[1:])
    _name_ends(axes, curves, ends)


def _draw_path(axes: Axes, curve: _Curve) -> Array:
    """A path as far as it stays for good within the axes; where it ends on screen, in pixels."""
    box: Any = axes.bbox
    track = axes.transData.transform(curve.params)
    inside = np.all((track >= box.min - 0.5) & (track <= box.max + 0.5), axis=1)
    last = int(np.flatnonzero(inside)[-1]) if inside.any() else 0
    leaves = last < len(track) - 1
    shown = curve.params[: last + 2]
    axes.plot(*shown.T, color=curve.color, linestyle=curve.dash, linewidth=1.4, zorder=5)
    if not leaves:
        _mark(axes, curve, track[last])
        return np.asarray(track[last])
    room = np.array([INSET, INSET])
    edge = np.clip(_crossing(track[last], track[last + 1], box), box.min + room, box.max - room)
    place = axes.transData.inverted().transform(edge)
    triangle: Any = (3, 0, heading(track[last + 1] - track[last]))
    axes.plot(
        *place[:, None], linestyle="none", marker=triangle, color=curve.color, markersize=11,
        markeredgecolor=LIGHT.paper, markeredgewidth=1.0, zorder=8,
    )  # fmt: skip
    return np.asarray(edge)


def _crossing(start: Array, end: Array, box: Any) -> Array:
    """Where the way from a point inside to one outside meets the edge, in pixels."""
    step = np.where(end == start, 1e-300, end - start)
    shares = np.where(step > 0, (box.max - start) / step, (box.min - start) / step)
    crossing: Array = start + float(np.clip(shares.min(), 0, 1)) * (end - start)
    return crossing


def _name_ends(axes: Axes, curves: Sequence[_Curve], ends: Sequence[Array]) -> None:
    """Each path's name near its end, where it lies least on other names, ends and paths."""
    box, back = axes.bbox, axes.transData.inverted()
    tracks = [axes.transData.transform(_dense(curve.params)) for curve in curves]
    crowd = np.vstack([*tracks, np.array(ends)])
    taken: list[Array] = []
    for curve, end in zip(curves, ends, strict=True):
        width = 7.0 * len(curve.label)
        places = [
            (float(end[0]) + dx - (width if dx < 0 else 0), float(end[1]) + dy)
            for reach in (1, 2, 3)
            for dx in (12, -12)
            for dy in (-14 * reach, 14 * reach, 0)
        ]
        costs = []
        for left, height in places:
            area = np.array([left, height - 8, left + width, height + 8])
            outside = area[0] < box.x0 or area[2] > box.x1 or area[1] < box.y0 or area[3] > box.y1
            hits = ((crowd > area[:2]) & (crowd < area[2:])).all(axis=1).sum()
            overlaps = sum(
                bool((area[:2] < other[2:]).all() and (other[:2] < area[2:]).all()) for other in taken
            )
            costs.append(1000 * outside + 500 * overlaps + int(hits))
        left, height = place = places[int(np.argmin(costs))]
        taken.append(np.array([left, height - 8, left + width, height + 8]))
        nearest = (min(max(float(end[0]), left), left + width), height)
        if abs(nearest[0] - end[0]) + abs(height - end[1]) > FAR_NAME:
            ends_of_line = back.transform(np.array([end, nearest]))
            axes.plot(*ends_of_line.T, color=curve.color, linewidth=theme.HAIR_WIDTH, zorder=6)
        at = back.transform(place)
        axes.annotate(
            curve.label, (float(at[0]), float(at[1])), va="center", ha="left", color=LIGHT.ink,
            path_effects=halo(), zorder=9,
        )  # fmt: skip


def _dense(path: Array, pieces: int = 12) -> Array:
    """A path with points between its points, as an obstacle for names; long ones are thinned."""
    path = path[:: max(1, len(path) // 400)]
    if len(path) < 2:
        return path
    share = np.linspace(0, 1, pieces, endpoint=False)[None, :, None]
    between: Array = (path[:-1, None] + share * (path[1:] - path[:-1])[:, None]).reshape(-1, path.shape[1])
    return between
