"""Pages of the last build: their texts are read only where they are shown anew, and made again where lost."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from small_site import tree

import gdsim
from gdsim.core.page import Source
from gdsim.core.progress import Silent
from gdsim.errors import AuthorErrors
from gdsim.stages.kept import KeptPages

PAGES = 12


@pytest.fixture
def wiki(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    content.mkdir()
    (content / "site.yaml").write_text("title: Wiki\n")
    for number in range(PAGES):
        text = f"---\ntags: [a]\n---\n## Part\n\nWords of {number}, see [[page-{(number + 1) % PAGES}]].\n"
        (content / f"page-{number}.md").write_text(text)
    gdsim.build(content, media=False)
    return content


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the pages whose texts are read from the cache."""
    paths: list[str] = []
    text = KeptPages.text

    def noted(self: KeptPages, source: Source, asked: Iterable[str]) -> str:
        paths.append(source.path)
        return text(self, source, asked)

    monkeypatch.setattr(KeptPages, "text", noted)
    return paths


def clean(content: Path) -> dict[str, bytes]:
    folder = content.parent / "clean"
    gdsim.build(content, media=False, output=folder / "site", cache=folder / "cache")
    return tree(folder / "site")


def test_an_edit_reads_no_text_of_another_page(wiki, read):
    with (wiki / "page-3.md").open("a") as page:
        page.write("\nOne more line.\n")
    summary = gdsim.build(wiki, media=False)
    assert read == []
    assert summary.written == 2  # the page and what is searched
    assert tree(wiki.parent / "site") == clean(wiki)


def test_another_title_shows_on_the_pages_around(wiki):
    page = wiki / "page-3.md"
    page.write_text(page.read_text().replace("tags: [a]", "tags: [a]\ntitle: Another"))
    gdsim.build(wiki, media=False)
    assert tree(wiki.parent / "site") == clean(wiki)
    assert b"Another" in (wiki.parent / "site/page-9.html").read_bytes()


def test_another_site_title_reads_every_text_once(wiki, read):
    (wiki / "site.yaml").write_text("title: Other\n")
    gdsim.build(wiki, media=False)
    assert len(read) == len(set(read)) == PAGES
    assert tree(wiki.parent / "site") == clean(wiki)


def test_a_text_that_the_cache_has_lost_is_made_again(wiki, monkeypatch):
    monkeypatch.setattr(KeptPages, "_page", lambda self, asking, asked: None)
    (wiki / "site.yaml").write_text("title: Other\n")
    gdsim.build(wiki, media=False)
    monkeypatch.undo()
    assert tree(wiki.parent / "site") == clean(wiki)


# What one edit reads of what builds note, and an edit that makes it be read.
PROSE, HEADING = "\nOne more line.\n", "\n## One more\n"
NOTED = [("notes", 0, HEADING), ("notes", 1, HEADING), ("rows", 0, PROSE), ("places", 0, PROSE)]


def entries(content: Path, part: str) -> list[Path]:
    cache, name = content.parent / ".gdsim-cache", f'"{part}"'.encode()
    return [path for path in sorted(cache.glob("??/*")) if name in path.read_bytes()[:400]]


@pytest.mark.parametrize(("part", "number", "edit"), NOTED)
def test_a_damaged_note_is_told_once_and_made_again(wiki: Path, part: str, number: int, edit: str) -> None:
    assert len(entries(wiki, part)) == {"notes": 2}.get(part, 1)
    damaged = entries(wiki, part)[number]
    damaged.write_bytes(damaged.read_bytes()[:-9] + b"#" * 9)
    reporter = Warned()
    for text in (edit, edit.replace("One", "Two")):
        with (wiki / "page-3.md").open("a") as page:
            page.write(text)
        gdsim.build(wiki, media=False, reporter=reporter)
        assert tree(wiki.parent / "site") == clean(wiki)
        assert len(reporter.warnings) == 1


class Warned(Silent):
    """Notes what it is warned of."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, sentence: str) -> None:
        self.warnings.append(sentence)


def test_what_pages_are_together_is_checked_again_when_one_of_them_is_edited(wiki: Path) -> None:
    """A tag and an alias that others do not bear are met, though all other pages are as they were."""
    page, before = wiki / "page-3.md", (wiki / "page-3.md").read_text()
    for front, words in {
        "tags: [a!]": "tag '[^']+' has the address of",
        "aliases: [page-4]": "has the address of 'page-4.md'",
    }.items():
        page.write_text(before.replace("tags: [a]", front))
        for _ in range(2):
            with pytest.raises(AuthorErrors, match=words):
                gdsim.build(wiki, media=False)
    (wiki / "Page 5.md").write_text("Words.\n")
    page.write_text(before)
    with pytest.raises(AuthorErrors, match="has the same address as"):
        gdsim.build(wiki, media=False)
    (wiki / "Page 5.md").unlink()
    gdsim.build(wiki, media=False)
    assert tree(wiki.parent / "site") == clean(wiki)
