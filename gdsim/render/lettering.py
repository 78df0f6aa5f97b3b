"""Words and figures as ready-made tiles of pixels: matplotlib takes a millisecond for each text."""

from __future__ import annotations

import warnings
from functools import cache, lru_cache
from typing import Literal

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from gdsim.core import theme
from gdsim.core.theme import LIGHT
from gdsim.render.palette import Words, rgb
from gdsim.render.style import Weight, evenly_spaced, themed

HEIGHT, BASELINE = 28, 20  # pixels: of a tile, and of the baseline below its top
WIDEST = 2 * theme.FRAME_SIZE[0]
PAPER = np.uint32(int.from_bytes(bytes([*rgb(LIGHT.paper), 255]), "little"))
FIGURES = "0123456789\u2007"  # the last one is the space of a figure's width
SIGNS = "\u2212.+e "


class Lettering:
    """One size and style of type on paper.

    Args:
        size: points.
    """

    def __init__(
        self,
        size: float,
        *,
        color: str = LIGHT.ink,
        weight: Weight = "normal",
        style: Literal["normal", "italic"] = "normal",
    ) -> None:
        with themed():
            self._font = FontProperties(size=size, weight=weight, style=style)
        self._color = color
        self._figures: dict[str, Words] = {}

    def tile(self, text: str) -> Words:
        """``text`` as it is, in one line, shape (28, width)."""
        width = int(24 + 1.2 * self._font.get_size_in_points() * theme.FRAME_DPI / 72 * max(1, len(text)))
        pixels = drawn(text, self._font, self._color, min(width, WIDEST))
        marked = np.flatnonzero((pixels != pixels[0, 0]).any(axis=0))
        return pixels[:, 4 : int(marked[-1]) + 2] if len(marked) else pixels[:, :0]

    def fitted(self, text: str, width: int) -> Words:
        """``text`` in one line, cut with "…" where it would be wider than ``width`` pixels; read only."""
        return fitted(self, text, width)

    def _cut_to(self, text: str, width: int) -> Words:
        text = " ".join(text.split())[:200]
        tile = self.tile(text)
        while tile.shape[1] > width and len(text) > 1:
            text = text[: min(len(text) - 1, int(len(text) * width / tile.shape[1]))].rstrip()
            tile = self.tile(text + "…")
        return tile

    def figures(self, text: str) -> Words:
        """A number in tabular figures, shape (28, width): every digit takes the same room."""
        if not self._figures:
            self._figures = self._cut()
        return np.concatenate([self._figures[character] for character in text], axis=1)

    def _cut(self) -> dict[str, Words]:
        tiles = {character: self.tile(character) for character in FIGURES[:-1] + SIGNS.strip()}
        widest = max(tiles[digit].shape[1] for digit in FIGURES[:-1])
        blank = drawn("", self._font, self._color, 64)
        result = {"\u2007": blank[:, :widest], " ": blank[:, : widest // 2]}
        for character, tile in tiles.items():
            room = max(widest, tile.shape[1]) if character != "." else tile.shape[1] + 1
            left = (room - tile.shape[1]) // 2
            cell = blank[:, :room].copy()
            cell[:, left : left + tile.shape[1]] = tile
            result[character] = cell
        return result


@cache
def lettering(
    size: float,
    color: str = LIGHT.ink,
    weight: Weight = "normal",
    style: Literal["normal", "italic"] = "normal",
) -> Lettering:
    """The lettering of that look, made once a process."""
    return Lettering(size, color=color, weight=weight, style=style)


@lru_cache(maxsize=64)
def fitted(look: Lettering, text: str, width: int) -> Words:
    """``look.fitted(text, width)``, kept: scenes of a view share their title and the names of numbers."""
    return look._cut_to(text, width)


def drawn(text: str, font: FontProperties, color: str, width: int) -> Words:
    """``text`` on paper, its origin 4 pixels from the left, shape (28, width)."""
    words, renderer, artist = _scratch()
    words[...] = PAPER
    artist.set(text=text, fontproperties=font, color=color)
    with evenly_spaced(), warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of glyphs that no font has: an author's title may hold any character
        artist.draw(renderer)
    return words[:, :width].copy()


@cache
def _scratch() -> tuple[Words, RendererBase, Text]:
    """A strip of paper as wide as two frames: its pixels, what draws on it, and the text to be drawn."""
    width, dpi = WIDEST, theme.FRAME_DPI
    with themed():
        figure = Figure(figsize=(width / dpi, HEIGHT / dpi), dpi=dpi)
        renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
        artist = Text(4 / width, 1 - BASELINE / HEIGHT, "", parse_math=False)
        figure.add_artist(artist)
    return np.asarray(renderer.buffer_rgba()).view("<u4")[..., 0], renderer, artist
