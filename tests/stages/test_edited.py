"""An edit of prose is put into the site that stands, as long as no page shows another one anew."""

from __future__ import annotations

import re
import shutil
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


EDITS = [*((edit, []) for edit in PROSE), *((edit, ["check_links", "assemble"]) for edit in SHOWN)]


@pytest.mark.parametrize(("edit", "done"), EDITS)
def test_all_is_put_together_anew_only_where_other_pages_show_the_edit(
    wiki: Path, assembled: list[str], edit: tuple[str, str, str], done: list[str]
) -> None:
    after = change(wiki, *edit)
    assert assembled == done
    assert after == clean(wiki)


def test_long_files_are_seen_to_change_at_their_end(wiki: Path) -> None:
    """Beyond what is read of a file at first."""
    (wiki / "assets/words.txt").write_text("long " * 60_000)
    lines = f"```text\n{('long ' * 15 + chr(10)) * 1_000}```\n"
    (wiki / "one.md").write_text((wiki / "one.md").read_text() + f"\n{lines}\nLast.\n")
    gdsim.build(wiki, media=False)
    change(wiki, "one.md", "Last.", "End..")
    (wiki / "assets/words.txt").write_text("long " * 59_999 + "gone ")
    gdsim.build(wiki, media=False)
    assert tree(wiki.parent / "site") == clean(wiki)


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
    assert assembled == ["check_links", "assemble"]
    assert after == clean(wiki)


@pytest.mark.parametrize("lost", ["gallery.html", "tags/a.html", "assets/site.*.css", "folder/two.html"])
def test_a_file_lost_from_the_site_is_made_again(wiki: Path, lost: str) -> None:
    site = wiki.parent / "site"
    for path in site.glob(lost):
        path.write_text("damaged")
    assert change(wiki, "one.md", "See", "Look at") == clean(wiki)


def test_a_lost_site_is_made_again_with_the_edit(wiki: Path) -> None:
    """Its twin in the cache still has its files."""
    shutil.rmtree(wiki.parent / "site")
    assert change(wiki, "one.md", "See", "Look at") == clean(wiki)


def test_a_lost_twin_is_made_again_with_the_edit(wiki: Path, assembled: list[str]) -> None:
    for twin in (wiki.parent / ".gdsim-cache/sites").iterdir():
        if twin.is_dir():
            shutil.rmtree(twin)
    change(wiki, "one.md", "See", "Look at")
    after = change(wiki, "one.md", "Look at", "Read")
    assert assembled == []
    assert after == clean(wiki)


def test_a_heading_that_others_link_to_is_missed(wiki: Path) -> None:
    with pytest.raises(AuthorErrors, match=re.escape("'one.md' has no heading #part")):
        change(wiki, "one.md", "## Part", "## Piece")
    assert "Piece" not in (wiki.parent / "site/one.html").read_text()
    assert change(wiki, "one.md", "## Piece", "## Part") == clean(wiki)


def test_data_behind_a_link_are_seen_to_change(wiki: Path) -> None:
    data, sweeps = wiki / "data", wiki / "sweeps"
    data.mkdir()
    sweeps.mkdir()
    (wiki / "assets" / "points.csv").write_text("x,y\n0,1\n1,2\n2,4\n")
    (data / "mine.csv").symlink_to("../assets/points.csv")
    (sweeps / "few.yaml").write_text("dataset: mine\nlearning_rate: 0.1\nepochs: 5\ninit: {o: [0, 0]}\n")
    gdsim.build(wiki, media=False)
    assert change(wiki, "assets/points.csv", "2,4", "2,5") == clean(wiki)


def test_a_page_behind_a_link_is_seen_to_change(wiki: Path) -> None:
    (wiki / "also.md").symlink_to("one.md")
    gdsim.build(wiki, media=False)
    assert change(wiki, "one.md", "See [[Two]]", "Look at [[Two]]") == clean(wiki)


def test_two_sites_of_one_content_keep_their_own_notes(wiki: Path, assembled: list[str]) -> None:
    other = wiki.parent / "other"
    gdsim.build(wiki, media=False, output=other)
    change(wiki, "one.md", "See", "Look at")
    change(wiki, "one.md", "Look at", "Read")
    gdsim.build(wiki, media=False, output=other)
    assert tree(other) == clean(wiki)


def test_numbers_of_the_runs_come_with_an_edit(wiki: Path, assembled: list[str]) -> None:
    (wiki / "sweeps").mkdir()
    (wiki / "sweeps/few.yaml").write_text(
        "dataset: clean-linear\nlearning_rate: 0.01\nepochs: 5\ninit: {o: [0, 0]}\n"
    )
    page = wiki / "one.md"
    page.write_text(page.read_text() + "\n{{ 1 }}\n")
    gdsim.build(wiki, media=False)
    assembled.clear()
    asked = "{{ run('few').final.loss | digits(3) }}"
    after = change(wiki, "one.md", "{{ 1 }}", asked)
    assert assembled == []
    assert after == clean(wiki)


def test_sizes_of_downloads_are_told_after_an_edit_too(wiki: Path, assembled: list[str]) -> None:
    (wiki / "sweeps").mkdir()
    (wiki / "sweeps/few.yaml").write_text(
        "dataset: clean-linear\nlearning_rate: 0.01\nepochs: 5\ninit: {o: [0, 0]}\n"
    )
    page = wiki / "one.md"
    page.write_text(page.read_text() + "\n::: download few\n:::\n")
    gdsim.build(wiki, media=False)
    assembled.clear()
    after = change(wiki, "one.md", "See", "Look at")
    assert assembled == []
    assert after == clean(wiki)
    assert b"gdsim-bytes" in after["one.html"]


def test_a_wiki_without_pages_takes_another_file(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "assets").mkdir(parents=True)
    (content / "site.yaml").write_text("title: Wiki\n")
    (content / "assets/a.txt").write_text("x")
    gdsim.build(content)
    assert change(content, "assets/a.txt", "x", "yz") == clean(content)


def test_a_killed_build_leaves_notes_that_do_not_hold(
    wiki: Path, assembled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("gdsim.pipeline.publish", interrupt)
        change(wiki, "one.md", "See", "Look at")
    gdsim.build(wiki, media=False)
    assert "assemble" in assembled
    assert tree(wiki.parent / "site") == clean(wiki)


def interrupt(*given: object) -> None:
    raise KeyboardInterrupt
