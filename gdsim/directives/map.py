"""``::: map SWEEP``: outcomes of a sweep's runs, learning rate by start, each a way into the player."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from gdsim.core.notebook import Part
from gdsim.core.race import FIELDS, rate_about, value_in_words
from gdsim.core.run import Sweep
from gdsim.core.words import number_in_words
from gdsim.directives import Asks, Call, Host, Notebook, RunFields, find_run, in_notebook, register
from gdsim.directives._choosing import player_address, text
from gdsim.directives._outcomes import LEVELS, Cell, Grid, cell_of, values_of
from gdsim.directives._wide_map import MOST_DRAWN, picture, some_of
from gdsim.directives.animation import caption_of, default_views, player_figure
from gdsim.directives.race import alike_but_for
from gdsim.errors import near_names

MOST_CELLS = 400  # of a table
SIGNS = {"converged": "✓", "beyond": "…", "diverged": "×"}


class Options(RunFields):
    """Which field makes the rows and which the columns, what all runs share, the player, words below."""

    rows: str = "init"
    columns: str = "learning_rate"
    for_: str = ""
    title: str = ""
    caption: str = ""


@register("map", options=Options, body="yaml", argument="SWEEP")
def outcome_map(call: Call, host: Host) -> str:
    """A table of outcomes, coloured and marked; its cells lead to their runs in the page's nearest player."""
    sweep = host.facts.sweep(call.argument)
    grid = _grid(call, host, sweep)
    figure, caption = host.new_id(f"map-{sweep.name}"), caption_of(call, host)
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    before = [use.figure for use in host.players if use.sweep == sweep.name]

    def late() -> str:
        made = ""
        player = _player(call, host, sweep, before)
        if not player:
            run = grid.all[0].run
            player = host.player(run)
            made = player_figure(
                sweep,
                run,
                host.facts.trajectory(run),
                figure=player,
                root=host.root,
                media=host.media,
                views=default_views(sweep),
            )
        return (
            f'{made}<figure class="gdsim-map gdsim-wide" id="{escape(figure)}"'
            f' data-sweep="{escape(sweep.name)}" data-for="{escape(player)}">'
            f"{grid.drawn}{_table(grid, player)}{_key(grid)}{words}</figure>"
        )

    return host.late(late)


@in_notebook("map")
def map_computed(call: Call, notebook: Notebook) -> list[Part]:
    """The runs of all cells again, and how each ends."""
    options: Options = call.options
    grid = _grid(call, notebook, notebook.facts.sweep(call.argument))
    rows = [value_in_words(grid.rows, value) for value in grid.row_values]
    columns = [value_in_words(grid.columns, value) for value in grid.column_values]
    cells = [[cell.run if cell else None for cell in row] for row in grid.cells]
    return notebook.outcomes(cells, (rows, columns), title=options.title, caption=options.caption)


def _player(call: Call, host: Host, sweep: Sweep, before: Sequence[str]) -> str:
    """The player asked for, else the nearest above, else the first below; ``""`` where there is none."""
    named: str = call.options.for_
    shown = {use.figure: use.sweep for use in host.players}
    if not named:
        return before[-1] if before else next((k for k, name in shown.items() if name == sweep.name), "")
    line = call.document.line_of(("for",))
    if named not in shown:
        host.mistake(line, f"for: no player {named!r} on this page{near_names(named, shown)}")
    elif shown[named] != sweep.name:
        host.mistake(line, f"for: the player {named!r} shows the sweep {shown[named]!r}, not {sweep.name!r}")
    return named


def _grid(call: Call, host: Asks, sweep: Sweep) -> Grid:
    options: Options = call.options
    for key in ("rows", "columns"):
        name = getattr(options, key)
        if name not in FIELDS:
            call.refuse((key,), f"{key}: {name!r} is no field of a run{near_names(name, FIELDS)}")
        if name in options.chosen():
            call.refuse((name,), f"{name} makes the {key} of this map; leave it out here")
    if options.rows == options.columns:
        call.refuse(("columns",), f"rows and columns are both {options.rows!r}; choose two fields")
    runs = alike_but_for(sweep, find_run(call, host), {options.rows, options.columns})
    rows, columns = values_of(runs, options.rows), values_of(runs, options.columns)
    count = len(rows) * len(columns)
    if not 2 <= count <= MOST_DRAWN:
        shown = f"{len(rows):,} × {len(columns):,} cells"
        call.refuse(
            (), f"this map has {shown}, from 2 to {MOST_DRAWN:,} can be drawn; choose other rows or columns"
        )
    by_place = {(getattr(r.spec, options.rows), getattr(r.spec, options.columns)): r for r in reversed(runs)}
    drawn = ""
    if count > MOST_CELLS:
        drawn = picture((options.rows, options.columns), (rows, columns), by_place, host.facts)
        rows, columns = some_of(rows), some_of(columns)
    cells = [
        [
            cell_of(by_place[row, column], host.facts) if (row, column) in by_place else None
            for column in columns
        ]
        for row in rows
    ]
    return Grid(options.rows, options.columns, rows, columns, cells, drawn)


def _table(grid: Grid, player: str) -> str:
    name = f"Outcomes by {FIELDS[grid.rows]} and {FIELDS[grid.columns]}"
    body = "".join(_row(grid, index, player) for index in range(len(grid.row_values)))
    return (
        f'<section class="gdsim-scroll" tabindex="0" aria-label="{escape(name)}"><table>'
        f"<thead>{_head(grid)}</thead><tbody>{body}</tbody></table></section>"
    )


