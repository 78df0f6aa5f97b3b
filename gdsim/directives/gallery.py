"""``::: gallery``: every run with its poster, to filter, sort and open in the player.

Without scripts it is a list of links a sweep, of many runs the first of them. The script reads the records of
the sweeps shown and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from gdsim.core.dataclass import dataclass
from gdsim.core.jsontext import json_text
from gdsim.core.notebook import Part, Text
from gdsim.core.run import Run, in_json
from gdsim.directives import Call, Host, Notebook, RunFields, in_notebook, register
from gdsim.directives._choosing import (
    ManyRuns,
    chosen_runs,
    embed_address,
    outcome_in_words,
    player_address,
    run_in_words,
    text,
    varying_fields,
)

# Links of a list without scripts; more would make the page heavy.
MOST_LISTED = 600


class Gallery(ManyRuns):
    """Which runs: those of the sweep, or of all, that match the fields."""


@dataclass(frozen=True)
class Listed:
    """A run in the list: its words, how it ended, and the address of a file that shows it by itself."""

    run: Run
    words: str
    outcome: str
    file: str


@register("gallery", options=Gallery, body="yaml", argument="[SWEEP]")
def gallery(call: Call, host: Host) -> str:
    """The runs of one sweep, or of each."""
    if not call.argument and call.options.chosen():
        call.refuse((), "fields choose runs of one sweep: write '::: gallery SWEEP'")
    names = [call.argument] if call.argument else host.facts.sweeps()
    if not names:
        call.refuse((), "there are no runs to show: declare a sweep in sweeps/")
    sections = [(name, chosen_runs(call, host.facts.sweep(name))) for name in names]
    return host.late(
        lambda: gallery_html(host.root, (_section(host, *section, len(names) > 1) for section in sections))
    )


def gallery_html(root: str, sections: Iterable[str]) -> str:
    """The sections of sweeps as one gallery; ``root`` is the way to the site's root."""
    return f'<div class="gdsim-gallery" data-root="{escape(root)}">{"".join(sections)}</div>'


def section_html(
    sweep: str,
    title: str,
    player: str,
    listed: Sequence[Listed],
    *,
    total: int,
    folded: bool,
    some: str | None,
) -> str:
    """The list of a sweep's runs.

    Args:
        player: address of the player that opens them, ending in its figure's id.
        total: how many there are, the ones that are not listed included.
        some: where these are not all runs of the sweep, the values by field that the runs meant have, as
            JSON; ``""`` where all of them are listed.
    """
    items = "".join(
        f'<li><a href="{escape(player_address(item.run, player))}">{text(item.words)}</a>'
        f' <span>{text(item.outcome)}</span> <a href="{escape(item.file)}">{_kind(item.file)}</a></li>'
        for item in listed
    )
    more = f"<p>And {total - len(listed):,} more, in runs/index.json.</p>" if total > len(listed) else ""
    return (
        f'<details class="gdsim-gallery-sweep" data-sweep="{escape(sweep)}" data-player="{escape(player)}"'
        f"{_some(some)}{'' if folded else ' open'}><summary>{text(title)}"
        f' <span class="gdsim-count">{total:,} {"run" if total == 1 else "runs"}</span></summary>'
        f"<ul>{items}</ul>{more}</details>"
    )


def run_file(root: str, sweep: str, run: str, scenes: Sequence[str], formats: Sequence[str]) -> str:
    """Address of what shows a run without a script: its film, else its last frame, else its record."""
    if not scenes or not formats:
        return f"{root}runs/{quote(sweep)}/{quote(run)}.json"
    scene = "fit" if "fit" in scenes else scenes[0]
    ending = "mp4" if "mp4" in formats else "png"
    return f"{root}media/{quote(sweep)}/{quote(run)}/{quote(scene)}.{ending}"


def _section(host: Host, name: str, runs: Sequence[Run], folded: bool) -> str:
    sweep = host.facts.sweep(name)
    fields = varying_fields(runs)
    formats = sweep.formats if host.media else ()
    listed = []
    for run in runs[:MOST_LISTED]:
        outcome = host.facts.outcome(run)
        file = run_file(host.root, sweep.name, run.id, sweep.scenes, formats)
        words = outcome_in_words(outcome.status, outcome.epoch)
        listed.append(Listed(run, run_in_words(run, fields), words, file))
    figure = next((use.figure for use in host.players if use.sweep == sweep.name), None)
    return section_html(
        sweep.name,
        sweep.title or sweep.name,
        f"#{quote(figure)}" if figure else embed_address(host.root, sweep.name),
        listed,
        total=len(runs),
        folded=folded,
        some=_meant(runs) if len(runs) < len(sweep.runs) else None,
    )


def _meant(runs: Sequence[Run]) -> str:
    if len(runs) <= MOST_LISTED:
        return ""
    values = {
        name: dict.fromkeys(run.spec.value_of(name) for run in runs) for name in RunFields.__annotations__
    }
    return json_text({name: [in_json(value) for value in met] for name, met in values.items()})


def _some(some: str | None) -> str:
    return "" if some is None else f' data-some="{escape(some)}"' if some else " data-some"


def _kind(address: str) -> str:
    return {"mp4": "film", "png": "picture"}.get(address.rpartition(".")[2], "data")


@in_notebook("gallery")
def gallery_named(call: Call, notebook: Notebook) -> list[Part]:
    """How many runs there are to see on the page."""
    names = [call.argument] if call.argument else notebook.facts.sweeps()
    count = sum(len(chosen_runs(call, notebook.facts.sweep(name))) for name in names)
    return [Text(f"*The page lists {count:,} runs here, to filter and to open.*")]
