"""Least squares in any number of params by projections and rotations, from + − × ÷ √ alone."""

from __future__ import annotations

import math

import numpy as np

from gdsim.core.arrays import Array
from gdsim.core.dataclass import dataclass

SWEEPS = 60  # rotations double the digits each time round; a handful suffice
# Columns this much shorter, in square, than before projection are rounding noise.
DEPENDENT = 1e-28


@dataclass(frozen=True, eq=False)
class Triangle:
    """A design with its columns made orthogonal one after another, the last one first: A = Q·R.

    Args:
        upper: R, shape (dims, dims): row i holds what column i of Q gives to each column of A.
        solution: the params of least squares, shape (dims,); 0 for columns that others make up.
        dependent: whether there are such columns, so that the solution is not the only one.
    """

    upper: Array
    solution: Array
    dependent: bool


def triangle_of(columns: Array, target: Array) -> Triangle:
    """Least squares of Σ θᵢ·columnᵢ to ``target``; shapes (dims, n) and (n,)."""
    dims = len(columns)
    orthogonal, upper, along = np.zeros_like(columns), np.zeros((dims, dims)), np.zeros(dims)
    dependent, rest = False, target
    order = list(reversed(range(dims)))
    for position, index in enumerate(order):
        column = columns[index]
        for _ in range(2):  # what is left of the others after the first time is rounding, and goes too
            for other in order[:position]:
                share = _dot(orthogonal[other], column)
                upper[other, index] += share
                column = column - share * orthogonal[other]
        square = _dot(column, column)
        if square <= DEPENDENT * _dot(columns[index], columns[index]):
            dependent = True
            continue
        upper[index, index] = math.sqrt(square)
        orthogonal[index] = column / upper[index, index]
        along[index] = _dot(orthogonal[index], rest)
        rest = rest - along[index] * orthogonal[index]
    solution = np.zeros(dims)
    for index in reversed(order):
        if upper[index, index]:
            known = math.fsum((upper[index] * solution).tolist())
            solution[index] = (along[index] - known) / upper[index, index]
    return Triangle(upper, solution, dependent)


def squared_singular(matrix: Array) -> tuple[Array, Array]:
    """Eigenvalues, largest first, and unit eigenvectors as rows of AᵀA, by one-sided rotations of A.

    Small ones come out with as many right digits as large ones. Source: Demmel and Veselić (1992),
    doi:10.1137/0613074.
    """
    dims = matrix.shape[1]
    columns, vectors = matrix.T.copy(), np.eye(dims)
    for _ in range(SWEEPS):
        turned = False
        for i in range(dims - 1):
            for j in range(i + 1, dims):
                first, second, across = (_dot(columns[a], columns[b]) for a, b in ((i, i), (j, j), (i, j)))
                if across * across <= 1e-32 * first * second:
                    continue
                turned = True
                slant = (second - first) / (2 * across)
                tangent = math.copysign(1.0, slant) / (abs(slant) + math.sqrt(1 + slant * slant))
                cosine = 1 / math.sqrt(1 + tangent * tangent)
                sine = tangent * cosine
                for rows in (columns, vectors):
                    rows[i], rows[j] = cosine * rows[i] - sine * rows[j], sine * rows[i] + cosine * rows[j]
        if not turned:
            break
    values = np.array([_dot(column, column) for column in columns])
    order = np.argsort(-values, kind="stable")
    return values[order], vectors[order]


def _dot(a: Array, b: Array) -> float:
    return math.fsum((a * b).tolist())
