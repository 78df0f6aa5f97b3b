"""Raw HTML that nothing closes, which would run on through the rest of the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")
# They hold nothing, or end where the next one or what holds them begins or ends.
_NEED_NO_END = {"br", "caption", "col", "colgroup", "dd", "dt", "hr", "img", "input", "li", "p", "rp", "rt"}
_NEED_NO_END |= {"tbody", "td", "tfoot", "th", "thead", "tr", "wbr"}
SHOWN = 40


class RawTags:
    """The tags of a text as they are met, in order.

    Args:
        known: names of elements that come through the wall; the tags of others are dropped.
    """

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known - _NEED_NO_END
        self._open: dict[str, list[tuple[int, str]]] = defaultdict(list)

    def met(self, tag: str, line: int) -> None:
        """Note a tag as written, such as ``</b>``."""
        match = _TAG.match(tag)
        name = match["name"].lower() if match else ""
        if not match or name not in self._known:
            return
        if not match["closing"]:
            self._open[name].append((line, tag))
        elif self._open[name]:
            self._open[name].pop()

    def unclosed(self, html: str) -> Iterator[tuple[int, str]]:
        """Line and message of each tag that is not closed in ``html`` either, where listings are escaped."""
        for name, tags in self._open.items():
            if tags and _balance(name, html) > 0:
                for line, tag in tags:
                    words = " ".join(tag.split())
                    shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
                    yield line, f"{shown} is never closed by </{name}>; close it, or write \\< for the sign"


def _balance(name: str, html: str) -> int:
    """How many more elements ``name`` are opened than closed."""
    tags = [match["closing"] for match in _TAG.finditer(html) if match["name"].lower() == name]
    return tags.count("") - tags.count("/")
