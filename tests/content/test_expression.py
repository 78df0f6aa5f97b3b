"""What prose may compute, and what it may not."""

from __future__ import annotations

import sys

import pytest
from guard import ends_soon

from gdsim.content.expression import Expressions, approx
from gdsim.content.number import digits
from tests.content.fakes import FakeFacts


@pytest.fixture
def expressions() -> Expressions:
    return Expressions(FakeFacts())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("1 + 1", "2"),
        ("0.1 + 0.2", "0.3"),
        ('dataset("fundraising").learning_rate_max | digits(3)', "0.0362"),
        ('dataset("fundraising").optimum.b', "−1"),
        ('run("rates", learning_rate=0.05).diverged', "true"),
        ('run("rates").status', "converged"),
        ('run("rates").epochs_to(0.5)', "2"),
        ("-5e-5", "−5e-5"),
        ("1 if 2 > 1 else 3", "1"),
        ("max(1, 2) + min(1, 2) + abs(-3) + round(1.234, 1) + log10(100)", "9.2"),
        ("approx(1.0001, 1)", "true"),
        ("2 ** 10", "1024"),
    ],
)
def test_expression_gives(expressions: Expressions, source: str, text: str) -> None:
    assert expressions.text(source) == text


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("foo", "'foo' is unknown; known: abs, approx, dataset"),
        ("rnu('rates')", "'rnu' is unknown; did you mean 'run'?"),
        ('run("ratez").final.w', "unknown sweep 'ratez'; did you mean 'rates'?"),
        (
            'run("rates", learning_rate=0.3)',
            "sweep 'rates' has no learning_rate 0.3; it has 0.01, 0.02, 0.05",
        ),
        ('run("rates").final.q', "there is no .q here"),
        ('run("rates")', "not a number; ask for one of its fields"),
        ('run("rates", learning_rate=0.05).epochs_to(0.1)', "gives nothing"),
        ("none", "gives nothing"),
        ("1/0", "divides by zero"),
        ("1e308 * 10", "gives inf"),
        ("1e400", "too large"),
        ("log10(0)", "math domain error"),
        ("(-8) ** 0.5", "not a real number"),
        ("2 +", "end of template"),
        ("1 | digit(2)", "No filter named 'digit'; the filter is digits(n)"),
        ("1 | digits(0)", "must be from 1 to 17"),
        ("'a' | digits(2)", "digits wants a number"),
        ("9 ** (9 ** 9)", "the result of ** is too large"),
        ("10 ** 10000", "the result of ** is too large"),
        ("'a' * 10 ** 9", "* wants numbers, got 'a'"),
        ("[1] * 1000000", "* wants numbers"),
        ("'%1000000000d' % 1", "% wants numbers"),
        ("'a'.join([1])", "access to attribute 'join' of 'str' object is unsafe"),
        ("''.__class__.__mro__", "unsafe"),
        ("run.__globals__", "unsafe"),
        ("range(10 ** 9)", "'range' is unknown"),
        ("1 if false", "else"),
        ("(" * 400 + "1" + ")" * 400, "nests too deep"),
        ("1" + "+1" * 999, "at most 1000"),
    ],
)
def test_expression_is_refused_in_words(expressions: Expressions, source: str, reason: str) -> None:
    with ends_soon(2), pytest.raises(ValueError) as caught:
        expressions.text(source)
    assert reason in str(caught.value)


def test_work_grows_with_the_length_of_an_expression(expressions: Expressions) -> None:
    def calls(signs: int) -> int:
        met = [0]

        def count(frame: object, event: str, value: object) -> None:
            met[0] += event == "call"

        sys.setprofile(count)
        try:
            expressions.text("+" * signs + "run('rates').final.w")
        finally:
            sys.setprofile(None)
        return met[0]

    calls(1)
    assert calls(80) < 3 * calls(40)


def test_sides_of_a_check_are_shown(expressions: Expressions) -> None:
    check = 'run("rates").final.w < 3 and (1.5 < run("rates").final.b * 2) and not run("rates").diverged'
    assert [side for side, _ in expressions.met(check)] == [
        'run("rates").final.w',
        'run("rates").final.b * 2',
        'run("rates").diverged',
    ]
    assert expressions.met('approx(run("rates").epoch, 3, rel=0.1) or "a" == "b"') == [
        ('run("rates").epoch', "3")
    ]


@pytest.mark.parametrize(
    ("value", "n", "text"),
    [
        (0.0011868, 3, "0.00119"),
        (5e-5, 1, "5e-5"),
        (0.00005123, 2, "5.1e-5"),
        (0.036, 3, "0.0360"),
        (120, 2, "120"),
        (1234567, 3, "1230000"),
        (1e12, 3, "1e12"),
        (999.96, 4, "1000"),
        (-2.5, 2, "-2.5"),
        (0.0, 3, "0"),
        (10**400, 2, "1e400"),
    ],
)
def test_digits(value: float, n: int, text: str) -> None:
    assert digits(value, n) == text


def test_approx_is_relative_and_absolute_at_zero() -> None:
    assert approx(1000, 1000.9)
    assert not approx(1000, 1002)
    assert approx(0, 5e-4)
    assert not approx(0, 2e-3)
