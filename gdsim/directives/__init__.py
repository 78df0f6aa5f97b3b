"""Directives: one file each registers what ``::: name argument`` becomes, its options and its body.

A directive is a function of the call (what the author wrote) and the page it stands in; it gives
trusted HTML. It raises ValueError in words, or AuthorErrors where it knows the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NoReturn, Protocol, TypeVar

from gdsim.core.dataclass import dataclass
from gdsim.core.facts import Facts
from gdsim.core.notebook import Part, Text, joined, quoted
from gdsim.core.page import PlayerUse
from gdsim.core.record import Record
from gdsim.core.run import Run
from gdsim.core.yamltext import Document, Place
from gdsim.errors import AuthorErrors
from gdsim.registry import Registry

Body = Literal["yaml", "markdown"]


class Options(Record):
    """Base of a directive's options."""


class NoOptions(Options):
    """Of directives that take none."""


@dataclass(frozen=True)
class Panel:
    """One of several alternatives.

    Args:
        line: where its title stands.
        body: Markdown, whose first line is ``body_line``.
    """

    title: str
    line: int
    body: str
    body_line: int


class Asks(Protocol):
    """What a directive may ask, in a page and in its notebook alike."""

    @property
    def facts(self) -> Facts: ...
    def value(self, expression: str) -> Any:
        """What an expression gives; ValueError in words."""
        ...

    def met(self, check: str) -> list[tuple[str, str]]:
        """(expression, value) of the sides that a check compares."""
        ...

    def panels(self, text: str, line: int) -> list[Panel]:
        """``text`` divided by its ``::: tab Title``, or by its headings of the first one's level."""
        ...

    def code(self, name: str) -> str:
        """The text of a listing in the content's ``code/``; ValueError in words."""
        ...


class Host(Asks, Protocol):
    """The page that a directive stands in."""

    @property
    def root(self) -> str:
        """Relative way to the site's root, ``""`` or ending in ``/``."""
        ...

    @property
    def media(self) -> bool:
        """Whether videos and pictures are built."""
        ...

    def markdown(self, text: str, line: int) -> str:
        """Markdown as HTML blocks; ``line`` is the file's line of its first line."""
        ...

    def inline(self, text: str, line: int) -> str:
        """Markdown of one paragraph as HTML without the paragraph."""
        ...

    def player(self, run: Run) -> str:
        """The id of a new player's figure that opens with ``run``."""
        ...

    @property
    def url(self) -> str:
        """Site path of the page."""
        ...

    def count(self, kind: str) -> int:
        """The number of one more ``kind`` on the page, such as a ``"figure"``: 1, 2, …"""
        ...

    def total(self, kind: str) -> int:
        """How many of a ``kind`` there are so far; inside ``late``, on the whole page."""
        ...

    def new_id(self, text: str) -> str:
        """An id made of ``text`` that nothing else on the page has."""
        ...

    def label(self, fragment: str, words: str) -> None:
        """What a wikilink to ``#fragment`` without words of its own says, such as ``"Figure 3"``."""
        ...

    def late(self, make: Callable[[], str]) -> str:
        """A word that stands for the HTML of ``make``, called when the whole page has been read."""
        ...

    @property
    def players(self) -> Sequence[PlayerUse]:
        """The players met so far, in order; inside ``late``, all of the page."""
        ...

    def mistake(self, line: int, message: str) -> None:
        """Note a mistake of the author that shows when the whole page has been read."""
        ...

    def overlay(self, runs: Sequence[Run]) -> str:
        """The address of a picture of runs of one sweep side by side, which the build then makes."""
        ...

    def listing(self, code: str, language: str) -> str:
        """Code as HTML, highlighted."""
        ...


class Notebook(Asks, Protocol):
    """The notebook of the page that a directive stands in; everything gives its parts in order."""

    def markdown(self, text: str, line: int = 1) -> list[Part]:
        """The parts of Markdown: its prose, its listings and those of directives inside it."""
        ...

    def line(self, text: str) -> str:
        """Markdown of one paragraph, on one line."""
        ...

    def figure(
        self,
        runs: Sequence[Run],
        views: Sequence[str],
        *,
        title: str = "",
        caption: str = "",
        player: bool = True,
    ) -> list[Part]:
        """A cell that repeats runs and draws views of them side by side, of a player of the page or not."""
        ...

    def outcomes(
        self,
        cells: Sequence[Sequence[Run | None]],
        words: tuple[Sequence[str], Sequence[str]],
        *,
        title: str = "",
        caption: str = "",
    ) -> list[Part]:
        """A cell that repeats the runs of a table, whose rows and columns are named, and shows its ends."""
        ...

    def listing(self, code: str, settings: Mapping[str, float] | None, *, sweep: str = "") -> list[Part]:
        """A cell with a listing; with settings on the data of the last player (of a sweep), and its run."""
        ...


