"""Build hook: bundle the scripts and prepare the fonts, so that an installed gdsim needs no deno."""

from __future__ import annotations

import shutil
import subprocess
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
        static.mkdir(parents=True, exist_ok=True)
        run_deno(player, "install", "--frozen", "--quiet")
        run_deno(player, "task", "--quiet", "bundle")  # what is bundled from what is said in deno.json
        prepare_fonts(player / "node_modules" / "@fontsource", static / "fonts")


def run_deno(folder: Path, *arguments: str) -> None:
    """Run deno in ``folder``; raises CalledProcessError with its output shown."""
    subprocess.run([deno.find_deno_bin(), *arguments], cwd=folder, check=True)


def prepare_fonts(packages: Path, target: Path) -> None:
    """Copy the WOFF2 files and their licences; unpack those that frames are drawn with to TTF."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for package, faces in FONTS.items():
        shutil.copyfile(packages / package / "LICENSE", target / f"{package}.LICENSE.txt")
        for subset, weight, style in faces:
            name = f"{package}-{subset}-{weight}-{style}"
            shutil.copyfile(packages / package / "files" / f"{name}.woff2", target / f"{name}.woff2")
            if name.startswith(FRAME_FONTS):
                font = TTFont(target / f"{name}.woff2", recalcTimestamp=False)
                font.flavor = None
                font.save(target / f"{name}.ttf")
