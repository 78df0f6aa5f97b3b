"""From a content folder to Content: front matter, titles, addresses, and every mistake at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from gdsim.content import read_content
from gdsim.content.addresses import url_of
from gdsim.content.read import split_front_matter
from gdsim.errors import AuthorErrors
from tests.content.fakes import write_content


def mistakes_of(root: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """What reading these files complains about."""
    with pytest.raises(AuthorErrors) as caught:
        read_content(write_content(root, files))
    return [str(mistake) for mistake in caught.value.mistakes]


def test_page_has_title_address_and_body_with_its_line(tmp_path: Path) -> None:
    text = "---\ntitle: Downhill\ntags: [a, b]\ndate: 2026-03-14\n---\nBody.\n"
    content = read_content(write_content(tmp_path, {"Topics/Math/Gradient Descent.md": text}))
    (page,) = content.pages
    assert (page.title, page.url) == ("Downhill", "topics/math/gradient-descent.html")
    assert (page.body, page.line) == ("Body.\n", 6)
    assert page.front.tags == ["a", "b"]
    assert str(page.front.date) == "2026-03-14"
    assert page.lines["tags.1"] == 3


def test_title_is_the_file_name_and_folders_are_listed(tmp_path: Path) -> None:
    content = read_content(write_content(tmp_path, {"A b/C.md": "x", "A b/D/index.md": "x", "index.md": "x"}))
    assert [(page.title, page.url) for page in content.pages] == [
        ("Home", "index.html"),
        ("C", "a-b/c.html"),
        ("D", "a-b/d/index.html"),
    ]
    assert [(folder.path, folder.url) for folder in content.folders] == [
        ("", "index.html"),
        ("A b", "a-b/index.html"),
        ("A b/D", "a-b/d/index.html"),
    ]


def test_order_decides_then_title(tmp_path: Path) -> None:
    files = {"a.md": "", "b.md": "---\norder: 2\n---\n", "c.md": "---\norder: 1\n---\n", "index.md": ""}
    content = read_content(write_content(tmp_path, files))
    assert [page.path for page in content.pages] == ["index.md", "c.md", "b.md", "a.md"]


def test_drafts_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    root = write_content(tmp_path, {"a.md": "---\ndraft: true\n---\nx", "b.md": "x"})
    assert [page.path for page in read_content(root).pages] == ["b.md"]
    assert read_content(root).drafts == ("a.md",)
    assert len(read_content(root, drafts=True).pages) == 2


def test_sweeps_data_and_assets_are_no_pages(tmp_path: Path) -> None:
    files = {
        "sweeps/readme.md": "x",
        "data/notes.md": "x",
        "assets/x.md": "x",
        "assets/p.png": b"x",
        "a.md": "",
    }
    content = read_content(write_content(tmp_path, files))
    assert [page.path for page in content.pages] == ["a.md"]
    assert content.assets == ("assets/p.png", "assets/x.md")


def test_mistakes_of_all_files_are_listed_together(tmp_path: Path) -> None:
    files = {
        "site.yaml": "titel: x\nnavigation: [Nowhere]\n",
        "a.md": "---\ntitel: x\ndraft: maybe\ndate: 2026-13-45\n---\n",
        "b.md": "---\ntags: yes\n---\n",
        "c.md": b"\xff",
        "runs/x.md": "x",
    }
    found = mistakes_of(tmp_path, files)
    assert "site.yaml:1: unknown key 'titel'; did you mean 'title'?" in found
    assert "site.yaml:1: the key 'title' is missing" in found
    assert any(line.startswith("a.md:4: YAML: ") for line in found)
    assert any(line.startswith("b.md:2: tags: ") for line in found)
    assert "c.md:1: is not UTF-8 text (byte 0xff); save it as UTF-8" in found
    assert "runs/x.md:1: the address 'runs' is taken by the site itself; rename 'runs'" in found


def test_unknown_keys_of_front_matter_name_the_near_one(tmp_path: Path) -> None:
    found = mistakes_of(
        tmp_path, {"a.md": "---\ntitle: x\nsumary: y\n---\n", "b.md": "---\norder: first\n---\n"}
    )
    assert found[0] == "a.md:3: unknown key 'sumary'; did you mean 'summary'?"
    assert found[1].startswith("b.md:2: order: ")


@pytest.mark.parametrize(
    "pair", [("A b.md", "a-b.md"), ("É.md", "e.md"), ("x/index.md", "X/Index.md"), ("A.md", "a.md")]
)
def test_names_that_share_an_address_are_refused_naming_both(tmp_path: Path, pair: tuple[str, str]) -> None:
    found = mistakes_of(tmp_path, {pair[0]: "x", pair[1]: "x"})
    assert any(pair[0] in line and pair[1] in line and "same address" in line for line in found)


def test_assets_that_differ_by_case_or_unicode_form_are_refused(tmp_path: Path) -> None:
    found = mistakes_of(
        tmp_path, {"assets/A.png": b"", "assets/a.png": b"", "assets/e\u0301": b"", "assets/é": b""}
    )
    assert len(found) == 2


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("Ünï côdé", "uni-code.html"),
        ("C# & 100% of ?", "c-100-of.html"),
        ("שלום עולם", "שלום-עולם.html"),
        ("x" * 100, "x" * 100 + ".html"),
        ("con", "con-.html"),
    ],
)
def test_addresses_are_folded(name: str, url: str) -> None:
    assert url_of(f"{name}.md") == url


def test_emoji_name_has_an_address() -> None:
    assert url_of("🎉.md") == "u1f389.html"


@pytest.mark.parametrize("name", ["runs/a.md", "Media/a.md", "tags.md", "404.md", "ß" * 150 + ".md"])
def test_reserved_and_endless_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"taken|too long"):
        url_of(name)


def test_site_yaml_is_needed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    with pytest.raises(AuthorErrors, match=r"site.yaml:1: there is no such file"):
        read_content(tmp_path)


def test_front_matter_must_close_to_count() -> None:
    assert split_front_matter("---\ntitle: x\n") == ("", "---\ntitle: x\n", 1)
    assert split_front_matter("---\n---\nx") == ("", "x", 3)


def test_symlink_out_of_the_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    root = write_content(tmp_path / "content", {"a.md": ""})
    (root / "b.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(AuthorErrors, match=r"b.md:1: this link leads out"):
        read_content(root)
