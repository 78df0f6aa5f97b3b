"""``::: animation SWEEP``: a player, and without scripts its video, snapshots and description."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from gdsim.core.run import Run, Sweep
from gdsim.core.theme import FRAME_SIZE
from gdsim.core.trajectory import Trajectory
from gdsim.directives import Call, Host, RunFields, find_run, register, text_line
from gdsim.errors import near_names

# What the player draws from a trajectory, besides the videos of any scene that a sweep renders.
LIVE_VIEWS = ("fit", "contour")
PICKS = ("dataset", "learning_rate", "init", "loss", "optimizer", "epochs", "standardize")
# Shares of the frames whose snapshots stand side by side in a strip, as ``render/still.py`` makes it.
SNAPSHOTS = (0.0, 0.06, 0.3, 1.0)


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
    _check("views", views, {*LIVE_VIEWS, *sweep.scenes}, call)
    _check("pick", options.pick or [], set(PICKS), call)
    caption = _words(call, host, "title", "strong", ' class="gdsim-title"')
    caption += _words(call, host, "caption", "span", "")
    return player_figure(
        sweep,
        run,
        host.facts.trajectory(run),
        figure=host.player(run),
        root=host.root,
        media=host.media,
        views=views,
        pick=options.pick,
        caption=caption,
    )


def default_views(sweep: Sweep) -> list[str]:
    """Data and loss side by side, then what the sweep renders besides."""
    return list(dict.fromkeys(("fit", "contour", *sweep.scenes)))


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
) -> str:
    """The markup that the player upgrades; ``caption`` is HTML, ``root`` the way to the site's root."""
    rendered = [view for view in views if view in sweep.scenes] or list(sweep.scenes[:1])
    folder = f"{root}media/{quote(sweep.name)}/{quote(run.id)}/"
    words = escape(trajectory.description, quote=False)
    fallback = _media(rendered, folder, "mp4" in sweep.formats, trajectory) if media else ""
    picks = f' data-pick="{escape(" ".join(pick))}"' if pick is not None else ""
    return (
        f'<figure class="gdsim-player" id="{escape(figure)}" data-sweep="{escape(sweep.name)}"'
        f' data-run="{escape(run.id)}" data-root="{escape(root)}"'
        f' data-views="{escape(" ".join(views))}"{picks}>'
        f'<div class="gdsim-fallback">{fallback}</div><figcaption>{caption}'
        f'<p class="gdsim-description">{words}</p></figcaption></figure>'
    )


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


def _check(key: str, given: Sequence[str], known: set[str], call: Call) -> None:
    for index, name in enumerate(given):
        if name not in known:
            call.refuse((key, index), f"{key}: {name!r} is unknown{near_names(name, known)}")


def _words(call: Call, host: Host, key: str, tag: str, attributes: str) -> str:
    text = getattr(call.options, key)
    return f"<{tag}{attributes}>{host.inline(text, text_line(call, key, text))}</{tag}> " if text else ""
