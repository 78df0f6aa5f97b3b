"""A run in words, for those who cannot see it move."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

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
Ends = tuple[Sequence[float], Sequence[float]]


class Narrator:
    """Tells the runs of a batch; what they share is put into words once.

    Args:
        problem: of all of them.
        spec: of any of them.
    """

    def __init__(self, problem: Problem, spec: RunSpec) -> None:
        method = OPTIMIZERS.get(spec.optimizer.name, spec.optimizer.name)
        scale = ", with standardised inputs" if spec.standardize else ""
        self._place = _place(problem.model.params)
        self._opening = f"{method} on the dataset {problem.dataset.title or spec.dataset}{scale}"
        self._least = self._last_words(problem)
        self._bowl = problem.optimum

    def describe(self, spec: RunSpec, outcome: Outcome, params: Ends, loss: tuple[float, float]) -> str:
        """One paragraph: method, data, start, how the loss went, how it ended and where the optimum is.

        Args:
            params, loss: before any update, and at the last epoch.
        """
        start, end = params
        rate = rate_in_words(spec.learning_rate)
        words = f"{self._opening}, learning rate {rate}, from {self._point(start)}. "
        if outcome.status == "diverged":
            return f"{words}{self._growth(outcome, loss[0])}{self._least}"
        return f"{words}{self._course(outcome, spec, loss)} It ends at {self._point(end)}.{self._least}"

    def _growth(self, outcome: Outcome, first: float) -> str:
        words = f"The loss grows from {_number(first)} without bound"
        return f"{words}: the run diverged at epoch {outcome.epoch:,}."

    def _course(self, outcome: Outcome, spec: RunSpec, loss: tuple[float, float]) -> str:
        first, last = loss
        verb = "falls" if last < first else "goes"
        course = f"The loss {verb} from {_number(first)} to {_number(last)} in {_epochs(spec.epochs)}"
        if outcome.status == "converged" and self._bowl is None and last > first:
            rest = f"at epoch {outcome.epoch:,}, on flat ground higher than its start"
            return f"{course}: it has come to rest {rest}."
        if outcome.status == "converged":
            return f"{course} and has converged at epoch {outcome.epoch:,}."
        return f"{course}; it has not converged when the budget is spent."

    def _last_words(self, problem: Problem) -> str:
        if problem.optimum is not None:
            least, place = _number(problem.optimum.loss), self._point(problem.optimum.params)
            return f" The least loss, {least}, is at {place}."
        if problem.quadratic is not None:
            return " There is no single optimum: x is constant, so many lines fit equally well."
        return f" {problem.remark}" if problem.remark else ""

    def _point(self, values: Sequence[float]) -> str:
        return self._place.format(*map(_number, values))


def _place(names: tuple[str, ...]) -> str:
    """A template such as ``w = {} and b = {}``."""
    pairs = [f"{name} = {{}}" for name in names]
    return " and ".join([", ".join(pairs[:-1]), pairs[-1]]) if len(pairs) > 1 else pairs[0]


@lru_cache(maxsize=1024)  # starts, and what all runs of a batch end at, come again and again
def _number(value: float) -> str:
    return number_in_words(value, 4)


def _epochs(count: int) -> str:
    return "1 epoch" if count == 1 else f"{count:,} epochs"
