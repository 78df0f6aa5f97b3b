"""Which epochs are stored, and which of them the frames show."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import IntArray

ALL_UP_TO = 1000
# The schema allows 121 frames. Forty are two closed groups of video: the default site stays below 150 MB.
FRAMES = 40
EARLY = 20  # epochs that each have a frame of their own


def stored_epochs(last: int) -> IntArray:
    """All epochs up to 1,000, beyond it those with at most two significant digits, and the last."""
    parts = [np.arange(min(last, ALL_UP_TO) + 1, dtype=np.int64)]
    step = ALL_UP_TO // 10
    while 10 * step <= last:
        parts.append(np.arange(11 * step, min(100 * step, last) + 1, step, dtype=np.int64))
        step *= 10
    parts.append(np.array([last], dtype=np.int64))
    return _sorted(np.concatenate(parts))


def frame_epochs(stored: IntArray) -> IntArray:
    """At most 40 of the stored epochs: each early one, then evenly to the last."""
    if len(stored) <= FRAMES:
        return stored
    last = int(stored[-1])
    late = FRAMES - 1 - EARLY
    even = EARLY + (np.arange(1, late + 1) * (last - EARLY)) // late
    above = np.searchsorted(stored, even).clip(1, len(stored) - 1)
    nearer = np.where(even - stored[above - 1] <= stored[above] - even, above - 1, above)
    return _sorted(np.concatenate([stored[: EARLY + 1], stored[nearer]]))


def _sorted(epochs: IntArray) -> IntArray:
    """Each epoch once, in order; ``np.unique`` would import NumPy's masked arrays first."""
    return np.array(sorted(set(epochs.tolist())), dtype=np.int64)
