"""Names: odd, too long, colliding, reserved, not to be shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from small_site import tree, write_content

from tests.bad_input.builds import (
    OWN,
    built,
    changed,
    records,
    refused,
    strict,
)


def test_numbers_as_names_of_sweeps_and_datasets_are_found(tmp_path):
    files = {
        "sweeps/5.yaml": OWN.format("[0.01]"),
        "data/7.csv": "x,y\n1,2\n2,3\n",
        "P.md": "{{ run(5).epoch }} {{ run('rates').epoch }} {{ dataset(7).n }} {{ dataset('houses').n }}\n",
    }
    assert " 2 4" in built(changed(tmp_path, files))["p.html"]


ODD_NAMES = {
    "spaces": "a  b c", "emoji": "party 🎉 👩‍👩‍👧", "sign": "C# & co?", "percent": "100%41 %2e%2e",
    "ampersand": "a&amp;b",
    "right to left": "שלום עולם", "long": "x" * 100, "long right to left": "ש" * 100, "quotes": "a'b\"c",
    "dots": "a..b...",
    "device": "con", "plus": "1 + 1 = 2; ok", "dollar": "$HOME", "compatible": "𝐁𝐨𝐥𝐝 ﬁne ²",
    "turkish": "Işık İ ß",
    "at": "@me ~x [y] (z)", "only signs": "???", "wide": "ﷺ½ ５",
}  # fmt: skip


@pytest.mark.parametrize("case", ODD_NAMES)
def test_odd_names_are_built_and_every_link_resolves(tmp_path, case):
    name = ODD_NAMES[case]
    quoted = json.dumps(name, ensure_ascii=False)
    encoded = f"<{name.replace('%', '%25').replace('#', '%23')}"
    page = (
        f"::: animation {name}\n:::\n\n{{{{ run({quoted}).final.w }}}} {{{{ dataset({quoted}).n }}}}\n\n"
        f"[p]({encoded}.md>) [f](<../assets/{encoded[1:]}.txt>)\n\n## {name.replace('&', '&amp;')}\n"
    )
    if not {"[", "]", "#", "|"} & set(name):
        page += f"\n[[{name}]] [[#{name}]]\n"
    files = {
        f"{name}/{name}.md": page,
        f"assets/{name}.txt": "x",
        f"data/{name}.csv": f"{json.dumps(name).replace(chr(92) + chr(34), chr(34) * 2)},y\n1,2\n2,3.5\n",
        f"sweeps/{name}.yaml": OWN.format(0.01).replace("houses", quoted) + f"init: {{{quoted}: [0, 0]}}\n",
    }
    content = changed(tmp_path, files)
    texts = built(content, media=case in {"emoji", "percent", "long right to left"})
    assert sum(name in text for text in texts.values()) >= 2
    assert all(len(os.fsencode(part)) <= 255 for path in tree(tmp_path / "site") for part in path.split("/"))


@pytest.mark.parametrize(
    "pair", [("A", "a"), ("é", "e\u0301"), ("a b", "a-b"), ("ﬁ", "fi"), ("ß", "SS")], ids=str
)
@pytest.mark.parametrize("place", ["{}.md", "data/{}.csv", "sweeps/{}.yaml", "X/{}/p.md"])
def test_names_that_collide_are_refused_naming_both(tmp_path, pair, place):
    text = {"data/{}.csv": "x,y\n1,2\n2,3\n", "sweeps/{}.yaml": OWN.format("[0.01]")}.get(place, "x\n")
    first, second = (place.format(name) for name in pair)
    found = refused(changed(tmp_path, {first: text, second: text}))
    assert any(first in line and second in line for line in found)


def test_assets_that_collide_are_refused_naming_both(tmp_path):
    found = refused(changed(tmp_path, {"assets/A.txt": "x", "assets/a.txt": "y"}))
    assert found[0].startswith("assets/a.txt:1: has the same address as 'assets/A.txt'")


@pytest.mark.parametrize(
    "name", ["runs.md", "media/x.md", "Assets.md", "embed.md", "404.md", "Search.md", "datasets/index.md"]
)
def test_a_page_at_an_address_of_the_site_is_refused(tmp_path, name):
    (found,) = refused(changed(tmp_path, {name: "x\n"}))
    assert found.startswith(f"{name}:1: the address ")


@pytest.mark.parametrize("name", ["{}.md", "data/{}.csv", "sweeps/{}.yaml"])
def test_a_name_that_grows_too_long_is_refused(tmp_path, name):
    path = name.format("ﷺ" * 60)
    text = {"data/{}.csv": "x,y\n1,2\n2,3\n", "sweeps/{}.yaml": OWN.format("[0.01]")}.get(name, "x\n")
    (found,) = refused(changed(tmp_path, {path: text}))
    assert found.startswith(path)
    assert "too long" in found


def test_long_names_of_starts_and_datasets_keep_ids_short(tmp_path):
    inits = ", ".join(f"{'x' * 300}{k}: [0, {k}]" for k in range(2))
    content = changed(tmp_path, {"sweeps/own.yaml": OWN.format("[0.01]") + f"init: {{{inits}}}\n"})
    built(content)
    assert len({record["id"] for record in records(content, "own")}) == 2


@pytest.mark.parametrize("name", [b"b\xff.md", b"assets/b\xff.png", b"data/b\xff.csv", b"sweeps/b\xff.yaml",
b"a\nb.md",
                                  b"assets/a\x1b[31mb.png", "a\u202eb.md".encode(),
                                  b"\xff/a.md"])  # fmt: skip
def test_file_names_that_cannot_be_shown_are_refused(tmp_path, name):
    path = os.fsencode(write_content(tmp_path)) + b"/" + name
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(b"x,y\n1,2\n")
    (found,) = refused(tmp_path / "content")
    assert "the name of this file" in found
    assert "\n" not in found
    done = subprocess.run(
        [sys.executable, "-m", "gdsim.cli", "build", "--json", "--content", tmp_path / "content"],
        capture_output=True,
    )
    assert (done.returncode, len(strict(done.stdout)["problems"]), done.stderr) == (2, 1, b"")
