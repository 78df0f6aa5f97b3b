"""GIF: one global palette; each frame is the rectangle that changed, unchanged pixels transparent."""

from __future__ import annotations

import struct

import numpy as np
from PIL import Image

from gdsim.core import theme
from gdsim.render.changes import Change
from gdsim.render.palette import Bytes, Palette

HOLD_SECONDS = 2.0
KEEP = 1  # disposal method: leave the frame in place


class GifWriter:
    """Takes changes frame by frame; ``finish`` gives the file.

    Args:
        background: palette indices, shape (height, width).

    Attributes:
        shown: palette indices of the last frame, shape (height, width).

    imageio and Pillow's own writer would choose rectangles and palettes again and alter colours, so
    only Pillow's LZW coder is used, and the blocks around it are written here.
    """

    def __init__(self, palette: Palette, background: Bytes) -> None:
        self._palette = palette
        self.shown = background.copy()
        self._patch = np.full_like(background, palette.transparent)
        self._frames: list[tuple[bytes, bool]] = []

    def add(self, change: Change) -> None:
        """The next frame; the first one is written whole."""
        indices = self._palette.indices(change.words)
        flat = self.shown.reshape(-1)
        differs = indices != flat[change.places]
        places, indices = change.places[differs], indices[differs]
        flat[places] = indices
        if not self._frames:
            self._write((0, 0), self.shown, opaque=True)
            return
        if not len(places):
            self._write((0, 0), self._patch[:1, :1], opaque=False)
            return
        width = self.shown.shape[1]
        columns = places % width
        top, bottom = int(places.min()) // width, int(places.max()) // width
        left, right = int(columns.min()), int(columns.max())
        patch = self._patch.reshape(-1)
        patch[places] = indices
        self._write((left, top), self._patch[top : bottom + 1, left : right + 1], opaque=False)
        patch[places] = self._palette.transparent

    def finish(self) -> bytes:
        """The whole file: it loops for ever and holds its last frame for two seconds."""
        height, width = self.shown.shape
        bits = self._palette.bits
        table = self._palette.colors.tobytes().ljust(3 << bits, b"\0")
        parts = [
            struct.pack("<6sHHBBB", b"GIF89a", width, height, 0xF0 | bits - 1, 0, 0),
            table,
            b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00",
        ]
        last = len(self._frames) - 1
        for k, (image, opaque) in enumerate(self._frames):
            delay = round(HOLD_SECONDS * 100) if k == last else centiseconds(k)
            flags = KEEP << 2 | (not opaque)
            parts.append(struct.pack("<3sBHBB", b"\x21\xf9\x04", flags, delay, self._palette.transparent, 0))
            parts.append(image)
        return b"".join([*parts, b"\x3b"])

    def _write(self, corner: tuple[int, int], indices: Bytes, *, opaque: bool) -> None:
        height, width = indices.shape
        place = struct.pack("<BHHHHB", 0x2C, *corner, width, height, 0)
        self._frames.append((place + compressed(indices, self._palette.bits), opaque))


def compressed(indices: Bytes, bits: int) -> bytes:
    """Palette indices of so many bits, shape (height, width), as GIF stores them."""
    height, width = indices.shape
    # An image of mode L is taken as it is; mode P would bring a palette of its own.
    image = Image.frombuffer("L", (width, height), indices.tobytes(), "raw", "L", 0, 1)
    return bytes([bits]) + image.tobytes("gif", "L", bits, 0) + b"\0"


def centiseconds(k: int) -> int:
    """How long frame k is shown: GIF counts in 1/100 s, so 24 a second alternate 4 and 5."""
    rate = theme.FRAMES_PER_SECOND
    return round(100 * (k + 1) / rate) - round(100 * k / rate)
