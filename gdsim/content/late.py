"""Words of a page that are known only when all of it has been read, such as the number of a later figure."""

from __future__ import annotations

import re
from collections.abc import Callable

# Private characters, which no text of the author holds; those of tokens are others.
_OPEN, _CLOSE = "\ue002", "\ue003"
_WORD = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


class Late:
    """Hands out words that stand for HTML, and puts it in their place."""

    def __init__(self) -> None:
        self._makers: list[Callable[[], str]] = []

    def add(self, make: Callable[[], str]) -> str:
        """The characters that stand for the HTML of ``make``."""
        self._makers.append(make)
        return f"{_OPEN}{len(self._makers) - 1}{_CLOSE}"

    def settled(self, html: str) -> str:
        """``html`` with every such word replaced by what its maker gives now."""
        return _WORD.sub(self._made, html) if _OPEN in html else html

    def without(self, text: str) -> str:
        """``text`` without such words."""
        return _WORD.sub("", text)

    def _made(self, match: re.Match[str]) -> str:
        number = int(match[1])
        return self._makers[number]() if number < len(self._makers) else ""
