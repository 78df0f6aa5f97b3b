"""Stills of a run: the poster, and the strip of snapshots for print and pages without scripts."""

from __future__ import annotations

from typing import Any

import imageio.v3 as iio
import numpy as np
from imageio.core.v3_plugin_api import PluginV3
from imageio.plugins.pillow import PillowPlugin
from PIL import Image

from gdsim.core import theme
from gdsim.render import header
from gdsim.render.palette import Bytes, Palette


def poster_of(indices: Bytes, palette: Palette) -> bytes:
    """PNG of one frame, in the palette's colours."""
    return png_of(indices, palette)


def moments(frames: int) -> list[int]:
    """Numbers of the frames that the strip shows, rising, first and last included."""
    return sorted({round((frames - 1) * share) for share in theme.SNAPSHOTS})


def strip_of(snapshots: list[Bytes], palette: Palette) -> bytes:
    """PNG of snapshots in a row."""
    return png_of(row_of(snapshots), palette)


def row_of(snapshots: list[Bytes]) -> Bytes:
    """Snapshots in a row, each under its own read-out, with the title over the first.

    They stand side by side at full size because PNG then finds each background in the one beside it: four
    take 1.5 times the bytes of one.
    """
    _, width = snapshots[0].shape
    row: Bytes = np.hstack(snapshots)
    paper = snapshots[0][0, 0]
    row[: header.READ_OUT_TOP, width:-width] = paper
    if len(snapshots) > 1:  # of the last one's heading, how the run ended is kept
        row[: header.READ_OUT_TOP, -width : -header.ENDING_WIDTH] = paper
        row[header.TITLE_BOTTOM : header.READ_OUT_TOP, -width:] = paper
    return row


def png_of(indices: Bytes, palette: Palette) -> bytes:
    """PNG of palette indices."""
    # Level 9 takes three times as long and saves a fiftieth.
    options: dict[str, Any] = {"plugin": Indexed, "extension": ".png", "compress_level": 8}
    file: bytes = iio.imwrite("<bytes>", indices, palette=palette.colors.tobytes(), **options)
    return file


class Indexed(PillowPlugin):
    """imageio's writer, given the palette: it would look for one again in a million pixels."""

    def __init__(self, request: Any) -> None:
        PluginV3.__init__(self, request)  # the plugin's own imports all formats that Pillow knows
        self._image: Any = None
        self.images_to_write: list[Any] = []

    def write(self, ndimage: Any, *, palette: bytes = b"", **options: Any) -> bytes:
        image = Image.fromarray(ndimage)
        image.putpalette(palette)
        file: Any = self.request.get_file()
        image.save(file, "png", **options)
        return bytes(file.getvalue())
