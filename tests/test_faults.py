"""Builds that are killed: the site is the old one or the new one, and the next build makes it right."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from small_site import tree, write_content

import gdsim

BUILD = [sys.executable, "-m", "gdsim.cli", "build", "--quiet", "--content"]
EDIT = "dataset: clean-linear\nlearning_rate: [5e-5, 3e-4]\nepochs: 12\n"


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """The site before and after an edit, from clean builds."""
    old, new = tmp_path_factory.mktemp("old"), tmp_path_factory.mktemp("new")
    page = "# Houses\n\nOther words.\n"
    gdsim.build(write_content(old), executor="inline")
    changes = {
        "sweeps/rates.yaml": EDIT,
        "Topics/Houses.md": page,
        "index.md": "---\ntitle: Home\n---\nHello.\n",
    }
    gdsim.build(write_content(new, changes), executor="inline")
    return changes, tree(old / "site"), tree(new / "site")


@pytest.mark.parametrize("seed", range(8))
def test_sigkill_leaves_the_old_site_or_the_new_one(sites, tmp_path, seed):
    """The group, or the parent alone, at a random moment of a build; then a build equals a clean one."""
    changes, old, new = sites
    content = write_content(tmp_path)
    gdsim.build(content, executor="inline")
    write_content(tmp_path, changes)
    chance = random.Random(seed)
    build = subprocess.Popen([*BUILD, content], start_new_session=True)
    time.sleep(chance.uniform(0.1, 4.0))
    if seed % 2:
        os.killpg(build.pid, signal.SIGKILL)
    else:
        build.kill()
    build.wait()
    assert tree(tmp_path / "site") in (old, new)
    done = subprocess.run([*BUILD, content], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert tree(tmp_path / "site") == new
    assert [path.name for path in tmp_path.iterdir() if "building" in path.name] == []


@pytest.mark.parametrize("call", ["rename", "mkdir", "open"])
def test_a_failing_disk_is_told_and_the_old_site_stands(sites, tmp_path, call, monkeypatch):
    """The n-th file-changing call fails while the site is written."""
    import builtins

    from gdsim.errors import BuildError
    from gdsim.site import publish

    changes, old, new = sites
    content = write_content(tmp_path)
    gdsim.build(content, executor="inline")
    write_content(tmp_path, changes)

    def failing(*arguments, **options):
        raise OSError(28, "No space left on device", str(tmp_path))

    with monkeypatch.context() as patch:
        if call == "rename":
            patch.setattr(publish, "_exchange", failing)
        elif call == "mkdir":
            patch.setattr(os, "makedirs", failing)
        else:
            real = builtins.open
            patch.setattr(
                publish,
                "open",
                lambda name, mode="r", *rest: (
                    failing() if "building" in str(name) else real(name, mode, *rest)
                ),
                raising=False,
            )
        with pytest.raises(BuildError, match="No space left on device"):
            gdsim.build(content, executor="inline")
    assert tree(tmp_path / "site") == old
    gdsim.build(content, executor="inline")
    assert tree(tmp_path / "site") == new


def test_two_builds_at_once_each_end_well(sites, tmp_path):
    changes, _, new = sites
    content = write_content(tmp_path, changes)
    builds = [subprocess.Popen([*BUILD, content], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for build in builds:
        said = build.communicate()[1]
        assert build.returncode == 0 or "another build (" in said
    assert any(build.returncode == 0 for build in builds)
    assert tree(tmp_path / "site") == new


def test_the_clock_and_time_stamps_decide_nothing(sites, tmp_path):
    """An input edited with its old time stamp is built all the same."""
    changes, _, new = sites
    content = write_content(tmp_path)
    gdsim.build(content, executor="inline")
    stamps = {name: (content / name).stat() for name in changes}
    write_content(tmp_path, changes)
    for name, status in stamps.items():
        os.utime(content / name, ns=(status.st_atime_ns, status.st_mtime_ns))
    gdsim.build(content, executor="inline")
    assert tree(tmp_path / "site") == new


def test_a_read_only_place_is_told(tmp_path, monkeypatch):
    from gdsim.errors import BuildError

    content = write_content(tmp_path)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder is needed")
    with pytest.raises(BuildError, match="blocked"):
        gdsim.build(content, output=blocked / "site", media=False, executor="inline")
