"""Templates, styles, fonts and the player's script, wherever gdsim is installed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import gdsim
from gdsim.errors import BuildError

if TYPE_CHECKING:
    from jinja2 import Environment

PACKAGE = Path(gdsim.__file__).parent


def templates_folder() -> Path:
    """The folder with ``pages/`` and ``css/``: inside an installed package, beside it in a checkout."""
    for folder in (PACKAGE / "templates", PACKAGE.parent / "templates"):
        if (folder / "pages").is_dir():
            return folder
    raise BuildError(f"the templates are missing beside {PACKAGE}; install gdsim again")


@dataclass(frozen=True)
class Resources:
    """What the theme is made of, read once.

    Args:
        styles: (file name, text), in the order they apply.
        fonts: WOFF2 by file name.
        licences: of the fonts, by file name.
        player: the script that upgrades figures.
    """

    styles: tuple[tuple[str, str], ...]
    fonts: dict[str, bytes]
    licences: dict[str, bytes]
    player: bytes


def read_resources(override: Path | None = None) -> Resources:
    """Styles (single files overridden by ``override/css``), fonts and script."""
    static = PACKAGE / "static"
    styles = {path.name: path for path in sorted((templates_folder() / "css").glob("*.css"))}
    if override:
        styles.update({path.name: path for path in sorted((override / "css").glob("*.css"))})
    try:
        return Resources(
            tuple((name, path.read_text("utf-8")) for name, path in styles.items()),
            {path.name: path.read_bytes() for path in sorted((static / "fonts").glob("*.woff2"))},
            {path.name: path.read_bytes() for path in sorted((static / "fonts").glob("*.LICENSE.txt"))},
            (static / "player.js").read_bytes(),
        )
    except OSError as error:
        raise BuildError(f"{error.filename}: {error.strerror}; install gdsim again") from None


def jinja(override: Path | None = None) -> Environment:
    """The templates of pages; a file in ``override/pages`` comes before ours of the same name."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    ours = FileSystemLoader(templates_folder() / "pages")
    theirs = [FileSystemLoader(override / "pages")] if override else []
    return Environment(
        # An override may extend what it replaces: {% extends "gdsim/page.html" %}.
        loader=ChoiceLoader([*theirs, ours, PrefixLoader({"gdsim": ours})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
