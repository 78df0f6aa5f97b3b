"""``::: animation SWEEP``: a player, and without scripts its video, snapshots and description."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from gdsim.core.jsontext import json_text
from gdsim.core.notebook import Part
from gdsim.core.run import Run, Sweep
from gdsim.core.theme import FRAME_SIZE, SNAPSHOTS
from gdsim.core.trajectory import Trajectory
from gdsim.directives import Call, Host, Notebook, RunFields, find_run, in_notebook, register, text_line
from gdsim.errors import near_names

# What the player draws from a trajectory, besides the videos of any scene that a sweep renders.
LIVE_VIEWS = ("fit", "surface", "contour", "loss", "params")
LIVE_MODEL, LIVE_LOSSES = "line", {"mse", "ridge", "mae", "huber"}
# In the order in which the player lists them.
PICKS = ("dataset", "standardize", "loss", "optimizer", "learning_rate", "init", "epochs")


class Options(RunFields):
    """Which run, what is seen of it, what the reader may change, and the words below."""

    views: list[str] | None = None
    pick: list[str] | None = None
    title: str = ""
    caption: str = ""


@register("animation", options=Options, body="yaml", argument="SWEEP")
def animation(call: Call, host: Host) -> str:
    """The figure of a player that opens with the run of the given fields."""
    options: Options = call.options
    run = find_run(call, host)
    sweep = host.facts.sweep(call.argument)
    views = options.views or default_views(sweep)
    check_views(call, sweep, views)
    _check("pick", options.pick or [], set(PICKS), call)
    return player_figure(
        sweep,
        run,
        host.facts.trajectory(run),
        figure=host.player(run),
        root=host.root,
        media=host.media,
        views=views,
        pick=options.pick,
        caption=caption_of(call, host),
    )


@in_notebook("animation")
def animation_drawn(call: Call, notebook: Notebook) -> list[Part]:
    """The run again, and its views at the last epoch."""
    options: Options = call.options
    views = options.views or default_views(notebook.facts.sweep(call.argument))
    return notebook.figure([find_run(call, notebook)], views, title=options.title, caption=options.caption)


def default_views(sweep: Sweep) -> list[str]:
    """The landscape large, the data and the loss beside it, then what the sweep renders besides."""
    specs = [run.spec for run in sweep]
    live = all(spec.model == LIVE_MODEL and spec.loss.name in LIVE_LOSSES for spec in specs)
    return list(dict.fromkeys((*(("surface", "fit", "loss") if live else ()), *sweep.scenes)))


def player_figure(
    sweep: Sweep,
    run: Run,
    trajectory: Trajectory,
    *,
    figure: str,
    root: str,
    media: bool,
    views: Sequence[str],
    pick: Sequence[str] | None = None,
    caption: str = "",
    race: Sequence[str] = (),
    fallback: str | None = None,
    description: str = "",
) -> str:
    """The markup that the player upgrades.

    Args:
        root: the way to the site's root.
        caption: HTML.
        race: ids of all runs of a race, the one on screen first.
        fallback: HTML for readers without scripts; the run's videos and snapshots when None.
        description: in words; the run's own when empty.
    """
    rendered = [view for view in views if view in sweep.scenes] or list(sweep.scenes[:1])
    folder = f"{root}media/{quote(sweep.name)}/{quote(run.id)}/"
    words = escape(description or trajectory.description, quote=False)
    if fallback is None:
        fallback = _media(rendered, folder, "mp4" in sweep.formats, trajectory) if media else ""
    varies = [field for field in PICKS if (pick is None or field in pick) and _varies(sweep, field)]
    picks = f' data-varies="{" ".join(varies)}"'
    if pick is not None:
        picks += f' data-pick="{escape(" ".join(pick))}"'
    if race:
        picks += f' data-race="{escape(json_text(list(race)))}"'
    return (
        f'<figure class="gdsim-player" id="{escape(figure)}" data-sweep="{escape(sweep.name)}"'
        f' data-run="{escape(run.id)}" data-root="{escape(root)}"'
        f' data-views="{escape(" ".join(views))}"{picks}>'
        f'<div class="gdsim-fallback">{fallback}</div><figcaption>{caption}'
        f'<p class="gdsim-description">{words}</p></figcaption></figure>'
    )


def _varies(sweep: Sweep, field: str) -> bool:
    """Whether the player has a list for a field: its place is kept before the sweep is read."""
    values = [getattr(run.spec, field) for run in sweep.runs]
    return any(value != values[0] for value in values)


def _media(scenes: Sequence[str], folder: str, video: bool, trajectory: Trajectory) -> str:
    """A video (or still) of each scene and the snapshots of the first."""
    width, height = FRAME_SIZE
    parts = []
    for scene in scenes:
        address = f"{folder}{quote(scene)}"
        if video:
            parts.append(
                f'<video controls preload="none" width="{width}" height="{height}"'
                f' data-scene="{escape(scene)}"'
                f' aria-label="{escape(scene)}, animated" poster="{address}.png" src="{address}.mp4"></video>'
            )
        else:
            parts.append(
                f'<img loading="lazy" width="{width}" height="{height}" data-scene="{escape(scene)}"'
                f' alt="{escape(scene)} at the last epoch" src="{address}.png">'
            )
    last_frame = len(trajectory.frame_epoch) - 1
    snapshots = len({round(last_frame * share) for share in SNAPSHOTS})
    for scene in scenes[:1]:
        alt = f"Snapshots of {scene} from epoch 0 to epoch {int(trajectory.epoch[-1])}"
        parts.append(
            f'<img class="gdsim-strip" loading="lazy" alt="{escape(alt)}" width="{snapshots * width}"'
            f' height="{height}" src="{folder}{quote(scene)}.strip.png">'
        )
    return "".join(parts)


def check_views(call: Call, sweep: Sweep, views: Sequence[str]) -> None:
    """Refuse a view that neither the player draws nor the sweep renders."""
    _check("views", views, {*LIVE_VIEWS, *sweep.scenes}, call)


def caption_of(call: Call, host: Host) -> str:
    """The title and the caption of a call as HTML."""
    title = _words(call, host, "title", "strong", ' class="gdsim-title"')
    return title + _words(call, host, "caption", "span", "")


def _check(key: str, given: Sequence[str], known: set[str], call: Call) -> None:
    for index, name in enumerate(given):
        if name not in known:
            call.refuse((key, index), f"{key}: {name!r} is unknown{near_names(name, known)}")


def _words(call: Call, host: Host, key: str, tag: str, attributes: str) -> str:
    text = getattr(call.options, key)
    return f"<{tag}{attributes}>{host.inline(text, text_line(call, key, text))}</{tag}> " if text else ""
