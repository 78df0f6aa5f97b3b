"""Emphasis that loses no letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown.inlinepatterns import DelimiterProcessor

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # nosec B405 # a name for types alone

    from markdown import Markdown


class Emphasis(DelimiterProcessor):  # type: ignore[misc] # Markdown has no types
    """Markdown's own, but for the tangles it drops letters of: ``*a **b*cd`` becomes ``<strong>b</strong>d``.

    There a run closes one that is longer than itself, or elements cross. Such a tangle stays text.
    """

    def __init__(self, markdown: Markdown) -> None:
        super().__init__("*", "strong,em", markdown)
        self.add("_", "strong,em", smart=True)

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # noqa: N802 # its name is Markdown's
        """The element that begins at ``m``, with its start and end, or None and the text to pass over."""
        element, start, end = super().handleMatch(m, data)
        return element, start, end if element is not None else max(end, m.end(0))

    def _build_element(self, data: str, start: int = 0, offset: int = 0) -> tuple[Element | None, int]:
        element, count = super()._build_element(data, start, offset)
        regions = self.regions[start : start + count]
        signs = 0
        for a, b, c, d, _, size in regions:
            opening, closing = data[a + offset : b + offset], data[c + offset : d + offset]
            if opening != closing or opening[:1] not in self.delimiters or opening != opening[:1] * size:
                return None, count
            signs += 2 * size
        whole = sum(map(len, element.itertext())) == regions[0][3] - regions[0][0] - signs
        return element if whole else None, count
