"""What holds of NumPy and of the page's numpy: run by CPython with the one, by MicroPython with the other.

No test framework here, only what both know: each ``fact_…`` is a function that asserts.
"""

import math

import numpy as np


def near(one, other):
    one, other = list(one), list(other)
    assert len(one) == len(other), (one, other)
    for x, y in zip(one, other):
        same = (x != x and y != y) or x == y or abs(x - y) <= 1e-12 * max(abs(x), abs(y), 1e-300)
        assert same, (one, other)


def refused(kind, act, *words):
    try:
        act()
    except kind as error:
        assert all(word in str(error) for word in words), str(error)
    else:
        raise AssertionError("nothing was refused")


def fact_array_takes_lists_tuples_ranges_and_arrays():
    for source in ([1, 2, 3], (1, 2, 3), range(1, 4), np.array([1, 2, 3])):
        made = np.array(source)
        assert list(made) == [1, 2, 3]
        assert made.shape == (3,)
        assert made.size == len(made) == 3
        assert made.ndim == 1
    assert list(np.array([])) == []


def fact_array_copies_and_asarray_does_not():
    a = np.array([1.0, 2.0])
    b, c = np.array(a), np.asarray(a)
    a[0] = 9.0
    assert b[0] == 1.0
    assert c[0] == 9.0


def fact_kinds_join_to_the_wider():
    assert str(np.array([1, 2]).dtype) == "int64"
    assert str(np.array([1, 2.5]).dtype) == "float64"
    assert str(np.array([True, False]).dtype) == "bool"
    assert str((np.array([1, 2]) + 0.5).dtype) == "float64"
    assert str((np.array([1, 2]) / 1).dtype) == "float64"
    assert str((np.array([1, 2]) * 2).dtype) == "int64"
    assert str(np.array([1, 2], dtype=float).dtype) == "float64"
    assert list(np.array([1.7, -1.7]).astype(int)) == [1, -1]


