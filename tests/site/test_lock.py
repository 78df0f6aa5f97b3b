"""The lock of a build: held by one, gone at the end, and nobody holds what is removed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gdsim.errors import BuildError
from gdsim.site.lock import held, sweep

CLIMB = """
import sys
from pathlib import Path
from gdsim.errors import BuildError
from gdsim.site.lock import held
folder, counter = Path(sys.argv[1]), Path(sys.argv[2])
done = 0
while done < 200:
    try:
        with held(folder):
            counter.write_text(str(int(counter.read_text()) + 1))
            done += 1
    except BuildError:
        pass
"""


def test_the_file_goes_whether_the_build_ends_well_or_not(tmp_path):
    with held(tmp_path / "site"):
        assert (tmp_path / ".site.lock").read_text() == str(os.getpid())
    assert os.listdir(tmp_path) == []
    with pytest.raises(ValueError, match="refused"), held(tmp_path / "site"):
        raise ValueError("refused")
    assert os.listdir(tmp_path) == []


def test_folders_made_for_the_lock_go_where_they_are_empty(tmp_path):
    with held(tmp_path / "a/b/site"):
        assert (tmp_path / "a/b").is_dir()
    assert os.listdir(tmp_path) == []
    with held(tmp_path / "a/b/site"):
        (tmp_path / "a/b/site").mkdir()
    assert os.listdir(tmp_path / "a/b") == ["site"]


def test_who_finds_it_held_leaves_it(tmp_path):
    with held(tmp_path / "site"):
        with (
            pytest.raises(BuildError, match=rf"another build \({os.getpid()}\) runs"),
            held(tmp_path / "site"),
        ):
            pass
        assert os.listdir(tmp_path) == [".site.lock"]


def test_a_lock_left_by_a_killed_build_is_taken_over(tmp_path):
    (tmp_path / ".site.lock").write_text("99999999")
    with held(tmp_path / "site"):
        assert (tmp_path / ".site.lock").read_text() == str(os.getpid())
    assert os.listdir(tmp_path) == []


def test_a_lock_is_swept_where_nobody_holds_it(tmp_path):
    sweep(tmp_path / "site")
    (tmp_path / ".site.lock").write_text("99999999")
    sweep(tmp_path / "site")
    assert os.listdir(tmp_path) == []
    with held(tmp_path / "site"):
        sweep(tmp_path / "site")
        assert os.listdir(tmp_path) == [".site.lock"]


def test_a_lock_removed_while_it_was_waited_for_is_not_taken(tmp_path, monkeypatch):
    """Opened before the holder removed it, locked after: the file at the path is another one by then."""
    from gdsim.site import lock

    taken, real = [], lock._lock

    def late(handle):
        taken.append(os.fstat(handle).st_ino)
        if len(taken) == 1:
            os.rename(tmp_path / ".site.lock", tmp_path / "removed")
        return real(handle)

    monkeypatch.setattr(lock, "_lock", late)
    with held(tmp_path / "site"):
        assert (tmp_path / ".site.lock").stat().st_ino == taken[1] != taken[0]


def test_many_at_once_never_hold_it_together(tmp_path):
    """Each counts up by reading and writing, which loses a count wherever two hold the lock."""
    counter = tmp_path / "counter"
    counter.write_text("0")
    command = [sys.executable, "-c", CLIMB, tmp_path / "site", counter]
    climbers = [subprocess.Popen(command) for _ in range(3)]
    assert [climber.wait() for climber in climbers] == [0, 0, 0]
    assert counter.read_text() == "600"
    assert os.listdir(tmp_path) == ["counter"]
