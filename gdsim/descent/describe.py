"""A run in words, for those who cannot see it move."""

from __future__ import annotations

from gdsim.core.arrays import Array, IntArray
from gdsim.core.run import RunSpec
from gdsim.core.trajectory import Outcome
from gdsim.core.words import number_in_words, rate_in_words
from gdsim.descent.problem import Problem

OPTIMIZERS = {
    "gd": "Gradient descent",
    "sgd": "Stochastic gradient descent",
    "minibatch": "Mini-batch gradient descent",
    "square-trick": "The square trick",
    "momentum": "Momentum",
    "nesterov": "Nesterov's method",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "line-search": "Exact line search",
    "newton": "Newton's method",
}


def describe(
    problem: Problem, spec: RunSpec, outcome: Outcome, epoch: IntArray, path: Array, loss: Array
) -> str:
    """One paragraph: method, data, start, how the loss went, how it ended and where the optimum is.

    Args:
        epoch: stored epochs, shape (stored,); path: (stored, dims); loss: (stored,).
    """
    names = problem.model.params
    method = OPTIMIZERS.get(spec.optimizer.name, spec.optimizer.name)
    data = problem.dataset.title or spec.dataset
    scale = ", with standardised inputs" if spec.standardize else ""
    opening = (
        f"{method} on the dataset {data}{scale}, learning rate {rate_in_words(spec.learning_rate)}, "
        f"from {_point(names, path[0])}."
    )
    return " ".join([opening, _course(outcome, spec, epoch, loss), *_ending(problem, outcome, path)])


def _course(outcome: Outcome, spec: RunSpec, epoch: IntArray, loss: Array) -> str:
    first, last = number_in_words(loss[0], 4), number_in_words(loss[-1], 4)
    if outcome.status == "diverged":
        return f"The loss grows from {first} without bound: the run diverged at epoch {outcome.epoch:,}."
    verb = "falls" if loss[-1] < loss[0] else "goes"
    course = f"The loss {verb} from {first} to {last} in {_epochs(spec.epochs)}"
    if outcome.status == "converged":
        return f"{course} and has converged at epoch {outcome.epoch:,}."
    return f"{course}; it has not converged when the budget is spent."


def _ending(problem: Problem, outcome: Outcome, path: Array) -> list[str]:
    names = problem.model.params
    words = []
    if outcome.status != "diverged":
        words.append(f"It ends at {_point(names, path[-1])}.")
    if problem.optimum is not None:
        least = number_in_words(problem.optimum.loss, 4)
        words.append(f"The least loss, {least}, is at {_point(names, problem.optimum.params)}.")
    elif problem.quadratic is not None:
        words.append("There is no single optimum: x is constant, so many lines fit equally well.")
    return words


def _point(names: tuple[str, ...], values: Array | tuple[float, ...]) -> str:
    pairs = [f"{name} = {number_in_words(value, 4)}" for name, value in zip(names, values, strict=True)]
    return " and ".join([", ".join(pairs[:-1]), pairs[-1]]) if len(pairs) > 1 else pairs[0]


def _epochs(count: int) -> str:
    return "1 epoch" if count == 1 else f"{count:,} epochs"
