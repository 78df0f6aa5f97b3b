"""``::: observe``: a box of Markdown."""

from __future__ import annotations

from gdsim.core.notebook import Part
from gdsim.directives import Call, Host, Notebook, Titled, aside, boxed, in_notebook, register


@register("observe", options=Titled)
def observe(call: Call, host: Host) -> str:
    """What to look for in the figure above."""
    return aside(call, host, "observe", "What to observe")


@in_notebook("observe")
def observe_quoted(call: Call, notebook: Notebook) -> list[Part]:
    """A block quote."""
    return boxed(call, notebook, "What to observe")
