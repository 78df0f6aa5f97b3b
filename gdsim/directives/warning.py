"""``::: warning``: a box of Markdown."""

from __future__ import annotations

from gdsim.core.notebook import Part
from gdsim.directives import Call, Host, Notebook, Titled, aside, boxed, in_notebook, register


@register("warning", options=Titled)
def warning(call: Call, host: Host) -> str:
    """Something that goes wrong easily."""
    return aside(call, host, "warning", "Warning")


@in_notebook("warning")
def warning_quoted(call: Call, notebook: Notebook) -> list[Part]:
    """A block quote."""
    return boxed(call, notebook, "Warning")
