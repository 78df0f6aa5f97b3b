"""``::: observe``: a box of Markdown."""

from __future__ import annotations

from gdsim.directives import Call, Host, Titled, aside, register


@register("observe", options=Titled)
def observe(call: Call, host: Host) -> str:
    """What to look for in the figure above."""
    return aside(call, host, "observe", "What to observe")
