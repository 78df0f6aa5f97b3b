"""One style sheet: the theme's colours as custom properties, the font faces, then the style files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from gdsim.core.theme import DARK, HEAT_DARK, HEAT_LIGHT, LIGHT, MATH_FACE, MONO_FACE, TEXT_FACE, Palette
from gdsim.site.faces import font_faces
from gdsim.site.resources import Resources

CONTRAST = 4.5  # WCAG 2.2, 1.4.3, for text
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_STACKS = f"""
  --gdsim-text: "{TEXT_FACE}", Charter, "Iowan Old Style", Georgia, serif;
  --gdsim-mono: "{MONO_FACE}", ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  --gdsim-math: "{MATH_FACE}", "Cambria Math", math;
"""

# Of pictures and films, which are drawn on the light paper. Turned over, the hues are back where they were
# after half a turn, and what is left of the paper is added to the page's own.
_FILMS_LIGHT = """\
  --gdsim-print-filter: none;
  --gdsim-drawing-filter: none;
  --gdsim-drawing-blend: normal;
"""
_FILMS_DARK = """\
  --gdsim-print-filter: brightness(0.85);
  --gdsim-drawing-filter: invert(1) hue-rotate(180deg) contrast(1.05);
  --gdsim-drawing-blend: screen;
"""


def style_sheet(resources: Resources, fonts: Mapping[str, str], accent: str = "") -> str:
    """The whole sheet; ``fonts`` gives the published name of each font file.

    Raises:
        ValueError: ``accent`` is no colour, or too pale on the paper to read.
    """
    light, dark = palettes(accent)
    faces = font_faces(fonts)
    by_day = f"{_properties(light)}{_heat(HEAT_LIGHT)}{_FILMS_LIGHT}"
    by_night = f"{_properties(dark)}{_heat(HEAT_DARK)}{_FILMS_DARK}"
    colours = (
        f":root {{\n  color-scheme: light dark;{_STACKS}{by_day}}}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"  # paper stays paper
        f':root:not([data-theme="light"]) {{\n{by_night}}}\n}}\n'
        f':root[data-theme="light"] {{ color-scheme: light; }}\n'
        f'@media screen {{\n:root[data-theme="dark"] {{\n  color-scheme: dark;\n{by_night}}}\n}}\n'
    )
    files = "".join(f"\n/* {name} */\n{text.strip()}\n" for name, text in resources.styles)
    return f"{faces}{colours}{files}"


def palettes(accent: str = "") -> tuple[Palette, Palette]:
    """The light and the dark palette with the site's accent; made lighter for the dark where it must be.

    Raises:
        ValueError: not ``#rrggbb``, or a contrast below 4.5 : 1 on the light paper.
    """
    if not accent:
        return LIGHT, DARK
    if not _COLOUR.fullmatch(accent):
        raise ValueError(f"accent must be a colour such as '#0b5c8f', got {accent!r}")
    met = contrast(accent, LIGHT.paper)
    if met < CONTRAST:
        advice = "choose a darker one"
        raise ValueError(
            f"accent {accent} has a contrast of {met:.1f} : 1 on the paper, at least 4.5; {advice}"
        )
    return replace(LIGHT, accent=accent.lower()), replace(DARK, accent=_lightened(accent.lower()))


def contrast(a: str, b: str) -> float:
    """Contrast of two colours ``#rrggbb``, from 1 to 21. Source: WCAG 2.2, "contrast ratio"."""
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _lightened(colour: str) -> str:
    """``colour``, mixed with white until text in it can be read on the dark paper."""
    channels = _channels(colour)
    for step in range(21):
        mixed = "#" + "".join(f"{round(c + (255 - c) * step / 20):02x}" for c in channels)
        if contrast(mixed, DARK.paper) >= CONTRAST + 2.5:
            return mixed
    return "#ffffff"


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _properties(palette: Palette) -> str:
    return "".join(f"  --gdsim-{field.name}: {getattr(palette, field.name)};\n" for field in fields(palette))


def _heat(shades: Sequence[str]) -> str:
    return "".join(f"  --gdsim-heat-{level}: {shade};\n" for level, shade in enumerate(shades))
