"""Each mistake in a template of the author's own is told with its file, its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdsim.site.overrides import template_mistakes


def told(folder: Path, **templates: str) -> list[str]:
    """The mistakes in templates by stem, each as ``name:line: …``."""
    for stem, text in templates.items():
        (folder / "pages").mkdir(exist_ok=True)
        (folder / "pages" / f"{stem}.html").write_text(text)
    return [f"{Path(m.path).name}:{m.line}: {m.message}" for m in template_mistakes(folder)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<p>\n{% if %}", "page.html:2: template: Expected an expression"),
        ("{% block x %}\n\n", "page.html:2: template: Unexpected end of template"),
        (
            '{% extends "pge.html" %}',
            "page.html:1: template: there is no 'pge.html'; did you mean 'page.html'?",
        ),
        (
            '\n{% extends "gdsim/pge.html" %}',
            "page.html:2: template: there is no 'gdsim/pge.html'; did you mean 'gdsim/page.html'?",
        ),
        ("<p>\n\n{% include 'gone.html' %}", "page.html:3: template: there is no 'gone.html'"),
        (
            "{% include ['gone.html', 'lost.html'] %}",
            "page.html:1: template: there is no 'gone.html' or 'lost.html'",
        ),
        (
            '\n{% from "prts.html" import side %}',
            "page.html:2: template: there is no 'prts.html'; did you mean",
        ),
        (
            '{% extends "page.html" %}',
            "page.html:1: template: 'page.html' uses itself; write 'gdsim/page.html'",
        ),
        (
            '{% extends "gdsim/page.html" %}\n{% block mani %}x{% endblock %}',
            "page.html:2: template: no template above this one has a block 'mani'; did you mean 'main'?",
        ),
    ],
)
def test_mistake_in_a_template(tmp_path: Path, text: str, message: str) -> None:
    (found,) = told(tmp_path, page=text)
    assert found.startswith(message)


def test_template_that_replaces_nothing(tmp_path: Path) -> None:
    (found,) = told(tmp_path, pge="<p>Hello</p>")
    assert found == (
        "pge.html:1: template: replaces none of ours, and none of yours uses it; did you mean 'page.html'?"
    )


def test_templates_that_are_right(tmp_path: Path) -> None:
    whole = (
        '{% extends "gdsim/page.html" %}\n{% block main %}{% block inner %}{{ super() }}{% endblock %}\n'
        "{% include 'aside.html' %}{% include 'gone.html' ignore missing %}"
        "{% include ['gone.html', 'aside.html'] %}{% include page.path ignore missing %}{% endblock %}"
    )
    assert told(tmp_path, page=whole, aside="<p>Aside</p>", tags='{% extends "page.html" %}') == []


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    (found,) = told(tmp_path / "missing")
    assert found == "missing:1: there is no such folder of templates"


def test_template_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "404.html").write_bytes(b"<p>caf\xe9")
    (found,) = told(tmp_path)
    assert found.startswith("404.html:1: template: 'utf-8' codec can't decode")
