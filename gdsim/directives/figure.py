"""``::: figure``: a picture, a table or the rendered clip of a run, with its caption and its number."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from gdsim.core.notebook import Part, Text
from gdsim.core.run import Run, Sweep
from gdsim.core.theme import FRAME_SIZE
from gdsim.directives import Call, Host, Notebook, RunFields, find_run, in_notebook, prose, register
from gdsim.errors import near_names


class Figure(RunFields):
    """What is seen and what to see in it.

    The body is the picture, unless ``sweep`` and the fields of a run choose a clip: then ``scene`` says
    which, and the body may be the caption. ``name`` is what a link says: ``[[#name]]`` reads "Figure 3".
    ``wide`` lets it use the margin too.
    """

    caption: str = ""
    name: str = ""
    wide: bool = False
    sweep: str = ""
    scene: str = ""


@register("figure", options=Figure)
def figure(call: Call, host: Host) -> str:
    """The picture, and below it its number and its caption."""
    options: Figure = call.options
    body = _clip(call, host) if options.sweep else _picture(call, host)
    fragment = _fragment(call, host)
    words = _caption(call, host)
    caption = ""
    if words:
        label = f"Figure {host.count('figure')}"
        host.label(fragment, label)
        caption = f'<figcaption><span class="gdsim-number-of">{label}.</span> {words}</figcaption>'
    elif options.name:
        call.refuse(("name",), "a figure that is referred to wants a caption, which shows its number")
    wide = " gdsim-wide" if options.wide else ""
    return f'<figure class="gdsim-figure{wide}" id="{fragment}">{body}{caption}</figure>'


@in_notebook("figure")
def figure_drawn(call: Call, notebook: Notebook) -> list[Part]:
    """The run drawn again, or the body; then the caption."""
    options: Figure = call.options
    if not options.sweep:
        return [*notebook.markdown(call.body), Text(notebook.line(options.caption))]
    scene = _scene(options, notebook.facts.sweep(options.sweep))
    run = find_run(call, notebook, options.sweep)
    return notebook.figure([run], [scene], caption=options.caption or call.body, player=False)


def _scene(options: Figure, sweep: Sweep) -> str:
    return options.scene or next(iter(sweep.scenes), "")


def _fragment(call: Call, host: Host) -> str:
    name: str = call.options.name
    if not name:
        return host.new_id(f"figure {host.total('figure') + 1}")
    fragment = host.new_id(name)
    if fragment != name:
        call.refuse(
            ("name",), f"name: {name!r} is taken on this page, or not written as an id: {fragment!r} is free"
        )
    return fragment


def _picture(call: Call, host: Host) -> str:
    """The body; fields of a run make no sense without a sweep."""
    options: Figure = call.options
    for key in (*options.chosen(), *(["scene"] if options.scene else [])):
        call.refuse((key,), f"{key!r} chooses a clip; give its sweep too: 'sweep: NAME'")
    return prose(call, host)


def _caption(call: Call, host: Host) -> str:
    """The caption as HTML: the option's, or the body where a clip is the picture."""
    options: Figure = call.options
    body = call.body.strip() if options.sweep else ""
    if options.caption and body:
        call.refuse(("caption",), "two captions: the option's and the body; leave one out")
    if options.caption:
        return host.inline(options.caption, call.document.line)
    return host.inline(call.body, call.body_line) if body else ""


def _clip(call: Call, host: Host) -> str:
    """The film of a run, else its last frame; without media what the run does, in words."""
    options: Figure = call.options
    run = find_run(call, host, options.sweep)
    sweep = host.facts.sweep(options.sweep)
    scene = _scene(options, sweep)
    if scene not in sweep.scenes:
        wrong = f"scene: {scene!r} is not rendered of {sweep.name!r}{near_names(scene, sweep.scenes)}"
        call.refuse(("scene",), wrong)
    words = f'<p class="gdsim-description">{escape(host.facts.trajectory(run).description, quote=False)}</p>'
    return (_film(host.root, sweep, run, scene) if host.media and sweep.formats else "") + words


def _film(root: str, sweep: Sweep, run: Run, scene: str) -> str:
    address = f"{root}media/{quote(sweep.name)}/{quote(run.id)}/{quote(scene)}"
    size = f'width="{FRAME_SIZE[0]}" height="{FRAME_SIZE[1]}"'
    if "mp4" in sweep.formats:
        return (
            f'<video controls preload="none" {size} aria-label="{escape(scene)}, animated"'
            f' poster="{address}.png" src="{address}.mp4"></video>'
        )
    ending = "gif" if "gif" in sweep.formats else "png"
    return f'<img loading="lazy" {size} alt="{escape(scene)} of this run" src="{address}.{ending}">'
