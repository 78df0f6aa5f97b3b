"""Inline pieces of prose that Markdown must not see: code, math, expressions, wikilinks, addresses.

Each is replaced by a token, a number between two private characters that Markdown and the HTML wall
pass through as a word. The token knows the line it was written on and is resolved in the final HTML,
so that nothing inside a listing or a comment is ever evaluated.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from gdsim.content.unclosed import RawTags
from gdsim.content.wall import ELEMENTS
from gdsim.errors import Mistake

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
PRIVATE = re.compile("[\ue000-\uf8ff]")

DEEPEST_BRACKETS = 8

Kind = Literal["code", "math", "display", "expression", "wikilink", "address", "block", "letter"]


class Token(NamedTuple):
    """A piece of source set aside.

    Args:
        content: without its delimiters; for a ``block`` the index of the block.
        source: as written, shown where the token turns out to stand in a listing.
        line: of the file.
    """

    kind: Kind
    content: str
    source: str
    line: int


_START = re.compile(
    r"\\.|`+|\$\$?|\{\{|\[\[(?=[^\[\]\n]+\]\])|\]\(|<!--|<(?=[a-zA-Z/!?])|\n {0,3}\[[^\[\]\n]+\]:[ \t]*|\[",
    re.S,
)
_TAG = re.compile(r"<[^<>]*>")
_INLINE_MATH = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\d)", re.S)
_WIKILINK = re.compile(r"\[\[([^\[\]\n]+)\]\]")
_BLANK = re.compile(r"\n[ \t]*(?=\n)")
_TICKS = re.compile("`+")
_DESTINATION = re.compile(r"(?:[^()\n]|\([^()\n]*\))*+\)")
_TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*$""")


