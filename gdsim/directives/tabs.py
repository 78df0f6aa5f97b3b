"""``::: tabs``: alternatives of which a reader wants one; without scripts they stand one below the other."""

from __future__ import annotations

from gdsim.core.notebook import Part, Text
from gdsim.directives import Call, Host, Notebook, in_notebook, register


@register("tabs")
def tabs(call: Call, host: Host) -> str:
    """A panel for each ``::: tab Title`` inside, or for each heading."""
    parts = []
    for panel in host.panels(call.body, call.body_line):
        title = host.inline(panel.title, panel.line)
        fragment = host.new_id(f"tab {panel.title}")
        body = host.markdown(panel.body, panel.body_line)
        parts.append(
            f'<section class="gdsim-tab" id="{fragment}" aria-labelledby="{fragment}-title">'
            f'<p class="gdsim-label gdsim-tab-title" id="{fragment}-title">{title}</p>{body}</section>'
        )
    return f'<div class="gdsim-tabs">{"".join(parts)}</div>'


@in_notebook("tabs")
def tabs_below(call: Call, notebook: Notebook) -> list[Part]:
    """The panels one below the other, each under its title."""
    parts: list[Part] = []
    for panel in notebook.panels(call.body, call.body_line):
        parts += [Text(f"**{notebook.line(panel.title)}**"), *notebook.markdown(panel.body)]
    return parts
