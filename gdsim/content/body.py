"""The body of one page while it is rendered: Markdown in, HTML out, again for each nested body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gdsim.content.anchor import new_anchor
from gdsim.content.blocks import Call
from gdsim.content.expression import Expressions
from gdsim.content.finish import finish
from gdsim.content.found import Found
from gdsim.content.index import LinkIndex
from gdsim.content.listing import Listings
from gdsim.content.pieces import Pieces
from gdsim.content.tokens import PRIVATE
from gdsim.content.wall import Markdown, harmless
from gdsim.core.facts import Facts
from gdsim.core.files import unwelcome
from gdsim.core.page import PlayerUse, Source, root_of
from gdsim.core.record import checked, fields_by_key
from gdsim.core.run import Run
from gdsim.core.yamltext import Document, parse_yaml
from gdsim.errors import AuthorError, AuthorErrors, Mistake

if TYPE_CHECKING:
    from gdsim import directives

DEEPEST = 8  # directives inside directives
_MET = re.compile("'([^']+)'")
_NEXT = re.compile(r"\s*(- |[\w-]+:(\s|$))")  # the next key or item of a YAML text


class Body:
    """Renders Markdown of one page and keeps what it met; the ``Host`` of the page's directives."""

    def __init__(
        self, source: Source, index: LinkIndex, facts: Facts, *, media: bool, listings: Listings
    ) -> None:
        self.facts = facts
        self.media = media
        self.url = source.url
        self.root = root_of(source.url)
        self.found = Found(source.path)
        self.expressions = Expressions(facts)
        self.pieces = Pieces(source, index, self.expressions, self.found, self._called, listings)
        self.code = index.code
        self.listing = listings.html
        self._markdown = Markdown()
        self._depth = 0
        self._counts: Counter[str] = Counter()

    def markdown(self, text: str, line: int) -> str:
        """``text``, whose first line is ``line`` of the file, as finished HTML."""
        if self._depth > DEEPEST:
            self.found.mistake(line, f"directives are nested deeper than {DEEPEST}")
            return ""
        self._depth += 1
        try:
            made = self._markdown.made(
                self.pieces.set_aside(self._plain(text, line), line), self.pieces.footnote
            )
            self.pieces.check_closed(made)
            html = self._shown(finish(harmless(made), self.pieces), text, line)
            return html if self._depth > 1 else self.found.settled(html)
        except ValueError as error:
            self.found.mistake(line, str(error))
            return ""
        finally:
            self._depth -= 1

    def inline(self, text: str, line: int) -> str:
        """``text`` as HTML without its paragraph."""
        html = self.markdown(text, line).strip()
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            return html[3:-4]
        if html:
            self.found.mistake(line, "only one paragraph of text can stand here")
        return html

    def value(self, expression: str) -> Any:
        """What an expression gives."""
        return self.expressions.value(expression)

    def met(self, check: str) -> list[tuple[str, str]]:
        """The sides that a check compares, with their values."""
        return self.expressions.met(check)

    def player(self, run: Run) -> str:
        """The id of one more player."""
        return self.found.player(run)

    @property
    def players(self) -> Sequence[PlayerUse]:
        """The players met so far, in order."""
        return self.found.players

    def mistake(self, line: int, message: str) -> None:
        """Note a mistake."""
        self.found.mistake(line, message)

    def overlay(self, runs: Sequence[Run]) -> str:
        """The address of a picture of runs side by side, which the build then makes."""
        return self.root + quote(self.found.overlay(runs))

    def count(self, kind: str) -> int:
        """The number of one more ``kind``."""
        self._counts[kind] += 1
        return self._counts[kind]

    def total(self, kind: str) -> int:
        """How many of a ``kind`` there are so far."""
        return self._counts[kind]

    def new_id(self, text: str) -> str:
        """An id of its own."""
        return new_anchor(text, self.found.ids)

    def label(self, fragment: str, words: str) -> None:
        """What a link to ``#fragment`` says."""
        self.found.labels[fragment] = words

    def late(self, make: Callable[[], str]) -> str:
        """A word that stands for what ``make`` gives at the end of the page."""
        return self.found.late.add(make)

    def panels(self, text: str, line: int) -> list[directives.Panel]:
        """The panels of ``tabs``."""
        from gdsim.content.panels import panels_of

        return panels_of(text, line, self.found.path)

    def words(self, text: str, line: int) -> str:
        """Plain ``text`` of the front matter with its expressions evaluated."""
        return self.pieces.with_values(text, line)

    def _plain(self, text: str, line: int) -> str:
        """``text`` without the characters that tokens are made of; each is a mistake."""
        for match in PRIVATE.finditer(text):
            here = line + text.count("\n", 0, match.start())
            self.found.mistake(
                here, f"holds the private character U+{ord(match[0]):04X}, which shows nothing"
            )
        return PRIVATE.sub("\ufffd", text)

    def _shown(self, html: str, text: str, line: int) -> str:
        """``html``; a mistake where ``&#…;`` or an expression made a character that no page may hold."""
        for character in unwelcome(html):
            here = line + text.count("\n", 0, max(text.find("&#"), 0))
            self.found.mistake(here, f"shows the control character U+{ord(character):04X}")
        return html

    def _called(self, call: Call) -> str:
        """A directive's HTML; its mistakes are noted."""
        mistakes, before = self.found.mistakes, len(self.found.mistakes)
        html, yaml = "", False
        try:
            from gdsim import directives  # a page of prose alone needs none

            directive = directives.get(call.name)
            yaml = directive.body == "yaml"
            html = directive.html(checked_call(call, directive, self.found.path), self)
        except AuthorErrors as error:
            mistakes += error.mistakes
        except ValueError as error:
            self.found.mistake(call.line, str(error))
        if yaml:
            mistakes[before:] = [_at_own_line(mistake, call) for mistake in mistakes[before:]]
        return html


