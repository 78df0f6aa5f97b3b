"""What is around the texts of pages is taken over as long as no page shows another one anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from small_site import tree

import gdsim
from gdsim.errors import AuthorErrors
from gdsim.site import assemble as module
from gdsim.stages import pages as stage

FILES = {
    "site.yaml": "title: Wiki\nurl: https://example.org/\n",
    "index.md": "Welcome to [[one]].\n",
    "one.md": "---\nsummary: First of {{ 1 + 1 }}.\ntags: [a]\n---\n"
    "First words.\n\n## Part\n\nSee [[Two]].\n",
    "Folder/Two.md": "Second.\n\n## Other part\n\nSee [one](../one.md#part).\n\n```python\nx = 1\n```\n",
    "assets/words.txt": "text\n",
}


@pytest.fixture
def wiki(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    for name, text in FILES.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text)
    gdsim.build(content, media=False)
    return content


@pytest.fixture
def assembled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows whenever pages are put together, or links looked at, from the beginning."""
    done: list[str] = []

    def noted(name: str, function: Callable[..., object]) -> Callable[..., object]:
        return lambda *given, **named: (done.append(name), function(*given, **named))[1]

    monkeypatch.setattr(module, "assemble", noted("assemble", module.assemble))
    monkeypatch.setattr(stage, "check_links", noted("check_links", stage.check_links))
    return done


def clean(content: Path) -> dict[str, bytes]:
    folder = content.parent / "clean"
    gdsim.build(content, media=False, output=folder / "site", cache=folder / "cache")
    return tree(folder / "site")


def change(content: Path, name: str, old: str, new: str) -> dict[str, bytes]:
    page = content / name
    assert old in page.read_text()
    page.write_text(page.read_text().replace(old, new))
    gdsim.build(content, media=False)
    return tree(content.parent / "site")


PROSE = [
    ("one.md", "See [[Two]].", "See [[Two]] and more."),
    ("one.md", "See [[Two]].", "Line.\n\nSee [[Two]]."),
    ("one.md", "See [[Two]].", "See [[Two|it]], [[Two]]."),
    ("Folder/Two.md", "x = 1", "x = 2"),
    ("assets/words.txt", "text", "words"),
]


@pytest.mark.parametrize(("name", "old", "new"), PROSE)
def test_an_edit_of_prose_takes_all_around_it_over(
    wiki: Path, assembled: list[str], name: str, old: str, new: str
) -> None:
    after = change(wiki, name, old, new)
    assert assembled == []
    assert after == clean(wiki)


SHOWN = [
    ("one.md", "First words", "Other words"),  # in lists and previews
    ("one.md", "tags: [a]", "tags: [b]"),
    ("one.md", "## Part", "## Part\n\n### Inner"),
    ("one.md", "See [[Two]].", "See [[Home]]."),
    ("one.md", "{{ 1 + 1 }}", "{{ 1 + 2 }}"),
    ("one.md", "summary:", "title: New\nsummary:"),
    ("Folder/Two.md", "```python\nx = 1\n```", "No code."),
    ("site.yaml", "title: Wiki", "title: Another"),
]


@pytest.mark.parametrize(("name", "old", "new"), SHOWN)
def test_what_other_pages_show_is_put_together_anew(
    wiki: Path, assembled: list[str], name: str, old: str, new: str
) -> None:
    after = change(wiki, name, old, new)
    assert assembled == ["check_links", "assemble"]
    assert after == clean(wiki)


def test_back_to_what_was_before(wiki: Path) -> None:
    first = tree(wiki.parent / "site")
    change(wiki, "one.md", "tags: [a]", "tags: [b]")
    change(wiki, "one.md", "See", "Look at")
    change(wiki, "one.md", "tags: [b]", "tags: [a]")
    assert change(wiki, "one.md", "Look at", "See") == first


def test_a_lost_frame_is_made_again(wiki: Path, assembled: list[str]) -> None:
    cache = wiki.parent / ".gdsim-cache"
    for path in [*cache.glob("packs/*")]:
        path.unlink()
    after = change(wiki, "one.md", "See", "Look at")
    assert assembled == ["assemble"]
    assert after == clean(wiki)


@pytest.mark.parametrize("lost", ["gallery.html", "tags/a.html", "assets/site.*.css", "folder/two.html"])
def test_a_file_lost_from_the_site_is_made_again(wiki: Path, lost: str) -> None:
    site = wiki.parent / "site"
    for path in site.glob(lost):
        path.write_text("damaged")
    assert change(wiki, "one.md", "See", "Look at") == clean(wiki)


def test_a_heading_that_others_link_to_is_missed(wiki: Path) -> None:
    with pytest.raises(AuthorErrors, match=re.escape("'one.md' has no heading #part")):
        change(wiki, "one.md", "## Part", "## Piece")
    assert "Piece" not in (wiki.parent / "site/one.html").read_text()
    assert change(wiki, "one.md", "## Piece", "## Part") == clean(wiki)
