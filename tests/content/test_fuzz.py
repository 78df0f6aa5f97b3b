"""Whatever stands in a lesson, reading it ends with a page or with mistakes that have lines."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gdsim.content import LinkIndex, render_page
from gdsim.content.expression import Expressions
from gdsim.content.read import split_front_matter
from gdsim.core.page import Content, Folder, FrontMatter, SiteConfig, Source
from tests.content.fakes import FakeFacts

PIECES = [
    ":::", "::::", "::: note", "::: claim\n", "check: 1 < 2\n", "text: x\n", "::: animation rates\n",
    "views: [fit]\n", "{{", "}}", "{{ 1 }}", "$", "$$", "\\$", "$x$", "`", "```", "```python\n", "~~~",
    "[[", "]]", "[", "]", "](", ")", "![", "[^1]", "[^1]: n\n", "<", ">", "<b>", "</b>", "<!--", "-->", "&",
    "&amp;", "#", "\n", "\n\n", "    ", "- ", "1. ", "> ", "|", "|---|\n", "*", "_", "**", "\\", "\\value{",
    "}", "{", "a", "é", "🎉", "\u202f", "\t", "=", "---\n", "javascript:", "http://a.b", "../", "A.md", "#a",
    "\"", "'", "{%", "%}", "\ue0000\ue001", "\x00",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)


def source_of(text: str) -> Source:
    """A page with this body."""
    return Source("A.md", text, FrontMatter(), {}, text, 1, "A", "a.html")


CONTENT = Content(SiteConfig(title="x"), (source_of(""),), (Folder("", "Home", "index.html"),), ())
INDEX = LinkIndex(CONTENT)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_renders_or_is_refused_with_lines(text: str) -> None:
    page = render_page(source_of(text), INDEX, FakeFacts())
    assert "<script" not in page.html
    assert all(1 <= mistake.line <= text.count("\n") + 1 for mistake in page.mistakes)
    assert page.mistakes or not any("\ue000" <= character <= "\uf8ff" for character in page.html)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789+-*/().,<>=' \"abdeinorstuxw|[]{}_%~", max_size=40))
def test_any_expression_gives_text_or_a_reason(text: str) -> None:
    try:
        assert isinstance(Expressions(FakeFacts()).text(text), str)
    except ValueError as error:
        assert str(error)


@given(TEXTS)
def test_front_matter_and_body_make_the_whole(text: str) -> None:
    yaml, body, line = split_front_matter(text)
    assert text.endswith(body)
    assert yaml in text
    assert text.split("\n")[line - 1 :] == body.split("\n")