@dataclass(frozen=True)
class Call:
    """A directive as written.

    Args:
        argument: what followed the name, such as a sweep.
        options: checked, an instance of the directive's own ``Options``.
        document: where each option stands; its ``line`` is that of the opening line.
        body: its raw lines, the first on ``body_line``.
    """

    name: str
    argument: str
    options: Any
    document: Document
    body: str
    body_line: int

    def refuse(self, place: Place, message: str) -> NoReturn:
        """Raise the mistake at an option's line."""
        raise AuthorErrors([self.document.mistake(place, message)])


@dataclass(frozen=True)
class Directive:
    """What a name stands for.

    Args:
        html: the work.
        options: keys of the YAML body, or of ``{…}`` on the opening line when the body is Markdown.
        argument: how the guide calls the word after the name, such as ``"SWEEP"``; ``""`` for none.
            In brackets when it may be left out.
    """

    html: Callable[[Call, Host], str]
    options: type[Options]
    body: Body
    argument: str


F = TypeVar("F", bound=Callable[[Call, Host], str])

# What a directive becomes in the notebook of its page.
Form = Callable[[Call, Notebook], list[Part]]
W = TypeVar("W", bound=Form)

registry = Registry[Directive]("directive", __name__)
get, names = registry.get, registry.names
_forms: dict[str, Form] = {}


def register(
    name: str, *, options: type[Options] = NoOptions, body: Body = "markdown", argument: str = ""
) -> Callable[[F], F]:
    """Decorator that registers a function of (call, host) as the directive ``name``."""

    def add(html: F) -> F:
        registry.register(name)(Directive(html, options, body, argument))
        return html

    return add


def in_notebook(name: str) -> Callable[[W], W]:
    """Decorator: a function of (call, notebook) writes the directive ``name`` into notebooks.

    Without one a sentence says that the page shows more. The call was checked when the page was made.
    """

    def add(form: W) -> W:
        _forms[name] = form
        return form

    return add


def notebook_form(name: str) -> Form | None:
    """What writes a directive into notebooks; None where nothing does."""
    registry.names()
    return _forms.get(name)


def text_line(call: Call, key: str, text: str) -> int:
    """The file's line on which the value of ``key`` begins: its own, or the next for a block (``|``)."""
    line = call.document.line_of((key,))
    first = text.strip().split("\n")[0].strip()
    raw = call.body.split("\n")
    for number in range(line - call.body_line, len(raw)):
        if number >= 0 and first in raw[number]:
            return call.body_line + number
    return line


class Titled(Options):
    """The option of a box of prose: its heading, else the usual word."""

    title: str = ""


def prose(call: Call, host: Host) -> str:
    """The body as HTML blocks; an empty one is a mistake."""
    if not call.body.strip():
        raise ValueError(f"this {call.name} is empty; write its text between the two lines of colons")
    return host.markdown(call.body, call.body_line)


def aside(call: Call, host: Host, kind: str, label: str, *, below: str = "") -> str:
    """A box of Markdown under ``label`` or its own title; ``below`` is HTML that ends it."""
    title = host.inline(call.options.title, call.document.line) if call.options.title else label
    body = prose(call, host)
    heading = f'<p class="gdsim-label">{title}</p>'
    return f'<div class="gdsim-aside gdsim-{kind}" role="note">{heading}{body}{below}</div>'


def boxed(call: Call, notebook: Notebook, label: str) -> list[Part]:
    """The body as a block quote under ``label`` or its own title."""
    title = notebook.line(call.options.title) if call.options.title else label
    return quoted(joined([Text(f"**{title}**"), *notebook.markdown(call.body)]))


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, for notebooks."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


class RunFields(Options):
    """The fields that choose a run of a sweep; one left out takes the sweep's first value."""

    dataset: str | None = None
    learning_rate: float | None = None
    init: str | None = None
    loss: str | dict[str, Any] | None = None
    optimizer: str | dict[str, Any] | None = None
    epochs: int | None = None
    standardize: bool | None = None

    def chosen(self) -> dict[str, Any]:
        """The fields that were given, as ``Facts.find`` takes them."""
        return {
            name: value for name in RunFields.__annotations__ if (value := getattr(self, name)) is not None
        }


def find_run(call: Call, host: Asks, sweep: str = "") -> Run:
    """The run of ``sweep``, else of the argument, that the fields describe; a mistake stands at its field."""
    fields = call.options.chosen()
    try:
        return host.facts.find(sweep or call.argument, **fields)
    except ValueError as error:
        place = next(((name,) for name in fields if name in str(error)), ())
        call.refuse(place, str(error))
