"""Colours, fonts and line widths, once: read by matplotlib, the style sheets and the player."""

from __future__ import annotations

from gdsim.core.dataclass import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours of one mode (light or dark), as #rrggbb; the roles are those of every figure."""

    paper: str
    ink: str
    soft: str  # secondary text
    rule: str  # hairlines and grids
    panel: str  # quiet backgrounds
    accent: str  # links and focus
    data: str
    current: str
    path: str
    optimum: str
    threshold: str


LIGHT = Palette(
    paper="#fffdf8",
    ink="#1d1b18",
    soft="#57534b",
    rule="#e4dfd3",
    panel="#f6f2e8",
    accent="#0b5c8f",
    data="#64748b",
    current="#d55e00",
    path="#1d1b18",
    optimum="#009e73",
    threshold="#e69f00",
)
DARK = Palette(
    paper="#101318",
    ink="#ece9e2",
    soft="#aeb4be",
    rule="#2b313b",
    panel="#181d25",
    accent="#7cc4f5",
    data="#94a3b8",
    current="#ff8a3d",
    path="#ece9e2",
    optimum="#2bd3a2",
    threshold="#f2b632",
)
# From few epochs to many, in cells of an outcome map: ink on each of them has a contrast of 7 : 1.
HEAT_LIGHT = ("#fdf6c9", "#eaf0b4", "#cfe7b6", "#b0dcbd", "#92cfc4", "#79bfcb", "#7ab3d6")
HEAT_DARK = ("#4b4716", "#3a4a1c", "#264a2c", "#15483f", "#124352", "#183c63", "#26326f")
# Okabe–Ito order for runs side by side (doi:10.1038/nmeth.1618 gives the palette).
RACE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")

TEXT_FACE = "Source Serif 4"
MONO_FACE = "Source Code Pro"
MATH_FACE = "STIX Two Math"

LINE_WIDTH = 2.2  # points, the fitted line
PATH_WIDTH = 1.4
HAIR_WIDTH = 0.7
MARKER_SIZE = 8.0
POINT_SIZE = 4.5

FRAME_SIZE = (640, 480)  # pixels
FRAME_DPI = 100
RACE_SIZE = (2 * FRAME_SIZE[0], FRAME_SIZE[1])  # of the picture of a race, pixels
FRAMES_PER_SECOND = 24
# Shares of the frames that stand side by side in a strip: most of what there is to see happens early.
SNAPSHOTS = (0.0, 0.06, 0.3, 1.0)

# Frames only: pale marks, and the darker inks that words in a mark's colour need for contrast 7:1.
RESIDUAL = "#efc9ae"
CURRENT_INK = "#8a3c00"
OPTIMUM_INK = "#005e45"
GHOST = "#c9c3b6"  # what is there but not looked at: shadows, starts
