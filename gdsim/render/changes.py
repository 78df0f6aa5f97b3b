"""What differs from one frame to the next, as both encoders take it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdsim.render.palette import Words


@dataclass(frozen=True, eq=False)
class Change:
    """The blocks of 2 × 2 pixels in which something changed: video has one colour a block.

    Args:
        blocks: rising positions in the flattened grid of blocks, shape (m,).
        places: positions of their pixels in the flattened frame, shape (4, m).
        words: RGBA values of these as little-endian words, shape (4, m).
    """

    blocks: NDArray[np.intp]
    places: NDArray[np.intp]
    words: Words


def change_between(before: Words, after: Words) -> Change:
    """What turns ``before`` into ``after``, shape (height, width), both even; ``before`` then equals it."""
    # Two pixels side by side are compared as one word of 64 bits.
    pairs = before.view("<u8") != after.view("<u8")
    blocks = np.flatnonzero(pairs[::2] | pairs[1::2])
    places = pixels_of(blocks, after.shape[1])
    words = after.reshape(-1)[places]
    before.reshape(-1)[places] = words
    return Change(blocks, places, words)


def whole(frame: Words) -> Change:
    """All of ``frame``, shape (height, width)."""
    blocks = np.arange(frame.size // 4)
    places = pixels_of(blocks, frame.shape[1])
    return Change(blocks, places, frame.reshape(-1)[places])


def pixels_of(blocks: NDArray[np.intp], width: int) -> NDArray[np.intp]:
    """Positions of the four pixels of each block, shape (4, m)."""
    corner = 2 * blocks + blocks // (width // 2) * width
    places: NDArray[np.intp] = corner + np.array([[0], [1], [width], [width + 1]])
    return places
