"""The pieces of a page that were set aside from Markdown, and what each turns into."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote

from gdsim.content.address import resolve
from gdsim.content.anchor import anchor
from gdsim.content.blocks import Block, Call, Code, Prose, scan_blocks
from gdsim.content.expression import Expressions
from gdsim.content.formula import FormulaError, mathml, number_in_tex
from gdsim.content.found import Found
from gdsim.content.index import LinkIndex, Target
from gdsim.content.listing import Listings
from gdsim.content.tokens import TOKEN, InlineScanner, Token, end_of_expression
from gdsim.content.unclosed import RawTags
from gdsim.content.wall import ELEMENTS
from gdsim.core.page import Link, Source, relative_url

_FOOTNOTE = re.compile(r"#fn(ref\d*)?:\d+-[\w-]+")  # written by Markdown
_STRAY = re.compile(r"\[\^[^\]\s]+\]|^[ \t]*:::+[ \t]*[^\s:]", re.M)
# An address with another scheme, where raw HTML or an autolink could hold one.
_SCHEME = re.compile(r"""[<"'=]\s*(?!https?:|mailto:)([a-zA-Z][\w+.-]*:[^\s>"']*)""")


class Pieces:
    """The ``Resolver`` of a page's HTML.

    Args:
        directive: turns a call into trusted HTML, noting its mistakes.
    """

    def __init__(
        self,
        source: Source,
        index: LinkIndex,
        expressions: Expressions,
        found: Found,
        directive: Callable[[Call], str],
        listings: Listings,
    ) -> None:
        self._listings = listings
        self._source = source
        self._index = index
        self._expressions = expressions
        self._found = found
        self._directive = directive
        self._tokens: list[Token] = []
        self._blocks: list[Block] = []
        self._scanner = InlineScanner(self._tokens, source.path, found.mistakes)

    def set_aside(self, text: str, line: int) -> str:
        """``text``, whose first line is ``line`` of the file, as Markdown with tokens."""
        out: list[str] = []
        self._scanner.tags = RawTags(ELEMENTS)
        for block in scan_blocks(text, line, self._source.path, self._found.mistakes):
            if isinstance(block, Prose):
                out.append(self._scanner.scan(block.text, block.line))
                continue
            self._blocks.append(block)
            indent = block.indent if isinstance(block, Code) else ""
            written = block.source if isinstance(block, Code) else ""
            token = self._scanner.add(Token("block", str(len(self._blocks) - 1), written, block.line))
            out.append(f"\n{indent}{token}\n")
        return "\n".join(out)

    def check_closed(self, made: str) -> None:
        """Note raw HTML of the text last set aside that is never closed; ``made`` is its Markdown."""
        for line, message in self._scanner.tags.unclosed(made):
            self._found.mistake(line, message)

    def is_block(self, token: int) -> bool:
        """Directives, listings and formulas on lines of their own."""
        return self._tokens[token].kind in ("block", "display")

    def source(self, token: int) -> str:
        """The token as the author wrote it."""
        return self._tokens[token].source

    def text(self, token: int) -> str:
        """For attributes: the value of an expression, the letters of code, else the source."""
        piece = self._tokens[token]
        if piece.kind == "expression":
            return self._value(piece.content, piece.line)
        return _code_text(piece.content) if piece.kind == "code" else piece.source

    def html(self, token: int) -> str:
        """Trusted HTML for a token."""
        piece = self._tokens[token]
        match piece.kind:
            case "block":
                return self._block(self._blocks[int(piece.content)])
            case "math":
                return self._formula(piece)
            case "display":
                return f'<span class="gdsim-display">{self._formula(piece)}</span>'
            case "wikilink":
                return self._wikilink(piece)
            case "code":
                return f"<code>{_text(_code_text(piece.content))}</code>"
            case "expression":
                return _text(self._value(piece.content, piece.line))
            case "address" | "letter":
                return _text(piece.source)

    def address(self, value: str, *, image: bool) -> str:
        """The URL for an address: a token knows its line, raw HTML is looked for in the source."""
        token = TOKEN.fullmatch(value)
        if token and self._tokens[int(token[1])].kind == "address":
            piece = self._tokens[int(token[1])]
            return self._resolved(self.with_values(piece.content, piece.line), piece.line, image)
        if _FOOTNOTE.fullmatch(value):
            return value
        written = TOKEN.sub(lambda match: self.text(int(match[1])), value)
        return self._resolved(written, self._line_of(written), image)

    def no_address(self) -> None:
        """A link in raw HTML with a scheme that is not allowed, or with none."""
        place = _SCHEME.search(self._source.body)
        line = (
            self._source.line + self._source.body.count("\n", 0, place.start())
            if place
            else self._source.line
        )
        shown = f", got {place[1]!r}" if place else ""
        self._found.mistake(line, f"links are http, https, mailto or relative{shown}")

    def heading(self, level: int, text: str, html: str) -> str:
        """Note a heading; its id."""
        return self._found.heading(level, text, html)

    def stray(self, text: str) -> None:
        """A footnote without its text and a directive that is not at the margin are mistakes."""
        for match in _STRAY.finditer(text):
            found = match[0].strip()
            message = f"the footnote {found} has no text; write '{found}: …' on a line of its own"
            if found.startswith(":::"):
                message = "a directive starts at the left margin, not inside a list or a quote"
            self._found.mistake(self._line_of(found), message)

    def footnote(self, written: str, message: str) -> None:
        """Note what is wrong with the footnote whose text starts with ``written``."""
        found = TOKEN.sub(lambda match: self.source(int(match[1])), written)
        self._found.mistake(self._line_of(found), f"the footnote {found.removesuffix(':')} {message}")

    def page_named(self, name: str, line: int, fragment: str = "") -> Target | None:
        """The page that ``name`` names as in a wikilink, noted as a link; else None and a mistake."""
        own = Target(self._source.path, self._source.url, self._source.title)
        try:
            target = self._index.page(name) if name else own
        except ValueError as error:
            self._found.mistake(line, str(error))
            return None
        self._found.links.append(Link(target.url, fragment, line))
        return target

    def with_values(self, text: str, line: int) -> str:
        """``text`` with each ``{{ expression }}`` replaced by its value; ``line`` is the file's line."""
        out, at = [], 0
        while (start := text.find("{{", at)) >= 0:
            end = end_of_expression(text, start + 2, len(text))
            if end < 0:
                self._found.mistake(line, "{{ is never closed by }}")
                break
            out += [text[at:start], self._value(text[start + 2 : end], line)]
            at = end + 2
        return "".join([*out, text[at:]])

    def _block(self, block: Block) -> str:
        if isinstance(block, Call):
            return self._directive(block)
        if not isinstance(block, Code):
            return ""
        try:
            return self._listings.html(block.text, block.language)
        except ValueError as error:
            self._found.mistake(block.line, str(error))
            return ""

    def _value(self, expression: str, line: int) -> str:
        try:
            return self._expressions.text(expression.strip())
        except ValueError as error:
            self._found.mistake(line, str(error))
            return ""

    def _formula(self, piece: Token) -> str:
        tex = self._tex_with_values(piece)
        try:
            return mathml(tex, display=piece.kind == "display")
        except FormulaError as error:
            self._found.mistake(
                piece.line + error.line, f"{error} in {' '.join(piece.source.split())[:80]!r}"
            )
            return ""

    def _tex_with_values(self, piece: Token) -> str:
        r"""The formula with each ``\value{expression}`` replaced by its number."""
        tex, out, at = piece.content, [], 0
        while (start := tex.find("\\value{", at)) >= 0:
            line = piece.line + tex.count("\n", 0, start)
            end = end_of_expression(tex, start + 7, len(tex), closing="}")
            if end < 0:
                self._found.mistake(line, "\\value{ is never closed by }")
                break
            # In a table a bar is written with a backslash, lest it end the cell.
            value = self._value(tex[start + 7 : end].replace("\\|", "|"), line)
            out += [tex[at:start], number_in_tex(value.replace("−", "-"))]
            at = end + 1
        return "".join([*out, tex[at:]])

    def _wikilink(self, piece: Token) -> str:
        """A link to ``Page``, ``Page#Heading`` or ``#Heading``, with the label after a bar."""
        written, bar, label = (part.strip() for part in piece.content.partition("|"))
        name, heading = written, ""
        if "#" in name and not self._index.knows(name):
            name, _, heading = (part.strip() for part in name.partition("#"))
        fragment = anchor(heading) if heading else ""
        target = self.page_named(name, piece.line, fragment)
        if not target:
            return _text(label or written)
        way = relative_url(target.url, self._source.url) if name else ""
        address = escape(way + (f"#{quote(fragment)}" if fragment else ""))
        shown = label if bar else ": ".join(filter(None, (target.title if name else "", heading)))
        words = _text(shown) if bar or name else self._label(fragment, shown)
        return f'<a class="gdsim-wikilink" href="{address}">{words}</a>'

    def _label(self, fragment: str, heading: str) -> str:
        """What a link to a place of this page says: ``Figure 3``, known at the end, or its heading."""
        labels = self._found.labels
        return self._found.late.add(lambda: _text(labels.get(fragment, heading)))

    def _resolved(self, written: str, line: int, image: bool) -> str:
        """A checked URL; links to pages are noted."""
        path, page = self._source.path, self._source.url
        try:
            address = resolve(written, path=path, page=page, index=self._index, image=image)
        except ValueError as error:
            self._found.mistake(line, str(error))
            return ""
        if address.target:
            self._found.links.append(Link(address.target, address.fragment, line))
        return address.url

    def _line_of(self, written: str) -> int:
        """The first line of the body that holds ``written``."""
        place = self._source.body.find(written)
        return self._source.line + self._source.body.count("\n", 0, max(place, 0))


def _code_text(content: str) -> str:
    """Code between backticks: line ends are spaces, one space of padding goes."""
    text = content.replace("\n", " ")
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == " " and text.strip() else text


def _text(text: str) -> str:
    return escape(text, quote=False)
