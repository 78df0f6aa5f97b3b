"""What differs from one frame to the next, as both encoders take it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdsim.core.dataclass import dataclass
from gdsim.render.palette import Words


class Box(NamedTuple):
    """Rows from ``top`` up to ``bottom`` and columns from ``left`` up to ``right`` of a frame; all even."""

    top: int
    bottom: int
    left: int
    right: int

    def of(self, frame: Words) -> Words:
        """The part of ``frame`` within it, in the same memory."""
        part: Words = frame[self.top : self.bottom, self.left : self.right]
        return part


def join(one: Box | None, other: Box | None) -> Box | None:
    """The least box around both, of which either may be None for nothing."""
    if one is None or other is None:
        return one or other
    return Box(
        min(one.top, other.top),
        max(one.bottom, other.bottom),
        min(one.left, other.left),
        max(one.right, other.right),
    )


def box_of(frame: Words) -> Box:
    """All of ``frame``."""
    height, width = frame.shape
    return Box(0, height, 0, width)


@dataclass(frozen=True, eq=False)
class Change:
    """The blocks of 2 × 2 pixels in which something changed: video has one colour a block.

    Args:
        blocks: positions in the flattened grid of blocks, shape (m,).
        places: positions of their pixels in the flattened frame, shape (4, m).
        words: RGBA values of these as little-endian words, shape (4, m).
    """

    blocks: NDArray[np.intp]
    places: NDArray[np.intp]
    words: Words


def change_between(before: Words, after: Words, boxes: Sequence[Box] | None = None) -> Change:
    """What turns ``before`` into ``after``, shape (height, width), both even; ``before`` then equals it.

    Args:
        boxes: outside of them nothing differs; None where that is not known.
    """
    found = []
    for box in (box_of(after),) if boxes is None else boxes:
        # Two pixels side by side are compared as one word of 64 bits.
        pairs = box.of(before).view("<u8") != box.of(after).view("<u8")
        blocks = np.flatnonzero(pairs[::2] | pairs[1::2])
        if len(blocks):
            rows, columns = np.divmod(blocks, pairs.shape[1])
            blocks = (rows + box.top // 2) * (after.shape[1] // 2) + (columns + box.left // 2)
            places = pixels_of(blocks, after.shape[1])
            words = after.reshape(-1)[places]
            before.reshape(-1)[places] = words
            found.append(Change(blocks, places, words))
    return found[0] if len(found) == 1 else _joined(found)


def _joined(parts: Sequence[Change]) -> Change:
    if not parts:
        return Change(np.empty(0, np.intp), np.empty((4, 0), np.intp), np.empty((4, 0), np.uint32))
    return Change(
        np.concatenate([part.blocks for part in parts]),
        np.concatenate([part.places for part in parts], axis=1),
        np.concatenate([part.words for part in parts], axis=1),
    )


def pixels_of(blocks: NDArray[np.intp], width: int) -> NDArray[np.intp]:
    """Positions of the four pixels of each block, shape (4, m)."""
    corner = 2 * blocks + blocks // (width // 2) * width
    places: NDArray[np.intp] = corner + np.array([[0], [1], [width], [width + 1]])
    return places