def _head(grid: Grid) -> str:
    """The columns' values under what they are, divided where the threshold lies."""
    first = grid.first_past(grid.cells) if grid.columns == "learning_rate" else None
    count, name = len(grid.column_values), FIELDS[grid.columns]
    shared = {cell.threshold for cell in grid.all}
    threshold = shared.pop() if grid.columns == "learning_rate" and len(shared) == 1 else None
    if threshold is None or first is None:
        below = f", all below η<sub>max</sub> = {rate_about(threshold)}" if threshold else ""
        groups = [(count, name + below, "")]
    else:
        limit = f"η<sub>max</sub> = {rate_about(threshold)}"
        groups = [
            (first, f"{name} below {limit}", ""),
            (count - first, "above it" if first else f"{name} above {limit}", " gdsim-past"),
        ]
    top = "".join(
        f'<th scope="colgroup" colspan="{span}" class="gdsim-map-axis{extra}">{words}</th>'
        for span, words, extra in groups
        if span
    )
    heads = "".join(
        f'<th scope="col"{_past(first == index)}>{text(value_in_words(grid.columns, value))}</th>'
        for index, value in enumerate(grid.column_values)
    )
    corner = f'<td rowspan="2" class="gdsim-map-corner">{text(FIELDS[grid.rows])}</td>'
    return f"<tr>{corner}{top}</tr><tr>{heads}</tr>"


def _row(grid: Grid, index: int, player: str) -> str:
    cells = grid.cells[index]
    first = grid.first_past([cells]) if grid.columns == "learning_rate" else None
    past = grid.rows == "learning_rate" and grid.crosses(index)
    value = grid.row_values[index]
    words = text(value_in_words(grid.rows, value))
    place = next((cell for cell in cells if cell is not None), None)
    if grid.rows == "init" and place is not None:
        words += (
            f" <span>({', '.join(number_in_words(v, 3) for v in place.trajectory.start.tolist())})</span>"
        )
    made = "".join(_data(grid, cell, player, past=first == k) for k, cell in enumerate(cells))
    opening = '<tr class="gdsim-past-row">' if past else "<tr>"
    return f'{opening}<th scope="row">{words}</th>{made}</tr>'


def _data(grid: Grid, cell: Cell | None, player: str, *, past: bool) -> str:
    if cell is None:
        return f'<td{_past(past)}><span class="gdsim-map-none">not swept</span></td>'
    level = grid.level(cell)
    kinds = [f"gdsim-map-{cell.outcome}", *([f"gdsim-heat-{level}"] if level is not None else [])]
    kinds += ["gdsim-past"] if past else []
    spec = cell.run.spec
    where = ", ".join(
        f"{FIELDS[name]} {value_in_words(name, getattr(spec, name))}" for name in (grid.columns, grid.rows)
    )
    address = player_address(cell.run, f"#{quote(player)}")
    label = f"{_short(cell)}: {_long(cell)}; {where}"
    # Without scripts the cell leads to the player; the script makes it the permalink of its run.
    here = f'href="{escape(address.partition("&")[0])}" data-permalink="{escape(address)}"'
    return (
        f'<td class="{" ".join(kinds)}"><a {here} data-run="{escape(cell.run.id)}"'
        f' aria-label="{escape(label)}"><span aria-hidden="true">{SIGNS[cell.outcome]}</span> '
        f"{_short(cell)}</a></td>"
    )


def _short(cell: Cell) -> str:
    if cell.epoch is None:
        return f"over {cell.run.spec.epochs:,}"
    return f"{cell.epoch:,}" if cell.epoch < 1_000_000 else number_in_words(float(cell.epoch), 2)


def _long(cell: Cell) -> str:
    if cell.outcome != "beyond":
        verb = {"converged": "converged", "diverged": "diverges"}[cell.outcome]
        return f"{verb} at epoch {cell.epoch:,}"
    if cell.epoch is None:
        return f"not there at epoch {cell.run.spec.epochs:,}"
    return f"would converge at epoch {cell.epoch:,}, the run ends at {cell.run.spec.epochs:,}"


def _key(grid: Grid) -> str:
    """What signs and shades mean, as far as they occur."""
    met = {(cell.outcome, cell.epoch is None) for cell in grid.all}
    words = {
        ("converged", False): "converged at this epoch",
        ("beyond", False): "not there when the run ends; converges at this epoch",
        ("beyond", True): "“over”: not there when the run ends",
        ("diverged", False): "diverges at this epoch",
    }
    signs = "".join(
        f'<li><span class="gdsim-map-sign gdsim-map-{outcome}" aria-hidden="true">{SIGNS[outcome]}</span>'
        f" {text}</li>"
        for (outcome, lost), text in words.items()
        if (outcome, lost) in met
    )
    low, high = grid.range
    ramp = ""
    if high > low:
        shades = "".join(f'<span class="gdsim-heat-{level}"></span>' for level in range(LEVELS))
        ramp = (
            f'<li class="gdsim-ramp">{low:,} <span class="gdsim-shades" aria-hidden="true">{shades}</span>'
            f" {high:,} epochs</li>"
        )
    line = ""
    if any(cell.threshold is not None and cell.run.spec.learning_rate >= cell.threshold for cell in grid.all):
        sign = '<span class="gdsim-map-sign gdsim-map-line" aria-hidden="true"></span>'
        line = f"<li>{sign} <span>the threshold η<sub>max</sub></span></li>"
    return f'<ul class="gdsim-map-key">{signs}{ramp}{line}</ul>'


def _past(past: bool) -> str:
    return ' class="gdsim-past"' if past else ""
