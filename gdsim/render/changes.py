"""What differs from one frame to the next, as both encoders take it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdsim.render.palette import Words


@dataclass(frozen=True, eq=False)
class Change:
    """Pixels that changed.

    Args:
        places: rising positions in the flattened frame, shape (m,).
        words: their RGBA values as little-endian words, shape (m,).
        frame: the whole frame, shape (height, width); valid until the next one is drawn.
    """

    places: NDArray[np.intp]
    words: Words
    frame: Words


def change_between(before: Words, after: Words) -> Change:
    """What turns ``before`` into ``after``, shape (height, width); ``before`` is brought up to date."""
    places = np.flatnonzero(before != after)
    words = after.reshape(-1)[places]
    before.reshape(-1)[places] = words
    return Change(places, words, after)
