"""What has not changed is not made again: one edit of prose renders no template at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gdsim.cache.store import Store
from gdsim.site import fill
from gdsim.site.made import Maker
from tests.site.built import built

FILES: dict[str, str | bytes] = {
    "site.yaml": "title: W\nurl: https://example.org/\n",
    "index.md": "Welcome. [[Two]]\n",
    "Folder/One.md": "First paragraph.\n\n## Part\n\nWords.\n\n::: animation rates\n:::\n",
    "Folder/Two.md": "---\ntags: [t]\naliases: [Deux]\n---\nSecond. [[One]]\n",
}


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Site paths of the pages whose template is rendered, in order."""
    urls: list[str] = []
    original = fill.Pages._filled

    def noted(self: Any, template: str, url: str, values: Any) -> bytes:
        urls.append(url)
        return original(self, template, url, values)

    monkeypatch.setattr(fill.Pages, "_filled", noted)
    return urls


def site(root: Path, **changed: str) -> dict[str, bytes]:
    """The site with some pages changed, from one cache for all."""
    files = {**FILES, **{name.replace("__", "/") + ".md": text for name, text in changed.items()}}
    maker = Maker(Store(root / "cache"))
    return built(root / str(abs(hash(tuple(files.items())))), files, maker=maker)


def test_nothing_is_rendered_twice(tmp_path: Path, rendered: list[str]) -> None:
    first = site(tmp_path)
    assert len(rendered) == len(set(rendered)) == len([path for path in first if path.endswith(".html")])
    rendered.clear()
    assert site(tmp_path) == first
    assert rendered == []


def test_edit_of_prose_renders_no_template(tmp_path: Path, rendered: list[str]) -> None:
    before = site(tmp_path)
    rendered.clear()
    after = site(tmp_path, Folder__One=str(FILES["Folder/One.md"]).replace("Words.", "Other words."))
    assert rendered == []
    assert {path for path in after if after[path] != before[path]} == {"folder/one.html", "search-index.js"}
    assert b"Other words." in after["folder/one.html"]


def test_new_heading_renders_its_page_alone(tmp_path: Path, rendered: list[str]) -> None:
    site(tmp_path)
    rendered.clear()
    after = site(tmp_path, Folder__One=f"{FILES['Folder/One.md']}\n## More\n\nx\n")
    assert rendered == ["folder/one.html"]
    assert after["folder/one.html"].count(b'href="#more"') == 3


def test_new_title_renders_what_shows_it(tmp_path: Path, rendered: list[str]) -> None:
    site(tmp_path)
    rendered.clear()
    after = site(tmp_path, Folder__One=f"---\ntitle: Uno\n---\n{FILES['Folder/One.md']}")
    assert {"folder/one.html", "folder/two.html", "folder/index.html"} <= set(rendered)
    assert b"Uno" in after["folder/two.html"]
    assert not [url for url in rendered if url.startswith("embed/")]


def test_kept_and_new_site_are_the_same_bytes(tmp_path: Path) -> None:
    text = str(FILES["Folder/One.md"]).replace("Words.", "Last words.")
    site(tmp_path)
    assert site(tmp_path, Folder__One=text) == built(tmp_path / "new", {**FILES, "Folder/One.md": text})


def test_own_template_may_look_into_the_text(tmp_path: Path) -> None:
    (tmp_path / "own" / "pages").mkdir(parents=True)
    override = (
        '{% extends "gdsim/page.html" %}{% block footer %}{{ page.html | length }} letters{% endblock %}'
    )
    (tmp_path / "own" / "pages" / "page.html").write_text(override)
    maker = Maker(Store(tmp_path / "cache"))
    made = [
        built(tmp_path / text, {**FILES, "Folder/Two.md": text}, templates=tmp_path / "own", maker=maker)
        for text in ("a", "bcd")
    ]
    assert [b"8 letters" in made[0]["folder/two.html"], b"10 letters" in made[1]["folder/two.html"]] == [
        True,
        True,
    ]


def test_file_that_stands_is_not_loaded(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    class Standing:
        def size(self, path: str, identity: str) -> int | None:
            asked.append((path, identity))
            return 7

        def read(self, path: str) -> bytes:
            raise AssertionError("read although nobody asks")

    def never() -> bytes:
        raise AssertionError("made although it stands")

    file = Maker(Store(tmp_path), Standing()).file("a.html", "html/1", ("x", 1), never)
    assert (file.size, asked) == (7, [("a.html", file.identity)])


def test_what_decides_is_told_apart(tmp_path: Path) -> None:
    maker = Maker(Store(tmp_path))
    texts = [
        maker.part("s/1", decides, lambda d=decides: repr(d).encode()) for decides in (("a", "b"), ("ab", ""))
    ]
    assert texts == [b"('a', 'b')", b"('ab', '')"]
    assert maker.part("s/1", ("a", "b"), lambda: b"new") == texts[0]
    assert maker.part("s/2", ("a", "b"), lambda: b"new") == b"new"
