"""One palette a stage: the theme's colours exactly, ramps to paper, and the best of what the stage shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdsim.core import theme
from gdsim.core.dataclass import dataclass
from gdsim.core.theme import LIGHT

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint32]

CELLS = 1 << 15
TRANSPARENT = (255, 0, 255)
# Colours that lines and letters are drawn in, and how many steps of anti-aliasing towards paper each has.
RAMPS = {
    LIGHT.ink: 7,
    LIGHT.soft: 6,
    LIGHT.current: 7,
    LIGHT.data: 6,
    LIGHT.optimum: 5,
    LIGHT.rule: 1,
    theme.RESIDUAL: 1,
    theme.GHOST: 2,
    theme.OPTIMUM_INK: 4,
    theme.CURRENT_INK: 4,
}


@dataclass(frozen=True, eq=False)
class Palette:
    """Colours by index, and the index of every 15-bit colour.

    Args:
        colors: shape (size, 3); the last one stands for "transparent" and is shown by no pixel.
        table: nearest index of each 15-bit colour (5 bits a channel), shape (32768,).
    """

    colors: Bytes
    table: Bytes

    @property
    def transparent(self) -> int:
        """Index that means "as before"."""
        return len(self.colors) - 1

    @property
    def bits(self) -> int:
        """Bits that an index takes, at least two."""
        return max(2, (len(self.colors) - 1).bit_length())

    def indices(self, words: Words) -> Bytes:
        """Palette indices of RGBA pixels held as little-endian words, any shape."""
        return self.table[cells_of(words)]


def cells_of(words: Words) -> Words:
    """15-bit colour (red highest) of RGBA pixels held as little-endian words."""
    cells = (words & 0xF8) << 7 | (words >> 6) & 0x3E0 | (words >> 19) & 0x1F
    return cells.view(np.uint32)


def palette_of(background: Words, size: int) -> Palette:
    """A palette of ``size`` (a power of two up to 256) for pictures that are mostly ``background``.

    The theme's colours come first and map to themselves; then what is common in the background and far
    from every colour chosen before it.
    """
    colors = _ramps()[: size - 1]
    counts = np.bincount(cells_of(background).reshape(-1), minlength=CELLS)
    cells = np.flatnonzero(counts)
    counts = counts[cells]
    centres = _centres(cells)
    # The mean colour of a cell would be better by under 4/255; its centre needs no second pass.
    distance = _distances(centres, colors).min(axis=1)
    while len(colors) < size - 1:
        best = int(np.argmax(np.sqrt(counts) * distance))
        if distance[best] <= 48:
            break
        colors = np.vstack([colors, centres[best : best + 1]])
        distance = np.minimum(distance, _distances(centres, centres[best : best + 1])[:, 0])
    table = _nearest(colors)
    exact = list(RAMPS)
    for index in range(len(exact), -1, -1):  # paper last: where two share a cell, the earlier wins
        red, green, blue = (int(value) >> 3 for value in colors[index])
        table[red << 10 | green << 5 | blue] = index
    shown: Bytes = np.vstack([colors, [TRANSPARENT]]).astype(np.uint8)
    return Palette(shown, table)


def rgb(color: str) -> tuple[int, int, int]:
    """#rrggbb as three numbers of 0…255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _ramps() -> NDArray[np.float32]:
    paper = np.array(rgb(LIGHT.paper), dtype=np.float32)
    pure = [paper, *(np.array(rgb(color), dtype=np.float32) for color in RAMPS)]
    between = [
        paper + (np.array(rgb(color), dtype=np.float32) - paper) * (step / (steps + 1))
        for color, steps in RAMPS.items()
        for step in range(1, steps + 1)
    ]
    return np.array(np.round(pure + between), dtype=np.float32)


def _centres(cells: NDArray[np.integer]) -> NDArray[np.float32]:
    channels = np.stack([cells >> 10, (cells >> 5) & 31, cells & 31], axis=1)
    centres: NDArray[np.float32] = np.round(channels.astype(np.float32) * np.float32(255 / 31))
    return centres


def _nearest(colors: NDArray[np.float32]) -> Bytes:
    """For each 15-bit colour the index of the nearest of up to 256 ``colors``, the first of equals."""
    steps = _centres(np.arange(32))[:, 2].astype(np.int32)
    squares = (steps - colors.astype(np.int32)[..., None]) ** 2  # of a colour, channel and step
    best = np.full((32, 32, 32), np.iinfo(np.int32).max, np.int32)
    this = np.empty_like(best)
    for index, (red, green, blue) in enumerate(squares << 8):
        np.add((red[:, None] + green)[..., None], blue + index, out=this)
        np.minimum(best, this, out=best)
    return (best & 255).astype(np.uint8).reshape(-1)


def _distances(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    squares = (left * left).sum(axis=1)[:, None] + (right * right).sum(axis=1)[None]
    # Whole numbers below 2^24: exact in any order of summation, on any number of threads.
    distances: NDArray[np.float32] = squares - 2 * (left @ right.T)
    return distances
