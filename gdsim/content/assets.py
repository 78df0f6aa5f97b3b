"""Files that pages link to, read for publishing; what could run scripts or is no real picture is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path

from gdsim.content import pictures
from gdsim.core.files import ASSET_BYTES, read_bytes
from gdsim.errors import AuthorErrors, Mistake

# What a browser would run when the file is opened by itself.
_LIVE_ENDINGS = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml")
_XML_ENDINGS = (".svg", ".xml", ".xsl", ".xslt", ".rdf", ".rss", ".atom", ".mml", ".mathml")
_LIVE_XML = re.compile(
    r"<\s*(?:[\w.-]+:)?(?:script|foreignobject|iframe|embed|object|handler)\b|<!entity|<\?xml-stylesheet"
    r"|[\s\"'/]on\w+\s*=|attributename\s*=\s*[\"']?\s*(?:on|(?:xlink:)?href)"
    r"|j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t\s*:|data:\s*text/html",
    re.I,
)


def read_assets(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The bytes of each asset by its path below the content folder.

    Raises:
        AuthorErrors: files that cannot be read, are too large, hold something live, or are not the pictures
            that their names promise.
    """
    mistakes: list[Mistake] = []
    read: dict[str, bytes] = {}
    for name in names:
        try:
            read[name] = read_bytes(root, name, ASSET_BYTES)
        except AuthorErrors as error:
            mistakes += error.mistakes
        else:
            mistakes += _live(name, read[name]) or _broken(name, read[name])
    if mistakes:
        raise AuthorErrors(mistakes)
    return read


def _live(name: str, data: bytes) -> list[Mistake]:
    """A mistake where opening the file would run something."""
    ending = name.lower()
    if ending.endswith(_LIVE_ENDINGS):
        return [Mistake(name, 1, "a web page is no asset: write it in Markdown, or zip it for download")]
    if ending.endswith(".svgz"):
        return [Mistake(name, 1, "is compressed, so what it holds is not seen; save it as a plain SVG")]
    if not ending.endswith(_XML_ENDINGS):
        return []
    # As browsers read it: without zeros (UTF-16) and with its entities resolved.
    text = unescape(data.replace(b"\0", b"").decode("utf-8", "replace"))
    found = _LIVE_XML.search(text)
    if not found:
        return []
    line = text.count("\n", 0, found.start()) + 1
    what = found[0].strip()
    return [Mistake(name, line, f"holds {what!r}, which could run in the page; save it as a plain SVG")]


def _broken(name: str, data: bytes) -> list[Mistake]:
    """A mistake where a picture would not show."""
    fault = pictures.fault(name, data)
    return [Mistake(name, *fault)] if fault else []
