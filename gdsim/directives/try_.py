"""``::: try``: an experiment for the reader; an ``answer`` nested inside it is folded."""

from __future__ import annotations

from html import escape

from gdsim.core.notebook import Part
from gdsim.directives import (
    Call,
    Host,
    Notebook,
    RunFields,
    aside,
    boxed,
    find_run,
    in_notebook,
    register,
)
from gdsim.directives._choosing import permalink


class Try(RunFields):
    """The heading, and a run to try it on: ``sweep`` and its fields make a button that loads it."""

    title: str = ""
    sweep: str = ""


@register("try", options=Try)
def try_(call: Call, host: Host) -> str:
    """What to do, what to look at while doing it, and the run that it is about."""
    options: Try = call.options
    if options.sweep:
        return aside(call, host, "try", "Try this", below=_button(call, host, options.sweep))
    for key in options.chosen():
        call.refuse((key,), f"{key!r} chooses a run; give its sweep too: 'sweep: NAME'")
    return aside(call, host, "try", "Try this")


@in_notebook("try")
def try_quoted(call: Call, notebook: Notebook) -> list[Part]:
    """A block quote, its answer folded inside; code stands between."""
    return boxed(call, notebook, "Try this")


def _button(call: Call, host: Host, sweep: str) -> str:
    """A link to the run in the page's player; without scripts it leads to the player's film."""
    run = find_run(call, host, sweep)

    def link() -> str:
        address = permalink(host, run)
        here = address.startswith("#")
        href = address.partition("&")[0] if here else address
        data = f' data-permalink="{escape(address)}"' if here else ""
        words = "Load into the player" if here else "Open in the player"
        return f'<p><a class="gdsim-load" href="{escape(href)}"{data}>{words}</a></p>'

    return host.late(link)
