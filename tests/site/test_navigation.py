"""The wiki as a tree in the author's order: side navigation, breadcrumb, previous and next."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdsim.content import read_content
from gdsim.site.navigation import MOST, Branch, Navigation
from tests.content.fakes import write_content

FILES: dict[str, str | bytes] = {
    "site.yaml": "title: W\nnavigation: [Zebra, Lessons, Topics/Deep/Page]\n",
    "index.md": "Home.\n",
    "Apple.md": "a\n",
    "Zebra.md": "z\n",
    "Lessons/index.md": "---\ntitle: The lessons\nsummary: Three.\n---\nx\n",
    "Lessons/Last.md": "l\n",
    "Lessons/Second.md": "---\norder: 2\n---\ns\n",
    "Lessons/First.md": "---\norder: 1\n---\nf\n",
    "Lessons/Between/index.md": "---\norder: 1.5\n---\nb\n",
    "Lessons/Between/Inner.md": "i\n",
    "Topics/Deep/Page.md": "p\n",
}


@pytest.fixture
def navigation(tmp_path: Path) -> Navigation:
    return Navigation(read_content(write_content(tmp_path, FILES)), ())


def titles(branches: tuple[Branch, ...]) -> list[str]:
    return [branch.title for branch in branches]


def test_reading_order_follows_site_yaml_then_order_then_title(navigation: Navigation) -> None:
    assert [source.path for source in navigation.reading_order] == [
        "index.md",
        "Zebra.md",
        "Lessons/index.md",
        "Lessons/First.md",
        "Lessons/Between/index.md",
        "Lessons/Between/Inner.md",
        "Lessons/Second.md",
        "Lessons/Last.md",
        "Apple.md",
        "Topics/Deep/Page.md",
    ]


def test_previous_and_next_are_neighbours_in_reading_order(navigation: Navigation) -> None:
    before, after = navigation.around("Lessons/Between/index.md")
    assert before and after
    assert (before.url, after.url) == ("lessons/first.html", "lessons/between/inner.html")
    assert navigation.around("index.md")[0] is None
    assert navigation.around("Topics/Deep/Page.md")[1] is None


def test_tree_is_open_on_the_way_to_the_page_and_nowhere_else(navigation: Navigation) -> None:
    tree = navigation.tree("Lessons/Between/Inner.md")
    assert titles(tree) == ["Zebra", "The lessons", "Apple", "Topics"]
    lessons = tree[1]
    assert titles(lessons.inside) == ["First", "Between", "Second", "Last"]
    assert [branch.current for branch in lessons.inside[1].inside] == [True]
    assert tree[3].inside == ()
    assert (lessons.pages, lessons.current) == (5, False)


def test_page_of_a_folder_is_the_current_entry(navigation: Navigation) -> None:
    lessons = navigation.tree("Lessons/index.md")[1]
    assert lessons.current
    assert titles(lessons.inside) == ["First", "Between", "Second", "Last"]
    deep = navigation.tree("Topics/Deep")[3].inside
    assert [branch.current for branch in deep] == [True]


def test_header_has_what_site_yaml_names(navigation: Navigation) -> None:
    assert [entry.title for entry in navigation.header] == ["Zebra", "The lessons", "Page"]


def test_breadcrumb_names_the_folders_above(navigation: Navigation) -> None:
    crumbs = navigation.breadcrumb("Lessons/Between/Inner.md")
    assert [(entry.title, entry.url) for entry in crumbs] == [
        ("Home", "index.html"),
        ("The lessons", "lessons/index.html"),
        ("Between", "lessons/between/index.html"),
    ]


@pytest.mark.parametrize(("number", "first"), [(0, 0), (100, 100 - MOST // 2), (199, 200 - MOST)])
def test_long_folder_shows_what_is_around_the_page(tmp_path: Path, number: int, first: int) -> None:
    many: dict[str, str | bytes] = {f"Many/p{n:03}.md": "x\n" for n in range(200)}
    content = read_content(write_content(tmp_path, {"site.yaml": "title: W\n", **many}))
    (folder,) = Navigation(content, ()).tree(f"Many/p{number:03}.md")
    assert titles(folder.inside) == [f"p{n:03}" for n in range(first, first + MOST)]
    assert folder.left_out == 200 - MOST
