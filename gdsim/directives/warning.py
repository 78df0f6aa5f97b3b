"""``::: warning``: a box of Markdown."""

from __future__ import annotations

from gdsim.directives import Call, Host, Titled, aside, register


@register("warning", options=Titled)
def warning(call: Call, host: Host) -> str:
    """Something that goes wrong easily."""
    return aside(call, host, "warning", "Warning")
