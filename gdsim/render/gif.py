"""GIF: one global palette; each frame is the rectangle that changed, unchanged pixels transparent."""

from __future__ import annotations

import struct

import numpy as np
from PIL import GifImagePlugin, Image

from gdsim.core import theme
from gdsim.render.changes import Change
from gdsim.render.palette import Bytes, Palette

HOLD_SECONDS = 2.0
KEEP = 1  # disposal method: leave the frame in place


class GifWriter:
    """Takes changes frame by frame; ``finish`` gives the file.

    imageio and Pillow's own writer would choose rectangles and palettes again and alter colours, so
    only Pillow's LZW coder is used, and the blocks around it are written here.
    """

    def __init__(self, palette: Palette, background: Bytes) -> None:
        self._palette = palette
        self._width = background.shape[1]
        self._shown = background.copy()
        self._frames: list[tuple[tuple[int, int], bytes, bool]] = []

    def add(self, change: Change) -> None:
        """The next frame; the first one is written whole."""
        indices = self._palette.indices(change.words)
        flat = self._shown.reshape(-1)
        if not self._frames:
            flat[change.places] = indices
            self._write((0, 0), self._shown, opaque=True)
            return
        differs = indices != flat[change.places]
        places, indices = change.places[differs], indices[differs]
        flat[places] = indices
        if not len(places):
            self._write((0, 0), np.full((1, 1), self._palette.transparent, np.uint8), opaque=False)
            return
        rows, columns = np.divmod(places, self._width)
        top, left = int(rows[0]), int(columns.min())
        size = int(rows[-1]) - top + 1, int(columns.max()) - left + 1
        patch = np.full(size, self._palette.transparent, dtype=np.uint8)
        patch[rows - top, columns - left] = indices
        self._write((left, top), patch, opaque=False)

    def finish(self) -> bytes:
        """The whole file: it loops for ever and holds its last frame for two seconds."""
        height, width = self._shown.shape
        bits = (len(self._palette.colors) - 1).bit_length() - 1
        table = self._palette.colors.tobytes().ljust(3 << (bits + 1), b"\0")
        parts = [
            struct.pack("<6sHHBBB", b"GIF89a", width, height, 0xF0 | bits, 0, 0),
            table,
            b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00",
        ]
        last = len(self._frames) - 1
        for k, (_, image, opaque) in enumerate(self._frames):
            delay = round(HOLD_SECONDS * 100) if k == last else centiseconds(k)
            flags = KEEP << 2 | (not opaque)
            parts.append(struct.pack("<3sBHBB", b"\x21\xf9\x04", flags, delay, self._palette.transparent, 0))
            parts.append(image)
        return b"".join([*parts, b"\x3b"])

    def _write(self, corner: tuple[int, int], indices: Bytes, *, opaque: bool) -> None:
        image = Image.fromarray(indices)
        # An image of mode L is taken as it is; mode P would bring a palette of its own.
        blocks = GifImagePlugin.getdata(image, corner, include_color_table=False, interlace=0)
        self._frames.append((corner, b"".join(blocks), opaque))


def centiseconds(k: int) -> int:
    """How long frame k is shown: GIF counts in 1/100 s, so 24 a second alternate 4 and 5."""
    rate = theme.FRAMES_PER_SECOND
    return round(100 * (k + 1) / rate) - round(100 * k / rate)
