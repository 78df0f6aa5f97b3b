"""The fonts of pages: rules that name their files, and a script that has the letters at the first paint."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping

from gdsim.core.theme import MATH_FACE, MONO_FACE, TEXT_FACE

_FILE = re.compile(
    r"(?P<face>.+?)-(?P<subset>latin-ext|latin|greek|basic)-(?P<weight>\d+)-(?P<style>\w+)\.woff2"
)
_FAMILIES = {"source-serif-4": TEXT_FACE, "source-code-pro": MONO_FACE, "stix-two-math": MATH_FACE}
# The ranges of the subsets, as the packages of Fontsource declare them; hatch_build.py cuts "basic" out.
_RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,"
    "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,"
    "U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    "greek": "U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF",
    "basic": "U+20-7E,U+A0,U+B1,U+B2,U+B7,U+D7,U+2013-2014,U+2018-2019,U+201C-201D,U+2022,U+2026,U+2212",
}
# The whole math face serves every character it has; its basic part these.
_MATH_RANGES = {
    "basic": "U+20-7E,U+A0-FF,U+131,U+237,U+2C6,U+2C7,U+2D8-2DA,U+2DC,U+300-30C,U+332,U+391-3A1,U+3A3-3A9,"
    "U+3B1-3C9,U+3D1,U+3D5,U+3D6,U+3F1,U+3F5,U+2016,U+2020-2022,U+2026,U+2032-2034,U+2044,U+2061-2064,U+20D7,"
    "U+2102,U+210D,U+210E,U+2112,U+2113,U+2115,U+2119,U+211A,U+211D,U+2124,U+2190-21FF,U+2200-22FF,"
    "U+2308-230B,U+23DC-23DF,U+27E6-27E9,U+27F5-27FA,U+1D400-1D49B,U+1D539,U+1D53C,U+1D5B3,U+1D6A4-1D7CB"
}
# Made from bytes, a face is there at once; one that the style sheet names comes after the first paint and
# moves the words. A face that a script adds is asked first; the style sheet's serve all other characters.
_ADD = """\
for (const [family, data, descriptors] of %s)
  document.fonts.add(new FontFace(family, Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), descriptors));
"""


def is_carried(name: str) -> bool:
    """Whether a font file travels within the first script instead of on its own."""
    face = _FILE.fullmatch(name)
    return bool(face and face["subset"] == "basic" and _family(face) != MATH_FACE)


def font_faces(published: Mapping[str, str]) -> str:
    """The ``@font-face`` rules, given the published name of each font file."""
    found = [(face, address) for name, address in published.items() if (face := _FILE.fullmatch(name))]
    # Of two rules for a character the later one is asked.
    found.sort(key=lambda pair: pair[0]["subset"] == "basic")
    return "".join(
        f'@font-face {{ font-family: "{_family(face)}"; font-style: {face["style"]};'
        f" font-weight: {face['weight']}; font-display: swap;"
        f' src: url("{address}") format("woff2");{_range(face, " unicode-range: {};")} }}\n'
        for face, address in found
    )


def script_of_faces(fonts: Mapping[str, bytes]) -> str:
    """Adds the carried faces to the page, before it is laid out for the first time."""
    faces = [
        (face, data) for name, data in fonts.items() if is_carried(name) and (face := _FILE.fullmatch(name))
    ]
    rows = [[_family(face), b64encode(data).decode(), _descriptors(face)] for face, data in faces]
    return _ADD % json.dumps(rows, separators=(",", ":")) if rows else ""


def _family(face: re.Match[str]) -> str:
    return _FAMILIES.get(face["face"], face["face"])


def _descriptors(face: re.Match[str]) -> dict[str, str]:
    return {"weight": face["weight"], "style": face["style"], "unicodeRange": _range(face, "{}")}


def _range(face: re.Match[str], form: str) -> str:
    ranges = _MATH_RANGES if _family(face) == MATH_FACE else _RANGES
    return form.format(ranges[face["subset"]]) if face["subset"] in ranges else ""
