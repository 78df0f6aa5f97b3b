"""The body of one page while it is rendered: Markdown in, HTML out, again for each nested body."""

from __future__ import annotations

from typing import Any

from gdsim import directives
from gdsim.content.blocks import Call
from gdsim.content.expression import Expressions
from gdsim.content.finish import finish
from gdsim.content.found import Found
from gdsim.content.index import LinkIndex
from gdsim.content.pieces import Pieces
from gdsim.content.tokens import PRIVATE
from gdsim.content.wall import Markdown
from gdsim.core.facts import Facts
from gdsim.core.files import unwelcome
from gdsim.core.page import Source, root_of
from gdsim.core.run import Run
from gdsim.core.yamltext import Document, checked, parse_yaml
from gdsim.errors import AuthorError, AuthorErrors

DEEPEST = 8  # directives inside directives


class Body:
    """Renders Markdown of one page and keeps what it met; the ``Host`` of the page's directives."""

    def __init__(self, source: Source, index: LinkIndex, facts: Facts, *, media: bool) -> None:
        self.facts = facts
        self.media = media
        self.root = root_of(source.url)
        self.found = Found(source.path)
        self.expressions = Expressions(facts)
        self.pieces = Pieces(source, index, self.expressions, self.found, self._called)
        self._markdown = Markdown()
        self._depth = 0

    def markdown(self, text: str, line: int) -> str:
        """``text``, whose first line is ``line`` of the file, as finished HTML."""
        if self._depth > DEEPEST:
            self.found.mistake(line, f"directives are nested deeper than {DEEPEST}")
            return ""
        self._depth += 1
        try:
            made = self._markdown.html(self.pieces.set_aside(self._plain(text, line), line))
            return self._shown(finish(made, self.pieces), text, line)
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

    def asked(self, sweep: str) -> None:
        """Note that the page depends on a sweep."""
        self.found.sweeps.add(sweep)

    def player(self, run: Run) -> str:
        """The id of one more player."""
        return self.found.player(run)

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
        try:
            directive = directives.get(call.name)
            return directive.html(self._checked(call, directive), self)
        except AuthorErrors as error:
            self.found.mistakes += error.mistakes
        except ValueError as error:
            self.found.mistake(call.line, str(error))
        return ""

    def _checked(self, call: Call, directive: directives.Directive) -> directives.Call:
        """The call with its options read and checked."""
        path, yaml = self.found.path, directive.body == "yaml"
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
        raise AuthorError(path, call.line, f"{call.name!r} takes no argument, got {call.argument!r}")
