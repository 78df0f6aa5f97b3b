"""``::: example``: Markdown as it is written, and below it what becomes of it."""

from __future__ import annotations

import re

from gdsim.directives import Call, Host, prose, register


@register("example")
def example(call: Call, host: Host) -> str:
    """The source as a listing, then the same text rendered: the two cannot differ."""
    made = prose(call, host)
    fence = "`" * (1 + max(2, *map(len, re.findall("`*", call.body))))
    # The listing stands on no line of its own: what is wrong with the text is told by the text itself.
    source = host.markdown(f"{fence}markdown\n{call.body.rstrip()}\n{fence}", call.body_line)
    return (
        f'<div class="gdsim-example"><div class="gdsim-example-source">{source}</div>'
        f'<div class="gdsim-example-result">{made}</div></div>'
    )
