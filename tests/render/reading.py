"""Reading clips back, and the frames they should hold."""

from __future__ import annotations

import io
import struct

import av
import imageio.v3 as iio
import numpy as np
from numpy.typing import NDArray

from gdsim.core.trajectory import Trajectory
from gdsim.core.view import View
from gdsim.render.stage import Stage, stage_of

Pixels = NDArray[np.uint8]


def rgb_frames(view: View, scene: str, trajectory: Trajectory) -> list[Pixels]:
    """The true frames, before any encoder, each of shape (height, width, 3)."""
    return [rgb(words) for words in stage_of(view, scene).frames(trajectory)]


def palette_frames(stage: Stage, trajectory: Trajectory) -> list[Pixels]:
    """The frames in the colours of the stage's palette."""
    return [stage.palette.colors[stage.palette.indices(words)] for words in stage.frames(trajectory)]


def rgb(words: NDArray[np.uint32]) -> Pixels:
    """RGBA words as pixels of shape (height, width, 3)."""
    return words.copy().view(np.uint8).reshape(*words.shape, 4)[..., :3]


def gif_frames(file: bytes) -> Pixels:
    """Frames of a GIF, shape (frames, height, width, 3)."""
    return iio.imread(file, plugin="pillow", extension=".gif", mode="RGB", index=...)


def mp4_lumas(file: bytes) -> list[NDArray[np.float64]]:
    """The Y plane of each frame of an MP4."""
    with av.open(io.BytesIO(file)) as container:
        return [frame.to_ndarray()[: frame.height].astype(float) for frame in container.decode(video=0)]


def luma(pixels: Pixels) -> NDArray[np.float64]:
    """BT.709 luma, limited range, of true pixels."""
    return 16 + pixels.astype(float) @ np.array([0.2126, 0.7152, 0.0722]) * 219 / 255


def boxes(file: bytes) -> list[str]:
    """Names of the top boxes of an MP4, in their order."""
    names, place = [], 0
    while place < len(file):
        size, name = struct.unpack(">I4s", file[place : place + 8])
        names.append(name.decode())
        place += size
    return names


def gif_blocks(file: bytes) -> tuple[list[int], list[bool]]:
    """Delays of a GIF's frames in 1/100 s, and whether each has a palette of its own."""
    place = 13 + (3 << ((file[10] & 7) + 1))
    delays, local = [], []
    while file[place] != 0x3B:
        if file[place] == 0x21:
            if file[place + 1] == 0xF9:
                delays.append(struct.unpack("<H", file[place + 4 : place + 6])[0])
            place += 2
        else:
            local.append(bool(file[place + 9] & 0x80))
            place += 11
        while file[place]:
            place += file[place] + 1
        place += 1
    return delays, local
