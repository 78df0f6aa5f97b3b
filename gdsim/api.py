"""The Python door: one run, a sweep, a record read back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gdsim import datasets as built_in
from gdsim import models
from gdsim.core.dataset import Dataset
from gdsim.core.slug import slug
from gdsim.core.trajectory import Trajectory
from gdsim.core.yamltext import Document
from gdsim.descent.declare import Limits, declare_sweep
from gdsim.descent.recorded import batches_of
from gdsim.descent.simulate import simulate
from gdsim.errors import AuthorErrors


def sweep(*, datasets: Sequence[Dataset] = (), **fields: Any) -> list[Trajectory]:
    """Simulate a declared sweep; lists multiply it.

    Args:
        datasets: your own, to be named in ``dataset``.
        fields: as in a sweep file: ``dataset``, ``learning_rate``, ``model``, ``loss``, ``optimizer``,
            ``init``, ``epochs``, ``standardize``, ``tolerance``.

    Returns:
        Trajectories in the order dataset, loss, optimizer, learning rate, init, epochs, standardize.

    Raises:
        ValueError: every mistake of the fields, one a line.

    Example:
        >>> import gdsim
        >>> runs = gdsim.sweep(dataset="fundraising", learning_rate=[0.001, 0.01], epochs=120)
        >>> [round(run.loss[-1], 1) for run in runs]
        [1609.3, 648.0]
    """
    known = {name: built_in.get(name)() for name in built_in.names()}
    known |= {slug(own.name): replace(own, name=slug(own.name)) for own in datasets}
    try:
        declared = declare_sweep(Document("sweep", 1, fields), known, Limits())
    except AuthorErrors as error:
        raise ValueError("\n".join(mistake.message for mistake in error.mistakes)) from None
    found = {
        trajectory.id: trajectory
        for batch in batches_of(declared.runs, known)
        for trajectory in simulate(batch.dataset, batch.runs)
    }
    return [found[run.id] for run in declared]


def run(
    dataset: str | Dataset = "clean-linear",
    *,
    model: str | Mapping[str, Any] = "line",
    loss: str | Mapping[str, Any] = "mse",
    optimizer: str | Mapping[str, Any] = "gd",
    learning_rate: float = 5e-5,
    init: Sequence[float] | Mapping[str, Any] | None = None,
    epochs: int = 200,
    standardize: bool = False,
    tolerance: float = 1e-3,
) -> Trajectory:
    """Simulate one run.

    Args:
        dataset: a built-in name or your own ``Dataset``.
        model, loss, optimizer: a name, or a mapping such as ``{"name": "huber", "delta": 1}``.
        learning_rate: > 0.
        init: start params in the model's order, or ``{"random": seed}``; all 0 where left out.
        epochs: budget of updates, ≥ 1.
        standardize: inputs become (x − mean) / population sd.
        tolerance: share of the start's excess loss that counts as converged.

    Raises:
        ValueError: every mistake of the arguments, one a line.

    Example:
        >>> import gdsim
        >>> gdsim.run("fundraising", learning_rate=0.037, epochs=120).outcome.status
        'diverged'
    """
    if init is None:
        init = _origin(model)
    own = [dataset] if isinstance(dataset, Dataset) else []
    runs = sweep(
        datasets=own,
        dataset=own[0].name if own else dataset,
        model=dict(model) if isinstance(model, Mapping) else model,
        loss=dict(loss) if isinstance(loss, Mapping) else loss,
        optimizer=dict(optimizer) if isinstance(optimizer, Mapping) else optimizer,
        learning_rate=learning_rate,
        init={"start": dict(init) if isinstance(init, Mapping) else list(init)},
        epochs=epochs,
        standardize=standardize,
        tolerance=tolerance,
    )
    if len(runs) != 1:
        raise ValueError(f"this is one run, got lists that make {len(runs)}; use sweep for several")
    return runs[0]


def _origin(model: object) -> list[float]:
    """All params 0; of a line where there is no such model, which is told later."""
    choice = dict(model) if isinstance(model, Mapping) else {"name": model}
    name = choice.pop("name", None)
    try:
        name = models.named(name if isinstance(name, str) else "line", choice)
    except ValueError:
        name = "line"
    return [0.0] * len(models.get(name).params)


def load(path: str | Path) -> Trajectory:
    """Read a trajectory's JSON back into arrays.

    Raises:
        ValueError: it is not JSON, or of another schema than this version reads.
        OSError: the file cannot be read.
    """
    return Trajectory.from_record(json.loads(Path(path).read_text(encoding="utf-8")))
