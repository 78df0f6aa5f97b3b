"""Pages of the last build: their texts are read only where they are shown anew, and made again where lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_site import tree

import gdsim
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
    """The keys of the texts that are read from the cache."""
    keys: list[str] = []
    text = KeptPages._text

    def noted(self: KeptPages, answered: str) -> str | None:
        keys.append(answered)
        return text(self, answered)

    monkeypatch.setattr(KeptPages, "_text", noted)
    return keys


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
    monkeypatch.setattr(KeptPages, "_text", lambda self, answered: None)
    (wiki / "site.yaml").write_text("title: Other\n")
    gdsim.build(wiki, media=False)
    monkeypatch.undo()
    assert tree(wiki.parent / "site") == clean(wiki)
