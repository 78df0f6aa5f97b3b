"""Which runs of a sweep a directive is about, and how it leads a reader to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote

from gdsim.core.run import Choice, Run, Sweep, same_field
from gdsim.core.words import rate_in_words
from gdsim.directives import Call, Host, RunFields
from gdsim.errors import near_names


class ManyRuns(RunFields):
    """All runs that match the fields; a list matches each of its items."""

    dataset: str | list[str] | None = None  # type: ignore[assignment]
    learning_rate: float | list[float] | None = None  # type: ignore[assignment]
    init: str | list[str] | None = None  # type: ignore[assignment]
    loss: Any = None
    optimizer: Any = None


def chosen_runs(call: Call, sweep: Sweep) -> list[Run]:
    """The runs that match all fields; a value that none has is a mistake at its line."""
    runs = list(sweep)
    for name, wanted in call.options.chosen().items():
        values = wanted if isinstance(wanted, list) else [wanted]
        for value in values:
            if not any(same_field(_field(run, name), value) for run in runs):
                met = list(dict.fromkeys(_shown(_field(run, name)) for run in runs))
                near = near_names(str(value), met)
                call.refuse((name,), f"{name} {_shown(value)} is in none of these runs{near}")
        runs = [run for run in runs if any(same_field(_field(run, name), value) for value in values)]
    return runs


def permalink(host: Host, run: Run) -> str:
    """Address of a run in the page's own player of its sweep, else in the sweep's page for embedding.

    To be called when the whole page has been read, see ``Host.late``.
    """
    figure = next((use.figure for use in host.players if use.sweep == run.sweep), None)
    return player_address(run, f"#{quote(figure)}" if figure else embed_address(host.root, run.sweep))


def embed_address(root: str, sweep: str) -> str:
    """Address of the player on a sweep's page for embedding."""
    return f"{root}embed/{quote(sweep)}.html#player-{quote(sweep)}"


def player_address(run: Run, player: str) -> str:
    """The permalink of a run in the player at an address that ends in its figure's id."""
    return f"{player}&sweep={quote(run.sweep, safe='')}&run={quote(run.id, safe='')}"


def run_in_words(run: Run, fields: Iterable[str]) -> str:
    """A run by its fields, such as ``clean-linear, 2e-4, origin``."""
    return ", ".join(_shown(_field(run, field)) for field in fields)


def varying_fields(runs: Iterable[Run]) -> list[str]:
    """The fields in which the runs differ, the learning rate always among them."""
    met = list(runs)
    names = ("dataset", "learning_rate", "init", "loss", "optimizer", "epochs", "standardize")
    return [
        name
        for name in names
        if name == "learning_rate" or len({_shown(_field(run, name)) for run in met}) > 1
    ]


def outcome_in_words(status: str, epoch: int) -> str:
    """How a run ended, for readers."""
    return f"not there yet at epoch {epoch}" if status == "budget" else f"{status} at epoch {epoch}"


def choice_in_words(choice: Choice) -> str:
    """A name with its options: ``momentum (beta 0.9)``."""
    options = ", ".join(f"{key} {value}" for key, value in choice.options)
    return f"{choice.name} ({options})" if options else choice.name


def text(words: str) -> str:
    """``words`` as HTML text."""
    return escape(words, quote=False)


def _field(run: Run, name: str) -> Any:
    return run.spec.init.name if name == "init" else getattr(run.spec, name)


def _shown(value: Any) -> str:
    if isinstance(value, Choice):
        return choice_in_words(value)
    if isinstance(value, bool):
        return "standardised" if value else "as given"
    return rate_in_words(value) if isinstance(value, float) else str(value)
