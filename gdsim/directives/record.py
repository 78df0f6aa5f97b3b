"""``::: record``: lines for the reader to fill in, kept in the reader's own browser."""

from __future__ import annotations

from html import escape

from gdsim.core.notebook import Part, Text, quoted
from gdsim.directives import Call, Host, Notebook, Options, in_notebook, register, text_line

LABEL = "Your record"
MOST_LINES = 12


class Record(Options):
    """The heading, and what each line asks for."""

    title: str = ""
    lines: list[str]


@register("record", options=Record, body="yaml")
def record(call: Call, host: Host) -> str:
    """A field for each line; the script keeps what is written there."""
    options: Record = call.options
    if not 1 <= len(options.lines) <= MOST_LINES:
        call.refuse(("lines",), f"a record has 1 to {MOST_LINES} lines, got {len(options.lines)}")
    title = host.inline(options.title, text_line(call, "title", options.title)) if options.title else LABEL
    fields = []
    for number, line in enumerate(options.lines):
        if options.lines.index(line) < number:
            call.refuse(("lines", number), f"this line stands there twice: {line!r}")
        words = host.inline(line, call.document.line_of(("lines", number)))
        fields.append(
            f'<label><span>{words}</span><textarea class="gdsim-field" rows="2" autocomplete="off"'
            f' data-line="{escape(line)}"></textarea></label>'
        )
    fragment = host.new_id(f"record {host.count('record')}")
    return (
        f'<section class="gdsim-record" id="{fragment}" data-page="{escape(host.url)}"'
        f' aria-labelledby="{fragment}-label"><p class="gdsim-label" id="{fragment}-label">{title}</p>'
        f"{''.join(fields)}</section>"
    )


@in_notebook("record")
def record_blank(call: Call, notebook: Notebook) -> list[Part]:
    """The lines, empty, for the reader to write in."""
    options: Record = call.options
    title = notebook.line(options.title) if options.title else LABEL
    blank = "\n".join(f"- {notebook.line(line)}: …" for line in options.lines)
    return quoted([Text(f"**{title}** (double-click to write)\n\n{blank}")])
