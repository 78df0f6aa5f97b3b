"""MP4: H.264 in planes of Y, U, V, of which only what changed is computed anew."""

from __future__ import annotations

import io
from fractions import Fraction
from struct import unpack_from

import av
import numpy as np
from av.codec.context import Flags
from av.video.codeccontext import VideoCodecContext
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
TARGET = 45.9
COARSEST, FINEST = 27, 18
# Frames between key frames are three steps coarser: what moves is seen for a moment only.
STEP = 3
# Whole-pixel motion takes a third less time than interpolated planes, and loses nothing where things appear
# rather than glide; 4 × 4 transforms suit thin lines; so chroma may be two steps coarser for the same bytes.
X264 = (
    f"ipratio={2 ** (STEP / 6):.3f}:trellis=1:subme=0:me=dia:8x8dct=0:chroma-qp-offset=2"
    f":keyint={GOP}:min-keyint={GOP}:open-gop=0:scenecut=0:bframes=0:ref=1:weightp=0:mbtree=0:aq-mode=0:psy=0"
    ":threads=1:lookahead-threads=1:rc-lookahead=0:sync-lookahead=0"
)


class Planes:
    """A frame as Y, U, V planes (4:2:0), brought up to date by changes.

    Args:
        pixels: the planes one after the other, shape (3/2 height, width), height and width even.
    """

    def __init__(self, pixels: Bytes) -> None:
        height, width = 2 * len(pixels) // 3, pixels.shape[1]
        self.pixels = pixels
        self.y = pixels[:height]
        self._y = pixels.reshape(-1)[: height * width]
        self._u, self._v = pixels.reshape(-1)[height * width :].reshape(2, -1)

    @classmethod
    def of(cls, frame: Words) -> Planes:
        """The planes of a whole frame."""
        height, width = frame.shape
        planes = cls(np.empty((height * 3 // 2, width), np.uint8))
        rgb = channels(frame)
        planes.y[...] = weighted(rgb, Y_WEIGHTS, 16.5)
        sums = rgb[:, ::2, ::2] + rgb[:, ::2, 1::2] + rgb[:, 1::2, ::2] + rgb[:, 1::2, 1::2]
        mean = sums.reshape(3, -1) * np.float32(0.25)
        planes._u[...] = weighted(mean, U_WEIGHTS, 128.5)
        planes._v[...] = weighted(mean, V_WEIGHTS, 128.5)
        return planes

    def copy(self) -> Planes:
        """Planes of the same values that change on their own."""
        return Planes(self.pixels.copy())

    def picture(self) -> av.VideoFrame:
        """The planes as PyAV has them, in the same memory."""
        return av.VideoFrame.from_numpy_buffer(self.pixels, format="yuv420p")

    def update(self, change: Change) -> None:
        """Compute the blocks that changed anew."""
        rgb = channels(change.words)
        self._y[change.places] = weighted(rgb, Y_WEIGHTS, 16.5)
        mean = rgb.sum(axis=1) * np.float32(0.25)
        self._u[change.blocks] = weighted(mean, U_WEIGHTS, 128.5)
        self._v[change.blocks] = weighted(mean, V_WEIGHTS, 128.5)


class Mp4Writer:
    """Takes changes frame by frame; ``finish`` gives the file, its index before the pictures.

    imageio's pyav plugin takes whole RGB frames only and would convert all of each; PyAV, which it
    wraps, takes the planes.
    """

    def __init__(self, background: Planes, quantiser: int) -> None:
        self._planes = background.copy()
        self._picture = self._planes.picture()
        height, width = background.y.shape
        # A hand that knew the writer would keep its encoder, 3 MB, until a collection.
        self._file = file = io.BytesIO()
        self._container = av.open(
            self._file,
            "w",
            format="mp4",
            options={"movflags": "+faststart"},
            io_open=lambda url, flags, options: _Reader(file),
        )
        self._stream = self._container.add_stream("libx264", rate=theme.FRAMES_PER_SECOND)
        _configure(self._stream.codec_context, width, height, quantiser)
        self._time_base = Fraction(1, theme.FRAMES_PER_SECOND)
        self._count = 0

    def add(self, change: Change) -> None:
        """The next frame."""
        self._planes.update(change)
        self.encode(self._picture)

    def encode(self, picture: av.VideoFrame) -> None:
        """The next frame, ready; the encoder keeps a copy of its own."""
        picture.pts, picture.time_base = self._count, self._time_base
        self._count += 1
        self._container.mux(self._stream.encode(picture))

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


def _configure(context: VideoCodecContext, width: int, height: int, quantiser: int) -> None:
    context.options = {"preset": "veryfast", "x264-params": f"qp={quantiser + STEP}:{X264}"}
    context.width, context.height, context.pix_fmt = width, height, "yuv420p"
    context.gop_size, context.thread_count = GOP, 1
    context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709


def quantiser_for(picture: Planes) -> int:
    """The coarsest quantiser of key frames that shows ``picture`` with at least ``TARGET`` decibels.

    Measured, not guessed: flat paper jumps by a whole level between neighbouring quantisers.
    """
    bearable = 255**2 / 10 ** (TARGET / 10)
    quantiser = COARSEST
    while quantiser > FINEST and error_of(picture, quantiser) > bearable:
        quantiser -= 1
    return quantiser


def error_of(picture: Planes, quantiser: int) -> float:
    """Mean squared error of the luma of a key frame, as x264 measures it."""
    context = av.CodecContext.create("libx264", "w")
    height, width = picture.y.shape
    _configure(context, width, height, quantiser)
    context.time_base = Fraction(1, theme.FRAMES_PER_SECOND)
    context.flags |= Flags.psnr
    frame = picture.picture()
    frame.pts = 0
    (packet,) = [*context.encode(frame), *context.encode(None)]
    # Quality and kind of the frame, then sums of squares, of which the first is of luma.
    (squares,) = unpack_from("<8xQ", bytes(packet.get_sidedata("quality_stats")))
    return float(squares) / picture.y.size


def channels(words: Words) -> Floats:
    """Red, green, blue of RGBA words of any shape (…): shape (3, …), 0…255."""
    parts = words.view(np.uint8).reshape(*words.shape, 4)
    rgb = np.empty((3, *words.shape), np.float32)
    for k, channel in enumerate(rgb):
        channel[...] = parts[..., k]
    return rgb


def weighted(rgb: Floats, weights: tuple[float, float, float], offset: float) -> Bytes:
    """Weighted sums of channels, shape (3, …), rounded by the ½ in ``offset``."""
    red, green, blue = (np.float32(weight) for weight in weights)
    # One order of additions, and no BLAS: the same bytes on any number of threads.
    total = rgb[0] * red
    part = rgb[1] * green
    total += part
    total += np.multiply(rgb[2], blue, out=part)
    total += np.float32(offset)
    values: Bytes = total.astype(np.uint8)
    return values
