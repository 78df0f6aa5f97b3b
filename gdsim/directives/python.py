"""``::: python``: a listing to edit and run in the page, on the data of the player beside it.

A file may hold several cells, each after a line ``# %% name``, as notebooks in plain Python do: a page shows
them one by one with ``part``, and the editor opens the file as a whole, which is one program.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from gdsim.core.jsontext import json_text
from gdsim.core.notebook import Part, Text
from gdsim.directives import Asks, Call, Host, Notebook, Options, in_notebook, register
from gdsim.errors import near_names

# In place of a sweep: on no player, though one stands above.
NO_PLAYER = "none"
CELL = re.compile(r"^# %% (.+)\n", re.MULTILINE)
SETTINGS = ("learning_rate", "epochs", "w", "b")


class Python(Options):
    """Where the code comes from, what it is run on, and with which numbers."""

    file: str = ""
    part: str = ""
    run: bool = True
    base: str = ""
    player: str = ""
    title: str = ""
    learning_rate: float | None = None
    epochs: int | None = None
    w: float | None = None
    b: float | None = None


@register("python", options=Python)
def python(call: Call, host: Host) -> str:
    """A highlighted listing, upgraded to an editor when its button is pressed."""
    options: Python = call.options
    code = listing_of(call, host)
    title = host.inline(options.title, call.document.line) if options.title else ""
    heading = f'<p class="gdsim-label">{title}</p>' if title else ""
    if not options.run:
        return heading + host.listing(code, "python")
    attributes: dict[str, Any] = {"player": _player(call, host), "label": options.title or options.file}
    shown = code
    if options.part:
        attributes["source"] = _file(call, host, "file") if options.file else call.body.strip("\n")
    if options.base:
        base = _file(call, host, "base")
        attributes |= {"source": code, "base": base}
        shown = changed_lines(base, code)
    for key in SETTINGS[:2]:
        value = getattr(options, key)
        if value is not None and not value > 0:
            call.refuse((key,), f"{key} must be > 0, got {value}")
    fixed = {key: value for key in SETTINGS if (value := getattr(options, key)) is not None}
    if fixed:
        attributes["fixed"] = json_text(fixed)
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in attributes.items() if value)
    # Where nothing but the numbers differs from the base, which stands elsewhere, there is nothing to show.
    listing = host.listing(shown, "diff" if options.base else "python") if shown else ""
    return f'<div class="gdsim-python"{data}>{heading}{listing}</div>'


@in_notebook("python")
def python_run(call: Call, notebook: Notebook) -> list[Part]:
    """The listing as a cell, and after one for a player the run of its own train or step."""
    options: Python = call.options
    settings = None
    if options.run and options.player != NO_PLAYER:
        settings = {key: value for key in SETTINGS if (value := getattr(options, key)) is not None}
    title = [Text(f"**{notebook.line(options.title)}**")] if options.title else []
    return [*title, *notebook.listing(listing_of(call, notebook), settings, sweep=options.player)]


def listing_of(call: Call, host: Asks) -> str:
    """The code: the file's, else the body's."""
    body = call.body.strip("\n")
    if call.options.file and body.strip():
        call.refuse(("file",), "give the code as the body or as a file, not both")
    code = _file(call, host, "file") if call.options.file else body
    if call.options.part:
        code = _part(call, code)
    if not code.strip():
        raise ValueError(
            "this python is empty; write its code between the two lines of colons, or name a file"
        )
    try:
        compile(code, "code", "exec")
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        where = f"code/{call.options.file}:{line}" if call.options.file else f"its line {line}"
        raise ValueError(f"this python cannot be compiled: {where}: {getattr(error, 'msg', error)}") from None
    return code


def changed_lines(base: str, code: str) -> str:
    """The lines of ``code`` that differ from ``base``, each part with the line before it."""
    from difflib import unified_diff

    lines = unified_diff(base.splitlines(), code.splitlines(), n=1, lineterm="")
    return "\n".join("  ⋮" if line.startswith("@@") else line for line in list(lines)[2:])


def _part(call: Call, code: str) -> str:
    """The lines after ``# %% part``, up to the next such line."""
    _, *cells = CELL.split(code)
    parts = dict(zip(cells[::2], cells[1::2], strict=True))
    wanted = call.options.part
    if wanted not in parts:
        where = f"code/{call.options.file}" if call.options.file else "this python"
        call.refuse(("part",), f"part: {where} has no line '# %% {wanted}'{near_names(wanted, parts)}")
    return parts[wanted].strip("\n")


def _file(call: Call, host: Asks, key: str) -> str:
    try:
        return host.code(getattr(call.options, key)).strip("\n")
    except ValueError as error:
        call.refuse((key,), f"{key}: {error}")


def _player(call: Call, host: Host) -> str:
    """Id of the last player above, of the sweep that is asked for; ``""`` where none stands or is wanted."""
    wanted = call.options.player
    if wanted == NO_PLAYER:
        return ""
    players = [use for use in host.players if wanted in ("", use.sweep)]
    if wanted and not players:
        known = [use.sweep for use in host.players]
        call.refuse(("player",), f"player: no player of {wanted!r} stands above{near_names(wanted, known)}")
    return players[-1].figure if players else ""
