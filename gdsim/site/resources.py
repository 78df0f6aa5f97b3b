"""Templates, styles, fonts and scripts, wherever gdsim is installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import gdsim
from gdsim.cache.key import digest_files
from gdsim.core.dataclass import dataclass
from gdsim.errors import BuildError

if TYPE_CHECKING:
    from jinja2 import Environment

PACKAGE = Path(gdsim.__file__).parent
# Read by a page when it needs them, from the addresses in the attributes of its script: data-tools="…".
PLAYER_PARTS = ("tools", "compute", "race", "beside", "wide")
SITE_PARTS = ("search", "lesson", "gallery")
SCRIPTS = (
    *("first.js", "site.js", "player.js", "editor.js", "runner.html"),
    *(f"{name}.js" for name in (*PLAYER_PARTS, *SITE_PARTS)),
)


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
        scripts: by file name: ``first.js`` runs before the first paint, ``site.js`` on every page,
            ``player.js`` where there is a player; of its parts ``tools.js`` once something below one
            unfolds, ``compute.js`` once a run is computed in the page, ``race.js`` and ``beside.js`` where
            runs race or a map or thresholds stand beside a player, ``wide.js`` where there is a sweep of many
            runs or a map of many cells; ``search.js`` once something is searched,
            ``lesson.js`` and ``gallery.js`` where a page has quizzes, tabs or the list of runs;
            ``editor.js`` once a listing is edited, and the page ``runner.html``, in a sandboxed frame, is
            where its Python runs.
        templates: digest of the templates of pages, the author's among them.
        icon: the author's own, as SVG; empty for ours.
    """

    styles: tuple[tuple[str, str], ...]
    fonts: dict[str, bytes]
    licences: dict[str, bytes]
    scripts: dict[str, bytes]
    templates: str
    icon: bytes = b""

    def without(self, *names: str) -> Resources:
        """The same but for some scripts."""
        return replace(self, scripts={k: data for k, data in self.scripts.items() if k not in names})


def read_resources(override: Path | None = None) -> Resources:
    """Styles, fonts, scripts; ``override/css`` replaces single styles, ``override/favicon.svg`` the icon."""
    static = PACKAGE / "static"
    try:
        styles = _files(templates_folder() / "css", ".css")
        if override and (override / "css").is_dir():
            styles |= _files(override / "css", ".css")
        return Resources(
            tuple((name, data.decode("utf-8")) for name, data in styles.items()),
            _files(static / "fonts", ".woff2"),
            _files(static / "fonts", ".LICENSE.txt"),
            {name: (static / name).read_bytes() for name in SCRIPTS},
            digest_of_templates(override),
            _icon(override),
        )
    except OSError as error:
        raise BuildError(f"{error.filename}: {error.strerror}; install gdsim again") from None


def _files(folder: Path, end: str) -> dict[str, bytes]:
    """Files by name; a folder that cannot be read is an error, which ``glob`` would take for an empty one."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name.endswith(end)}


def _icon(override: Path | None) -> bytes:
    own = override / "favicon.svg" if override else None
    return own.read_bytes() if own and own.is_file() else b""


def digest_of_templates(override: Path | None) -> str:
    """Digest of everything that pages are filled into; the author's may include files of any kind."""
    ours = templates_folder() / "pages"
    theirs = override / "pages" if override else None
    found = sorted(path for path in theirs.rglob("*") if path.is_file()) if theirs else []
    return digest_files(sorted(ours.rglob("*.html")), ours) + (digest_files(found, theirs) if theirs else "")


def notebook_digest() -> str:
    """Digest of the helpers that notebooks copy."""
    folder = templates_folder() / "notebook"
    return digest_files(sorted(folder.glob("*.py")), folder)


def jinja(override: Path | None = None) -> Environment:
    """The templates of pages; a file in ``override/pages`` comes before ours of the same name."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    from gdsim.site.compiled import CompiledTemplates

    ours = FileSystemLoader(templates_folder() / "pages")
    theirs = [FileSystemLoader(override / "pages")] if override else []
    return Environment(
        # An override may extend what it replaces: {% extends "gdsim/page.html" %}.
        loader=ChoiceLoader([*theirs, ours, PrefixLoader({"gdsim": ours})]),
        bytecode_cache=None if override else CompiledTemplates(templates_folder() / "pages" / "__pycache__"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