class InlineScanner:
    """Replaces the inline pieces of prose by tokens, which it collects in ``tokens``."""

    def __init__(self, tokens: list[Token], path: str, mistakes: list[Mistake]) -> None:
        self._tokens = tokens
        self._path = path
        self._mistakes = mistakes
        self._brackets: set[int] = set()
        self._unclosed = -1  # end of the last paragraph in which {{ found no }}
        self.tags = RawTags(ELEMENTS)

    def add(self, token: Token) -> str:
        """The characters that stand for ``token``."""
        self._tokens.append(token)
        return f"{OPEN}{len(self._tokens) - 1}{CLOSE}"

    def scan(self, text: str, line: int) -> str:
        """``text``, whose first line is ``line`` of the file, with its inline pieces as tokens."""
        text = f"\n{text}"  # so that a reference at the very start follows a line end too
        self._brackets, self._unclosed = link_brackets(text), -1
        out: list[str] = []
        at = counted = end_of_paragraph = 0
        line -= 1
        while match := _START.search(text, at):
            start = match.start()
            if start >= end_of_paragraph:
                blank = _BLANK.search(text, start)
                end_of_paragraph = blank.start() if blank else len(text)
            line += text.count("\n", counted, start + 1)
            counted = start + 1
            out.append(text[at:start])
            piece, at = self._piece(text, match, end_of_paragraph, line)
            out.append(piece)
        out.append(text[at:])
        return "".join(out)[1:]

    def _piece(self, text: str, match: re.Match[str], limit: int, line: int) -> tuple[str, int]:
        """What replaces the piece that starts at ``match``, and where scanning goes on."""
        start, opening = match.start(), match[0]
        if opening[0] == "`":
            return self._code(text, start, len(opening), limit, line)
        if opening == "{{":
            return self._expression(text, start, limit, line)
        if opening == "$$":
            return self._display(text, start, limit, line)
        if opening == "$" and (math := _INLINE_MATH.match(text, start, limit)):
            return self.add(Token("math", math[1], math[0], line)), math.end()
        if opening == "[[" and (link := _WIKILINK.match(text, start)):
            return self.add(Token("wikilink", link[1].replace("\\|", "|"), link[0], line)), link.end()
        if opening == "](":
            return self._address(text, start, line)
        if opening[0] == "\n":
            return self._reference(text, match, line)
        if opening == "<!--" and (end := text.find("-->", start)) >= 0:
            return text[start : end + 3], end + 3
        if opening == "<":
            tag = _TAG.match(text, start)
            if not tag:
                return self._letter("<", line), match.end()
            self.tags.met(tag[0], line)
        if opening == "[" and start not in self._brackets:
            return self._letter("[", line), match.end()
        return opening, match.end()

    def _letter(self, letter: str, line: int) -> str:
        """A character that begins nothing: Markdown need not look for its end."""
        return self.add(Token("letter", letter, letter, line))

    def _code(self, text: str, start: int, count: int, limit: int, line: int) -> tuple[str, int]:
        for closing in _TICKS.finditer(text, start + count, limit):
            if len(closing[0]) == count:
                content = text[start + count : closing.start()]
                source = text[start : closing.end()]
                return self.add(Token("code", content, source, line)), closing.end()
        return text[start : start + count], start + count

    def _expression(self, text: str, start: int, limit: int, line: int) -> tuple[str, int]:
        if limit == self._unclosed:
            return "{{", start + 2
        end = end_of_expression(text, start + 2, limit)
        if end < 0:
            self._unclosed = limit
            self._mistakes.append(
                Mistake(self._path, line, "{{ is never closed by }}; write \\{{ for the text")
            )
            return "{{", start + 2
        # In a table a bar is written with a backslash, lest it end the cell.
        token = Token("expression", text[start + 2 : end].replace("\\|", "|"), text[start : end + 2], line)
        return self.add(token), end + 2

    def _display(self, text: str, start: int, limit: int, line: int) -> tuple[str, int]:
        end = text.find("$$", start + 2, limit)
        if end < 0:
            message = "$$ is never closed by $$ in its paragraph; write \\$ for the sign"
            self._mistakes.append(Mistake(self._path, line, message))
            return "$$", start + 2
        return self.add(Token("display", text[start + 2 : end], text[start : end + 2], line)), end + 2

    def _address(self, text: str, start: int, line: int) -> tuple[str, int]:
        """The destination of ``[text](destination "title")``."""
        match = _DESTINATION.match(text, start + 2)
        inner = match[0][:-1] if match else ""
        title = _TITLE.search(inner)
        address = inner[: title.start()].strip() if title else inner.strip()
        if not match or not address:
            return f"]{self._letter('(', line)}", start + 2
        plain = address[1:-1] if address.startswith("<") and address.endswith(">") else address
        token = self.add(Token("address", plain, address, line))
        return f"]({token}{title[0] if title else ''})", match.end()

    def _reference(self, text: str, match: re.Match[str], line: int) -> tuple[str, int]:
        """The address of ``[id]: address``; a footnote's text is prose."""
        opening = match[0]
        address = re.compile(r"\S+").match(text, match.end())
        if opening.lstrip().startswith("[^") or not address or address[0].startswith(("{{", "$", "`")):
            bracket = opening.index("[") + 1
            return opening[:bracket], match.start() + bracket
        plain = address[0][1:-1] if address[0].startswith("<") else address[0]
        return opening + self.add(Token("address", plain, address[0], line)), address.end()


def end_of_expression(text: str, at: int, limit: int, closing: str = "}}") -> int:
    """Where the ``closing`` of an expression stands, outside strings; −1 if nowhere."""
    quote = ""
    while at < limit:
        character = text[at]
        if quote:
            if character == "\\":
                at += 1
            elif character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        elif text.startswith(closing, at):
            return at
        at += 1
    return -1


def link_brackets(text: str) -> set[int]:
    """Places of the ``[`` that a ``]`` closes in the same paragraph, nested a few deep at most.

    Only these can begin a link; Markdown would look for the end of each of the others, to no avail.
    """
    closed: set[int] = set()
    if "[" not in text:
        return closed
    open_ones: list[int] = []
    for match in re.finditer(r"\\.|[\[\]]|\n[ \t]*\n", text, re.S):
        if match[0] == "[":
            open_ones.append(match.start())
        elif match[0] == "]" and open_ones:
            place = open_ones.pop()
            if len(open_ones) < DEEPEST_BRACKETS:
                closed.add(place)
        elif match[0][0] == "\n":
            open_ones.clear()
    return closed
