"""A run as the call that repeats it in a notebook, and whether that call does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from random import Random
from types import CodeType
from typing import Any

import numpy as np

from gdsim import optimizers
from gdsim.core.run import Choice, Run, RunSpec
from gdsim.core.trajectory import Trajectory
from gdsim.core.words import rate_in_words
from gdsim.notebooks.written import helpers, number, numbers, text

# What a registered name is called in the helpers.
MODELS = {name: name for name in ("line", "plane", "polynomial", "exponential", "logistic", "sine")}
LINEAR = ("line", "plane", "polynomial")
LOSSES = {
    "mse": "squared_error",
    "ridge": "squared_error",
    "mae": "absolute_error",
    "huber": "huber",
    "cross-entropy": "cross_entropy",
}
METHODS = {
    "gd": "gradient_descent",
    "sgd": "one_point",
    "minibatch": "minibatch",
    "square-trick": "square_trick",
    "momentum": "momentum",
    "nesterov": "nesterov",
    "adagrad": "adagrad",
    "rmsprop": "rmsprop",
    "adam": "adam",
    "line-search": "line_search",
    "newton": "newton",
}
LONGEST = 20_000  # epochs that a reader would wait for
MOST_POINTS = 5_000
STEPS_SHOWN = 60  # of a run that is written down
AGREE = 1e-7  # relative: below what ``compare`` allows, so that another processor agrees too


def model_of(spec: RunSpec) -> str | None:
    """The helper that is the model; None where there is none."""
    family = re.fullmatch(r"(polynomial)-degree-\d+|(plane)-inputs-\d+", spec.model)
    return MODELS.get((family[1] or family[2]) if family else spec.model)


def problem_of(spec: RunSpec, params: tuple[str, ...]) -> dict[str, str] | None:
    """The keywords of ``Problem`` besides the data, as source; None where no helper is the model or loss."""
    model, loss = model_of(spec), LOSSES.get(spec.loss.name)
    if model is None or loss is None:
        return None
    options = dict(spec.loss.options)
    penalty = options.pop("l2", 0.0) if spec.loss.name == "ridge" else 0.0
    keywords: dict[str, str] = {}
    if model != "line":
        keywords["model"] = model
    if loss != "squared_error":
        keywords["loss"] = _with_options(loss, options)
    if penalty:
        keywords["penalty"] = number(penalty)
    if spec.standardize:
        keywords["standardized"] = "True"
    if params != ("w", "b"):
        keywords["params"] = f"({', '.join(map(text, params))},)"
    return keywords


def keywords_of(run: Run, params: tuple[str, ...]) -> dict[str, str] | None:
    """The keywords of ``descend`` that repeat a run, as source; None where no helper does its steps."""
    spec = run.spec
    problem, method = problem_of(spec, params), METHODS.get(spec.optimizer.name)
    if problem is None or method is None or spec.epochs > LONGEST:
        return None
    keywords = {"learning_rate": rate_in_words(spec.learning_rate), "epochs": str(spec.epochs)}
    options = dict(spec.optimizer.options)
    seed = options.pop("seed", None)
    if spec.init.params is not None:
        keywords["start"] = numbers(spec.init.params)
    else:
        seed = spec.init.seed
        if any(spec.init.low):
            keywords["low"] = numbers(spec.init.low)
        if any(value != 1 for value in spec.init.high):
            keywords["high"] = numbers(spec.init.high)
    if seed is not None:
        keywords["seed"] = str(seed)
    if method != "gradient_descent":
        keywords["method"] = _with_options(method, _not_default(spec.optimizer, options))
    return keywords | problem


def recorded(trajectory: Trajectory) -> dict[str, str]:
    """The keywords of ``Run`` besides the problem: the steps of a record, a few of them."""
    frames = trajectory.frame_indices()
    count = len(frames)
    kept = frames[np.unique(np.linspace(0, count - 1, min(count, STEPS_SHOWN)).astype(int))]
    rows = ", ".join(numbers(row) for row in trajectory.path[kept].tolist())
    written = {
        "path": f"[{rows}]",
        "losses": f"[{', '.join(map(number, trajectory.loss[kept].tolist()))}]",
        "epochs": repr(trajectory.epoch[kept].tolist()),
    }
    return written | ({"diverged": "True"} if trajectory.diverged else {})


def agrees(call: str, data: Mapping[str, Any], trajectory: Trajectory) -> bool:
    """Whether the source ``call`` of ``descend`` on ``data`` ends as the record does."""
    names = {**_workshop(), "DATA": data}
    exec(_numeric(), names)  # nosec B102 # helpers of this package
    with np.errstate(all="ignore"):
        try:
            run = eval(call, names)  # nosec B307 # written here, of numbers and quoted text
        except (ArithmeticError, np.linalg.LinAlgError):
            return False
    end = [*trajectory.path[-1].tolist(), float(trajectory.loss[-1])]
    found = [*run.path[-1].tolist(), float(run.losses[-1])]
    ended: bool = run.epochs[-1] == trajectory.epoch[-1] and run.diverged == trajectory.diverged
    return ended and np.allclose(found, end, rtol=AGREE, atol=AGREE * 1e-2)


def _with_options(name: str, options: Mapping[str, Any]) -> str:
    given = ", ".join(f"{key}={number(value)}" for key, value in sorted(options.items()))
    return f"partial({name}, {given})" if given else name


def _not_default(choice: Choice, options: Mapping[str, Any]) -> dict[str, Any]:
    defaults = optimizers.registry.options(choice.name)
    return {key: value for key, value in options.items() if value != defaults.get(key)}


@cache
def _numeric() -> CodeType:
    """The helpers that only compute."""
    files = ("losses", "methods", "descent")
    return compile(
        "\n".join(source for file, source in helpers().values() if file in files), "helpers", "exec"
    )


@cache
def _workshop() -> dict[str, Any]:
    """What a set-up cell imports, and the names of the models that are linear in their params."""
    from functools import partial

    names: dict[str, Any] = {"np": np, "Random": Random, "partial": partial}
    models = "\n".join(source for file, source in helpers().values() if file == "models")
    exec(models, names)  # nosec B102 # helpers of this package
    return names | {"LINEAR": tuple(names[name] for name in LINEAR)}