def _at_own_line(mistake: Mistake, call: Call) -> Mistake:
    """``mistake`` where its value stands: YAML joins the lines of a text, and tells only where it begins."""
    met = _MET.search(mistake.message)
    lines = [f"{call.argument} {call.options}", *call.body.split("\n")]
    start = mistake.line - call.line
    if not met or not 0 <= start < len(lines):
        return mistake
    value = takewhile(lambda line: not _NEXT.match(lines[line]), range(start + 1, len(lines)))
    found = next((line for line in (start, *value) if met[1] in lines[line]), start)
    return mistake._replace(line=call.line + found)


def checked_call(call: Call, directive: directives.Directive, path: str) -> directives.Call:
    """The call with its options read and checked."""
    from gdsim import directives

    yaml = directive.body == "yaml"
    _check_argument(call, directive, path)
    if yaml and call.options:
        raise AuthorError(
            path, call.line, f"the options of {call.name!r} are its lines, one 'key: value' each"
        )
    text, first = (call.body, call.line + 1) if yaml else (call.options, call.line)
    document = Document(path, call.line, {})
    if text.strip():
        read = parse_yaml(text, path, first_line=first)
        document = Document(path, call.line, {} if read.data is None else read.data, read.lines)
    options = checked(directive.options, document)
    return directives.Call(call.name, call.argument, options, document, call.body, call.line + 1)


def _check_argument(call: Call, directive: directives.Directive, path: str) -> None:
    if directive.argument and not directive.argument.startswith("[") and not call.argument:
        raise AuthorError(
            path,
            call.line,
            f"write '::: {call.name} {directive.argument}': the {directive.argument} is missing",
        )
    if call.argument and not directive.argument:
        options: Any = directive.options
        hint = f"; write {{title: {call.argument}}}" if "title" in fields_by_key(options) else ""
        raise AuthorError(path, call.line, f"{call.name!r} takes no argument, got {call.argument!r}{hint}")
