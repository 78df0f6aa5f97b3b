"""A wiki of many pages is the same whether one process renders it or several."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_site import tree, write_content

import gdsim
from gdsim.errors import AuthorErrors
from gdsim.stages import abreast

COUNT = 30


def many(folder: Path, changes: dict[str, str] | None = None) -> Path:
    """The small content, and pages that link to each other, every fifth of which asks for a number."""
    pages = {
        f"Many/Page {n}.md": f"# Page {n}\n\n[[Page {(n + 1) % COUNT}]] has $x^{n}$.\n\n"
        f"::: note\n**Bold** `code`\n:::\n\n```python\nx = {n}\n```\n"
        + ('{{ run("rates").final.w | digits(3) }}\n' if n % 5 == 0 else "")
        for n in range(COUNT)
    }
    return write_content(folder, {**pages, **(changes or {})})


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Several processes are used for a few pages already; the paths of what they rendered."""
    paths: list[str] = []

    def noted(*given):
        for page in abreast.render_abreast(*given):
            paths.append(page.path)
            yield page

    monkeypatch.setattr(abreast, "FEWEST", 10)
    monkeypatch.setattr("gdsim.stages.pages.render_abreast", noted)
    return paths


def test_several_processes_make_the_same_site(tmp_path: Path, abroad: list[str]) -> None:
    for name, options in {"one": {"executor": "inline"}, "two": {"executor": "process", "jobs": 2}}.items():
        gdsim.build(many(tmp_path / name), media=False, **options)
    quiet = [f"Many/Page {n}.md" for n in range(COUNT) if n % 5]
    assert sorted(abroad) == sorted([*quiet, "Topics/Houses.md"])
    assert tree(tmp_path / "one/site") == tree(tmp_path / "two/site")


def test_mistakes_are_told_in_their_order_whoever_meets_them(tmp_path: Path, abroad: list[str]) -> None:
    wrong = {f"Many/Page {n}.md": f"text\n\n[[Nowhere {n}]]\n" for n in (3, 17, 5)}
    with pytest.raises(AuthorErrors) as refused:
        gdsim.build(many(tmp_path, wrong), media=False, executor="process", jobs=2)
    assert abroad
    assert [(m.path, m.line) for m in refused.value.mistakes] == [
        ("Many/Page 17.md", 3),
        ("Many/Page 3.md", 3),
        ("Many/Page 5.md", 3),
    ]


def test_few_pages_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abreast, "Share", None)  # whoever made one would fail
    gdsim.build(many(tmp_path), media=False, executor="process", jobs=2)
    monkeypatch.setattr(abreast, "FEWEST", 10)
    with pytest.raises(TypeError):
        gdsim.build(many(tmp_path / "again"), media=False, executor="process", jobs=2)


def test_code_that_other_processes_coloured_is_not_coloured_again(
    tmp_path: Path, abroad: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = many(tmp_path)
    gdsim.build(content, media=False, executor="process", jobs=2)
    page = content / "Many/Page 3.md"
    assert "Many/Page 3.md" in abroad
    page.write_text(page.read_text() + "\nOne more line.\n")
    monkeypatch.setattr("gdsim.content.listing.highlighted", None)  # whoever called it would fail
    gdsim.build(content, media=False, executor="inline")
