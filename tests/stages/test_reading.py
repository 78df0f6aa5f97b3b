"""What is told when the author's plugins are not there: the mistake, not the names they would have added."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_site import write_content

from gdsim.core.config import BuildConfig
from gdsim.errors import AuthorErrors
from gdsim.stages.reading import read

NAMES = {
    "index.md": "# Home\n\n::: zzyzx\n:::\n\n[[Nowhere]]\n",
    "sweeps/own.yaml": (
        "dataset: zzyzx\nmodel: zzyzx\nloss: zzyzx\noptimizer: zzyzx\nscenes: [zzyzx]\n"
        "learning_rate: 1e-3\nepochs: five\n"
    ),
}
PLUGIN = """
import numpy as np

import gdsim

@gdsim.datasets.register("ours")
def make(seed=0):
    return gdsim.Dataset("ours", np.arange(3.0), np.arange(3.0))
"""


def told(folder: Path) -> list[str]:
    """The mistakes of a content folder, each with its place."""
    with pytest.raises(AuthorErrors) as refused:
        read(BuildConfig(folder))
    return [str(mistake) for mistake in refused.value.mistakes]


def test_a_plugin_that_is_not_there_hides_the_names_it_may_register(tmp_path: Path) -> None:
    site = "title: T\nplugins: [no_such_plugin]\n"
    found = told(write_content(tmp_path, {"site.yaml": site, **NAMES}))
    assert [line.partition(", got")[0].partition(" cannot")[0].partition(";")[0] for line in found] == [
        "index.md:6: there is no page 'Nowhere'",
        "site.yaml:2: plugin 'no_such_plugin'",
        "sweeps/own.yaml:7: epochs must be a whole number ≥ 1",
    ]


def test_plugins_are_loaded_beside_another_mistake_in_site_yaml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "plugin_beside_mistake.py").write_text(PLUGIN.replace("ours", "beside-mistake"))
    sweep = "dataset: [beside-mistake, missing]\nlearning_rate: 1e-3\nepochs: 5\n"
    site = "title: T\ntitel: U\nplugins: [plugin_beside_mistake]\n"
    found = told(write_content(tmp_path, {"site.yaml": site, "sweeps/own.yaml": sweep}))
    assert len(found) == 2
    assert found[0].startswith("site.yaml:2: unknown key 'titel'")
    assert found[1].startswith("sweeps/own.yaml:1: unknown dataset 'missing'")


@pytest.mark.parametrize("site", ["title: T\nplugins: [a\n", "title: T\nplugins: {a: 1}\n"])
def test_plugins_that_cannot_be_read_hide_names_too(tmp_path: Path, site: str) -> None:
    found = told(write_content(tmp_path, {"site.yaml": site, **NAMES}))
    assert [line.partition(":")[0] for line in found] == ["site.yaml", "sweeps/own.yaml"]
    assert "epochs" in found[1]
