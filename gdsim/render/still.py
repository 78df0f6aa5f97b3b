"""Stills of a run: the poster, and the strip of snapshots for print and pages without scripts."""

from __future__ import annotations

import io

import imageio.v3 as iio
import numpy as np
from PIL import Image

from gdsim.render import header
from gdsim.render.palette import Bytes, Palette

# Shares of the frames that the strip shows: most of what there is to see happens early.
MOMENTS = (0.0, 0.06, 0.3, 1.0)


def poster_of(indices: Bytes, palette: Palette) -> bytes:
    """PNG of one frame; it has no more colours than the palette, so that its colours stay exact."""
    bits = (len(palette.colors) - 1).bit_length()
    file: bytes = iio.imwrite(
        "<bytes>", palette.colors[indices], plugin="pillow", extension=".png", bits=bits
    )
    return file


def moments(frames: int) -> list[int]:
    """Numbers of the frames that the strip shows, rising, first and last included."""
    return sorted({round((frames - 1) * share) for share in MOMENTS})


def strip_of(snapshots: list[Bytes], palette: Palette) -> bytes:
    """PNG of snapshots in a row, each under its own read-out, with the title over the first.

    They stand side by side at full size because PNG then finds each background in the one beside it: four
    take 1.5 times the bytes of one.
    """
    _, width = snapshots[0].shape
    row = np.hstack(snapshots)
    paper = snapshots[0][0, 0]
    row[: header.READ_OUT_TOP, width:-width] = paper
    if len(snapshots) > 1:  # of the last one's heading, how the run ended is kept
        row[: header.READ_OUT_TOP, -width : -header.ENDING_WIDTH] = paper
        row[header.TITLE_BOTTOM : header.READ_OUT_TOP, -width:] = paper
    # imageio would look for the palette again in a million pixels: Pillow, which it wraps, is given it.
    image = Image.fromarray(row)
    image.putpalette(palette.colors.tobytes())
    file = io.BytesIO()
    image.save(file, "png", compress_level=9)
    return file.getvalue()