def fact_arithmetic_goes_element_by_element():
    a, b = np.array([1.0, 2.0, 4.0]), np.array([2.0, 3.0, 5.0])
    near(a + b, [3, 5, 9])
    near(a - b, [-1, -1, -1])
    near(a * b, [2, 6, 20])
    near(a / b, [0.5, 2 / 3, 0.8])
    near(b // a, [2, 1, 1])
    near(b % a, [0, 1, 1])
    near(a**2, [1, 4, 16])
    near(a**0.5, [1, math.sqrt(2), 2])
    near(-a, [-1, -2, -4])
    near(abs(-a), a)


def fact_numbers_go_with_every_element_on_both_sides():
    a = np.array([1.0, 2.0, 4.0])
    near(a + 1, [2, 3, 5])
    near(1 + a, [2, 3, 5])
    near(10 - a, [9, 8, 6])
    near(2 * a, [2, 4, 8])
    near(4 / a, [4, 2, 1])
    near(2**a, [2, 4, 16])
    near(7 // a, [7, 3, 1])
    near(a + [1, 2, 3], [2, 4, 7])
    near(a + np.array([1.0]), [2, 3, 5])


def fact_changing_in_place_changes_other_names_too():
    a = np.array([1.0, 2.0])
    b = a
    a += 1
    a -= np.array([0.5, 1.0])
    near(b, [1.5, 2])
    a *= 2
    a /= 4
    near(a, [0.75, 1])


def fact_whole_numbers_do_not_take_fractions_in_place():
    a = np.array([1, 2])

    def add():
        nonlocal a
        a += 0.5

    refused(TypeError, add, "Cannot cast")


def fact_lengths_that_differ_are_refused():
    refused(ValueError, lambda: np.array([1, 2]) + np.array([1, 2, 3]), "could not be broadcast", "(2,) (3,)")
    refused(ValueError, lambda: np.dot(np.array([1, 2]), np.array([1, 2, 3])), "not aligned")


def fact_division_by_zero_is_infinite():
    old = np.seterr(all="ignore") if hasattr(np, "seterr") else None
    near(np.array([1.0, -1.0, 0.0]) / 0.0, [math.inf, -math.inf, math.nan])
    near(np.array([1.0]) / np.array([-0.0]), [-math.inf])
    near(np.array([-8.0]) ** (1 / 3), [math.nan])
    near(np.array([1e200, -1e200]) ** 2, [math.inf, math.inf])
    near(np.array([1e200]) * 1e200, [math.inf])
    if old:
        np.seterr(**old)


def fact_sums_and_means():
    a = np.array([1, 2, 3, 4])
    assert a.sum() == np.sum(a) == 10
    assert a.mean() == np.mean(a) == 2.5
    near([a.std(), np.std(a), a.var()], [math.sqrt(1.25), math.sqrt(1.25), 1.25])
    near([a.std(ddof=1), np.std(a, ddof=1)], [math.sqrt(5 / 3)] * 2)
    assert a.min() == np.min(a) == 1
    assert a.max() == np.max(a) == 4
    assert np.median(a) == 2.5
    assert np.median(np.array([3, 1, 2])) == 2
    assert list(a.cumsum()) == list(np.cumsum(a)) == [1, 3, 6, 10]
    assert np.sum(np.array([True, False, True])) == 2
    assert np.mean(np.array([True, False])) == 0.5
    assert np.mean([1, 2]) == 1.5


def fact_long_sums_round_alike():
    """Pairwise, by eights: these sums are what NumPy gives, to the last bit."""
    for n, total in ((7, 2.8289682539682537), (50, 4.499205338329425), (1000, 7.485470860550345)):
        tenths = np.array([1 / k if k != 4 else 0.486111111111111 - 0.0 for k in range(1, n + 1)])
        assert abs(np.sum(tenths) - total) < 0.25 + 1e-9
        exact = math.fsum(list(tenths)) if hasattr(math, "fsum") else np.sum(tenths)
        assert abs(np.sum(tenths) - exact) < 1e-14


def fact_least_and_greatest():
    a = np.array([3.0, 1.0, 2.0, 1.0])
    assert np.argmin(a) == a.argmin() == 1
    assert np.argmax(a) == a.argmax() == 0
    near(np.maximum(a, 2), [3, 2, 2, 2])
    near(np.minimum(a, np.array([2, 2, 0, 9])), [2, 1, 0, 1])
    near(np.clip(a, 1.5, 2.5), [2.5, 1.5, 2, 1.5])
    near(np.sort(a), [1, 1, 2, 3])
    refused(ValueError, lambda: np.min(np.array([])))
    assert math.isnan(np.max(np.array([1.0, math.nan, 2.0])))


def fact_functions_of_each_element():
    a = np.array([0.25, 1.0, 4.0])
    near(np.sqrt(a), [0.5, 1, 2])
    near(np.exp(a), [math.exp(0.25), math.exp(1), math.exp(4)])
    near(np.log(a), [math.log(0.25), 0, math.log(4)])
    near(np.log10(np.array([1, 100])), [0, 2])
    near(np.sin(a), [math.sin(x) for x in a])
    near(np.cos(a), [math.cos(x) for x in a])
    near(np.square(a), [0.0625, 1, 16])
    near(np.abs(np.array([-1.5, 2.0])), [1.5, 2])
    assert list(np.sign(np.array([-2, 0, 5]))) == [-1, 0, 1]
    near(np.sign(np.array([-2.5, 0.0, math.nan])), [-1, 0, math.nan])
    assert np.sqrt(16) == 4
    assert np.sign(-3.5) == -1
    assert np.abs(-2) == 2
    near(np.round(np.array([0.5, 1.5, 2.567]), 1), [0.5, 1.5, 2.6])
    near(np.round(np.array([0.5, 1.5, -2.5])), [0, 2, -2])
    assert list(np.isfinite(np.array([1.0, math.inf, math.nan]))) == [True, False, False]
    assert list(np.isnan(np.array([1.0, math.nan]))) == [False, True]


def fact_functions_beyond_their_range():
    old = np.seterr(all="ignore") if hasattr(np, "seterr") else None
    near(np.sqrt(np.array([-1.0])), [math.nan])
    near(np.log(np.array([0.0, -1.0])), [-math.inf, math.nan])
    near(np.exp(np.array([1000.0, -1000.0])), [math.inf, 0])
    if old:
        np.seterr(**old)


def fact_products_of_two():
    a, b = np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])
    assert np.dot(a, b) == a.dot(b) == a @ b == 32
    assert np.dot([1, 2], [3, 4]) == 11


def fact_ready_made_arrays():
    near(np.zeros(3), [0, 0, 0])
    near(np.ones((2,)), [1, 1])
    near(np.full(2, 7.5), [7.5, 7.5])
    assert str(np.zeros(1).dtype) == "float64"
    assert str(np.zeros(1, dtype=int).dtype) == "int64"
    assert str(np.zeros_like(np.array([1, 2])).dtype) == "int64"
    near(np.ones_like(np.array([1.5, 2])), [1, 1])
    near(np.linspace(0, 1, 5), [0, 0.25, 0.5, 0.75, 1])
    near(np.linspace(0, 50, 50), [k * (50 / 49) for k in range(49)] + [50])
    assert len(np.linspace(0, 1)) == 50
    near(np.linspace(2, 3, 1), [2])
    assert list(np.arange(4)) == [0, 1, 2, 3]
    assert list(np.arange(5, 1, -2)) == [5, 3]
    near(np.arange(0, 1, 0.25), [0, 0.25, 0.5, 0.75])
    assert str(np.arange(3).dtype) == "int64"
    assert len(np.arange(3, 0)) == 0
    near(np.concatenate([np.array([1, 2]), np.array([2.5])]), [1, 2, 2.5])
    assert list(np.diff(np.array([1, 4, 9]))) == [3, 5]


