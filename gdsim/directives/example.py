"""``::: example``: Markdown as it is written, and below it what becomes of it."""

from __future__ import annotations

import re

from gdsim.core.notebook import Part, Text
from gdsim.directives import Call, Host, Notebook, in_notebook, prose, register


@register("example")
def example(call: Call, host: Host) -> str:
    """The source as a listing, then the same text rendered: the two cannot differ."""
    made = prose(call, host)
    # The listing stands on no line of its own: what is wrong with the text is told by the text itself.
    source = host.markdown(_fenced(call.body), call.body_line)
    return (
        f'<div class="gdsim-example"><div class="gdsim-example-source">{source}</div>'
        f'<div class="gdsim-example-result">{made}</div></div>'
    )


@in_notebook("example")
def example_fenced(call: Call, notebook: Notebook) -> list[Part]:
    """The source as a listing alone."""
    return [Text(_fenced(call.body))]


def _fenced(body: str) -> str:
    fence = "`" * (1 + max(2, *map(len, re.findall("`*", body))))
    return f"{fence}markdown\n{body.rstrip()}\n{fence}"
