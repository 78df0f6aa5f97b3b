"""Numbers as pages, frames and descriptions write them."""

from __future__ import annotations

import pytest

from gdsim.core.slug import ascii_slug, slug
from gdsim.core.words import number_in_words, rate_in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [(5e-5, "5e-5"), (1.15e-3, "1.15e-3"), (0.001, "0.001"), (0.02, "0.02"), (1e300, "1e300"), (1.0, "1")],
)
def test_rates_are_written_as_sweeps_write_them(value, words):
    assert rate_in_words(value) == words
    assert float(words) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (14932.9, "14,930"),
        (84.1314, "84.13"),
        (-4.4, "−4.4"),
        (-0.0, "0"),
        (2.1e6, "2.1e6"),
        (1.25779e8, "1.258e8"),
        (3e-7, "3e-7"),
        (999_999.0, "1,000,000"),
    ],
)
def test_numbers_have_four_digits_and_a_true_minus(value, words):
    assert number_in_words(value, 4) == words


@pytest.mark.parametrize(
    ("text", "expected", "plain"),
    [
        ("Gradient Descent", "gradient-descent", "gradient-descent"),
        ("  Café & Crème #1  ", "cafe-creme-1", "cafe-creme-1"),
        ("数据", "数据", "u6570u636e"),
        ("🎈", "u1f388", "u1f388"),
        ("CON", "con-", "con-"),
        ("..", "u2e-u2e", "u2e-u2e"),
    ],
)
def test_slugs_are_safe_on_every_file_system(text, expected, plain):
    assert slug(text) == expected
    assert ascii_slug(text) == plain
