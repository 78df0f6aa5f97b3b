"""Style sheet, fonts, scripts and icon as files of the site."""

from __future__ import annotations

import hashlib

from gdsim.errors import AuthorError
from gdsim.site.faces import is_carried, script_of_faces
from gdsim.site.favicon import favicon
from gdsim.site.resources import Resources
from gdsim.site.style import palettes, style_sheet


def theme_files(resources: Resources, accent: str) -> dict[str, bytes]:
    """Style sheet, fonts, scripts and icon by site path, under names that change with their content.

    Raises:
        AuthorError: an accent that cannot be read.
    """
    fonts = {name: _digested(name, data) for name, data in resources.fonts.items() if not is_carried(name)}
    try:
        sheet = style_sheet(resources, fonts, accent).encode()
        icon = resources.icon or favicon(*palettes(accent)).encode()
    except ValueError as error:
        raise AuthorError("site.yaml", 1, str(error)) from None
    files = {f"assets/{published}": resources.fonts[name] for name, published in fonts.items()}
    files |= {f"assets/{name}": data for name, data in resources.licences.items()}
    scripts = {**resources.scripts}
    if "first.js" in scripts:
        scripts["first.js"] += script_of_faces(resources.fonts).encode()
    for name, data in {"site.css": sheet, "favicon.svg": icon, **scripts}.items():
        files[f"assets/{_digested(name, data)}"] = data
    return files


def _digested(name: str, data: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}"
