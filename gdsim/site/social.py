"""The card that is shown where a page is shared: its title, and the picture of a run where there is one.

Drawn with Pillow rather than matplotlib, which would take ten times as long for two lines of text.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from gdsim.core.theme import Palette
from gdsim.site.resources import PACKAGE

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)  # pixels, what networks ask for
MARGIN = 72
LINES = 4
_FONT = "source-serif-4-latin-{weight}-normal.ttf"


def card(title: str, site: str, palette: Palette, poster: bytes | None = None) -> bytes:
    """A PNG with ``title`` in large letters above the name of the site, beside ``poster`` (a PNG)."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, palette.paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 12, SIZE[1]), fill=palette.accent)
    width = SIZE[0] - 2 * MARGIN
    if poster:
        picture = Image.open(io.BytesIO(poster)).convert("RGB")
        scale = min(520 / picture.width, (SIZE[1] - 2 * MARGIN) / picture.height)
        picture = picture.resize((round(picture.width * scale), round(picture.height * scale)))
        image.paste(picture, (SIZE[0] - MARGIN - picture.width, (SIZE[1] - picture.height) // 2))
        width -= picture.width + 40
    size, lines = _fitted(title, width)
    for number, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + number * size * 1.16), line, font=_font(600, size), fill=palette.ink)
    name = _lines(site, _font(400, 34), width)[0]
    draw.text((MARGIN, SIZE[1] - MARGIN - 34), name, font=_font(400, 34), fill=palette.soft)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _fitted(title: str, width: int) -> tuple[int, list[str]]:
    """The largest letters in which the title takes few lines; what does not fit ends with an ellipsis."""
    for size in (84, 72, 60, 50):
        lines = _lines(title, _font(600, size), width)
        if len(lines) <= LINES:
            return size, lines
    return size, [*lines[: LINES - 1], f"{lines[LINES - 1].rstrip('.,;: ')} …"]


def _lines(text: str, font: FreeTypeFont, width: int) -> list[str]:
    """``text`` broken at spaces, and inside words that are longer than a line."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if font.getlength(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and font.getlength(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def _font(weight: int, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    path = Path(PACKAGE) / "static" / "fonts" / _FONT.format(weight=weight)
    return ImageFont.truetype(str(path), size)
