"""``::: answer``: the outcome of an experiment, folded until the reader has tried."""

from __future__ import annotations

from gdsim.directives import Call, Host, Titled, prose, register


@register("answer", options=Titled)
def answer(call: Call, host: Host) -> str:
    """A folded answer."""
    title = host.inline(call.options.title, call.document.line) if call.options.title else "Answer"
    body = prose(call, host)
    return f'<details class="gdsim-details gdsim-answer"><summary>{title}</summary>{body}</details>'
