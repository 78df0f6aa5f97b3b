"""Build hook: bundle the scripts and prepare the fonts, so that an installed gdsim needs no deno."""

from __future__ import annotations

import os
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import deno
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# npm package → (subset, weight, style) of the files taken from it.
FONTS = {
    "source-serif-4": [
        (subset, weight, style)
        for subset in ("latin", "latin-ext", "greek")
        for weight, style in ((400, "normal"), (400, "italic"), (600, "normal"))
    ],
    "source-code-pro": [("latin", 400, "normal"), ("greek", 400, "normal")],
    "stix-two-math": [("latin", 400, "normal")],
}
# What nearly every page is written with, cut out of the latin files: the first script carries the faces of
# text, so that they are there at the first paint; of the math face it is 112 KB instead of 403.
TEXT = "20-7E A0 B1 B2 B7 D7 2013-2014 2018-2019 201C-201D 2022 2026 2212"
MATH = (
    "20-7E A0-FF 131 237 2C6 2C7 2D8-2DA 2DC 300-30C 332 391-3A1 3A3-3A9 3B1-3C9 3D1 3D5 3D6 3F1 3F5 2016"
    " 2020-2022 2026 2032-2034 2044 2061-2064 20D7 2102 210D 210E 2112 2113 2115 2119 211A 211D 2124"
    " 2190-21FF 2200-22FF 2308-230B 23DC-23DF 27E6-27E9 27F5-27FA 1D400-1D49B 1D539 1D53C 1D5B3 1D6A4-1D7CB"
)
BASIC = {"source-serif-4": TEXT, "source-code-pro": TEXT, "stix-two-math": MATH}
# Faces that matplotlib draws frames with; it reads TTF only.
FRAME_FONTS = "source-serif-4-"


class PlayerAndFonts(BuildHookInterface[Any]):
    """Fill ``gdsim/static`` from ``templates/player`` and the npm packages its ``deno.lock`` pins."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        player, static = root / "templates" / "player", root / "gdsim" / "static"
        if not player.is_dir():  # an sdist leaves it out and carries gdsim/static
            return
        run_deno(player, "install", "--frozen", "--quiet")
        run_deno(player, "task", "--quiet", "bundle")  # what from what: templates/player/bundle.ts
        prepare_fonts(player / "node_modules" / "@fontsource", static / "fonts")


def run_deno(folder: Path, *arguments: str) -> None:
    """Run deno in ``folder``; raises CalledProcessError with its output shown."""
    subprocess.run([deno.find_deno_bin(), *arguments], cwd=folder, check=True)


def prepare_fonts(packages: Path, target: Path) -> None:
    """Copy the WOFF2 files and their licences; unpack those that frames are drawn with to TTF."""
    files: dict[str, bytes] = {}
    for package, faces in FONTS.items():
        files[f"{package}.LICENSE.txt"] = (packages / package / "LICENSE").read_bytes()
        for subset, weight, style in faces:
            name = f"{package}-{subset}-{weight}-{style}"
            files[f"{name}.woff2"] = (packages / package / "files" / f"{name}.woff2").read_bytes()
            if name.startswith(FRAME_FONTS):
                files[f"{name}.ttf"] = unpacked(files[f"{name}.woff2"])
            if subset == "latin":
                small = f"{package}-basic-{weight}-{style}.woff2"
                files[small] = cut(files[f"{name}.woff2"], characters(BASIC[package]))
    fill(target, files)


def characters(ranges: str) -> set[int]:
    """The code points of ``ranges``, such as ``20-7E A0``."""
    bounds = [tuple(int(bound, 16) for bound in span.split("-")) for span in ranges.split()]
    return {code for span in bounds for code in range(span[0], span[-1] + 1)}


def cut(woff2: bytes, kept: set[int]) -> bytes:
    """The same face with the characters ``kept`` alone, and what they are composed and stretched with."""
    font = TTFont(BytesIO(woff2), recalcTimestamp=False)
    features = ["ccmp", "kern", "liga", "mark", "mkmk", "pnum", "tnum"]
    subsetter = Subsetter(Options(layout_features=features, name_IDs=[0, 1, 2, 5], bidi_closure=False))
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(written := BytesIO())
    return written.getvalue()


def unpacked(woff2: bytes) -> bytes:
    """The same face as TTF."""
    font = TTFont(BytesIO(woff2), recalcTimestamp=False)
    font.flavor = None
    font.save(written := BytesIO())
    return written.getvalue()


def fill(folder: Path, files: dict[str, bytes]) -> None:
    """Make ``folder`` hold just ``files``; who reads it meanwhile meets each whole, old or new."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            beside = folder / f".{name}.{os.getpid()}"
            beside.write_bytes(data)
            beside.replace(path)
    for path in folder.iterdir():
        if path.name not in files and not path.name.startswith("."):
            path.unlink()
