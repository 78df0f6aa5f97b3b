"""exp, sine, cosine and their kin against the C library's, and at their ends."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdsim.core.elementary import exp, sigmoid, sin_cos, softplus

reals = st.floats(-700, 700)


@given(reals)
def test_exp_agrees_with_the_c_library(x):
    assert exp(np.array([x]))[0] == pytest.approx(math.exp(x), rel=1e-15)


@given(reals)
def test_sigmoid_keeps_its_digits_on_both_sides(x):
    wanted = 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))
    assert sigmoid(np.array([x]))[0] == pytest.approx(wanted, rel=2e-15)


@given(reals)
def test_softplus_keeps_its_digits_on_both_sides(x):
    wanted = x + math.log1p(math.exp(-x)) if x > 0 else math.log1p(math.exp(x))
    assert softplus(np.array([x]))[0] == pytest.approx(wanted, rel=2e-15)


@given(st.floats(-8e5, 8e5))
def test_sine_and_cosine_agree_with_the_c_library(x):
    sine, cosine = sin_cos(np.array([x]))
    assert sine[0] == pytest.approx(math.sin(x), abs=5e-16)
    assert cosine[0] == pytest.approx(math.cos(x), abs=5e-16)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_sine_and_cosine_stay_on_the_circle_however_far(x):
    sine, cosine = sin_cos(np.array([x]))
    assert sine[0] ** 2 + cosine[0] ** 2 == pytest.approx(1)


def test_ends():
    ends = np.array([800.0, -800.0, np.inf, -np.inf, np.nan])
    np.testing.assert_array_equal(exp(ends), [np.inf, 0, np.inf, 0, np.nan])
    np.testing.assert_array_equal(sigmoid(ends), [1, 0, 1, 0, np.nan])
    np.testing.assert_array_equal(softplus(ends), [800, 0, np.inf, 0, np.nan])
    assert np.isnan(sin_cos(ends[2:])).all()


def test_a_number_has_the_same_bits_alone_and_among_others():
    x = np.linspace(-30, 30, 1001)
    for function in (exp, sigmoid, softplus, lambda v: sin_cos(v)[0], lambda v: sin_cos(v)[1]):
        together = function(x)
        assert all(function(x[k : k + 1])[0] == together[k] for k in range(len(x)))
