"""Names and files that links may mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdsim.content import LinkIndex, check_links, linked_from, read_content, render_page
from gdsim.content.assets import read_assets
from gdsim.errors import AuthorErrors
from tests.content.fakes import FakeFacts, write_content


def index_of(root: Path, **files: str) -> LinkIndex:
    """The index of pages named by ``files``; ``__`` stands for ``/``."""
    named = {f"{name.replace('__', '/')}.md": text for name, text in files.items()}
    return LinkIndex(read_content(write_content(root, {"assets/Pic.png": b"x", **named})))


def test_pages_are_found_by_path_title_file_name_and_alias_in_any_case(tmp_path: Path) -> None:
    index = index_of(tmp_path, Maths__Descent="---\ntitle: Downhill\naliases: [GD]\n---\n")
    for name in ("Maths/Descent", "maths/descent.md", "DOWNHILL", "descent", "gd", " Gd "):
        assert index.page(name).url == "maths/descent.html"
    assert index.page("maths").url == "maths/index.html"


def test_path_comes_before_title_before_alias(tmp_path: Path) -> None:
    alias = "---\naliases: [c]\n---\n"
    index = index_of(tmp_path, a="---\ntitle: b\n---\n", b="---\ntitle: x\n---\n", c="", folder__d=alias)
    assert index.page("b").path == "b.md"
    assert index.page("c").path == "c.md"


def test_ambiguous_name_lists_the_candidates(tmp_path: Path) -> None:
    index = index_of(tmp_path, x__Same="", y__Same="")
    with pytest.raises(
        ValueError, match=r"\[\[same\]\] is the title of several pages: 'x/Same.md', 'y/Same.md'"
    ):
        index.page("same")
    assert index.page("y/same").path == "y/Same.md"


def test_unknown_name_has_the_near_one(tmp_path: Path) -> None:
    index = index_of(tmp_path, Momentum="")
    with pytest.raises(ValueError, match="there is no page 'Momentom'; did you mean 'Momentum'"):
        index.page("Momentom")


def test_missing_file_names_the_same_name_elsewhere(tmp_path: Path) -> None:
    index = index_of(tmp_path, a="")
    with pytest.raises(ValueError, match=r"there is no file 'pic.png'; did you mean 'assets/Pic.png'"):
        index.file("pic.png")


def test_link_to_a_draft_says_so(tmp_path: Path) -> None:
    index = index_of(tmp_path, a="", soon="---\ndraft: true\n---\n")
    with pytest.raises(ValueError, match="is a draft"):
        index.page("soon")
    with pytest.raises(ValueError, match="is a draft"):
        index.file("soon.md")


def test_key_changes_with_names_and_not_with_prose(tmp_path: Path) -> None:
    first = index_of(tmp_path, a="x").key
    assert index_of(tmp_path, a="another text").key == first
    assert index_of(tmp_path, a="---\naliases: [z]\n---\n").key != first


def test_fragments_and_backlinks_come_from_all_pages(tmp_path: Path) -> None:
    files = {
        "a.md": "[[b]] [[b#Part]] [x](b.md#parts)\n",
        "b.md": "## Part\n\n[self](#part)\n",
        "c.md": "[b](b.md)",
    }
    content = read_content(write_content(tmp_path, files))
    pages = [render_page(source, LinkIndex(content), FakeFacts()) for source in content.pages]
    (mistake,) = check_links(pages)
    assert str(mistake) == "a.md:1: 'b.md' has no heading #parts; did you mean 'part'?"
    assert [page.path for page in linked_from(pages)["b.html"]] == ["a.md", "c.md"]
    assert linked_from(pages)["a.html"] == ()


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("a.svg", b"<svg>\n<script>x</script></svg>", 2),
        ("a.svg", b'<svg onload="x"/>', 1),
        ("a.svg", b'<svg><a href="javascript:x"/></svg>', 1),
        ("a.SVG", b"<svg><foreignObject/></svg>", 1),
        ("a.html", b"<p>", 1),
    ],
)
def test_live_assets_are_refused(tmp_path: Path, name: str, data: bytes, line: int) -> None:
    root = write_content(tmp_path, {f"assets/{name}": data})
    with pytest.raises(AuthorErrors) as caught:
        read_assets(root, [f"assets/{name}"])
    assert caught.value.mistakes[0].line == line


def test_plain_assets_are_read(tmp_path: Path) -> None:
    root = write_content(
        tmp_path, {"assets/a.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>', "assets/b.csv": b"x"}
    )
    assert read_assets(root, ["assets/a.svg", "assets/b.csv"])["assets/b.csv"] == b"x"
