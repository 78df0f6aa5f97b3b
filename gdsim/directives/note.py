"""``::: note``: a box of Markdown."""

from __future__ import annotations

from gdsim.core.notebook import Part
from gdsim.directives import Call, Host, Notebook, Titled, aside, boxed, in_notebook, register


@register("note", options=Titled)
def note(call: Call, host: Host) -> str:
    """Something to know that the argument does not need."""
    return aside(call, host, "note", "Note")


@in_notebook("note")
def note_quoted(call: Call, notebook: Notebook) -> list[Part]:
    """A block quote."""
    return boxed(call, notebook, "Note")
