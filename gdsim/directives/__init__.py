"""Directives: one file each registers what ``::: name argument`` becomes, its options and its body.

A directive is a function of the call (what the author wrote) and the page it stands in; it gives
trusted HTML. It raises ValueError in words, or AuthorErrors where it knows the line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, Protocol, TypeVar

from gdsim.core.facts import Facts
from gdsim.core.page import Strict
from gdsim.core.run import Run
from gdsim.core.yamltext import Document, Place
from gdsim.errors import AuthorErrors
from gdsim.registry import Registry

Body = Literal["yaml", "markdown"]


class Options(Strict):
    """Base of a directive's options; a field's description is its documentation."""


class NoOptions(Options):
    """Of directives that take none."""


class Host(Protocol):
    """The page that a directive stands in."""

    @property
    def facts(self) -> Facts: ...
    @property
    def root(self) -> str:
        """Relative way to the site's root, ``""`` or ending in ``/``."""
        ...

    @property
    def media(self) -> bool:
        """Whether videos and pictures are built."""
        ...

    def value(self, expression: str) -> Any:
        """What an expression gives; ValueError in words."""
        ...

    def met(self, check: str) -> list[tuple[str, str]]:
        """(expression, value) of the sides that a check compares."""
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

    def asked(self, sweep: str) -> None:
        """Note that the page depends on a sweep."""
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

registry = Registry[Directive]("directive", __name__)
get, names = registry.get, registry.names


def register(
    name: str, *, options: type[Options] = NoOptions, body: Body = "markdown", argument: str = ""
) -> Callable[[F], F]:
    """Decorator that registers a function of (call, host) as the directive ``name``."""

    def add(html: F) -> F:
        registry.register(name)(Directive(html, options, body, argument))
        return html

    return add


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


def aside(call: Call, host: Host, kind: str, label: str) -> str:
    """A box of Markdown beside the argument of the text, under ``label`` or its own title."""
    title = host.inline(call.options.title, call.document.line) if call.options.title else label
    body = host.markdown(call.body, call.body_line)
    return f'<div class="gdsim-aside gdsim-{kind}" role="note"><p class="gdsim-label">{title}</p>{body}</div>'


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
        return {name: value for name in RunFields.model_fields if (value := getattr(self, name)) is not None}


def find_run(call: Call, host: Host) -> Run:
    """The run that a call's argument and fields describe; a mistake stands at the field it names."""
    fields = call.options.chosen()
    try:
        run = host.facts.find(call.argument, **fields)
        host.asked(run.sweep)
        return run
    except ValueError as error:
        place = next(((name,) for name in fields if name in str(error)), ())
        call.refuse(place, str(error))
