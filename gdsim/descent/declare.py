"""A declared sweep, from YAML to its runs: checked, expanded, without duplicates, each with its id."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from gdsim import losses, models, optimizers
from gdsim.core.dataclass import dataclass
from gdsim.core.dataset import Dataset
from gdsim.core.run import Choice, Init, Run, RunSpec, Sweep
from gdsim.core.slug import ascii_slug, slug
from gdsim.core.yamltext import Document, Place
from gdsim.descent import fields
from gdsim.descent.fields import Reader, shown
from gdsim.descent.oracle import PointOracle
from gdsim.descent.problem import Problem, Unsuitable, problem_of
from gdsim.descent.simulate import start_of
from gdsim.errors import AuthorErrors, near_names
from gdsim.registry import Registry

KEYS = (
    "title", "dataset", "model", "loss", "optimizer", "learning_rate", "init", "epochs", "standardize",
    "tolerance", "scenes", "formats", "surface",
)  # fmt: skip
FORMATS = ["mp4", "gif"]
RATE_DIGITS = 6
LONGEST_NAME = 200  # bytes of UTF-8; file systems allow 255 with the ending
LONGEST_PART = 80  # characters of a dataset's or a start's name in an id
STEEPEST = 1e140  # its square times a thousand squares of residuals is still a number


@dataclass(frozen=True)
class Limits:
    """Guards that stop a mistyped sweep before any work; ``--limit NAME=N`` lifts one."""

    runs: int = 100_000
    epochs: int = 10_000_000


@dataclass(frozen=True)
class _Rate:
    """A learning rate as declared: itself, or a multiple of each dataset's threshold."""

    place: Place
    value: float
    of_threshold: bool


def declare_sweep(document: Document, datasets: Mapping[str, Dataset], limits: Limits) -> Sweep:
    """The sweep that ``document`` declares.

    Runs come in the order dataset, loss, optimizer, learning rate, init, epochs, standardize, the
    last varying fastest.

    Args:
        datasets: by name, built-in ones and the author's.

    Raises:
        AuthorErrors: every mistake of the file.
    """
    reader = Reader(document)
    if not isinstance(document.data, dict):
        reader.wrong((), f"a sweep is keys and values, got {shown(document.data)}")
        raise AuthorErrors(reader.mistakes)
    for key in document.data:
        if key not in KEYS:
            reader.wrong((key,), f"unknown key {shown(key)}{near_names(str(key), KEYS)}")
    name = slug(PurePosixPath(document.path).stem)
    if len(name.encode()) > LONGEST_NAME:
        reader.wrong((), f"the file name is too long: {len(name.encode())} bytes, at most {LONGEST_NAME}")
    model = _model(reader)
    axes = _Axes(
        dataset=_datasets(reader, datasets),
        loss=_choices(reader, "loss", "mse"),
        optimizer=_choices(reader, "optimizer", "gd"),
        rates=_rates(reader),
        init=fields.read_inits(reader, models.get(model).params),
        epochs=[
            epochs
            for place, value in reader.items("epochs", 200)
            if (epochs := fields.read_epochs(reader, place, value, limits.epochs)) is not None
        ],
        standardize=[
            flag
            for place, value in reader.items("standardize", False)
            if (flag := fields.read_flag(reader, place, value)) is not None
        ],
        tolerance=fields.read_tolerance(reader, reader.get("tolerance", 1e-3)),
    )
    title = reader.text("title", PurePosixPath(document.path).stem)
    wanted_scenes = reader.names("scenes", ["fit", "surface"], _scenes)
    wanted_formats = reader.names("formats", FORMATS, lambda: FORMATS)
    count = axes.count()
    if count > limits.runs:
        reader.wrong(
            (), f"declares {count:,} runs, the limit of a build is {limits.runs:,}; --limit runs=N lifts it"
        )
    plane = _plane(reader, models.get(model).params)
    specs = [] if reader.mistakes else _expand(reader, model, axes, datasets)
    runs = [] if reader.mistakes else _identified(reader, name, specs)
    if reader.mistakes:
        raise AuthorErrors(reader.mistakes)
    return Sweep(name, title, document.path, tuple(runs), wanted_scenes, wanted_formats, plane)


def _scenes() -> list[str]:
    from gdsim import scenes  # late: what draws takes a while to import

    return scenes.names()


@dataclass(frozen=True)
class _Axes:
    """What a sweep multiplies."""

    dataset: list[str]
    loss: list[Choice]
    optimizer: list[Choice]
    rates: list[_Rate]
    init: list[Init]
    epochs: list[int]
    standardize: list[bool]
    tolerance: float

    def count(self) -> int:
        """Number of runs, before duplicates go."""
        total = 1
        for axis in (
            self.dataset,
            self.loss,
            self.optimizer,
            self.rates,
            self.init,
            self.epochs,
            self.standardize,
        ):
            total *= len(axis)
        return total


