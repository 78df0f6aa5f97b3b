"""Pages: markup that could run, TeX in titles, addresses that lead nowhere or out, very long input."""

from __future__ import annotations

import json

import pytest
from guard import ends_soon

from gdsim.errors import AuthorErrors
from tests.bad_input.builds import (
    OWN,
    PLAIN,
    RATES,
    built,
    changed,
    refused,
    strict,
)
from tests.content.fakes import DOT

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&$\\foo${{ 7 * 7 }}</title>"


@pytest.mark.parametrize(
    "unit", ["[", "![", "[[", "](", "*a ", "<b>", "` a", "$a ", "- ", "# ", "[^1]", "&lt;", "(", "_"]
)
def test_five_thousand_openings_on_a_page_end_soon(tmp_path, unit):
    content = changed(tmp_path, {"index.md": PLAIN, "P.md": unit * 5000})
    with ends_soon():
        try:
            built(content)
        except AuthorErrors as error:
            assert all(mistake.path == "P.md" for mistake in error.mistakes)


def test_hostile_text_everywhere_is_shown_as_text(tmp_path):
    """Titles, tags, labels, CSV headers, notes, names, captions: nothing runs, nothing is evaluated."""
    quoted = json.dumps(HOSTILE)
    plain = json.dumps(HOSTILE.replace("{{", "{"))  # a page's title is refused, its summary evaluated
    cell = '"' + HOSTILE.replace('"', '""') + '"'
    content = changed(tmp_path, {
        "site.yaml": f"title: {quoted}\ndescription: {quoted}\nurl: https://example.org/a'b/\nrepository: https://x.org/'\n",
        "index.md": f"---\ntitle: {plain}\nsummary: {plain}\ntags: [{quoted}]\naliases: [{quoted}]\n---\n"
        "::: animation rates\n:::\n\n::: table own\n:::\n",
        "Topics/<b onclick=alert(1)>'&.md": "# A\n\n[[Home]] [b](<#a>)\n",
        "Topics/Houses.md": "[[Home|<script>alert(1)</script>]]\n",
        "Home.md": "x\n",
        "data/houses.csv": f"{cell},$\\frac{{a}}$\n1,2\n2,4\n3,5.5\n",
        "data/houses.yaml": f"title: {quoted}\nnote: {quoted}\nunits: {{x: {quoted}, y: $y$}}\n",
        "sweeps/rates.yaml": RATES.format("[5e-5, 2e-4]") + f"title: {quoted}\n",
        "sweeps/own.yaml": OWN.format("[0.01]") + f"init: {{{quoted}: [0, 0]}}\n",
        "assets/<img src=x onerror=alert(1)>.txt": "x",
    })  # fmt: skip
    texts = built(content, media=True)
    assert texts["index.html"].count(HOSTILE) >= 3
    assert HOSTILE in texts["embed/rates.html"]
    assert not any(
        "49" in text for name, text in texts.items() if "{{ 7 * 7 }}" in text and name == "404.html"
    )
    record = strict((tmp_path / "site/datasets/houses.json").read_text(encoding="utf-8"))
    assert record["title"] == record["labels"]["x"] == record["units"]["x"] == HOSTILE


@pytest.mark.parametrize("title", ["$x$", "$\\foo$", "$", "a $ b $ c", "$$", "\\frac{", "%_^{}~#"])
def test_dollars_and_tex_in_titles_and_labels_are_letters(tmp_path, title):
    quoted = json.dumps(title)
    files = {
        "Topics/Houses.md": f"---\ntitle: {quoted}\nsummary: {quoted}\n---\nText.\n",
        "index.md": f"---\nprerequisites: [{quoted}]\n---\nx\n",
        "data/houses.csv": f"{title},{title} \u00b2\n1,2\n2,4\n",
        "data/houses.yaml": f"title: {quoted}\n",
        "sweeps/own.yaml": OWN.format("[0.01]") + f"title: {quoted}\n",
    }
    texts = built(changed(tmp_path, files), media=title in {"$\\foo$", "$"})
    assert texts["topics/houses.html"].count(title) >= 3
    assert title in texts["embed/own.html"]


