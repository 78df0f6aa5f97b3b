"""Eigenvalues of symmetric 2 × 2 matrices by formula: + − × ÷ √ alone, the same bits on every CPU."""

from __future__ import annotations

import numpy as np

from gdsim.core.arrays import Array
from gdsim.core.jacobi import squared_singular


def symmetric_eigen(matrix: Array) -> tuple[Array, Array]:
    """Eigenvalues, largest first, and unit eigenvectors of symmetric 2 × 2 matrices.

    Args:
        matrix: shape (…, 2, 2).

    Returns:
        Values of shape (…, 2) and vectors of shape (…, 2, 2), row i belonging to value i.
    """
    a, b, c = matrix[..., 0, 0], matrix[..., 0, 1], matrix[..., 1, 1]
    middle, half = 0.5 * (a + c), 0.5 * (a - c)
    radius = np.sqrt(half * half + b * b)
    values = np.stack([middle + radius, middle - radius], axis=-1)
    # Of the two equivalent vectors, the one without cancellation.
    first = np.where(half >= 0, half + radius, b)
    second = np.where(half >= 0, b, radius - half)
    round_ = radius == 0
    first, second = np.where(round_, 1.0, first), np.where(round_, 0.0, second)
    length = np.sqrt(first * first + second * second)
    length = np.where(length == 0, 1.0, length)
    first, second = first / length, second / length
    return values, np.stack([np.stack([first, second], -1), np.stack([-second, first], -1)], -2)


def shortest_solution(matrix: Array, target: Array) -> Array:
    """The shortest x of least |matrix·x − target|, for symmetric matrices, one a row.

    Args:
        matrix: shape (…, dims, dims), positive semi-definite.
        target: shape (…, dims).
    """
    if matrix.shape[-1] != 2:
        return _shortest_of_any(matrix, target)
    values, vectors = symmetric_eigen(matrix)
    solution = np.zeros_like(target)
    for index in range(2):
        vector, value = vectors[..., index, :], values[..., index]
        along = vector[..., 0] * target[..., 0] + vector[..., 1] * target[..., 1]
        usable = value > 1e-14 * values[..., 0]
        weight = np.where(usable, along / np.where(usable, value, 1.0), 0.0)
        solution = solution + weight[..., None] * vector
    return solution


def _shortest_of_any(matrix: Array, target: Array) -> Array:
    """By rotations, a row at a time; AᵀA of a symmetric A has the squares of its eigenvalues."""
    dims = matrix.shape[-1]
    solution = np.zeros_like(target)
    for row, (one, aim) in enumerate(
        zip(matrix.reshape(-1, dims, dims), target.reshape(-1, dims), strict=True)
    ):
        if not np.isfinite(one).all():
            solution.reshape(-1, dims)[row] = np.nan
            continue
        squares, vectors = squared_singular(one)
        for square, vector in zip(squares, vectors, strict=True):
            if square > 1e-28 * squares[0]:
                along = (vector * aim).tolist()
                solution.reshape(-1, dims)[row] += sum(along) / np.sqrt(square) * vector
    return solution
