"""``::: try``: an experiment for the reader; an ``answer`` nested inside it is folded."""

from __future__ import annotations

from gdsim.directives import Call, Host, Titled, aside, register


@register("try", options=Titled)
def try_(call: Call, host: Host) -> str:
    """What to do, and what to look at while doing it."""
    return aside(call, host, "try", "Try this")
