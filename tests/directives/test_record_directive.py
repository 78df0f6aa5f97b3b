"""Lines that a reader fills in."""

from __future__ import annotations

from pathlib import Path

import pytest
from writing import html_of, mistakes_of

RECORD = "::: record\ntitle: My *own*\nlines:\n  - The best, **surely**\n  - Why\n:::\n"


def test_each_line_has_a_field_with_its_words(tmp_path: Path) -> None:
    html = html_of(tmp_path, RECORD)
    assert '<section class="gdsim-record" id="record-1" data-page="notes/page.html"' in html
    assert "My <em>own</em></p>" in html
    assert "<label><span>The best, <strong>surely</strong></span><textarea" in html
    assert html.count("<textarea") == html.count("</textarea></label>") == 2
    assert 'data-line="Why"' in html


def test_two_records_of_a_page_have_ids_of_their_own(tmp_path: Path) -> None:
    html = html_of(tmp_path, f"{RECORD}\n{RECORD}")
    assert 'id="record-1"' in html
    assert 'id="record-2"' in html


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("lines: []", "2: lines: a record has 1 to 12 lines, got 0"),
        ("title: None", "lines"),
        ("lines: [a, a]", "2: lines.1: this line stands there twice: 'a'"),
    ],
)
def test_mistakes_of_a_record(tmp_path: Path, body: str, message: str) -> None:
    found = mistakes_of(tmp_path, f"::: record\n{body}\n:::\n")
    assert len(found) == 1
    assert message.rpartition(": ")[2] in found[0], found
