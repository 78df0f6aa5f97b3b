"""The theme as matplotlib knows it: fonts from the package, and settings that hold only while we draw."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from gdsim.core import theme
from gdsim.core.theme import LIGHT

FONTS = Path(__file__).parent.parent / "static" / "fonts"
Weight = Literal["normal", "semibold"]
# By name: where family, slant and weight are the very words asked for, matplotlib looks no further.
WEIGHTS: dict[str, Weight] = {"400": "normal", "600": "semibold"}
SLANTS: tuple[Literal["normal"], Literal["italic"]] = ("normal", "italic")
HINTING: Literal["none"] = "none"  # hinted advances are whole pixels and space letters unevenly
# Setting the first to its own default warns; setting the second would import pyplot and look for a screen.
LEFT_ALONE = ("text.hinting_factor", "backend")
SUBSETS = ("latin", "latin-ext", "greek")
FALLBACK = "fallback of gdsim"


def themed() -> AbstractContextManager[None]:
    """A context in which plain matplotlib calls draw in the theme; the settings before it come back."""
    return matplotlib.rc_context(settings())  # type: ignore[arg-type]


@contextmanager
def evenly_spaced() -> Iterator[None]:
    """The one setting that matplotlib reads while it draws text, without the cost of all the others."""
    before = matplotlib.rcParams["text.hinting"]
    matplotlib.rcParams["text.hinting"] = HINTING
    try:
        yield
    finally:
        matplotlib.rcParams["text.hinting"] = before


@cache
def settings() -> dict[str, Any]:
    """The theme as rcParams."""
    return {
        **{str(key): value for key, value in matplotlib.rcParamsDefault.items() if key not in LEFT_ALONE},
        "font.family": list(families()),
        "font.size": 10,
        "text.color": LIGHT.ink,
        "text.parse_math": False,
        "text.hinting": HINTING,
        "figure.facecolor": LIGHT.paper,
        "axes.facecolor": "none",
        "axes.edgecolor": LIGHT.soft,
        "axes.labelcolor": LIGHT.soft,
        "axes.labelsize": 10,
        "axes.labelpad": 4,
        "axes.linewidth": theme.HAIR_WIDTH,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "axes.formatter.useoffset": False,
        "xtick.color": LIGHT.soft,
        "ytick.color": LIGHT.soft,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "xtick.major.size": 3.5,
        "ytick.major.size": 3.5,
        "xtick.major.width": theme.HAIR_WIDTH,
        "ytick.major.width": theme.HAIR_WIDTH,
        "xtick.minor.size": 0,
        "ytick.minor.size": 0,
        "lines.linewidth": theme.PATH_WIDTH,
        "lines.solid_capstyle": "round",
        "lines.solid_joinstyle": "round",
        "path.simplify": False,
    }


@cache
def families() -> tuple[str, ...]:
    """Family names of the text face, one a subset, and last DejaVu Sans for what they lack.

    The subsets' files all carry the same family name, so each is registered under a name of its own and
    matplotlib falls back from one to the next, glyph by glyph. DejaVu has no semibold: its bold stands in.
    """
    for subset in SUBSETS:
        for path in sorted(FONTS.glob(f"source-serif-4-{subset}-[0-9]*.ttf")):
            _, weight, style = path.stem.rsplit("-", 2)
            _register(path, f"{theme.TEXT_FACE} {subset}", WEIGHTS[weight], style)
    for weight in WEIGHTS.values():
        there = "bold" if weight == "semibold" else weight
        for slant in SLANTS:
            wanted = font_manager.FontProperties(family="DejaVu Sans", style=slant, weight=there)
            _register(Path(font_manager.findfont(wanted)), FALLBACK, weight, slant)
    return (*(f"{theme.TEXT_FACE} {subset}" for subset in SUBSETS), FALLBACK)


def _register(path: Path, family: str, weight: Weight, style: str) -> None:
    """Before the fonts of the machine, of which there may be a thousand to compare with."""
    entry = font_manager.ttfFontProperty(FT2Font(str(path)))
    font_manager.fontManager.ttflist.insert(0, replace(entry, name=family, weight=weight, style=style))
