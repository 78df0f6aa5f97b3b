"""Markdown behind the wall: what is left out to save time changes nothing."""

from __future__ import annotations

import re
from itertools import combinations
from random import Random

import markdown as library
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
    assert Markdown().made(text) == whole.convert(text, 1, lambda *_: None)


def test_one_text_after_another_gets_its_own_patterns() -> None:
    markdown = Markdown()
    assert markdown.made("plain") == "<p>plain</p>"
    assert markdown.made("*em* isn't") == "<p><em>em</em> isn&rsquo;t</p>"
    assert markdown.made("plain *") == "<p>plain *</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b** ***c*** _d_ __e__", None),
        ("*a **b** c* **d *e* f** a*b*c a_b_c", None),
        ("*x* *a **b*cd *y*", "<em>x</em> *a **b*cd <em>y</em>"),
        ("*d**a*xyz", "*d**a*xyz"),
        ("**_***d***a*", "<strong>_</strong><em>d</em>**a*"),
    ],
)
def test_emphasis_is_that_of_markdown_but_where_it_would_lose_letters(text: str, html: str | None) -> None:
    assert Markdown().made(text) == (f"<p>{html}</p>" if html else library.markdown(text))


def test_no_tangle_of_stars_and_underscores_loses_a_letter() -> None:
    chance, parser = Random(7), Markdown()
    for _ in range(3000):
        text = "a" + "".join(chance.choices(["b", "c", "*", "**", "***", "_", "__", " "], k=12))
        shown = re.sub("<[^>]*>", "", parser.made(text))
        assert re.sub("[^abc]", "", shown) == re.sub("[^abc]", "", text), text


def test_footnotes_of_a_page_have_ids_of_their_own_whatever_page_came_before() -> None:
    note = "a note[^1]\n\n[^1]: of this\n"
    first, second = Markdown(), Markdown()
    assert [first.made(note), first.made(note)] == [second.made(note), second.made(note)]
    assert first.made(note) != Markdown().made(note)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a[^1]\n\n[^1]: b\n", []),
        ("a[^1][^é]\n\n[^1]: b\n    c\n\n    d\n[^é]: e\n", []),
        ("a[^1]\n\n[^1]: b\n[^1]: c\n", [("[^1]:", "has two texts")]),
        ("a\n\n[^1]: b\n", [("[^1]:", "is never referred to")]),
        ("a[^b c]\n\n[^b c]: d\n", [("[^b c]:", "has other signs in its name")]),
        (
            "a[^1]\n\n[^1]: b\n\n    > [^2]: c\n",
            [("[^2]:", "stands within another")],
        ),
        ("> [^1]: x\n>\n>     [^2]: y\n\na[^1][^2]\n", [("[^2]:", "stands within another")]),
        ("- a[^<b>]\n\n    [^<b>]: d\n", [("[^<b>]:", "has other signs in its name")]),
    ],
)
def test_a_footnote_that_would_lose_its_text_or_its_way_back_is_wrong(
    text: str, wrong: list[tuple[str, str]]
) -> None:
    found: list[tuple[str, str]] = []
    Markdown().made(text, lambda *mistake: found.append(mistake))
    assert [
        (written, message[: len(start)]) for (written, message), (_, start) in zip(found, wrong, strict=True)
    ] == wrong


def test_a_text_that_nests_too_deep_leaves_nothing_behind() -> None:
    page, list_of_one = Markdown(), "- one\n"
    expected = page.made(list_of_one)
    with pytest.raises(ValueError, match="nests too deep"):
        page.made("".join("    " * depth + "- x\n" for depth in range(400)))
    assert page.made(list_of_one) == expected
