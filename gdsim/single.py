"""One run on the command line: a table, and files where asked for."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path
from typing import Any

from gdsim import api, models
from gdsim.core.dataset import Dataset
from gdsim.core.jsontext import json_text
from gdsim.core.run import Init, Run, RunSpec, Sweep
from gdsim.core.trajectory import Trajectory
from gdsim.core.yamltext import parse_yaml
from gdsim.descent.declared import views_of
from gdsim.descent.table import read_dataset
from gdsim.errors import AuthorError, BuildError

ROWS = 12


def run_once(options: argparse.Namespace) -> int:
    """Simulate the run that the arguments describe, print it and write its files."""
    dataset = _dataset(options.dataset)
    trajectory = _trajectory(options, dataset)
    for path, data in _files(options, trajectory, dataset).items():
        _write(Path(path), data)
    print(json_text(trajectory.record()) if options.json else table(trajectory))
    return 0


def _dataset(name: str) -> str | Dataset:
    if not name.endswith(".csv"):
        return name
    path = Path(name)
    return read_dataset(path.absolute().parent, path.name)


def _trajectory(options: argparse.Namespace, dataset: str | Dataset) -> Trajectory:
    try:
        return api.run(
            dataset,
            model=_yaml("--model", options.model),
            loss=_yaml("--loss", options.loss),
            optimizer=_yaml("--optimizer", options.optimizer),
            learning_rate=_yaml("--learning-rate", options.learning_rate),
            init=None if options.init is None else _init(options.init),
            epochs=_yaml("--epochs", options.epochs),
            standardize=options.standardize,
        )
    except ValueError as error:
        raise AuthorError("arguments", 1, str(error)) from None


def _yaml(flag: str, text: str) -> Any:
    return parse_yaml(text, flag).data


def _init(text: str) -> Any:
    if text.startswith("random:"):
        return {"random": _yaml("--init", text.removeprefix("random:"))}
    return _yaml("--init", f"[{text}]")


def table(trajectory: Trajectory) -> str:
    """The run as a table of epochs, params, loss and gradient norm, and its description."""
    count = len(trajectory.epoch)
    early = [index for index in (0, 1, 2, 3, 5, 10, 20, 50) if index < count]
    even = [round(index * (count - 1) / ROWS) for index in range(1, ROWS + 1)]
    heads = ["epoch", *trajectory.params, "loss", "gradient norm"]
    lines = ["".join(f"{head:>15}" for head in heads)]
    for index in sorted({*early, *even}):
        numbers = [*trajectory.path[index], trajectory.loss[index], trajectory.gradient_norm[index]]
        lines.append(f"{trajectory.epoch[index]:>15,}" + "".join(f"{number:>15.6g}" for number in numbers))
    return "\n".join([*lines, "", trajectory.description])


def _files(options: argparse.Namespace, trajectory: Trajectory, dataset: str | Dataset) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    if options.save_csv:
        files[options.save_csv] = _csv(trajectory)
    formats = [kind for kind in ("gif", "mp4") if getattr(options, kind)]
    if formats:
        from gdsim import datasets
        from gdsim.registry import UnknownName
        from gdsim.render import render_clips

        data = dataset if isinstance(dataset, Dataset) else datasets.get(dataset)()
        run = Run("run", trajectory.id, _spec_of(trajectory))
        view = views_of(Sweep("run", "", "", (run,)), {data.name: data})[run.id]
        try:
            (clip,) = render_clips(view, options.scene, [trajectory], formats)
        except UnknownName as error:
            raise AuthorError("arguments", 1, str(error)) from None
        files.update({getattr(options, kind): getattr(clip, kind) for kind in formats})
    return files


def _spec_of(trajectory: Trajectory) -> RunSpec:
    return RunSpec(
        dataset=trajectory.dataset,
        model=trajectory.model,
        loss=trajectory.loss_choice,
        optimizer=trajectory.optimizer,
        learning_rate=trajectory.learning_rate,
        init=Init(trajectory.init_name, params=tuple(trajectory.start.tolist())),
        epochs=trajectory.epochs,
        standardize=trajectory.standardize is not None,
        tolerance=trajectory.tolerance,
    )


def _csv(trajectory: Trajectory) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["epoch", *models.get(trajectory.model).params, "loss", "gradient_norm"])
    columns = (trajectory.epoch, *trajectory.path.T, trajectory.loss, trajectory.gradient_norm)
    writer.writerows(zip(*(column.tolist() for column in columns), strict=True))
    return text.getvalue().encode()


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise BuildError(f"{path} cannot be written: {error.strerror}") from error
