"""The words above a film: what sets a run apart, and nothing that is usual."""

from __future__ import annotations

import pytest

from gdsim import losses, optimizers
from gdsim.core.run import Choice
from gdsim.render.header import choice_in_words


@pytest.mark.parametrize(
    ("kind", "name", "given", "words"),
    [
        (optimizers, "gd", {}, "gradient descent"),
        (optimizers, "momentum", {}, "momentum 0.9"),
        (optimizers, "adam", {}, "adam"),
        (optimizers, "adam", {"beta1": 0.5}, "adam (beta1 0.5)"),
        (losses, "huber", {"delta": 1.5}, "huber 1.5"),
        (losses, "mae", {}, "absolute error"),
    ],
)
def test_a_choice_is_told_by_what_is_not_usual(kind, name, given, words):
    defaults = kind.registry.options(name)
    assert choice_in_words(Choice.of(name, {**defaults, **given}), defaults) == words
