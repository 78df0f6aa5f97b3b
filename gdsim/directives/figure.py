"""``::: figure``: a picture or table with its caption."""

from __future__ import annotations

from gdsim.directives import Call, Host, Options, register


class Figure(Options):
    """What the figure shows, in words; ``wide`` lets it use the margin too."""

    caption: str = ""
    wide: bool = False


@register("figure", options=Figure)
def figure(call: Call, host: Host) -> str:
    """The body as a figure."""
    options: Figure = call.options
    body = host.markdown(call.body, call.body_line)
    words = host.inline(options.caption, call.document.line) if options.caption else ""
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f'<figure class="gdsim-figure{" gdsim-wide" if options.wide else ""}">{body}{caption}</figure>'
