"""The sizes of files, written into the pages that link to them once the files are there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import unquote

from gdsim.core.page import Page

_PLACE = re.compile(r'(<data class="gdsim-bytes" value="([^"]*)">)(</data>)')


def with_sizes(html: str, sizes: Mapping[str, int]) -> str:
    """``html`` with the size of each file it names by its site path; nothing where there is no such file."""
    if "gdsim-bytes" not in html:
        return html

    def filled(match: re.Match[str]) -> str:
        size = sizes.get(unquote(unescape(match[2])))
        return match[0] if size is None else f"{match[1]}{size_in_words(size)}{match[3]}"

    return _PLACE.sub(filled, html)


def page_with_sizes(page: Page, sizes: Mapping[str, int]) -> Page:
    """A page whose text says how large the files are that it names."""
    return page.with_text(with_sizes(page.html, sizes)) if page.sized else page


def size_in_words(size: int) -> str:
    """A number of bytes: ``912 B``, ``13 kB``, ``1.2 MB``."""
    if size < 1000:
        return f"{size} B"
    for unit, divisor in (("kB", 1e3), ("MB", 1e6), ("GB", 1e9)):
        value = size / divisor
        if value < 999.5 or unit == "GB":
            return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"
    raise AssertionError