NOWHERE = [
    "javascript:alert(1)", "JaVa&#x53;cript:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd",
    "//evil.example/x", "/etc/passwd", "../../../etc/passwd", "..%2f..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/x",
    "..\\..\\x", "\\\\host\\x", "blob:x", "ftp://x", "a%00.md", "Hauses.md", "#nope", "Houses.md#nope",
    "?x=1",
]  # fmt: skip


@pytest.mark.parametrize("form", ["[x](<{}>)", "![x](<{}>)", "[x][{n}]\n\n[{n}]: <{}>", '<a href="{}">x</a>'])
def test_addresses_that_lead_nowhere_or_out_are_refused_each_at_its_line(tmp_path, form):
    parts = [form.format(address, n=number) for number, address in enumerate(NOWHERE)]
    found = refused(changed(tmp_path, {"Topics/Links.md": "\n\n".join(parts) + "\n"}))
    lines = {int(line.split(":")[1]) for line in found if line.startswith("Topics/Links.md:")}
    per_part = parts[0].count("\n") + 2
    if form.startswith("<a"):  # what the wall took away is only known to be in the page
        assert len(lines) >= len(NOWHERE) - 7
    else:
        assert {(line - 1) // per_part for line in lines} == set(range(len(NOWHERE)))


@pytest.mark.parametrize(
    "text",
    ["[x][r]\n\n[r]: <JaVa\tScript:alert(1)>", '<a href="data:text/html,<script>alert(1)</script>">x</a>'],
)
def test_addresses_that_are_no_markup_are_text(tmp_path, text):
    built(changed(tmp_path, {"Topics/Links.md": text}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x [[Hauses]]\n", "1: there is no page 'Hauses'; did you mean 'Houses'?"),
        ("\n\n[[Houses#Nothing]]\n", "3: 'Topics/Houses.md' has no heading #nothing; known: houses"),
        ("[[../../etc/passwd]]\n", "1: there is no page '../../etc/passwd'"),
        ("![x](../assets/pictur.png)\n",
        "1: there is no file 'assets/pictur.png'; did you mean 'assets/picture.png'?"),
        ("::: animation ../rates\n:::\n", ""),
        ("::: animation ratess\n:::\n", "1: unknown sweep 'ratess'; did you mean 'rates'?"),
        ("{{ dataset('hauses').n }}\n", "unknown dataset 'hauses'; did you mean 'houses'?"),
        ("&#x202e;abc &#0; &#27;\n", "1: shows the control character U+202E"),
        ("x\n\n{{ '\\x1b[31m' }}\n", "shows the control character U+001B"),
        ("{{ '\\ud800' }}\n", "shows the control character U+D800"),
        ("{{ run(5).final.w }} {{ run('rates').final.w }} {{ dataset(7).n }}\n", "unknown sweep 5"),
    ],
)  # fmt: skip
def test_broken_references_and_hidden_characters_are_refused(tmp_path, text, words):
    content = changed(tmp_path, {"Topics/Links.md": text, "assets/picture.png": DOT})
    if words:
        assert any(words in line for line in refused(content))
    else:
        built(content)


def test_a_bar_in_a_table_may_have_its_backslash(tmp_path):
    page = (
        "| a | b |\n|---|---|\n| {{ dataset('houses').n \\| digits(3) }} | [[Houses\\|the label]] |\n"
        "| {{ 2 | digits(2) }} | [[Houses|other]] |\n"
    )
    text = built(changed(tmp_path, {"P.md": page}))["p.html"]
    assert "4.00" in text
    assert "the label" in text
    assert "2.0" in text


def test_a_page_of_a_megabyte_is_read_and_of_a_byte_more_refused(tmp_path):
    text = ("word " * 99 + "\r\n\n") * 2087
    page = text.encode().ljust(1 << 20, b"\n")
    built(changed(tmp_path, {"P.md": page}))
    assert refused(changed(tmp_path, {"P.md": page + b"\n"})) == [
        "P.md:1: is larger than 1 MB, the most that is read of such a file"
    ]


def test_mixed_line_ends_keep_line_numbers(tmp_path):
    page = b"---\r\ntitle: P\r---\n\r\n::: animation rates\r:::\r\n\n| a |\r|---|\r\n| 1 |\r\n\r\n[[Nope]]\r"
    (found,) = refused(changed(tmp_path, {"P.md": page}))
    assert found.startswith("P.md:12: there is no page 'Nope'")
