"""Footnotes that lose no text and lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown.extensions.footnotes import FootnoteExtension

_NAME = re.compile(r"[\w-]+")


class Footnotes(FootnoteExtension):  # type: ignore[misc] # Markdown has no types
    """Markdown's own; it also keeps which names were given twice, where it would take the last text."""

    def __init__(self) -> None:
        self.twice: list[str] = []
        super().__init__(UNIQUE_IDS=True, BACKLINK_TEXT="↩")

    def reset(self) -> None:
        """Forget the text before."""
        super().reset()
        self.twice.clear()

    def setFootnote(self, id: str, text: str) -> None:  # noqa: N802 # its names are Markdown's
        """Keep the text of ``[^id]``."""
        if id in self.footnotes:
            self.twice.append(id)
        super().setFootnote(id, text)

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """The start of each wrong footnote as written, and what is wrong with it."""
        for name in self.twice:
            yield f"[^{name}]:", "has two texts; give one of them another name"
        for name in self.footnotes:
            if not _NAME.fullmatch(name):
                yield f"[^{name}]:", "has other signs in its name than letters, digits, - and _"
            elif name not in self.footnote_order:
                yield f"[^{name}]:", f"is never referred to; write [^{name}] where it belongs, or delete it"
