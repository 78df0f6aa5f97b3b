"""Files that are none: links out, loops, devices, folders, other encodings, live assets."""

from __future__ import annotations

import os

import pytest
from small_site import write_content

from tests.bad_input.builds import (
    built,
    changed,
    refused,
)


@pytest.mark.parametrize("name", ["P.md", "site.yaml", "sweeps/s.yaml", "data/s.csv", "data/houses.yaml"])
@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"title: a\0b\n", b"\x1b[31m", "\u202e".encode(), b"\xed\xa0\x80"]
)
def test_text_that_is_none_is_refused_with_escaped_messages(tmp_path, name, data):
    found = refused(changed(tmp_path, {name: data}))
    assert [line.split(":")[0] for line in found] == [name]


PLACES = ["assets/x.png", "P.md", "site.yaml", "sweeps/s.yaml", "data/s.csv", "data/houses.yaml"]


@pytest.mark.parametrize("kind", ["out", "loop", "device", "fifo", "dangling", "folder"])
def test_what_is_no_file_of_the_content_is_refused_wherever_it_stands(tmp_path, kind):
    """Nothing outside is read: the secret is nowhere in the messages or beside the content."""
    (tmp_path / "secret").write_text("title: secret\n")
    found = {}
    for place in PLACES:
        content = write_content(tmp_path / place.replace("/", "-"))
        path = content / place
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if kind == "fifo":
            os.mkfifo(path)
        elif kind == "folder":
            path.mkdir()
        else:
            targets = {
                "out": tmp_path / "secret",
                "loop": path.name,
                "device": "/dev/zero",
                "dangling": "nowhere",
            }
            path.symlink_to(targets[kind])
        if kind == "folder" and place not in {"site.yaml", "data/houses.yaml"}:
            built(content)
            continue
        found[place] = refused(content)
        assert not any("secret" in line for line in found[place])
    assert all(len(lines) == 1 and lines[0].startswith(f"{place}:1: ") for place, lines in found.items())


@pytest.mark.parametrize("folder", ["Topics/Up", "sweeps", "data", "assets"])
def test_links_to_folders_are_refused(tmp_path, folder):
    content = write_content(tmp_path)
    if (content / folder).exists():
        (content / folder).rename(tmp_path / "moved")
    (content / folder).symlink_to(tmp_path)
    assert f"{folder}:1: this is a link to a folder; put the folder itself here" in refused(content)


@pytest.mark.parametrize("folder", ["sweeps", "data"])
def test_a_file_where_a_folder_is_meant_is_told(tmp_path, folder):
    content = write_content(tmp_path)
    (content / folder).rename(tmp_path / "moved")
    (content / folder).write_text("x")
    assert any(line.startswith(f"{folder}:1: cannot be read: Not a directory") for line in refused(content))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.svg", b"<svg><script>alert(1)</script></svg>"),
        ("x.svg", b"<svg><a href='java&#x73;cript:alert(1)'/></svg>"),
        ("x.svg", b"<svg><a href='java\nscript:alert(1)'/></svg>"),
        ("x.svg", b"<svg><set attributeName='href' to='x'/></svg>"),
        ("x.svg", "<svg onload='x'/>".encode("utf-16")),
        ("x.svgz", b"\x1f\x8b"),
        ("x.xml", b"<?xml-stylesheet href='x.xsl'?><a/>"),
        ("x.xhtml", b"<html/>"),
        ("huge.bin", b"0" * ((50 << 20) + 1)),
    ],
    ids=[
        "script",
        "entity",
        "line end",
        "animated",
        "UTF-16",
        "compressed",
        "style sheet",
        "page",
        "too large",
    ],
)
def test_a_live_or_huge_asset_is_refused(tmp_path, name, data):
    (found,) = refused(changed(tmp_path, {f"assets/{name}": data}))
    assert found.startswith(f"assets/{name}:1: ")
    assert not (tmp_path / ".gdsim-cache").exists()
