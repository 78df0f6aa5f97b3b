"""The listings that lessons show are code that runs: each descends as gdsim's run of the same settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdsim

CONTENT = Path(__file__).parents[2] / "content"
CODE = CONTENT / "code"
PAGES = "\n".join(page.read_text(encoding="utf-8") for page in sorted(CONTENT.rglob("*.md")))
# What each listing does, in the words of a run.
SAME = {
    "gradient_descent.py": {"learning_rate": 5e-5},
    "standardised.py": {"learning_rate": 0.1, "standardize": True},
    "momentum.py": {"learning_rate": 5e-5, "optimizer": {"name": "momentum", "beta": 0.9}},
    "absolute_error.py": {"learning_rate": 2e-4, "loss": "mae"},
    "ridge.py": {"learning_rate": 5e-5, "loss": {"name": "ridge", "l2": 50}},
}


def names_of(listing: str, dataset: str) -> dict[str, Any]:
    """What the listing defines, on the points of a dataset."""
    points = gdsim.datasets.get(dataset)()
    names: dict[str, Any] = {"DATA_X": points.x.copy(), "DATA_Y": points.y.copy()}
    exec(compile((CODE / listing).read_text(encoding="utf-8"), listing, "exec"), names)
    return names


def test_every_listing_is_shown_and_known_here() -> None:
    files = {path.name for path in CODE.glob("*.py")}
    assert files == set(SAME)
    assert set(re.findall(r"file: ([\w.]+\.py)", PAGES)) >= files


@pytest.mark.parametrize("dataset", ["clean-linear", "outliers"])
@pytest.mark.parametrize("listing", SAME)
def test_listing_descends_as_the_run_does(listing: str, dataset: str) -> None:
    fields: dict[str, Any] = SAME[listing]
    steps = list(names_of(listing, dataset)["train"](0.0, 0.0, fields["learning_rate"], 150))
    run = gdsim.run(dataset, init=(0, 0), epochs=150, **fields)
    np.testing.assert_allclose(steps, run.path[1:], rtol=1e-8)


def test_derivatives_are_those_of_the_loss() -> None:
    """Against central differences, at a place of no meaning."""
    names = names_of("gradient_descent.py", "clean-linear")
    loss, h = names["mse_loss"], 1e-6
    w, b = 0.21, 3.4
    along_w = (loss(w + h, b) - loss(w - h, b)) / (2 * h)
    along_b = (loss(w, b + h) - loss(w, b - h)) / (2 * h)
    assert names["mse_loss_dw"](w, b) == pytest.approx(along_w, rel=1e-6)
    assert names["mse_loss_db"](w, b) == pytest.approx(along_b, rel=1e-6)
