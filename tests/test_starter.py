"""``gdsim new``: what it writes builds as it is."""

from __future__ import annotations

import pytest
from small_site import tree

from gdsim import build
from gdsim.checking import check_site
from gdsim.cli import main
from gdsim.errors import BuildError
from gdsim.starter import write_starter


class Listening:
    """A reporter that keeps warnings."""

    def __init__(self) -> None:
        from gdsim.core.progress import Silent

        self.stage = Silent().stage
        self.warnings: list[str] = []

    def warn(self, sentence: str) -> None:
        self.warnings.append(sentence)


def test_the_starter_builds_with_no_warning(tmp_path):
    written = write_starter(tmp_path / "wiki")
    assert {"content/site.yaml", "content/index.md", ".github/workflows/site.yml", ".gitignore"} <= set(
        written
    )
    assert set(tree(tmp_path / "wiki")) == set(written)
    reporter = Listening()
    summary = build(tmp_path / "wiki/content", reporter=reporter, media=False)
    report = check_site(tmp_path / "wiki/site")
    assert (summary.runs > 0, reporter.warnings, report.problems, report.warnings) == (True, [], [], [])


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BuildError, match="holds something already"):
        write_starter(tmp_path)
    assert tree(tmp_path) == {"mine.txt": b"mine"}


def test_the_command_tells_what_comes_next(tmp_path, capsys):
    assert main(["new", str(tmp_path / "wiki")]) == 0
    assert "gdsim build" in capsys.readouterr().out
    assert main(["new", str(tmp_path / "wiki")]) == 1
