"""Runs side by side: what tells them apart, and who is ahead at the end, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gdsim.core.run import Choice, RunSpec
from gdsim.core.trajectory import Trajectory
from gdsim.core.words import number_in_words, rate_in_words

FEWEST, MOST = 2, 6  # runs of a race: Okabe and Ito have six colours that stand out on paper
# The fields of a run in the order that a page asks for them, and how they are called.
FIELDS = {
    "dataset": "dataset",
    "standardize": "inputs",
    "loss": "loss",
    "optimizer": "optimizer",
    "learning_rate": "learning rate",
    "init": "start",
    "epochs": "epochs",
}
PLURALS = {"learning_rate": "learning rates", "loss": "losses", "init": "starts", "optimizer": "optimizers"}
PLURALS |= {
    "dataset": "datasets",
    "epochs": "budgets of epochs",
    "standardize": "inputs, raw and standardised",
}
CHOICES = {
    "gd": "gradient descent",
    "sgd": "stochastic descent",
    "mse": "squared error",
    "mae": "absolute error",
}
# Losses closer than this, relatively, are level.
LEVEL = 1e-6


def varying(specs: Sequence[RunSpec]) -> list[str]:
    """The fields in which the runs differ."""
    return [name for name in FIELDS if len({getattr(spec, name) for spec in specs}) > 1]


def labels_of(specs: Sequence[RunSpec]) -> list[str]:
    """What tells each run from the others: the values of the fields in which they differ."""
    fields = varying(specs)
    columns = [_in_words(name, [getattr(spec, name) for spec in specs]) for name in fields]
    return [", ".join(parts) for parts in zip(*columns, strict=True)] or ["" for _ in specs]


def value_in_words(name: str, value: Any) -> str:
    """The value of a field as a label: ``0.02``, ``origin``, ``momentum``."""
    if name == "learning_rate":
        return rate_in_words(value)
    if name == "epochs":
        return "1 epoch" if value == 1 else f"{value:,} epochs"
    if name == "standardize":
        return "standardised" if value else "raw"
    if isinstance(value, Choice):
        return CHOICES.get(value.name, value.name.replace("-", " "))
    plain = str(getattr(value, "name", value))
    return plain.replace("-", " ") if name == "dataset" else plain


def rate_about(rate: float, digits: int = 4) -> str:
    """A computed learning rate at a few significant digits, written as swept ones are."""
    return rate_in_words(float(f"{rate:.{digits}g}"))


def _in_words(name: str, values: Sequence[Any]) -> list[str]:
    """Values of one field; choices of one name get the options in which they differ."""
    words = [value_in_words(name, value) for value in values]
    if not isinstance(values[0], Choice):
        return words
    return [
        " ".join([word, *_own_options(value, [other for other in values if other.name == value.name])])
        for word, value in zip(words, values, strict=True)
    ]


def _own_options(choice: Choice, namesakes: Iterable[Choice]) -> list[str]:
    others = [dict(other.options) for other in namesakes]
    return [
        f"{key} {number_in_words(value, 6) if isinstance(value, float) else value}"
        for key, value in choice.options
        if any(other.get(key) != value for other in others)
    ]


def with_field(specs: Sequence[RunSpec], label: str) -> str:
    """A label for a sentence: ``learning rate 0.02``, ``start corner``, ``momentum``."""
    fields = varying(specs)
    named = fields in (["learning_rate"], ["init"], ["standardize"])
    return f"{FIELDS[fields[0]]} {label}" if named else label


def comparable(specs: Sequence[RunSpec]) -> bool:
    """Whether the losses of the runs are of one kind, so that the smaller is the better."""
    return not {"dataset", "loss"} & set(varying(specs))


def marks(specs: Sequence[RunSpec], trajectories: Sequence[Trajectory]) -> list[float]:
    """What the runs are ranked by at the end, less is better: the loss, or what is left of the start's."""
    if comparable(specs):
        return [float(run.loss[-1]) for run in trajectories]
    return [float(run.loss[-1]) / float(run.loss[0]) if run.loss[0] else 0.0 for run in trajectories]


def verdict(specs: Sequence[RunSpec], trajectories: Sequence[Trajectory]) -> str:
    """One sentence: who ends with the least loss, and who diverges."""
    labels = labels_of(specs)
    lost = [label for label, run in zip(labels, trajectories, strict=True) if run.diverged]
    marked = zip(labels, marks(specs, trajectories), trajectories, strict=True)
    standing = [(mark, label) for label, mark, run in marked if not run.diverged]
    if not standing:
        return "all of them diverge"
    least = min(mark for mark, _ in standing)
    level = [label for mark, label in standing if mark - least <= LEVEL * abs(mark)]
    amount = _amount(specs, least)
    if len(level) > 1:
        sentence = f"{_listed(level)} end level: {amount}"
    else:
        ends = "ends lowest" if comparable(specs) else "comes down furthest"
        sentence = f"{with_field(specs, level[0])} {ends}: {amount}"
    if lost:
        sentence += f"; {_listed(lost)} {'diverges' if len(lost) == 1 else 'diverge'}"
    return sentence


def _amount(specs: Sequence[RunSpec], mark: float) -> str:
    if comparable(specs):
        return f"loss {number_in_words(mark, 4)}"
    return f"{number_in_words(100 * mark, 3)} % of its first loss is left"


def ending(trajectory: Trajectory) -> str:
    """How a run ended, for readers."""
    status, epoch = trajectory.outcome.status, trajectory.outcome.epoch
    return f"not there yet at epoch {epoch:,}" if status == "budget" else f"{status} at epoch {epoch:,}"


def described(specs: Sequence[RunSpec], trajectories: Sequence[Trajectory], data: str) -> str:
    """A race in words, for those who cannot see it; ``data`` names the dataset where there is one."""
    fields = varying(specs)
    what = _listed([PLURALS[name] for name in fields])
    on = f" on {data}" if "dataset" not in fields else ""
    ends = [
        f"{label}: loss {_loss(run, 0)} to {_loss(run, -1)}, {ending(run)}"
        for label, run in zip(labels_of(specs), trajectories, strict=True)
    ]
    sentence = verdict(specs, trajectories)
    return (
        f"{len(specs)} runs side by side{on}, with different {what}. {'; '.join(ends)}. {_capital(sentence)}."
    )


def _loss(trajectory: Trajectory, index: int) -> str:
    return number_in_words(float(trajectory.loss[index]), 4)


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
