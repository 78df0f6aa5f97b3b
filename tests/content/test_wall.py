"""Markdown behind the wall: what is left out to save time changes nothing."""

from __future__ import annotations

from itertools import combinations

import pytest

from gdsim.content.wall import Markdown, _Parser

PIECES = [
    "plain words\n",
    "*em* **strong** _under_ __more__ 2 * 3 * 4\n",
    "it's \"quoted\" and 'so'\n",
    "[a link](https://example.org) and [another][r]\n\n[r]: https://example.org/r\n",
    "<https://example.org> <a@example.org> <b>bold</b>\n",
    "one  \ntwo\\\nthree \\* four\n",
    "&copy; &amp; AT&T\n",
    "![x](y.png)\n",
    "a note[^1]\n\n[^1]: of *this*, isn't it\n",
    "| *a* | b |\n|---|---|\n| 'c' | d |\n",
    "Term\n: what it's `for`\n",
]


@pytest.mark.parametrize("pieces", [*combinations(PIECES, 1), *combinations(PIECES, 2), tuple(PIECES)])
def test_patterns_that_cannot_match_are_not_missed(pieces: tuple[str, ...]) -> None:
    text = "\n".join(pieces)
    whole = _Parser()
    whole._prepare("".join(PIECES))  # every pattern is needed
    whole._prepare = lambda text: None  # type: ignore[method-assign]
    assert Markdown().made(text) == whole.convert(text, 1)


def test_one_text_after_another_gets_its_own_patterns() -> None:
    markdown = Markdown()
    assert markdown.made("plain") == "<p>plain</p>"
    assert markdown.made("*em* isn't") == "<p><em>em</em> isn&rsquo;t</p>"
    assert markdown.made("plain *") == "<p>plain *</p>"


def test_footnotes_of_a_page_have_ids_of_their_own_whatever_page_came_before() -> None:
    note = "a note[^1]\n\n[^1]: of this\n"
    first, second = Markdown(), Markdown()
    assert [first.made(note), first.made(note)] == [second.made(note), second.made(note)]
    assert first.made(note) != Markdown().made(note)


def test_a_text_that_nests_too_deep_leaves_nothing_behind() -> None:
    page, list_of_one = Markdown(), "- one\n"
    expected = page.made(list_of_one)
    with pytest.raises(ValueError, match="nests too deep"):
        page.made("".join("    " * depth + "- x\n" for depth in range(400)))
    assert page.made(list_of_one) == expected
