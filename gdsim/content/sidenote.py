"""Footnotes beside their place: each short one is also set after its number, for pages with a margin.

The style sheet shows one of the two: the side notes where there is room, else the list at the end.
"""

from __future__ import annotations

import re

_LIST = '<div class="footnote">'
_ITEM = re.compile(
    r"""<li id="(fn:[\w-]+)">\s*<p>((?:(?!</p>|</li>).)*)"""
    r"""&nbsp;<a class="footnote-backref"[^>]*>[^<]*</a></p>\s*</li>""",
    re.S,
)
_NUMBER = re.compile(r'<sup id="fnref\d*:[\w-]+"><a class="footnote-ref" href="#(fn:[\w-]+)">(\d+)</a></sup>')


def with_sidenotes(html: str) -> str:
    """``html`` with its one-paragraph footnotes repeated beside their numbers."""
    notes = {match[1]: match[2] for match in _ITEM.finditer(html)}
    if not notes:
        return html
    whole = len(notes) == html.count('<li id="fn:')
    text = _NUMBER.sub(lambda match: match[0] + _beside(match[2], notes.pop(match[1], "")), html)
    return text.replace(_LIST, '<div class="footnote gdsim-beside">') if whole else text


def _beside(number: str, note: str) -> str:
    """The note at its first number; nothing at a second one."""
    return f'<small class="gdsim-sidenote"><sup>{number}</sup> {note}</small>' if note else ""
