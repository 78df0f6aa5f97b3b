"""A listing and what becomes of it: both from the one text."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.directives.writing import html_of, mistakes_of


def listing_of(html: str) -> str:
    """The text of the first listing, without its colours."""
    (code,) = re.findall(r'<div class="gdsim-example-source">.*?<code>(.*?)</code>', html, flags=re.S)
    return unescape(re.sub(r"<[^>]+>", "", code))


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("Some *words*.", "<p>Some <em>words</em>.</p>"),
        ("It is {{ 1 + 1 }}: $x$ & [[Home]].", "<p>It is 2: <math"),
        ("::: note\nMind.\n:::", '<p class="gdsim-label">Note</p>'),
        ("````python\n```\nx = 1\n````", '<span class="tok-n">x</span>'),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_the_text_is_listed_as_written_and_rendered_below(tmp_path: Path, body: str, made: str) -> None:
    html = html_of(tmp_path, f":::: example\n{body}\n::::\n")
    assert listing_of(html).strip() == body
    result = html.partition('<div class="gdsim-example-result">')[2]
    assert made in result
    assert "<script" not in html


def test_what_is_wrong_with_it_is_told_once_with_its_line(tmp_path: Path) -> None:
    found = mistakes_of(tmp_path, "\n::: example\nGood.\n\n[[Nowhere]]\n:::\n")
    assert [line.split(":")[0] for line in found] == ["5"]
    (empty,) = mistakes_of(tmp_path, "\n::: example\n:::\n")
    assert empty.startswith("2: this example is empty")