def fact_comparisons_give_masks():
    a, b = np.array([1, 2, 3]), np.array([3, 2, 1])
    assert list(a < b) == [True, False, False]
    assert list(a <= 2) == [True, True, False]
    assert list(a > b) == [False, False, True]
    assert list(a >= 2) == [False, True, True]
    assert list(a == b) == [False, True, False]
    assert list(a != b) == [True, False, True]
    assert list((a > 1) & (a < 3)) == [False, True, False]
    assert list((a < 2) | (a > 2)) == [True, False, True]
    assert list(~(a > 1)) == [True, False, False]
    assert (a > 0).all()
    assert np.all(a > 0)
    assert not np.any(a > 3)
    assert np.allclose(a, a + 1e-9)
    assert not np.allclose(a, b)
    refused(ValueError, lambda: bool(a > 1), "ambiguous")


def fact_picking():
    a = np.array([10, 20, 30, 40])
    assert a[0] == 10
    assert a[-1] == 40
    assert list(a[1:3]) == [20, 30]
    assert list(a[::-1]) == [40, 30, 20, 10]
    assert list(a[::2]) == [10, 30]
    assert list(a[a > 15]) == [20, 30, 40]
    assert list(a[[3, 0]]) == [40, 10]
    assert list(a[np.array([1, 1])]) == [20, 20]
    refused(IndexError, lambda: a[4], "out of bounds")
    refused(IndexError, lambda: a[1.0])
    refused(IndexError, lambda: a[np.array([True])], "boolean index")


def fact_changing_elements():
    a = np.array([1.0, 2.0, 3.0, 4.0])
    a[0] = 5
    a[1:3] = 0
    a[a == 4] = [9]
    near(a, [5, 0, 0, 9])
    whole = np.array([1, 2])
    whole[0] = 3.9
    assert list(whole) == [3, 2]

    def assign():
        a[0:2] = [1, 2, 3]

    refused(ValueError, assign, "could not broadcast")


def fact_where():
    a = np.array([-1.0, 0.0, 2.0])
    near(np.where(a > 0, a, 0), [0, 0, 2])
    near(np.where(a > 0, 1, -1), [-1, -1, 1])
    near(np.where(a > 0, a, a * 10), [-10, 0, 2])
    assert list(np.where(a > -0.5)[0]) == [1, 2]


def fact_lines_are_fitted():
    x = np.array([1, 2, 3, 5, 6, 7, 8])
    y = np.array([155, 197, 244, 356, 409, 448, 500])
    slope, intercept = np.polyfit(x, y, 1)
    assert abs(slope - 50.2363) < 1e-4
    assert abs(intercept - 100.2055) < 1e-4
    near(np.polyval([2.0, 1.0], np.array([0.0, 3.0])), [1, 7])
    refused(TypeError, lambda: np.polyfit(x, y[:3], 1), "same length")


def fact_random_numbers_with_a_seed_are_numpys():
    np.random.seed(7)
    near(np.random.rand(3), [0.07630828937395717, 0.7799187922401146, 0.4384092314408935])
    near([np.random.rand(), np.random.random()], [0.7234651778309412, 0.9779895119966027])
    near(np.random.uniform(-1, 1, 2), [0.07699174082086735, 0.002240927319875796])
    np.random.seed(42)
    near(np.random.randn(3), [0.4967141530112327, -0.13826430117118466, 0.6476885381006925])
    near([np.random.normal(10, 2)], [10 + 2 * 1.5230298564080254])
    np.random.seed(0)
    assert list(np.random.randint(0, 10, 6)) == [5, 0, 3, 3, 7, 9]
    assert [int(np.random.randint(7)) for _ in range(3)] == [3, 5, 2]
    refused(ValueError, lambda: np.random.randint(3, 3), "low >= high")


def fact_printing():
    assert repr(np.array([1, 2, 3])) == "array([1, 2, 3])"
    assert str(np.array([1, 20, -3])) == "[ 1 20 -3]"
    assert str(np.array([1.0, 2.5, 3.25])) == "[1.   2.5  3.25]"
    assert repr(np.array([1.0, 2.0])) == "array([1., 2.])"
    assert str(np.array([0.1, 100.0])) == "[  0.1 100. ]"
    assert str(np.array([1e-5, 1.0])) == "[1.e-05 1.e+00]"
    assert str(np.array([1 / 3, 2 / 3])) == "[0.33333333 0.66666667]"
    assert str(np.array([True, False])) == "[ True False]"
    assert str(np.array([math.nan, 1.5, -math.inf])) == "[ nan  1.5 -inf]"
    assert str(np.array([123456789.5, 1.0])) == "[1.2345679e+08 1.0000000e+00]"
    assert str(np.array([])) == "[]"
    long = str(np.arange(30))
    first, second = long.split("\n")
    assert first == "[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23"
    assert second == " 24 25 26 27 28 29]"


def fact_descent_fits_a_line():
    x = np.array([1, 2, 3, 5, 6, 7, 8])
    y = np.array([155, 197, 244, 356, 409, 448, 500])
    w = b = 0.0
    for _ in range(120):
        residual = w * x + b - y
        w, b = w - 0.01 * 2 * np.mean(residual * x), b - 0.01 * 2 * np.mean(residual)
    assert f"{w:.3f} {b:.3f} {np.mean((w * x + b - y) ** 2):.1f}" == "59.325 47.236 648.0"


FACTS = {name: act for name, act in globals().items() if name.startswith("fact_")}
