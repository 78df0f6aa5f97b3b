"""Ten significant digits: the fast way gives what writing and reading each number gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdsim.core.trajectory import rounded, rounded_list, rounded_rows

EDGES = [0.0, -0.0, 5e-324, 1.7e308, 0.5, 2.5, 9999999999.5, 99999999995.0, 9.9999999995, 9.99999999949999]
# A shift of 22 digits is the last that is exact; these lie about both ends.
FAR = [9.999999997e-14, 1.0000000003e-13, 9.999999997e-15, 9.999999997e30, 9.999999997e31, 1e22, 1e32, 1e33]


def assert_same(values):
    found, expected = rounded_list(np.array(values)), [rounded(value) for value in values]
    assert found == expected
    assert [math.copysign(1, value) for value in found] == [math.copysign(1, value) for value in expected]
    assert all(type(value) is float for value in found)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=30))
def test_any_numbers(values):
    assert_same(values)


@given(st.lists(st.integers(10**9, 10**10 - 1), min_size=1, max_size=20), st.integers(-40, 40))
def test_halves_and_their_neighbours(digits, exponent):
    """Ten digits and a half: where the last place is decided by the last bit."""
    halves = [float(f"{number}5e{exponent}") for number in digits]
    assert_same(halves)
    assert_same(np.nextafter(halves, 0).tolist())
    assert_same(np.nextafter(halves, np.inf).tolist())


@pytest.mark.parametrize("factor", [1, 1 - 1e-16, 1 + 3e-16, 1 + 4.9e-10, 1 - 4.9e-11, 1 - 5e-11])
def test_powers_of_ten_and_their_neighbours(factor):
    powers = [float(f"1e{exponent}") * factor for exponent in range(-300, 300)]
    assert_same(powers)
    assert_same([-power for power in powers])


def test_edges():
    assert_same(EDGES)
    assert_same(FAR)
    assert rounded_list(np.array([])) == []


def test_a_strided_column():
    table = np.arange(12.0).reshape(4, 3) / 7
    assert rounded_list(table[:, 1]) == [rounded(value) for value in table[:, 1].tolist()]


def test_rows_are_rounded_as_if_each_stood_alone():
    table = np.random.default_rng(3).normal(size=(4, 50)) * 10.0 ** np.arange(-30, 30, 15)[:, None]
    assert rounded_rows(table) == [rounded_list(row) for row in table]
