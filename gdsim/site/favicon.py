"""The icon of the site in tabs and bookmarks: a ball on its way down into a valley."""

from __future__ import annotations

from gdsim.core.theme import Palette

VALLEY = "M3 8C7 30 25 30 29 8"
BALL = '<circle cx="12.3" cy="15" r="5"/>'


def favicon(light: Palette, dark: Palette) -> str:
    """An SVG that follows the colours of the browser around it."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>'
        f"path{{fill:none;stroke:{light.accent};stroke-width:3;stroke-linecap:round}}"
        f"circle{{fill:{light.current}}}"
        f"@media(prefers-color-scheme:dark){{path{{stroke:{dark.accent}}}circle{{fill:{dark.current}}}}}"
        f'</style><path d="{VALLEY}"/>{BALL}</svg>\n'
    )