def _model(reader: Reader) -> str:
    model = fields.read_model(reader, ("model",), reader.get("model", "line"))
    return "line" if model is None else model


def _plane(reader: Reader, params: tuple[str, ...]) -> tuple[str, str] | None:
    """The two params of ``surface``; the first two where the key is left out and there are more."""
    value = reader.get("surface", None)
    if value is None:
        return (params[0], params[1]) if len(params) > 2 else None
    if len(params) == 2:
        reader.wrong(
            ("surface",),
            f"surface is for models of more than two params; here it shows {params[0]}"
            f" and {params[1]} anyway, so leave it out",
        )
        return None
    wanted = f"surface must be two of the params {', '.join(params)}, such as [{params[0]}, {params[1]}]"
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(name, str) for name in value):
        reader.wrong(("surface",), f"{wanted}; got {shown(value)}")
        return None
    for index, name in enumerate(value):
        if name not in params:
            reader.wrong(("surface", index), f"{wanted}; got {shown(name)}{near_names(name, params)}")
    if value[0] == value[1]:
        reader.wrong(("surface",), f"{wanted}; got one of them twice")
    first, second = value
    return first, second


def _datasets(reader: Reader, datasets: Mapping[str, Dataset]) -> list[str]:
    if "dataset" not in reader.document.data:
        reader.wrong((), "the key 'dataset' is missing")
        return []
    found = []
    for place, value in reader.items("dataset", None):
        name = slug(value) if isinstance(value, str) else ""
        if name in datasets:
            found.append(name)
        elif value is not None:
            reader.wrong(place, f"unknown dataset {shown(value)}{near_names(str(value), datasets)}")
    return found


def _choices(reader: Reader, key: str, default: str) -> list[Choice]:
    read = fields.read_loss if key == "loss" else fields.read_optimizer
    found = (read(reader, place, value) for place, value in reader.items(key, default))
    return [choice for choice in found if choice is not None]


def _rates(reader: Reader) -> list[_Rate]:
    if "learning_rate" not in reader.document.data:
        reader.wrong((), "the key 'learning_rate' is missing")
        return []
    value = reader.get("learning_rate", [])
    place: Place = ("learning_rate",)
    multiples = isinstance(value, dict)
    if multiples:
        if set(value) != {"times_max"}:
            reader.wrong(place, f"learning_rate must be numbers or {{times_max: […]}}, got {shown(value)}")
            return []
        value, place = value["times_max"], ("learning_rate", "times_max")
    rates = []
    listed = value if isinstance(value, list) else [value]
    if not listed and not reader.mistakes:
        reader.wrong(place, "learning_rate is an empty list")
    for index, item in enumerate(listed):
        at: Place = (*place, index) if isinstance(value, list) else place
        rate = fields.read_learning_rate(reader, at, item, str(place[-1]))
        if rate is not None:
            rates.append(_Rate(at, rate, multiples))
    return rates


def _expand(reader: Reader, model: str, axes: _Axes, datasets: Mapping[str, Dataset]) -> list[RunSpec]:
    """All combinations in order, each once."""
    for loss, optimizer in product(axes.loss, axes.optimizer):
        needs = optimizers.get(optimizer.name)(np.ones(1), **dict(optimizer.options)).curved
        if needs and losses.get(loss.name)(**dict(loss.options)).curvature is None:
            reader.wrong(
                ("optimizer",), f"{optimizer.name} needs a loss with curvature, and {loss.name} has none"
            )
    for optimizer, init in product(axes.optimizer, axes.init):
        if init.seed is not None and dict(optimizer.options).get("seed", 0) != 0:
            words = f"the seed of the start {init.name!r} serves for the draws of {optimizer.name} too"
            reader.wrong(("optimizer",), f"{words}; leave out the optimizer's seed")
    thresholds: dict[tuple[str, Choice, bool], float | None] = {}
    told: set[str] = set()
    for key in product(axes.dataset, axes.loss, axes.standardize):
        try:
            problem = problem_of(datasets[key[0]], model, key[1], standardize=key[2])
            thresholds[key] = _threshold(problem)
        except Unsuitable as error:
            if str(error) not in told:
                told.add(str(error))
                reader.wrong(_place_of(reader, error.field, key[0]), str(error))
            continue
        for init in _too_far(problem, axes.init):
            words = f"{shown(init.name)} is too far away: the loss there overflows on dataset {key[0]!r}"
            reader.wrong(("init", init.name), f"init: {words}")
    if reader.mistakes:
        return []
    specs: dict[RunSpec, None] = {}
    for dataset, loss, optimizer, rate, init, epochs, flag in product(
        axes.dataset, axes.loss, axes.optimizer, axes.rates, axes.init, axes.epochs, axes.standardize
    ):
        value, threshold = rate.value, thresholds[dataset, loss, flag]
        if rate.of_threshold:
            if threshold is None:
                why = "x is constant" if models.get(model).linear else f"model {model!r} is not linear"
                reader.wrong(rate.place, f"times_max: dataset {dataset!r} has no threshold: {why}")
                continue
            value = float(f"{value * threshold:.{RATE_DIGITS}g}")
            if not 0 < value < math.inf:
                words = f"{rate.value!r} times the threshold of {dataset!r}, {threshold:g}, is {value}"
                reader.wrong(rate.place, f"times_max: {words}, no learning rate")
                continue
        spec = RunSpec(dataset, model, loss, optimizer, value, init, epochs, flag, axes.tolerance)
        specs[spec] = None
    return list(specs)


