"""What an optimizer is told about the loss: from six numbers where it is quadratic, else from the points."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from gdsim.core.arrays import Array, IntArray
from gdsim.descent.problem import Problem, Quadratic
from gdsim.losses import mean_loss, sums_over_points


class PointOracle:
    """Loss and derivatives as means over the points.

    Args:
        problem: data, model and loss.
        streams: one random stream a run, for ``draw``.
    """

    def __init__(self, problem: Problem, streams: Sequence[random.Random]) -> None:
        self._problem = problem
        self._streams = streams
        self._x, self._y = problem.x, problem.y

    @property
    def n(self) -> int:
        """Number of points."""
        return len(self._y)

    def loss(self, params: Array) -> Array:
        """Mean loss with penalty, shape (runs,)."""
        return mean_loss(self._problem.model, self._problem.loss, params, self._x, self._y)

    def excess(self, params: Array) -> Array:
        """The loss above the minimum, or itself where the minimum is not known, shape (runs,)."""
        return self.loss(params)

    def gradient(self, params: Array, points: IntArray | None = None) -> Array:
        """Gradient of the mean loss over all points or over ``points`` of shape (runs, size)."""
        model, loss = self._problem.model, self._problem.loss
        if points is None:
            slopes = loss.derivative(model.predict(params, self._x) - self._y)
            columns = model.jacobian(params, self._x)
            size = self.n
        else:
            x, y = self._x[points], self._y[points]
            slopes = loss.derivative(model.predict(params, x) - y)
            columns = model.jacobian(params, x)
            size = points.shape[1]
        sums = [sums_over_points(slopes * column) / size for column in columns]
        return np.stack(sums, axis=1) + self._penalty_gradient(params)

    def hessian(self, params: Array) -> Array:
        """Gauss–Newton Hessian of the mean loss, exact for models linear in their params."""
        model, loss = self._problem.model, self._problem.loss
        if loss.curvature is None:
            raise ValueError("this loss has no curvature")
        bend = loss.curvature(model.predict(params, self._x) - self._y)
        columns = model.jacobian(params, self._x)
        rows = [[sums_over_points(bend * a * b) / self.n for b in columns] for a in columns]
        hessian: Array = np.moveaxis(np.array(rows), 2, 0)
        for index, penalised in enumerate(model.penalised):
            hessian[:, index, index] += loss.l2 if penalised else 0.0
        return hessian

    def draw(self, size: int) -> IntArray:
        """``size`` distinct points a run, each from its own stream, shape (runs, size)."""
        if size == 1:
            return np.array([[stream.randrange(self.n)] for stream in self._streams], dtype=np.int64)
        return np.array([stream.sample(range(self.n), size) for stream in self._streams], dtype=np.int64)

    def _penalty_gradient(self, params: Array) -> Array:
        weights = [self._problem.loss.l2 if penalised else 0.0 for penalised in self._problem.model.penalised]
        gradient: Array = params * np.array(weights)
        return gradient


class QuadraticOracle(PointOracle):
    """The same answers from the Hessian and the optimum: a step costs the same for any number of points.

    The last full gradient is kept, since loss, outcome and step are all asked at the same params.
    """

    def __init__(self, problem: Problem, shape: Quadratic, streams: Sequence[random.Random]) -> None:
        super().__init__(problem, streams)
        self._shape = shape
        self._at: Array | None = None
        self._away = self._slope = np.zeros((0, 2))

    def loss(self, params: Array) -> Array:
        """Loss, shape (runs,)."""
        return self._shape.minimum + self.excess(params)

    def excess(self, params: Array) -> Array:
        """Loss above the minimum, without the cancellation of a difference, shape (runs,)."""
        slope = self.gradient(params)
        excess: Array = 0.5 * (self._away[:, 0] * slope[:, 0] + self._away[:, 1] * slope[:, 1])
        return excess

    def gradient(self, params: Array, points: IntArray | None = None) -> Array:
        """Gradient H(θ − θ*), or that of ``points``."""
        if points is not None:
            return super().gradient(params, points)
        if self._at is not params:
            away, hessian = params - self._shape.centre, self._shape.hessian
            slope = np.empty_like(away)
            for column, (a, b) in enumerate(hessian.tolist()):
                slope[:, column] = away[:, 0] * a + away[:, 1] * b
            self._at, self._away, self._slope = params, away, slope
        return self._slope

    def hessian(self, params: Array) -> Array:
        """The Hessian, the same for every run."""
        return np.broadcast_to(self._shape.hessian, (len(params), 2, 2))


def oracle_of(problem: Problem, streams: Sequence[random.Random]) -> PointOracle:
    """The cheapest oracle for a problem."""
    shape = problem.quadratic
    return PointOracle(problem, streams) if shape is None else QuadraticOracle(problem, shape, streams)
