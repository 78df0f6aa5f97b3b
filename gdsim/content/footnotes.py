"""Footnotes that lose no text and lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown.extensions.footnotes import FootnoteExtension

_NAME = re.compile(r"[\w-]+")


class Footnotes(FootnoteExtension):  # type: ignore[misc] # Markdown has no types
    """Markdown's own, which takes the last text of a name, and fails where one footnote holds another."""

    def __init__(self) -> None:
        self._wrong: list[tuple[str, str]] = []
        self._reading = False  # the text of a footnote
        super().__init__(UNIQUE_IDS=True, BACKLINK_TEXT="↩")

    def reset(self) -> None:
        """Forget the text before."""
        super().reset()
        self._wrong.clear()

    def setFootnote(self, id: str, text: str) -> None:  # noqa: N802 # its names are Markdown's
        """Keep the text of ``[^id]``."""
        if self._reading:
            self._wrong.append((f"[^{id}]:", "stands within another; write it on a line of its own"))
            return
        if id in self.footnotes:
            self._wrong.append((f"[^{id}]:", "has two texts; give one of them another name"))
        super().setFootnote(id, text)

    def makeFootnotesDiv(self, root: Any) -> Any:  # noqa: N802
        """The list of all footnotes."""
        self._reading = True
        try:
            return super().makeFootnotesDiv(root)
        finally:
            self._reading = False

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """The start of each wrong footnote as written, and what is wrong with it."""
        yield from self._wrong
        for name in self.footnotes:
            if not _NAME.fullmatch(name):
                yield f"[^{name}]:", "has other signs in its name than letters, digits, - and _"
            elif name not in self.footnote_order:
                yield f"[^{name}]:", f"is never referred to; write [^{name}] where it belongs, or delete it"
