"""A page read before is what it is when it is read again."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import fields
from pathlib import Path

import pytest

from gdsim.cache.store import Store
from gdsim.content import known as module
from gdsim.content import read_content
from gdsim.content.known import KnownSources
from gdsim.core.page import FrontMatter, Source
from gdsim.errors import AuthorErrors

PAGES = {
    "plain.md": b"Words.\n",
    "windows.md": b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\nWords.\r\n",
    "nought.md": b"---\norder: 0\ndraft: false\nsummary: ''\ntags: []\n---\nWords.\n",
    "Folder/full.md": (
        b"---\ntitle: Full\nsummary: '{{ 1 }} of it'\ntags: [a, b]\ndate: 2026-03-04\nupdated: 2026-04-05\n"
        b"aliases: [Old, older/Name]\norder: 1.5\nused_in:\n  - one\n  - two\n---\nBody \xc3\xa9.\n"
    ),
}


def read_files(content: Path) -> dict[str, tuple[str, bytes]]:
    paths = content.rglob("*.md")
    data = {path.relative_to(content).as_posix(): path.read_bytes() for path in paths}
    return {name: (hashlib.sha256(text).hexdigest(), text) for name, text in data.items()}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name, data in {"site.yaml": b"title: W\n", **PAGES}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def again(content: Path, store: Store) -> dict[str, Source]:
    """The pages as a build reads them that has a cache."""
    known = KnownSources(store, "here", read_files(content))
    pages = read_content(content, known=known).pages
    known.keep()
    return {page.path: page for page in pages}


def told(source: Source) -> dict[str, object]:
    names = [item.name for item in fields(Source)]
    return {name: getattr(source, name) for name in (*names, "digest", "outline", "folder", "is_index")}


def test_known_pages_are_as_read(content: Path, tmp_path: Path) -> None:
    plain = {page.path: told(page) for page in read_content(content).pages}
    store = Store(tmp_path / "cache")
    first, second = again(content, store), again(content, store)
    assert {path: told(page) for path, page in first.items()} == plain
    assert {type(page) for page in second.values()} == {module._Known}
    assert {path: told(page) for path, page in second.items()} == plain
    assert all(type(page.front) is FrontMatter for page in second.values())


def test_known_pages_go_to_other_processes_as_read(content: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", lambda sentence: None)
    again(content, store)
    plain = {page.path: told(page) for page in read_content(content).pages}
    sent = pickle.loads(pickle.dumps(list(again(content, store).values())))
    assert {type(page) for page in sent} == {Source}
    assert {page.path: told(page) for page in sent} == plain


def test_another_byte_is_read_anew(content: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    again(content, store)
    (content / "plain.md").write_bytes(b"Wards.\n")
    pages = again(content, store)
    assert pages["plain.md"].text == "Wards.\n"
    assert [path for path, page in pages.items() if type(page) is Source] == ["plain.md"]


def test_a_page_with_a_mistake_is_told_again(content: Path, tmp_path: Path) -> None:
    (content / "plain.md").write_text("---\naliases: ['assets/x']\n---\n")
    store = Store(tmp_path / "cache")
    for _ in range(2):
        with pytest.raises(AuthorErrors, match="alias 'assets/x'"):
            again(content, store)


def test_the_text_is_not_decoded_unasked(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "cache")
    again(content, store)
    monkeypatch.setattr(module, "text_of", lambda data, path: pytest.fail(f"{path} was decoded"))
    assert [page.title for page in again(content, store).values()]
