"""Least squares and eigenvalues of any dimension against LAPACK's."""

from __future__ import annotations

import numpy as np
import pytest

from gdsim.core.eigen import shortest_solution
from gdsim.core.jacobi import squared_singular, triangle_of


@pytest.mark.parametrize("dims", [2, 3, 4, 6])
def test_least_squares_agrees_with_lapack(dims):
    random = np.random.default_rng(dims)
    columns, target = random.normal(size=(dims, 40)) + 3, random.normal(size=40)
    found = triangle_of(columns, target)
    np.testing.assert_allclose(found.solution, np.linalg.lstsq(columns.T, target)[0], rtol=1e-11)
    np.testing.assert_allclose(found.upper.T @ found.upper, columns @ columns.T, rtol=1e-11)
    assert not found.dependent


def test_powers_up_to_fifty_keep_their_digits():
    x = np.linspace(0, 50, 50)
    columns = np.stack([x**3, x**2, x, np.ones(50)])
    truth = np.array([0.01, -0.5, 3, 7])
    found = triangle_of(columns, truth @ columns)
    np.testing.assert_allclose(found.solution, truth, rtol=1e-9)
    values, _ = squared_singular(found.upper)
    np.testing.assert_allclose(values, np.linalg.svd(columns, compute_uv=False) ** 2, rtol=1e-9)


def test_a_column_made_of_others_is_told():
    x = np.arange(5.0)
    found = triangle_of(np.stack([2 * x + 1, x, np.ones(5)]), 3 * x + 2)
    assert found.dependent
    np.testing.assert_allclose(found.solution, [0, 3, 2], atol=1e-12)


@pytest.mark.parametrize("dims", [1, 2, 3, 5])
def test_eigenvectors_are_those_of_the_square(dims):
    matrix = np.random.default_rng(dims).normal(size=(dims, dims))
    values, vectors = squared_singular(matrix)
    assert (np.diff(values) <= 0).all()
    np.testing.assert_allclose(vectors @ vectors.T, np.eye(dims), atol=1e-14)
    np.testing.assert_allclose(vectors @ (matrix.T @ matrix) @ vectors.T, np.diag(values), atol=1e-12)


def test_shortest_solution_in_three_dimensions_is_that_of_the_pseudo_inverse():
    random = np.random.default_rng(1)
    roots = random.normal(size=(4, 3, 3))
    roots[1, :, 2] = roots[1, :, 0]  # singular
    matrices, targets = roots.transpose(0, 2, 1) @ roots, random.normal(size=(4, 3))
    targets[1] = matrices[1] @ targets[1]
    wanted = [np.linalg.pinv(m, rcond=1e-12) @ t for m, t in zip(matrices, targets, strict=True)]
    np.testing.assert_allclose(shortest_solution(matrices, targets), wanted, rtol=1e-7, atol=1e-9)


def test_shortest_solution_of_what_is_not_finite_is_none():
    assert np.isnan(shortest_solution(np.full((1, 3, 3), np.inf), np.ones((1, 3)))).all()
