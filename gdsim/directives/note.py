"""``::: note``: a box of Markdown."""

from __future__ import annotations

from gdsim.directives import Call, Host, Titled, aside, register


@register("note", options=Titled)
def note(call: Call, host: Host) -> str:
    """Something to know that the argument does not need."""
    return aside(call, host, "note", "Note")
