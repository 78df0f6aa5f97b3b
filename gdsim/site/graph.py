"""Pages and the links between them as pictures: the whole wiki, and what is around one page.

Places are found by the build, so that the pictures are there without a script and the same in every build.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from gdsim.core.dataclass import dataclass
from gdsim.core.page import Page, relative_url

if TYPE_CHECKING:
    from gdsim.core.arrays import Array, IntArray

WIDTH, HEIGHT = 960, 640
MARGIN = 56
# Steps of the layout: fewer where each costs more.
STEPS, WORK = 240, 40_000_000
# Pages whose name is written; of a larger wiki those with the most links.
NAMED = 80
LONGEST, LONGEST_SMALL = 30, 18  # characters of a name
LETTER = 6.9  # the width of one, on average
EVEN = 0.6  # how far places are drawn towards an even spread, from 0 to 1

AROUND = 12  # neighbours that the small picture shows
SMALL_WIDTH, SMALL_HEIGHT = 560, 320
AIR = 40  # above and below the dots, for the names there


@dataclass(frozen=True)
class Node:
    """A page in a picture."""

    title: str
    url: str


@dataclass(frozen=True)
class Neighbourhood:
    """A page and the pages it is linked with.

    Args:
        among: links between these, by their numbers in ``pages``.
        left: how many more there are.
    """

    page: Node
    pages: tuple[Node, ...]
    among: tuple[tuple[int, int], ...] = ()
    left: int = 0


class LinkGraph:
    """Who links whom, both ways the same; made once, asked for each page."""

    def __init__(self, nodes: Sequence[Node], pages: Iterable[Page]) -> None:
        self.nodes = nodes
        self._number = {node.url: number for number, node in enumerate(nodes)}
        self._near: dict[int, set[int]] = defaultdict(set)
        for page in pages:
            here = self._number[page.url]
            there = {self._number[link.url] for link in page.links if link.url in self._number} - {here}
            for other in there:
                self._near[here].add(other)
                self._near[other].add(here)
        self.edges = sorted((a, b) for a, near in self._near.items() for b in near if a < b)

    def around(self, url: str) -> Neighbourhood:
        """A page with its neighbours; of many, those with the most links."""
        here = self._number[url]
        near = sorted(self._near[here], key=lambda other: (-len(self._near[other]), other))
        shown = sorted(near[:AROUND])
        place = {number: at for at, number in enumerate(shown)}
        among = sorted((place[a], place[b]) for a in shown for b in self._near[a] if a < b and b in place)
        left = len(near) - len(shown)
        return Neighbourhood(self.nodes[here], tuple(self.nodes[n] for n in shown), tuple(among), left)

    def degree(self, number: int) -> int:
        """How many pages a page is linked with."""
        return len(self._near[number])


def whole_picture(graph: LinkGraph, page: str) -> str:
    """The SVG of all pages, drawn for the page at ``page``."""
    count = len(graph.nodes)
    places = _fitted(layout(count, graph.edges))
    radii = [round(3.5 + min(9.0, 1.6 * math.sqrt(graph.degree(number))), 1) for number in range(count)]
    named = sorted(range(count), key=lambda number: (-graph.degree(number), number))[:NAMED]
    sides = _sides([(number, _short(graph.nodes[number].title)) for number in named], places, radii)
    lines = [
        f'<line data-from="{a}" data-to="{b}" x1="{places[a][0]}" y1="{places[a][1]}"'
        f' x2="{places[b][0]}" y2="{places[b][1]}"/>'
        for a, b in graph.edges
    ]
    dots = [
        _dot(
            node,
            page,
            places[number],
            radius=radii[number],
            side=sides.get(number, ""),
            extra=f' data-node="{number}"',
        )
        for number, node in enumerate(graph.nodes)
    ]
    return _svg(WIDTH, HEIGHT, "gdsim-graph", f"{count} pages and the links between them", lines, dots)


def small_picture(found: Neighbourhood, url: str) -> str:
    """The SVG of a page and its neighbours on a ring, drawn for the page at ``url``."""
    page, near = found.page, found.pages
    centre = (SMALL_WIDTH / 2, SMALL_HEIGHT / 2)
    ring = [_on_ring(number, len(near)) for number in range(len(near))]
    lines = [
        f'<line x1="{centre[0]}" y1="{centre[1]}" x2="{x}" y2="{y}" data-from="here" data-to="{number}"/>'
        for number, (x, y, _) in enumerate(ring)
    ]
    lines += [
        f'<line class="gdsim-among" data-from="{a}" data-to="{b}" x1="{ring[a][0]}" y1="{ring[a][1]}"'
        f' x2="{ring[b][0]}" y2="{ring[b][1]}"/>'
        for a, b in found.among
    ]
    dots = [
        _dot(
            node,
            url,
            (x, y),
            radius=5,
            side=side,
            extra=f' data-node="{number}"',
            longest=LONGEST_SMALL,
        )
        for number, (node, (x, y, side)) in enumerate(zip(near, ring, strict=True))
    ]
    here = (
        f'<g class="gdsim-here"><circle cx="{centre[0]}" cy="{centre[1]}" r="8"/>'
        f'<text x="{centre[0]}" y="{centre[1] + 26}" text-anchor="middle">{_short(page.title)}</text></g>'
    )
    words = f"{page.title} and the {len(near)} pages linked with it"
    words = words if len(near) > 1 else f"{page.title} and the page linked with it"
    heights = [centre[1], *(y for _, y, _ in ring)]  # few neighbours need no tall picture
    top, bottom = round(min(heights)) - AIR, round(max(heights)) + AIR
    name = "gdsim-graph gdsim-graph-small"
    return _svg(SMALL_WIDTH, bottom - top, name, words, lines, [*dots, here], top=top)


def layout(count: int, edges: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Places of ``count`` nodes: linked ones drawn together, all pushed apart, each pulled to the middle.

    Forces of Fruchterman and Reingold (1991), cooled evenly, from a sunflower in reading order, which stays
    where there are no links. Sums run over rows one after the other, and only + − × ÷ √ are used: the places
    are the same on every processor.
    """
    turn = math.pi * (3 - math.sqrt(5))
    spots = [
        (round(math.sqrt(n + 0.5) * math.cos(n * turn), 6), round(math.sqrt(n + 0.5) * math.sin(n * turn), 6))
        for n in range(count)
    ]
    if not edges:
        return spots
    import numpy as np

    place = np.array(spots)
    ends = np.array(edges, dtype=int).reshape(-1, 2)
    steps = int(max(12, min(STEPS, WORK // (count * count * 4))))
    for step in range(steps):
        force = _forces(place, ends[:, 0], ends[:, 1])
        length = np.sqrt(force[:, 0] * force[:, 0] + force[:, 1] * force[:, 1]) + 1e-9
        heat = 0.9 * (1 - step / steps) + 0.01
        place = place + force * (np.minimum(length, heat) / length)[:, None]
    return [(float(x), float(y)) for x, y in place.round(4)]


def _forces(place: Array, start: IntArray, end: IntArray) -> Array:
    """Push of all others, pull of links, and a weak pull to the middle; shape (count, 2)."""
    import numpy as np

    apart = place[:, None, :] - place[None, :, :]
    near = apart[:, :, 0] * apart[:, :, 0] + apart[:, :, 1] * apart[:, :, 1] + 0.01
    # Over rows, so in order; what is far apart is left alone, lest parts without links fly away.
    push = np.add.reduce(apart / (near * (1 + near / 8))[:, :, None], axis=0) * -2.4
    along = place[end] - place[start]
    pull = along * (np.sqrt(along[:, 0] * along[:, 0] + along[:, 1] * along[:, 1]) * 0.35)[:, None]
    force: Array = push - 0.15 * place
    for number in range(len(start)):
        force[start[number]] += pull[number]
        force[end[number]] -= pull[number]
    return force


def _fitted(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Places stretched into the picture, its margin left free."""
    if not places:
        return []
    across, down = zip(*places, strict=True)
    return list(zip(_spread(across, WIDTH), _spread(down, HEIGHT), strict=True))


def _spread(values: Sequence[float], room: int) -> list[float]:
    """``values`` along ``room``, a crowd drawn apart: each between its own place and that of its rank."""
    low, span = min(values), max(max(values) - min(values), 1e-9)
    order = sorted(range(len(values)), key=lambda number: (values[number], number))
    ranks = {number: rank / max(len(values) - 1, 1) for rank, number in enumerate(order)}
    shares = [(1 - EVEN) * (value - low) / span + EVEN * ranks[n] for n, value in enumerate(values)]
    return [round(MARGIN + (share if len(values) > 1 else 0.5) * (room - 2 * MARGIN), 1) for share in shares]


def _on_ring(number: int, count: int) -> tuple[float, float, str]:
    """Place of a neighbour on the ellipse, and the side its name stands on."""
    angle = 2 * math.pi * (number + 0.5) / count - math.pi / 2
    x = round(SMALL_WIDTH / 2 + 100 * math.cos(angle), 1)
    y = round(SMALL_HEIGHT / 2 + 120 * math.sin(angle), 1)
    across = math.cos(angle)
    if abs(across) < 0.25:
        return x, y, "above" if y < SMALL_HEIGHT / 2 else "below"
    return x, y, "right" if across > 0 else "left"


def _sides(
    names: Sequence[tuple[int, str]], places: Sequence[tuple[float, float]], radii: Sequence[float]
) -> dict[int, str]:
    """The side of its dot on which each name covers no other name and no dot; "" where there is none."""
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, radii, strict=True)]
    sides = {}
    for number, name in names:
        own = taken[number]
        for side in ("below", "above", "right", "left"):
            box = _box(name, places[number], radii[number], side)
            inside = box[0] >= 0 and box[2] <= WIDTH
            if inside and not any(_overlap(box, other) for other in taken if other is not own):
                sides[number] = side
                taken.append(box)
                break
        else:
            sides[number] = "hidden"
    return sides


def _box(
    name: str, place: tuple[float, float], radius: float, side: str
) -> tuple[float, float, float, float]:
    """What a name covers: left, top, right, bottom."""
    x, y, anchor = _beside(place, radius, side)
    width = LETTER * len(name)
    left = {"middle": x - width / 2, "start": x, "end": x - width}[anchor]
    return left, y - 13, left + width, y + 4


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _beside(place: tuple[float, float], radius: float, side: str) -> tuple[float, float, str]:
    """Where a name starts, and how it is anchored there."""
    x, y = place
    match side:
        case "above":
            return x, y - radius - 7, "middle"
        case "right":
            return x + radius + 6, y + 5, "start"
        case "left":
            return x - radius - 6, y + 5, "end"
        case _:
            return x, y + radius + 16, "middle"


def _dot(
    node: Node,
    page: str,
    place: tuple[float, float],
    *,
    radius: float,
    side: str,
    extra: str,
    longest: int = LONGEST,
) -> str:
    """A page's dot and, on one ``side``, its name; a hidden one shows while the dot is pointed at."""
    name = _short(node.title, longest)
    full = "" if side and name == escape(node.title, quote=False) else f"<title>{_text(node.title)}</title>"
    x, y, anchor = _beside(place, radius, side)
    hidden = ' class="gdsim-crowded"' if side == "hidden" else ""
    shown = f'<text{hidden} x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}">{name}</text>'
    return (
        f'<a href="{escape(relative_url(node.url, page))}"{extra}>{full}'
        f'<circle cx="{place[0]}" cy="{place[1]}" r="{radius}"/>{shown if side else ""}</a>'
    )


def _svg(
    width: int, height: int, name: str, words: str, lines: Iterable[str], dots: Iterable[str], *, top: int = 0
) -> str:
    return (
        f'<svg class="{name}" viewBox="0 {top} {width} {height}" width="{width}" height="{height}"'
        f' role="group" aria-label="{escape(words)}">'
        f"<g>{''.join(lines)}</g>{''.join(dots)}</svg>"
    )


def _short(title: str, longest: int = LONGEST) -> str:
    """A title as it is written beside a dot."""
    return _text(title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…")


def _text(text: str) -> str:
    return escape(text, quote=False)


def edges_of(graph: LinkGraph) -> Mapping[str, object]:
    """All that decides the whole picture, as JSON values."""
    return {"nodes": [[node.title, node.url] for node in graph.nodes], "edges": graph.edges}
