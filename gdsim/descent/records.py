"""The JSON of datasets, sweeps and summaries of runs. Trajectories write their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gdsim import models
from gdsim.core import theme
from gdsim.core.arrays import Array
from gdsim.core.dataset import Dataset, Input
from gdsim.core.run import Choice, Run, Sweep
from gdsim.core.trajectory import Optimum, Theory, Trajectory, named, rounded
from gdsim.core.view import View
from gdsim.descent.problem import Problem, problem_of
from gdsim.descent.wide import WIDE, wide_fields


def dataset_record(dataset: Dataset) -> dict[str, Any]:
    """A dataset as ``gdsim.dataset/1``: points to the last bit, words and the theory of its squared error."""
    plain = problem_of(dataset, "line", Choice("mse"), standardize=False)
    return {
        "schema": "gdsim.dataset/1",
        "name": dataset.name,
        "title": dataset.title,
        "note": dataset.note,
        "source": dataset.source,
        "labels": {"x": dataset.x_label, "y": dataset.y_label},
        "units": {"x": dataset.x_unit, "y": dataset.y_unit},
        "n": dataset.n,
        "digest": dataset.digest,
        "points": {"x": _exact(dataset.x), "y": _exact(dataset.y)},
        **({"more": [_input_record(column) for column in dataset.more]} if dataset.more else {}),
        **_theory(plain),
        "standardized": _standardized(dataset),
    }


def _input_record(column: Input) -> dict[str, Any]:
    return {"label": column.label, "unit": column.unit, "values": _exact(column.values)}


def dataset_csv(dataset: Dataset) -> bytes:
    """The points of a dataset as CSV, its labels in the first row: what ``content/data/`` reads.

    Inputs after the first stand behind y, so that without a word about columns x and y are read again.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([dataset.x_label, dataset.y_label, *(column.label for column in dataset.more)])
    columns = [dataset.x, dataset.y, *(column.values for column in dataset.more)]
    writer.writerows(zip(*map(_exact, columns), strict=True))
    return text.getvalue().encode()


def _exact(values: Array) -> list[float]:
    """Each value as it is, for runs are computed from these points too; −0 becomes 0."""
    exact: list[float] = (values + 0.0).tolist()
    return exact


def _standardized(dataset: Dataset) -> dict[str, Any] | None:
    try:
        problem = problem_of(dataset, "line", Choice("mse"), standardize=True)
    except ValueError:  # x is constant
        return None
    scaling = problem.scaling
    assert scaling is not None
    return {"mean": rounded(scaling.mean), "scale": rounded(scaling.scale), **_theory(problem)}


def _theory(problem: Problem) -> dict[str, Any]:
    return {
        "optimum": optimum_record(problem.model.params, problem.optimum),
        "theory": theory_record(problem.theory),
    }


def optimum_record(names: tuple[str, ...], optimum: Optimum | None) -> dict[str, Any] | None:
    """``{"params": {…}, "loss": …}``, or None."""
    return (
        None if optimum is None else {"params": named(names, optimum.params), "loss": rounded(optimum.loss)}
    )


def theory_record(theory: Theory | None) -> dict[str, float] | None:
    """The thresholds by name, or None."""
    return None if theory is None else {key: rounded(value) for key, value in vars(theory).items()}


def summary(trajectory: Trajectory) -> dict[str, Any]:
    """What an index says of a run: its fields, its outcome and where it ended."""
    return {
        "id": trajectory.id,
        "sweep": trajectory.sweep,
        "dataset": trajectory.dataset,
        "model": trajectory.model,
        "loss": trajectory.loss_choice.mapping(),
        "optimizer": trajectory.optimizer.mapping(),
        "learning_rate": trajectory.learning_rate,
        "init": trajectory.init_name,
        "epochs": trajectory.epochs,
        "standardize": trajectory.standardize is not None,
        "seed": trajectory.seed,
        "outcome": {"status": trajectory.outcome.status, "epoch": trajectory.outcome.epoch},
        "final": {
            "epoch": int(trajectory.epoch[-1]),
            **named(trajectory.params, trajectory.path[-1]),
            "loss": rounded(float(trajectory.loss[-1])),
        },
    }


def sweep_record(
    sweep: Sweep,
    summaries: Mapping[str, dict[str, Any]],
    views: Iterable[tuple[Run, View]],
    formats: Sequence[str],
) -> dict[str, Any]:
    """What a page needs to offer the runs of a sweep: ``gdsim.sweep/1``, of many ``gdsim.wide-sweep/1``.

    Args:
        summaries: of its runs, by id.
        views: each with a run that it is the view of.
        formats: of the media that stand in the site; none without media.
    """
    lines = (summaries[run.id] for run in sweep)
    wide = len(sweep.runs) > WIDE
    return {
        "schema": "gdsim.wide-sweep/1" if wide else "gdsim.sweep/1",
        "name": sweep.name,
        "title": sweep.title,
        "model": {
            "name": sweep.runs[0].spec.model,
            "params": list(models.get(sweep.runs[0].spec.model).params),
        },
        "scenes": list(sweep.scenes),
        "formats": list(formats),
        "fps": theme.FRAMES_PER_SECOND,
        "frame_size": list(theme.FRAME_SIZE),
        "views": [_view_record(run, view) for run, view in views],
        **(
            wide_fields(sweep, (line["outcome"]["status"] for line in lines))
            if wide
            else {"runs": [_run_record(line) for line in lines]}
        ),
    }


def _run_record(line: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("id", "dataset", "loss", "optimizer", "learning_rate", "init", "epochs", "standardize", "outcome")
    return {**{key: line[key] for key in keys}, "final_loss": line["final"]["loss"]}


def _view_record(run: Run, view: View) -> dict[str, Any]:
    limits = view.limits
    return {
        "dataset": run.spec.dataset,
        "loss": run.spec.loss.mapping(),
        "standardize": run.spec.standardize,
        "limits": {
            "x": list(limits.x),
            "y": list(limits.y),
            "params": {name: list(ends) for name, ends in zip(view.params, limits.params, strict=True)},
            "loss": list(limits.loss),
        },
    }