def _threshold(problem: Problem) -> float | None:
    """The largest stable learning rate: of this loss, or of the squared one where this has none."""
    theory = problem.theory or replace(problem, loss=losses.get("mse")()).theory
    return None if theory is None else theory.learning_rate_max


def _place_of(reader: Reader, field: str, name: str) -> Place:
    """Where a field, or one of its listed names, stands in the file."""
    value = reader.document.data.get(field)
    listed = value if isinstance(value, list) else []
    return next(((field, k) for k, item in enumerate(listed) if slug(str(item)) == name), (field,))


def _too_far(problem: Problem, inits: list[Init]) -> list[Init]:
    """The starts where the square of the gradient overflows, or could by the sizes of params and data."""
    if not problem.model.linear:
        return [init for init in inits if _overflows(problem, init)]
    dims = len(problem.model.params)
    columns = [float(np.abs(c).max()) for c in problem.model.jacobian(np.zeros((1, dims)), problem.x)]
    target = float(np.abs(problem.y).max())
    far = []
    for init in inits:
        ends = [init.params] if init.params is not None else [init.low, init.high]
        sizes = [max(map(abs, values)) for values in zip(*ends, strict=True)]
        residual = sum(size * column for size, column in zip(sizes, columns, strict=True)) + target
        if residual * max(1.0, *columns) + problem.loss.l2 * max(sizes) > STEEPEST:
            far.append(init)
    return far


def _overflows(problem: Problem, init: Init) -> bool:
    stream = None if init.seed is None else random.Random(init.seed)
    start = np.array([start_of(init, problem.model.params, stream)])
    with np.errstate(all="ignore"):
        measured = PointOracle(problem, []).measure(start)
    return not (measured.loss[0] <= STEEPEST and measured.gradient_norm[0] <= STEEPEST)


def _identified(reader: Reader, sweep: str, specs: list[RunSpec]) -> list[Run]:
    """The runs with their ids; two runs of one id are a mistake."""
    many_epochs = len({spec.epochs for spec in specs}) > 1
    both_scales = len({spec.standardize for spec in specs}) > 1
    runs: dict[str, Run] = {}
    for spec in specs:
        run = Run(sweep, run_id(spec, with_epochs=many_epochs, with_standardize=both_scales), spec)
        if run.id in runs:
            reader.wrong((), f"two runs would both be named {run.id!r}: {runs[run.id].spec} and {spec}")
        runs[run.id] = run
    return list(runs.values())


def run_id(spec: RunSpec, *, with_epochs: bool = False, with_standardize: bool = False) -> str:
    """``dataset.loss.optimizer.lr-X.init``, then ``.std`` and ``.eN`` where asked for."""
    parts = id_parts(spec, with_epochs=with_epochs, with_standardize=with_standardize)
    return ".".join(filter(None, parts.values()))


def id_parts(spec: RunSpec, *, with_epochs: bool, with_standardize: bool) -> dict[str, str]:
    """The parts of a run's id by field, in their order; ``""`` where a field adds none."""
    return {
        "dataset": _name_id(spec.dataset),
        "loss": _choice_id(losses.registry, spec.loss),
        "optimizer": _choice_id(optimizers.registry, spec.optimizer),
        "learning_rate": f"lr-{_number(spec.learning_rate)}",
        "init": _name_id(spec.init.name),
        "standardize": "std" if with_standardize and spec.standardize else "",
        "epochs": f"e{spec.epochs}" if with_epochs else "",
    }


def _name_id(name: str) -> str:
    """A name as it stands in an id; a long one is cut and told apart by its digest."""
    text = ascii_slug(name)
    if len(text) <= LONGEST_PART:
        return text
    return f"{text[: LONGEST_PART - 9]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _choice_id(registry: Registry[Any], choice: Choice) -> str:
    defaults = registry.options(choice.name)
    given = [f"-{key}-{_number(value)}" for key, value in choice.options if value != defaults[key]]
    return choice.name + "".join(given).replace("_", "-")


def _number(value: Any) -> str:
    """A value as it stands in an id: ``repr`` without what file systems and addresses mind."""
    return (
        repr(value).replace("+", "").removesuffix(".0")
        if isinstance(value, int | float)
        else ascii_slug(str(value))
    )
