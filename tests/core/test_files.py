"""Text of the author's files: what is no text is told with the line it stands on."""

from __future__ import annotations

import pytest

from gdsim.core.files import text_of
from gdsim.errors import AuthorError, AuthorErrors

MARK = b"\xef\xbb\xbf"


def test_byte_order_mark_is_dropped_and_line_ends_are_one():
    assert text_of(MARK + "é\r\nb\rc\n".encode(), "a.md") == "é\nb\nc\n"


@pytest.mark.parametrize("mark", [b"", MARK], ids=["plain", "marked"])
@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [
        (b"\xff", 1, "ff"),
        (b"one\n\xe9t\xe9\n", 2, "e9"),
        (b"\n\n\xc3(\n\n", 3, "c3"),
        (b"a\n\xf0\x9f\x98", 2, "f0"),
        (b"ab\nc\n\xff\nd\n", 3, "ff"),
    ],
)
def test_what_is_not_utf8_is_told_with_its_line_and_byte(mark, data, line, byte):
    with pytest.raises(AuthorError) as caught:
        text_of(mark + data, "a.md")
    assert str(caught.value) == f"a.md:{line}: is not UTF-8 text (byte 0x{byte}); save it as UTF-8"


def test_every_unwelcome_character_is_told():
    with pytest.raises(AuthorErrors) as caught:
        text_of("a\x00\nb\n\u202e\x1b".encode(), "a.md")
    lines = sorted(str(mistake) for mistake in caught.value.mistakes)
    assert lines == [
        "a.md:1: holds the control character U+0000",
        "a.md:3: holds the control character U+001B",
        "a.md:3: holds the control character U+202E",
    ]
