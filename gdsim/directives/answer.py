"""``::: answer``: the outcome of an experiment, folded until the reader has tried."""

from __future__ import annotations

from gdsim.core.notebook import Part, folded
from gdsim.directives import Call, Host, Notebook, Titled, in_notebook, prose, register


@register("answer", options=Titled)
def answer(call: Call, host: Host) -> str:
    """A folded answer."""
    title = host.inline(call.options.title, call.document.line) if call.options.title else "Answer"
    body = prose(call, host)
    return f'<details class="gdsim-details gdsim-answer"><summary>{title}</summary>{body}</details>'


@in_notebook("answer")
def answer_folded(call: Call, notebook: Notebook) -> list[Part]:
    """The body under its title, folded."""
    title = notebook.line(call.options.title) if call.options.title else "Answer"
    return folded(title, notebook.markdown(call.body))
