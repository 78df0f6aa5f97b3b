"""``::: table SWEEP``: where the runs of a sweep end, as a table."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from gdsim.core.notebook import Part, Text
from gdsim.core.run import Run, Sweep
from gdsim.core.trajectory import Trajectory
from gdsim.core.words import number_in_words, rate_in_words
from gdsim.directives import Call, Host, Notebook, in_notebook, markdown_table, register, text_line
from gdsim.directives._choosing import ManyRuns, choice_in_words, chosen_runs, outcome_in_words
from gdsim.errors import near_names

MOST_ROWS = 200
SHOWN = ("learning_rate", "w", "b", "loss", "status")  # where no columns are named


class Rate(float):
    """A learning rate, shown in full whatever the digits of its table."""


Cell = Callable[[Run, Trajectory], Any]


class Options(ManyRuns):
    """Which runs (all that match the fields; a list matches each of its items), columns, digits, caption."""

    columns: list[str] | None = None
    digits: int = 4
    caption: str = ""


COLUMNS: dict[str, tuple[str, Cell]] = {
    "dataset": ("dataset", lambda run, end: run.spec.dataset),
    "learning_rate": ("learning rate", lambda run, end: Rate(run.spec.learning_rate)),
    "init": ("start", lambda run, end: run.spec.init.name),
    "optimizer": ("optimizer", lambda run, end: choice_in_words(run.spec.optimizer)),
    "loss_function": ("loss function", lambda run, end: choice_in_words(run.spec.loss)),
    "epochs": ("epochs", lambda run, end: int(end.epoch[-1])),
    "loss": ("loss", lambda run, end: float(end.loss[-1])),
    "gradient_norm": ("gradient norm", lambda run, end: float(end.gradient_norm[-1])),
    "status": ("outcome", lambda run, end: outcome_in_words(end.outcome.status, end.outcome.epoch)),
}


@register("table", options=Options, body="yaml", argument="SWEEP")
def table(call: Call, host: Host) -> str:
    """A row for each run: its fields, its last params and loss, and how it ended."""
    options: Options = call.options
    if not 1 <= options.digits <= 17:
        call.refuse(("digits",), f"digits must be from 1 to 17, got {options.digits}")
    sweep = host.facts.sweep(call.argument)
    ends = [(run, host.facts.trajectory(run)) for run in _chosen(call, sweep)]
    columns = [_column(name, index, ends[0][1], call) for index, name in enumerate(options.columns or SHOWN)]
    head = "".join(f'<th scope="col"{_side(cell(*ends[0]))}>{escape(label)}</th>' for label, cell in columns)
    rows = "".join(
        f"<tr>{''.join(_cell(cell(run, end), options.digits) for _, cell in columns)}</tr>"
        for run, end in ends
    )
    caption = ""
    if options.caption:
        words = host.inline(options.caption, text_line(call, "caption", options.caption))
        caption = f"<caption>{words}</caption>"
    return (
        f'<div class="gdsim-scroll" tabindex="0"><table class="gdsim-table">{caption}'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


@in_notebook("table")
def table_of_values(call: Call, notebook: Notebook) -> list[Part]:
    """The same table in Markdown."""
    options: Options = call.options
    sweep = notebook.facts.sweep(call.argument)
    ends = [(run, notebook.facts.trajectory(run)) for run in _chosen(call, sweep)]
    columns = [_column(name, index, ends[0][1], call) for index, name in enumerate(options.columns or SHOWN)]
    rows = [[_words(cell(run, end), options.digits) for _, cell in columns] for run, end in ends]
    table = markdown_table([label for label, _ in columns], rows)
    return [Text(table), Text(notebook.line(options.caption))]


def _chosen(call: Call, sweep: Sweep) -> list[Run]:
    """The runs that match all fields, as many as a table can hold."""
    runs = chosen_runs(call, sweep)
    if len(runs) > MOST_ROWS:
        call.refuse((), f"this table has {len(runs)} rows, at most {MOST_ROWS}; choose by dataset, init, …")
    return runs


def _column(name: str, index: int, end: Trajectory, call: Call) -> tuple[str, Cell]:
    """Heading and cell of a column: a field, a result, or a param by its name."""
    if name in end.params:
        place = end.params.index(name)
        return name, lambda run, end: float(end.path[-1][place])
    if name not in COLUMNS:
        call.refuse(
            ("columns", index), f"columns: {name!r} is unknown{near_names(name, {*COLUMNS, *end.params})}"
        )
    return COLUMNS[name]


def _cell(value: Any, digits: int) -> str:
    return f"<td{_side(value)}>{escape(_words(value, digits))}</td>"


def _words(value: Any, digits: int) -> str:
    if isinstance(value, Rate):
        return rate_in_words(value)
    return number_in_words(value, digits) if isinstance(value, float) else str(value)


def _side(value: Any) -> str:
    return ' class="gdsim-number"' if isinstance(value, (int, float)) else ""
