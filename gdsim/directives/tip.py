"""``::: tip``: a box of Markdown."""

from __future__ import annotations

from gdsim.directives import Call, Host, Titled, aside, register


@register("tip", options=Titled)
def tip(call: Call, host: Host) -> str:
    """Something that makes the work easier."""
    return aside(call, host, "tip", "Tip")
