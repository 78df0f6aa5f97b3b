"""The last pass over a page's HTML: tokens become what they stand for, headings get ids, links resolve."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Protocol

from gdsim.content.tokens import OPEN, TOKEN

_PIECE = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[^\s"=<>]+="[^"]*")*)\s*>')
# Those of them that are not copied as they are.
_CHANGING = re.compile(
    r"<(/?)(?=h[1-6]|pre|code|a\b|input|[a-z0-9]+\s+[^\s>])([a-z][a-z0-9]*)"
    r'((?:\s+[^\s"=<>]+="[^"]*")*)\s*>'
)
_ATTRIBUTE = re.compile(r'([^\s"=<>]+)="([^"]*)"')
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WATCHED = frozenset((*_HEADINGS, "pre", "code", "a", "input"))
_BLOCK_ALONE = re.compile(r"<p>\s*((?:" + TOKEN.pattern + r"\s*)+)</p>")
_TAG = re.compile(r"<[^>]*>")
_ANCHOR = re.compile(r"</?a\b[^>]*>")
_ALIGNED = {"left": "gdsim-left", "center": "gdsim-center", "right": "gdsim-right"}


class Resolver(Protocol):
    """What the page knows about its tokens and addresses."""

    def is_block(self, token: int) -> bool:
        """Whether it stands for HTML blocks."""
        ...

    def html(self, token: int) -> str:
        """Trusted HTML for a token in text."""
        ...

    def text(self, token: int) -> str:
        """Plain text for a token in an attribute."""
        ...

    def source(self, token: int) -> str:
        """What the author wrote, for a token inside a listing."""
        ...

    def address(self, value: str, *, image: bool) -> str:
        """The URL to write for an address as found in the HTML; mistakes are noted."""
        ...

    def no_address(self) -> None:
        """Note a link whose address the wall took away."""
        ...

    def heading(self, level: int, text: str, html: str) -> str:
        """Note a heading; its id."""
        ...

    def stray(self, text: str) -> None:
        """Look at text outside listings for markup that did not become what it was meant to be."""
        ...


def finish(html: str, resolver: Resolver) -> str:
    """``html`` from the wall with nothing left to resolve."""
    # The page's title is its only h1.
    walker = _Walker(resolver, shift=1 if "<h1" in html else 0)
    walker.feed(_BLOCK_ALONE.sub(lambda match: _without_paragraph(match, resolver), html))
    return "".join(walker.out)


def text_of_html(html: str) -> str:
    """The words of ``html`` on one line."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def _without_paragraph(match: re.Match[str], resolver: Resolver) -> str:
    tokens = [int(number) for number in TOKEN.findall(match[1])]
    return match[1] if all(map(resolver.is_block, tokens)) else match[0]


class _Walker:
    """Copies HTML to ``out``, piece by piece, changing what has to change.

    The wall writes tags in one form: lower case, every attribute with a value in double quotes; no bare ``<``
    is left in text.
    """

    def __init__(self, resolver: Resolver, shift: int) -> None:
        self.out: list[str] = []
        self._resolver = resolver
        self._listing = 0
        self._shift = shift
        self._heading: tuple[int, int] | None = None  # place of the opening tag in ``out``, level

    def feed(self, html: str) -> None:
        """Copy all of ``html``."""
        at = 0
        # What may look like markup that went wrong is looked at text by text, headings of tables too.
        whole = "[^" not in html and ":::" not in html and "<th" not in html
        for match in (_CHANGING if whole else _PIECE).finditer(html):
            if at < match.start():
                self._text(html[at : match.start()])
            closing, tag, attributes = match.groups()
            if closing:
                self._end(tag)
            elif attributes or tag in _WATCHED:
                self._start(tag, [(name, unescape(value)) for name, value in _ATTRIBUTE.findall(attributes)])
            else:
                self.out.append(f"<{tag}>")
            at = match.end()
        if at < len(html):
            self._text(html[at:])

    def _start(self, tag: str, attributes: list[tuple[str, str]]) -> None:
        """Attributes resolved; a heading's opening tag waits for its text."""
        if tag in _HEADINGS:
            self._heading = (len(self.out), int(tag[1]))
        self._listing += tag in ("pre", "code")
        if tag == "a" and "href" not in dict(attributes):
            self._resolver.no_address()
        # Sorted: the wall adds some in an order that differs from run to run.
        written = "".join(self._attribute(tag, name, value) for name, value in sorted(attributes))
        if tag == "input":  # a box of a task list; the wall allows no other
            written += f' aria-label="{"done" if "checked" in dict(attributes) else "to do"}"'
        self.out.append(f"<{tag}{written}>")

    def _end(self, tag: str) -> None:
        """Closes; a heading now knows its text."""
        self._listing -= tag in ("pre", "code")
        if self._heading and tag in _HEADINGS:
            self._close_heading()
            return
        if tag == "th":
            self._name_formula()
        self.out.append(f"</{tag}>")

    def _text(self, text: str) -> None:
        """Text with its tokens resolved, or given back as written where it is a listing."""
        if self._listing:
            self.out.append(TOKEN.sub(lambda match: _escaped(self._resolver.source(int(match[1]))), text))
            return
        if "[^" in text or ":::" in text:
            self._resolver.stray(unescape(text))
        if OPEN in text:
            text = TOKEN.sub(lambda match: self._resolver.html(int(match[1])), text)
        self.out.append(text)

    def _name_formula(self) -> None:
        """Names a formula that is all of a table's heading by its letters: not every reader has MathML."""
        inner = self.out[-1]
        if inner.startswith("<math>") and inner.endswith("</math>"):
            self.out[-1] = f'<math aria-label="{escape(text_of_html(inner))}">{inner[6:]}'

    def _close_heading(self) -> None:
        place, level = self._heading or (0, 2)
        self._heading = None
        inner = _ANCHOR.sub("", "".join(self.out[place + 1 :]))
        level = min(level + self._shift, 6)
        fragment = self._resolver.heading(level, text_of_html(inner), inner)
        content = "".join(self.out[place + 1 :])
        self.out[place:] = [
            f'<h{level} id="{escape(fragment)}">{content}'
            f'<a class="gdsim-anchor" href="#{escape(fragment)}" aria-label="Link to this section">#</a>'
            f"</h{level}>"
        ]

    def _attribute(self, tag: str, name: str, value: str) -> str:
        if name in ("href", "src"):
            extra = ' loading="lazy"' if tag == "img" else ""
            return f' {name}="{escape(self._resolver.address(value, image=tag == "img"))}"{extra}'
        if name == "align":
            return f' class="{_ALIGNED[value]}"' if value in _ALIGNED else ""
        text = TOKEN.sub(lambda match: self._resolver.text(int(match[1])), value)
        if name in ("checked", "disabled", "open"):
            return f" {name}"
        return f' {name}="{escape(text)}"' if text or name == "alt" else ""


def _escaped(text: str) -> str:
    return escape(text, quote=False)
