"""Build hook: bundle the scripts and prepare the fonts, so that an installed gdsim needs no deno."""

from __future__ import annotations

import os
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import deno
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
    fill(target, files)


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
