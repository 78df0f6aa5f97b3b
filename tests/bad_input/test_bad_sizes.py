"""Too much work, or too large a site: refused before anything is done, with counts."""

from __future__ import annotations

import pytest
from guard import ends_soon

from tests.bad_input.builds import (
    RATES,
    changed,
    refused,
)


@pytest.mark.parametrize(
    ("sweep", "words"),
    [
        ("epochs: 1000000000\n",
        "epochs must be at most 10,000,000, got 1,000,000,000; --limit epochs=N lifts"),
        (f"init: {{{', '.join(f's{k}: [0, {k}]' for k in range(5000))}}}\nepochs: {list(range(1, 2001))}\n",
         "declares 10,000,000 runs, the limit of a build is 100,000; --limit runs=N lifts"),
    ],
    ids=["10⁹ epochs", "10⁷ runs"],
)  # fmt: skip
def test_too_much_is_refused_before_any_work_with_counts(tmp_path, sweep, words):
    content = changed(tmp_path, {"sweeps/rates.yaml": f"dataset: clean-linear\nlearning_rate: 1e-4\n{sweep}"})
    with ends_soon():
        assert any(words in line for line in refused(content, media=True))
    assert not (tmp_path / ".gdsim-cache").exists()


def test_a_site_too_large_is_refused_before_any_work(tmp_path):
    found = refused(
        changed(
            tmp_path, {"sweeps/rates.yaml": RATES.format(f"[{', '.join(f'{k}e-6' for k in range(1, 9000))}]")}
        ),
        media=True,
    )
    assert "would take about" in found[0]
    assert "--limit site-mb=N lifts this" in found[0]
    assert not (tmp_path / ".gdsim-cache").exists()
