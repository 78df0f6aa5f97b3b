"""``::: tip``: a box of Markdown."""

from __future__ import annotations

from gdsim.core.notebook import Part
from gdsim.directives import Call, Host, Notebook, Titled, aside, boxed, in_notebook, register


@register("tip", options=Titled)
def tip(call: Call, host: Host) -> str:
    """Something that makes the work easier."""
    return aside(call, host, "tip", "Tip")


@in_notebook("tip")
def tip_quoted(call: Call, notebook: Notebook) -> list[Part]:
    """A block quote."""
    return boxed(call, notebook, "Tip")
