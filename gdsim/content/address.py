"""Addresses that authors write in links and images, checked and turned into site paths."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, unquote

from gdsim.content.index import LinkIndex
from gdsim.core.dataclass import dataclass
from gdsim.core.page import relative_url

SCHEMES = ("http", "https", "mailto")
_SCHEME = re.compile(r"([a-zA-Z][\w+.-]*):")
# Browsers pass over these inside a scheme.
_IGNORED = re.compile(r"[\x00-\x20\u00ad\u200b-\u200f]")
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"


@dataclass(frozen=True)
class Address:
    """Where a link leads: a URL as written in the page; ``target`` is the site path where it is a page."""

    url: str
    target: str = ""
    fragment: str = ""


def resolve(written: str, *, path: str, page: str, index: LinkIndex, image: bool) -> Address:
    """The address ``written`` on the content path ``path``, whose site path is ``page``.

    Raises:
        ValueError: a scheme that is not allowed, a way out of the content, no such file.
    """
    bare = _IGNORED.sub("", written)
    if not bare:
        raise ValueError("this link has no address")
    scheme = _SCHEME.match(bare)
    if scheme:
        if scheme[1].lower() not in SCHEMES:
            raise ValueError(f"links are http, https, mailto or relative, got {written[:60]!r}")
        if image:
            raise ValueError(
                f"a picture must be a file under assets/, got {written[:60]!r}: pages ask no other host"
            )
        return Address(quote(written.strip(), safe=_SAFE))
    if bare[0] in "/\\":
        raise ValueError(f"{written[:60]!r} starts at the root of a server; write it relative to this page")
    if bare[0] == "#":
        fragment = unquote(written.strip()[1:])
        return Address(f"#{quote(fragment, safe=_SAFE)}", page, fragment.partition("&")[0])
    return _relative(written.strip(), path, page, index, image)


def _relative(written: str, path: str, page: str, index: LinkIndex, image: bool) -> Address:
    whole, fragment = unquote(written), ""
    try:
        target = _file(whole, path, index)
    except ValueError:
        way, sharp, fragment = written.partition("#")
        if not sharp:
            raise
        fragment = unquote(fragment)
        target = _file(unquote(way), path, index)
    if image and not target.startswith("files/"):
        raise ValueError(f"{written!r} is a page, not a picture")
    url = relative_url(target, page) + (f"#{quote(fragment, safe=_SAFE)}" if fragment else "")
    return Address(url, "" if target.startswith("files/") else target, fragment.partition("&")[0])


def _file(way: str, path: str, index: LinkIndex) -> str:
    """Site path of the file at ``way`` from the folder of ``path``."""
    if "\\" in way or "\0" in way:
        raise ValueError(f"{way!r} holds a character that no address has; folders are joined by /")
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), way))
    if joined == ".." or joined.startswith("../"):
        raise ValueError(f"{way!r} leads out of the content folder")
    return index.file(joined)
