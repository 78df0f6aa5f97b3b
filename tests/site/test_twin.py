"""The second tree that the next site is made of: second names only, and trusted no more than the site."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_site import tree

import gdsim
from gdsim.site.publish import twin_path


@pytest.fixture
def wiki(tmp_path: Path) -> Path:
    """A wiki whose site has a twin: the first build finds nothing that could become one."""
    content = tmp_path / "content"
    (content / "Folder").mkdir(parents=True)
    (content / "site.yaml").write_text("title: Wiki\n")
    for name in ("index", "other", "Folder/inner"):
        (content / f"{name}.md").write_text(f"Words of {name}.\n")
    gdsim.build(content, media=False)
    edited(content)
    assert twin(content).is_dir()
    return content


def twin(content: Path) -> Path:
    return twin_path(content.parent / ".gdsim-cache", content.parent / "site")


def edited(content: Path) -> gdsim.Summary:
    with (content / "other.md").open("a") as page:
        page.write("\nMore.\n")
    return gdsim.build(content, media=False)


def clean(content: Path) -> dict[str, bytes]:
    folder = content.parent / "clean"
    gdsim.build(content, media=False, output=folder / "site", cache=folder / "cache")
    return tree(folder / "site")


def names(folder: Path) -> dict[str, int]:
    """Inode of each file."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in files}


def test_it_holds_second_names_only(wiki: Path) -> None:
    site = names(wiki.parent / "site")
    kept = names(twin(wiki))
    assert kept.items() <= site.items()
    assert site.keys() - kept.keys() == {"other.html", "search-index.js"}  # new in the last build


def test_the_first_site_has_one_at_once(wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(wiki.parent / "site")
    shutil.rmtree(wiki.parent / ".gdsim-cache")
    gdsim.build(wiki, media=False)
    assert names(twin(wiki)) == names(wiki.parent / "site")
    monkeypatch.setattr(
        os, "makedirs", lambda path, **how: None if os.path.isdir(path) else pytest.fail(path)
    )
    edited(wiki)
    assert names(wiki.parent / "site").keys() == tree(wiki.parent / "site").keys()


def test_an_edit_links_no_file_that_stands(wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linked: list[str] = []
    link = os.link
    monkeypatch.setattr(os, "link", lambda old, new, **how: (linked.append(str(old)), link(old, new, **how)))
    with (wiki / "Folder/inner.md").open("a") as page:
        page.write("\nMore.\n")
    assert gdsim.build(wiki, media=False).written == 2
    assert [Path(name).name for name in linked] == ["other.html"]
    assert tree(wiki.parent / "site") == clean(wiki)


def test_a_page_that_is_gone_leaves_the_twin(wiki: Path) -> None:
    (wiki / "Folder/inner.md").unlink()
    gdsim.build(wiki, media=False)
    assert tree(wiki.parent / "site") == clean(wiki)
    assert not (twin(wiki) / "folder/inner.html").exists()
    edited(wiki)
    assert not (twin(wiki) / "folder").exists()


def _replace(path: Path, make: Callable[[Path], object]) -> None:
    path.unlink()
    make(path)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "removed": lambda tree: (tree / "folder/inner.html").unlink(),
    "written over": lambda tree: (tree / "index.html").write_text("other"),
    "another": lambda tree: _replace(tree / "index.html", lambda path: path.write_text("other")),
    "a link": lambda tree: _replace(tree / "index.html", lambda path: path.symlink_to("/etc/hostname")),
    "a folder": lambda tree: _replace(tree / "index.html", lambda path: path.mkdir()),
    "a stranger": lambda tree: (tree / "folder/stranger.txt").write_text("x"),
    "a strange folder": lambda tree: (tree / "strange/er").mkdir(parents=True),
    "a linked folder": lambda tree: (tree / "strange").symlink_to("/etc"),
    "a file for a folder": lambda tree: (
        (tree / "folder").rename(tree / "aside"),
        (tree / "folder").write_text("x"),
    ),
    "all of it": lambda tree: tree.rename(tree.with_name("elsewhere")),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_happens_to_it_the_site_is_right(wiki: Path, damage: str) -> None:
    DAMAGES[damage](twin(wiki))
    edited(wiki)
    assert tree(wiki.parent / "site") == clean(wiki)
    edited(wiki)
    assert tree(wiki.parent / "site") == clean(wiki)


def test_a_folder_of_it_that_cannot_be_read_is_not_trusted(
    wiki: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (twin(wiki) / "folder/stranger.txt").write_text("x")
    scandir, unreadable = os.scandir, str(twin(wiki) / "folder")

    def refused(path: str | int) -> object:
        if isinstance(path, str) and os.path.normpath(path) == unreadable:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    edited(wiki)
    monkeypatch.undo()
    assert tree(wiki.parent / "site") == clean(wiki)


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name != "a file for a folder"])
def test_whatever_happens_to_the_site_it_is_right_again(wiki: Path, damage: str) -> None:
    DAMAGES[damage](wiki.parent / "site")
    edited(wiki)
    site = tree(wiki.parent / "site")
    strange = site.keys() - clean(wiki).keys()
    assert {name: data for name, data in site.items() if name not in strange} == clean(wiki)
    assert strange == {"a stranger": {"folder/stranger.txt"}}.get(damage, set())


def test_a_site_that_is_gone_is_made_again_of_it(wiki: Path) -> None:
    shutil.rmtree(wiki.parent / "site")
    edited(wiki)
    assert tree(wiki.parent / "site") == clean(wiki)


def test_a_file_written_over_in_both_is_made_again(wiki: Path) -> None:
    page = wiki.parent / "site/folder/inner.html"
    assert page.samefile(twin(wiki) / "folder/inner.html")
    page.write_bytes(page.read_bytes().upper())
    edited(wiki)
    assert tree(wiki.parent / "site") == clean(wiki)


def test_folders_can_be_read_by_others(wiki: Path) -> None:
    before = os.umask(0o077)
    try:
        shutil.rmtree(wiki.parent / "site")
        shutil.rmtree(wiki.parent / ".gdsim-cache")
        gdsim.build(wiki, media=False)
        for _ in range(2):
            edited(wiki)
            folders = [wiki.parent / "site", *(wiki.parent / "site").rglob("*/")]
            assert {folder.stat().st_mode & 0o777 for folder in folders if folder.is_dir()} == {0o755}
    finally:
        os.umask(before)


def test_a_cache_on_another_file_system_keeps_none(wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename, at = os.rename, twin(wiki)

    def across(old: object, new: object) -> None:
        if at in (old, new):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        rename(old, new)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rename", across)
    edited(wiki)
    assert tree(wiki.parent / "site") == clean(wiki)
    assert [path.name for path in wiki.parent.iterdir() if "building" in path.name] == []


def test_a_file_system_without_links_keeps_none(wiki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(old: object, new: object, **how: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    shutil.rmtree(twin(wiki))
    monkeypatch.setattr(os, "link", no_links)
    edited(wiki)
    assert tree(wiki.parent / "site") == clean(wiki)
    assert not twin(wiki).exists()
