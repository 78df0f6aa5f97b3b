"""Files that pages link to, read for publishing; pictures that could run scripts are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from gdsim.core.files import ASSET_BYTES, read_bytes
from gdsim.errors import AuthorErrors, Mistake

# What a browser would run when the file is opened by itself.
_LIVE_ENDINGS = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml")
_LIVE_SVG = re.compile(
    rb"<\s*(?:[\w.-]+:)?(?:script|foreignobject|iframe|embed|object|handler)\b|<!entity|[\s\"'/]on\w+\s*=|javascript:",
    re.I,
)


def read_assets(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The bytes of each asset by its path below the content folder.

    Raises:
        AuthorErrors: files that cannot be read, are too large, or hold something live.
    """
    mistakes: list[Mistake] = []
    read: dict[str, bytes] = {}
    for name in names:
        try:
            read[name] = read_bytes(root, name, ASSET_BYTES)
        except AuthorErrors as error:
            mistakes += error.mistakes
        else:
            mistakes += _live(name, read[name])
    if mistakes:
        raise AuthorErrors(mistakes)
    return read


def _live(name: str, data: bytes) -> list[Mistake]:
    """A mistake where opening the file would run something."""
    ending = name.lower()
    if ending.endswith(_LIVE_ENDINGS):
        return [Mistake(name, 1, "a web page is no asset: write it in Markdown, or zip it for download")]
    found = _LIVE_SVG.search(data.replace(b"\0", b"")) if ending.endswith((".svg", ".xml", ".svgz")) else None
    if not found:
        return []
    line = data.count(b"\n", 0, found.start()) + 1
    what = found[0].decode("ascii", "replace").strip()
    return [Mistake(name, line, f"holds {what!r}, which could run in the page; save it as a plain SVG")]
