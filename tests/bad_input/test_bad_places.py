"""Where the content stands, site.yaml and plugins; and builds after mended mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_site import tree, write_content

from tests.bad_input.builds import (
    build,
    built,
    changed,
    refused,
)


def test_a_content_folder_that_is_a_link_is_built_beside_the_link(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    content = write_content(tmp_path / "there")
    (tmp_path / "here/content").symlink_to(content)
    built(tmp_path / "here/content")
    assert not (tmp_path / "there/site").exists()


def test_a_content_given_by_dots_is_built_beside_itself(tmp_path, monkeypatch):
    content = write_content(tmp_path)
    monkeypatch.chdir(content / "Topics")
    build(Path(".."))
    assert (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize(
    ("place", "words"),
    [("file", "site.yaml:1: cannot be read: Not a directory"), ("none", "site.yaml:1: there is no such file"),
     ("none/deep", "site.yaml:1: there is no such file"), ("empty", "site.yaml:1: there is no such file")],
)  # fmt: skip
def test_a_content_that_is_no_content_is_told_and_nothing_written(tmp_path, place, words):
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    before = tree(tmp_path)
    assert refused(tmp_path / place) == [words]
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "1: expected keys and values, got nothing"),
        ("[]", "1: expected keys and values, got list"),
        ("titel: x\n", "1: the key 'title' is missing"),
        ("title: 5\n", "1: title: input should be a valid string, got 5"),
        ("title: T\nurl: 'https://['\n", "2: url: names no host that can be read"),
        ("title: T\nurl: 'https://'\n", "2: url: names no host that can be read"),
        ("title: T\nurl: 'https://x:99999/'\n", "2: url: names no host that can be read"),
        ("title: T\nurl: 'javascript:alert(1)'\n", "2: url: must start with https:// or http://"),
        ("title: T\nrepository: \"https://x/ onload=alert(1)\"\n", "2: repository: must start with"),
        ("title: T\n\naccent: 'red; } body { display: none'\n", "3: accent must be a colour"),
        ("title: T\nnavigation:\n- Topics\n- Nowhere\n",
        "4: navigation: there is no page or folder 'Nowhere'"),
        ("title: T\nplugins:\n- ''\n", "3: plugin '' cannot be imported: ValueError"),
    ],
)  # fmt: skip
def test_a_bad_site_yaml_is_refused_with_its_line(tmp_path, text, words):
    assert any(
        line.startswith(f"site.yaml:{words}") for line in refused(changed(tmp_path, {"site.yaml": text}))
    )


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.exit(0)",
        "1 / 0",
        "def (",
        "raise Exception('\\x1b[31m\\ntwo lines')",
        "import no_such",
    ],
)
def test_a_plugin_that_fails_is_told(tmp_path, code, request):
    name = f"plugin_{abs(hash(request.node.name)):x}"
    (tmp_path / f"{name}.py").write_text(code)
    (found,) = refused(changed(tmp_path, {"site.yaml": f"title: T\n\nplugins:\n  - {name}\n"}))
    assert found.startswith(f"site.yaml:4: plugin {name!r} cannot be imported: ")
    assert "\n" not in found


def test_a_mended_content_equals_a_clean_build(tmp_path):
    """Recovers: after each kind of refusal the next build gives the bytes of a clean one."""
    clean = write_content(tmp_path / "clean")
    build(clean)
    content = write_content(tmp_path / "dirty")
    for files in (
        {"data/houses.csv": "x,y\n1,nan\n"},
        {"sweeps/rates.yaml": "[" * 5000},
        {"index.md": "{{ nope }}\n"},
        {"site.yaml": "titel: x\n"},
    ):
        refused(changed(tmp_path / "dirty", files))
        write_content(tmp_path / "dirty")
    build(content)
    assert tree(tmp_path / "dirty/site") == tree(tmp_path / "clean/site")
