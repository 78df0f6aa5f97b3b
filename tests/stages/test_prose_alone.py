"""A wiki without sweeps and tables: it needs no NumPy, and its pages may ask for the built-in datasets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from small_site import tree

import gdsim
from gdsim.errors import AuthorErrors

BUILD = """
import sys
from gdsim.cli import main
assert main(["build", "--quiet", "--content", sys.argv[1], "--output", sys.argv[2]]) == 0
print(*(name for name in ("numpy", "matplotlib", "concurrent.futures.process") if name in sys.modules))
"""


def _wiki(folder: Path, home: str) -> Path:
    content = folder / "content"
    content.mkdir()
    (content / "site.yaml").write_text("title: Wiki\n")
    (content / "index.md").write_text(f"# Home\n\n{home}\n")
    return content


def _heavy(content: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", BUILD, content, content.parent / "site"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.split()


def test_nothing_of_the_runs_is_imported_or_published(tmp_path):
    content = _wiki(tmp_path, "Words, `code` and $x^2$.")
    assert _heavy(content) == []
    files = tree(tmp_path / "site")
    assert files["runs/index.json"] == b'{"schema":"gdsim.runs/1","runs":[]}\n'
    assert not any(name.startswith(("datasets/", "media/")) for name in files)
    (content / "sweeps").mkdir()  # the long way gives the same
    (content / "data").mkdir()
    assert gdsim.build(content, executor="inline").written == 0
    assert tree(tmp_path / "site") == files


def test_a_built_in_dataset_is_known_without_a_sweep(tmp_path):
    content = _wiki(tmp_path, "There are {{ dataset('outliers').n }} points.")
    (content / "other.md").write_text("# Other\n")
    assert _heavy(content) == ["numpy"]
    points = gdsim.datasets.get("outliers")().n
    assert f"There are {points} points." in (tmp_path / "site/index.html").read_text()
    (content / "other.md").write_text("# Other\n\nWords.\n")
    assert _heavy(content) == []  # the first page is kept
    assert f"There are {points} points." in (tmp_path / "site/index.html").read_text()


def test_a_table_that_is_gone_is_missed(tmp_path):
    content = _wiki(tmp_path, "There are {{ dataset('mine').n }} points.")
    (content / "data").mkdir()
    table = content / "data/mine.csv"
    table.write_text("x,y\n1,2\n3,4\n")
    gdsim.build(content, executor="inline")
    assert "There are 2 points." in (tmp_path / "site/index.html").read_text()
    table.unlink()
    for _ in range(2):
        with pytest.raises(AuthorErrors, match="'mine'"):
            gdsim.build(content, executor="inline")
    table.write_text("x,y\n1,2\n3,4\n5,6\n")
    gdsim.build(content, executor="inline")
    assert "There are 3 points." in (tmp_path / "site/index.html").read_text()
