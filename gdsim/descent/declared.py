"""All declared sweeps and datasets of a content folder, with every mistake at once."""

from __future__ import annotations

import random
from pathlib import Path, PurePosixPath

import numpy as np

from gdsim import datasets as built_in
from gdsim.core.dataclass import dataclass
from gdsim.core.dataset import Dataset
from gdsim.core.files import read_text, walk
from gdsim.core.run import Run, Sweep
from gdsim.core.slug import slug
from gdsim.core.view import View
from gdsim.core.yamltext import parse_yaml
from gdsim.descent.declare import LONGEST_NAME, Limits, declare_sweep
from gdsim.descent.limits import held_at, limits_of
from gdsim.descent.problem import problem_of
from gdsim.descent.simulate import start_of
from gdsim.descent.table import read_dataset
from gdsim.errors import AuthorErrors, Mistake, near_names


@dataclass(frozen=True)
class Declared:
    """What the content declares.

    Args:
        sweeps: by name.
        datasets: by name, built-in ones and the author's.
        own: names of the author's.
    """

    sweeps: dict[str, Sweep]
    datasets: dict[str, Dataset]
    own: frozenset[str]

    @property
    def runs(self) -> list[Run]:
        """The runs of all sweeps."""
        return [run for name in sorted(self.sweeps) for run in self.sweeps[name]]

    @property
    def published(self) -> dict[str, Dataset]:
        """The datasets that the site carries: the author's, and those that sweeps are run on."""
        used = {name for sweep in self.sweeps.values() for name in sweep.datasets}
        return {name: self.datasets[name] for name in sorted(self.own | used)}


def read_declared(root: Path, limits: Limits) -> Declared:
    """Datasets of ``data/`` and sweeps of ``sweeps/`` below the content folder.

    Raises:
        AuthorErrors: every mistake of all files.
    """
    mistakes: list[Mistake] = []
    own = _own_datasets(root, mistakes)
    datasets = {**{name: built_in.get(name)() for name in built_in.names()}, **own}
    sweeps: dict[str, Sweep] = {}
    for path in _files(root, "sweeps", (".yaml", ".yml"), mistakes):
        try:
            sweep = declare_sweep(parse_yaml(read_text(root, path), path), datasets, limits)
        except AuthorErrors as error:
            mistakes += error.mistakes
            continue
        if sweep.name in sweeps:
            mistakes.append(
                Mistake(path, 1, f"{sweeps[sweep.name].path} is named {sweep.name!r} too; rename one")
            )
        sweeps[sweep.name] = sweep
    total = sum(len(sweep.runs) for sweep in sweeps.values())
    if total > limits.runs:
        largest = max(sweeps.values(), key=lambda sweep: len(sweep.runs))
        words = (
            f"all sweeps together declare {total:,} runs, the limit is {limits.runs:,}; "
            "--limit runs=N lifts it"
        )
        mistakes.append(Mistake(largest.path, 1, words))
    if mistakes:
        raise AuthorErrors(mistakes)
    return Declared(sweeps, datasets, frozenset(own))


def _own_datasets(root: Path, mistakes: list[Mistake]) -> dict[str, Dataset]:
    found: dict[str, Dataset] = {}
    named: dict[str, str] = {}
    paths = _files(root, "data", (".csv", ".yaml", ".yml"), mistakes)
    tables = [path for path in paths if path.endswith(".csv")]
    for path in tables:
        name = slug(PurePosixPath(path).stem)
        other = named.setdefault(name, path)
        if other != path:
            mistakes.append(Mistake(path, 1, f"{other} is named {name!r} too; rename one"))
        if name in built_in.names():
            mistakes.append(Mistake(path, 1, f"a built-in dataset is named {name!r}; rename the file"))
        if len(name.encode()) > LONGEST_NAME:
            words = f"the file name is too long: {len(name.encode())} bytes, at most {LONGEST_NAME}"
            mistakes.append(Mistake(path, 1, words))
        try:
            found[name] = read_dataset(root, path)
        except AuthorErrors as error:
            mistakes += error.mistakes
            # Stands in, so that sweeps on it are told what else is wrong with them.
            found[name] = Dataset(name, np.arange(2.0), np.arange(2.0))
    stems = [str(PurePosixPath(path).with_suffix("")) for path in tables]
    for path in paths:
        if path not in tables and (path.endswith(".yml") or path.rsplit(".", 1)[0] not in stems):
            wanted = str(PurePosixPath(path).with_suffix(".csv"))
            mistakes.append(
                Mistake(path, 1, f"there is no table {wanted!r} beside it{near_names(wanted, tables)}")
            )
    return found


def _files(root: Path, folder: str, endings: tuple[str, ...], mistakes: list[Mistake]) -> list[str]:
    good = []
    for path in walk(root, mistakes, folder):
        if not path.endswith(endings):
            mistakes.append(Mistake(path, 1, f"{folder}/ holds {' and '.join(endings)} files; move this one"))
        elif path.count("/") > 1:
            mistakes.append(Mistake(path, 1, f"{folder}/ has no folders; move this file up"))
        else:
            good.append(path)
    return good


def views_of(sweep: Sweep, datasets: dict[str, Dataset]) -> dict[str, View]:
    """The view of each run of a sweep, by run id; runs on one dataset and loss share one."""
    alike: dict[tuple[object, ...], list[Run]] = {}
    for run in sweep:
        alike.setdefault(ground_of(run), []).append(run)
    shared = {key: _view(runs[0], runs, datasets, sweep.plane) for key, runs in alike.items()}
    return {run.id: shared[ground_of(run)] for run in sweep}


def ground_of(run: Run) -> tuple[object, ...]:
    """What runs of a sweep that share axes have in common."""
    return (run.spec.dataset, run.spec.loss, run.spec.standardize)


def _view(run: Run, alike: list[Run], datasets: dict[str, Dataset], plane: tuple[str, str] | None) -> View:
    spec = run.spec
    dataset = datasets[spec.dataset]
    problem = problem_of(dataset, spec.model, spec.loss, standardize=spec.standardize)
    names = problem.model.params
    inits = dict.fromkeys(other.spec.init for other in alike)
    starts = [start_of(init, names, random.Random(init.seed)) for init in inits]
    return View(
        dataset=dataset,
        model=spec.model,
        params=names,
        loss=spec.loss,
        scaling=problem.scaling,
        optimum=problem.optimum,
        limits=limits_of(problem, np.array(starts)),
        plane=(0, 1) if plane is None else (names.index(plane[0]), names.index(plane[1])),
        held=held_at(problem) if len(names) > 2 else (),
    )
