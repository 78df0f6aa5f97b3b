"""MP4: H.264 in planes of Y, U, V, of which only what changed is computed anew."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
from av.video.plane import VideoPlane
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

from gdsim.core import theme
from gdsim.render.changes import Change
from gdsim.render.palette import Bytes, Words

Floats = NDArray[np.float32]

GOP = 20
# BT.709, limited range: weights of red, green, blue in Y, U, V, by 219/255 and 224/255.
Y_WEIGHTS = (0.2126 * 219 / 255, 0.7152 * 219 / 255, 0.0722 * 219 / 255)
U_WEIGHTS = (-0.2126 / 1.8556 * 224 / 255, -0.7152 / 1.8556 * 224 / 255, 0.5 * 224 / 255)
V_WEIGHTS = (0.5 * 224 / 255, -0.7152 / 1.5748 * 224 / 255, -0.0722 / 1.5748 * 224 / 255)

# Key frames are quantised just finely enough for a scene to reach this many decibels; the coarser frames
# between them cost about a half, and a whole clip stays above 45.
TARGET = 46.0
COARSEST, FINEST = 27, 18
# Frames between key frames are three steps coarser (ipratio 2^(3/6)): what moves is seen for a moment only.
STEP = 3
X264 = (
    f"ipratio=1.41:trellis=1:keyint={GOP}:min-keyint={GOP}:open-gop=0:scenecut=0:bframes=0:ref=1:weightp=0"
    ":threads=1:lookahead-threads=1:rc-lookahead=0:sync-lookahead=0:mbtree=0:aq-mode=0:psy=0"
)


class Planes:
    """A frame as Y, U, V planes (4:2:0), brought up to date by changes.

    Args:
        y: shape (height, width), both even.
        u, v: shape (height / 2, width / 2).
    """

    def __init__(self, y: Bytes, u: Bytes, v: Bytes) -> None:
        self.y, self.u, self.v = y, u, v
        self._touched = np.zeros(u.size, bool)

    @classmethod
    def of(cls, frame: Words) -> Planes:
        """The planes of a whole frame."""
        height, width = frame.shape
        planes = cls(
            np.empty((height, width), np.uint8),
            np.empty((height // 2, width // 2), np.uint8),
            np.empty((height // 2, width // 2), np.uint8),
        )
        planes.update(Change(np.arange(frame.size), frame.reshape(-1), frame))
        return planes

    def copy(self) -> Planes:
        """Planes of the same values that change on their own."""
        return Planes(self.y.copy(), self.u.copy(), self.v.copy())

    def update(self, change: Change) -> None:
        """Compute anew the pixels that changed, and the 2 × 2 blocks of colour they lie in."""
        width = self.y.shape[1]
        self.y.reshape(-1)[change.places] = weighted(channels(change.words), Y_WEIGHTS, 16.5)
        rows, columns = np.divmod(change.places, width)
        self._touched[(rows >> 1) * (width >> 1) + (columns >> 1)] = True
        blocks = np.flatnonzero(self._touched)
        self._touched[blocks] = False
        rows, columns = np.divmod(blocks, width >> 1)
        corner = rows * (2 * width) + columns * 2
        flat = change.frame.reshape(-1)
        corners = [channels(flat[corner + step]) for step in (0, 1, width, width + 1)]
        mean = (corners[0] + corners[1] + corners[2] + corners[3]) * np.float32(0.25)
        self.u.reshape(-1)[blocks] = weighted(mean, U_WEIGHTS, 128.5)
        self.v.reshape(-1)[blocks] = weighted(mean, V_WEIGHTS, 128.5)


class Mp4Writer:
    """Takes changes frame by frame; ``finish`` gives the file, its index before the pictures.

    imageio's pyav plugin takes whole RGB frames only and would convert all of each; PyAV, which it
    wraps, takes the planes.
    """

    def __init__(self, background: Planes, quantiser: int) -> None:
        self._planes = background.copy()
        height, width = background.y.shape
        self._file = io.BytesIO()
        self._container = av.open(
            self._file,
            "w",
            format="mp4",
            options={"movflags": "+faststart"},
            io_open=lambda url, flags, options: _Reader(self._file),
        )
        options = {"preset": "veryfast", "x264-params": f"qp={quantiser + STEP}:{X264}"}
        self._stream = self._container.add_stream("libx264", rate=theme.FRAMES_PER_SECOND, options=options)
        context = self._stream.codec_context
        context.width, context.height, context.pix_fmt = width, height, "yuv420p"
        context.gop_size, context.thread_count = GOP, 1
        context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        self._time_base = Fraction(1, theme.FRAMES_PER_SECOND)
        self._count = 0

    def add(self, change: Change) -> None:
        """The next frame."""
        self._planes.update(change)
        self.add_still()

    def add_still(self) -> None:
        """A frame like the last one, or like the background."""
        height, width = self._planes.y.shape
        frame = av.VideoFrame(width, height, "yuv420p")
        for target, values in zip(
            frame.planes, (self._planes.y, self._planes.u, self._planes.v), strict=True
        ):
            fill(target, values)
        frame.pts, frame.time_base = self._count, self._time_base
        self._count += 1
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> bytes:
        """The whole file."""
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._file.getvalue()


class _Reader(io.RawIOBase):
    """A second hand on a file in memory: to put the index first, the muxer reads what it has written."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file, self._place = file, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes; the place of the writing hand is left as it was."""
        view = self._file.getbuffer()
        part = bytes(view[self._place : self._place + size])
        view.release()
        self._place += len(part)
        return part

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move the reading hand."""
        size = self._file.getbuffer().nbytes
        self._place = (0, self._place, size)[whence] + offset
        return self._place

    def tell(self) -> int:
        return self._place


def quantiser_for(picture: Planes) -> int:
    """The coarsest quantiser of key frames that shows ``picture`` with at least ``TARGET`` decibels.

    Measured, not guessed: flat paper jumps by a whole level between neighbouring quantisers.
    """
    for quantiser in range(COARSEST, FINEST, -1):
        writer = Mp4Writer(picture, quantiser)
        writer.add_still()
        with av.open(io.BytesIO(writer.finish()), "r") as container:
            shown = next(container.decode(video=0)).to_ndarray()[: len(picture.y)]
        error = np.mean((shown.astype(np.float32) - picture.y) ** 2)
        if error <= 255**2 / 10 ** (TARGET / 10):
            return quantiser
    return FINEST


def channels(words: Words) -> Floats:
    """Red, green, blue of RGBA words of shape (m,): shape (3, m), 0…255."""
    return np.stack([words & 0xFF, (words >> 8) & 0xFF, (words >> 16) & 0xFF]).astype(np.float32)


def weighted(rgb: Floats, weights: tuple[float, float, float], offset: float) -> Bytes:
    """Weighted sums of channels, shape (m,), rounded by the ½ in ``offset``."""
    red, green, blue = (np.float32(weight) for weight in weights)
    # One order of additions, and no BLAS: the same bytes on any number of threads.
    total = rgb[0] * red + rgb[1] * green + rgb[2] * blue + np.float32(offset)
    values: Bytes = total.astype(np.uint8)
    return values


def fill(target: VideoPlane, values: Bytes) -> None:
    """Copy a plane into a frame's, whose rows may be padded."""
    height, width = values.shape
    rows = np.frombuffer(memoryview(target), np.uint8).reshape(height, target.line_size)
    rows[:, :width] = values
