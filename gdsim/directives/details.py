"""``::: details {title: …}``: Markdown that is folded away until asked for."""

from __future__ import annotations

from gdsim.core.notebook import Part, folded
from gdsim.directives import Call, Host, Notebook, Titled, in_notebook, prose, register


class Options(Titled):
    """The words that stay visible, and whether it starts unfolded."""

    open: bool = False


@register("details", options=Options)
def details(call: Call, host: Host) -> str:
    """A folded part of the page."""
    options: Options = call.options
    title = host.inline(options.title, call.document.line) if options.title else "Details"
    body = prose(call, host)
    unfolded = " open" if options.open else ""
    return f'<details class="gdsim-details"{unfolded}><summary>{title}</summary>{body}</details>'


@in_notebook("details")
def details_folded(call: Call, notebook: Notebook) -> list[Part]:
    """The body under its title, folded."""
    title = notebook.line(call.options.title) if call.options.title else "Details"
    return folded(title, notebook.markdown(call.body))
