"""A preview builds again and again: what it remembers of the runs is never of other sweeps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_site import tree, write_content

import gdsim
from gdsim.core.config import BuildConfig
from gdsim.core.progress import Silent
from gdsim.pipeline import build_site
from gdsim.stages.remembered import Remembered

SWEEP = "dataset: clean-linear\nlearning_rate: [5e-5, 2e-4]\nepochs: {}\n"
PAGE = 'Ends at {{ run("rates").final.w | digits(6) }}.\n'


class Previewed:
    """A small content that one process builds after each edit."""

    def __init__(self, folder: Path) -> None:
        self.content = write_content(folder)
        self._remembered = Remembered()
        self._edits = 0
        self.build()

    def build(self) -> None:
        """Build as ``gdsim serve`` does."""
        config = BuildConfig(
            self.content,
            output=self.content.parent / "site",
            cache=self.content.parent / "cache",
            media=False,
        )
        build_site(config, Silent(), self._remembered)

    def edit(self, **files: str) -> str:
        """Save files by stem, and a page that asks for a number; what that page says."""
        self._edits += 1
        for stem, text in files.items():
            (self.content / "sweeps" / f"{stem}.yaml").write_text(text)
        (self.content / "Asks.md").write_text(f"Edit {self._edits}. {PAGE}")
        self.build()
        text = (self.content.parent / "site/asks.html").read_text()
        return re.findall(r"<p>Edit \d+\. Ends at (\S+)\.</p>", text)[0]


@pytest.fixture
def previewed(tmp_path: Path) -> Previewed:
    return Previewed(tmp_path)


def test_sweeps_are_read_once_for_many_edits(previewed: Previewed, monkeypatch: pytest.MonkeyPatch) -> None:
    first = previewed.edit()

    def fail(*given: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("gdsim.descent.declared.read_declared", fail)
    assert previewed.edit() == first
    with pytest.raises(AssertionError, match="read again"):
        previewed.edit(rates=SWEEP.format(9))


def test_an_edited_sweep_gives_its_own_numbers_there_and_back(previewed: Previewed) -> None:
    before = [previewed.edit(), previewed.edit()]
    other = [previewed.edit(rates=SWEEP.format(9)), previewed.edit()]
    back = [previewed.edit(rates=SWEEP.format(12)), previewed.edit()]
    assert len({*before, *back}) == len({*other}) == 1
    assert before[0] != other[0]


def test_the_site_is_that_of_a_process_that_remembers_nothing(previewed: Previewed, tmp_path: Path) -> None:
    for _ in range(3):
        previewed.edit()
    gdsim.build(previewed.content, output=tmp_path / "clean", cache=tmp_path / "clean-cache", media=False)
    assert tree(tmp_path / "site") == tree(tmp_path / "clean")
