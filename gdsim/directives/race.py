"""``::: race SWEEP``: runs side by side in one player; without scripts one picture, or a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from gdsim.core.notebook import Part
from gdsim.core.race import FEWEST, FIELDS, MOST, described, ending, labels_of, value_in_words, varying
from gdsim.core.run import Run, Sweep, same_field
from gdsim.core.theme import RACE_SIZE
from gdsim.core.trajectory import Trajectory
from gdsim.core.words import number_in_words
from gdsim.core.yamltext import Place
from gdsim.directives import Asks, Call, Host, Notebook, RunFields, find_run, in_notebook, register
from gdsim.directives._choosing import text
from gdsim.directives.animation import caption_of, check_views, player_figure
from gdsim.errors import near_names

# Who is where, and whose loss is lowest.
VIEWS = ("contour", "loss")


class Options(RunFields):
    """What varies and by which values, or a list of runs; what all share; what is seen; words below."""

    vary: str | None = None
    values: list[Any] | None = None
    runs: list[RunFields] | None = None
    views: list[str] | None = None
    title: str = ""
    caption: str = ""


@register("race", options=Options, body="yaml", argument="SWEEP")
def race(call: Call, host: Host) -> str:
    """The figure of a player that draws two to six runs on the same axes and timeline."""
    sweep = host.facts.sweep(call.argument)
    runs = _runs(call, host, sweep)
    views = call.options.views or VIEWS
    check_views(call, sweep, views)
    trajectories = [host.facts.trajectory(run) for run in runs]
    data = host.facts.points(runs[0].spec.dataset)
    words = described([run.spec for run in runs], trajectories, data.title or data.name)
    return player_figure(
        sweep,
        runs[0],
        trajectories[0],
        figure=host.player(runs[0]),
        root=host.root,
        media=host.media,
        views=views,
        caption=caption_of(call, host),
        race=[run.id for run in runs],
        fallback=_picture(host.overlay(runs), words) if host.media else _table(runs, trajectories),
        description=words,
    )


@in_notebook("race")
def race_drawn(call: Call, notebook: Notebook) -> list[Part]:
    """The runs again, on the same axes."""
    options: Options = call.options
    runs = _runs(call, notebook, notebook.facts.sweep(call.argument))
    return notebook.figure(runs, options.views or VIEWS, title=options.title, caption=options.caption)


def _runs(call: Call, host: Asks, sweep: Sweep) -> list[Run]:
    options: Options = call.options
    if (options.vary is None) == (options.runs is None):
        call.refuse((), "a race has either 'vary: learning_rate' (or another field) or a list 'runs:'")
    if options.runs is not None:
        if options.values is not None:
            call.refuse(("values",), "values belong to 'vary:'; here the runs are listed")
        return _listed(call, host, options.runs)
    return _varied(call, host, sweep)


def _listed(call: Call, host: Asks, given: Sequence[RunFields]) -> list[Run]:
    """The runs of the list, each with its own fields and those that all share."""
    if not FEWEST <= len(given) <= MOST:
        call.refuse(("runs",), f"a race has {FEWEST} to {MOST} runs, got {len(given)}")
    shared = call.options.chosen()
    runs: list[Run] = []
    for index, fields in enumerate(given):
        place: Place = ("runs", index)
        own = fields.chosen()
        for name in own.keys() & shared.keys():
            call.refuse((*place, name), f"{name} is given for all runs already; leave one of the two out")
        try:
            run = host.facts.find(call.argument, **shared, **own)
        except ValueError as error:
            name = next((name for name in (*own, *shared) if name in str(error)), "")
            call.refuse((*place, name) if name in own else (name,) if name else place, str(error))
        if run in runs:
            call.refuse(place, f"this run is the same as run {runs.index(run) + 1} of the list")
        runs.append(run)
    return runs


def _varied(call: Call, host: Asks, sweep: Sweep) -> list[Run]:
    """The runs that differ in one field alone: by all its values, or by those asked for."""
    options: Options = call.options
    field = options.vary or ""
    if field not in FIELDS:
        call.refuse(("vary",), f"vary: {field!r} is no field of a run{near_names(field, FIELDS)}")
    if field in options.chosen():
        call.refuse((field,), f"{field} varies in this race; leave it out here, or choose with 'values:'")
    alike = alike_but_for(sweep, find_run(call, host), {field})
    swept: dict[Any, Run] = {}
    for run in alike:
        swept.setdefault(getattr(run.spec, field), run)
    known = ", ".join(value_in_words(field, value) for value in list(swept)[:20])
    if options.values is None:
        if not FEWEST <= len(swept) <= MOST:
            advice = "choose with 'values: […]'" if len(swept) > MOST else "vary another field"
            call.refuse(
                ("vary",),
                f"a race has {FEWEST} to {MOST} runs; "
                f"these runs have {len(swept)} values of {field} ({known}); {advice}",
            )
        return list(swept.values())
    if not FEWEST <= len(options.values) <= MOST:
        call.refuse(("values",), f"a race has {FEWEST} to {MOST} runs, got {len(options.values)} values")
    runs: list[Run] = []
    for index, wanted in enumerate(options.values):
        found = next((run for value, run in swept.items() if same_field(value, wanted)), None)
        if found is None:
            call.refuse(("values", index), f"no run like these has {field} {wanted!r}; they have {known}")
        if found in runs:
            call.refuse(("values", index), f"{wanted!r} is there twice")
        runs.append(found)
    return runs


def alike_but_for(sweep: Sweep, run: Run, fields: set[str]) -> list[Run]:
    """The runs of a sweep that have all fields of ``run`` but those named."""
    kept = [name for name in FIELDS if name not in fields]
    return [other for other in sweep if all(getattr(other.spec, k) == getattr(run.spec, k) for k in kept)]


def _picture(address: str, words: str) -> str:
    width, height = RACE_SIZE
    return (
        f'<div class="gdsim-scroll gdsim-overlay" tabindex="0"><img loading="lazy" width="{width}"'
        f' height="{height}" alt="{escape(words)}" src="{escape(address)}"></div>'
    )


def _table(runs: Sequence[Run], trajectories: Sequence[Trajectory]) -> str:
    """How each run ends, where no picture is made."""
    specs = [run.spec for run in runs]
    rows = "".join(
        f'<tr><th scope="row">{text(label)}</th>'
        f'<td class="gdsim-number">{number_in_words(float(end.loss[-1]), 4)}</td>'
        f"<td>{text(ending(end))}</td></tr>"
        for label, end in zip(labels_of(specs), trajectories, strict=True)
    )
    what = " and ".join(FIELDS[name] for name in varying(specs))
    return (
        '<div class="gdsim-scroll" tabindex="0"><table class="gdsim-table"><thead><tr>'
        f'<th scope="col">{text(what)}</th><th scope="col" class="gdsim-number">final loss</th>'
        f'<th scope="col">outcome</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )
