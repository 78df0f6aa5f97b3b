"""Markdown to HTML, and the wall that lets only harmless markup through."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

# Elements that lessons may write as raw HTML; everything else is dropped, its text kept.
_TEXT = {"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark"}
_TEXT |= {
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "var",
    "wbr",
}
_BLOCKS = {
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "hr",
    "img",
    "input",
    "li",
}
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "summary", "ul"}
_TABLES = {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
ELEMENTS = frozenset(_TEXT | _BLOCKS | _TABLES)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "bdo": {"dir"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "title", "width", "height"},
    "input": {"checked"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "*": {"lang", "dir", "id"},
}
_CLASSES = {
    "a": {"footnote-ref", "footnote-backref"},
    "div": {"footnote"},
    "ul": {"task-list"},
    "li": {"task-list-item"},
}
# What a pattern needs to match: in a text that has none of these, it is not looked for.
_NEEDS = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "image_link": "!",
    "image_reference": "!",
    "short_reference": "[",
    "short_image_ref": "!",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
    "not_strong": "*_",
    "em_strong": "*_",
    "em_strong2": "_",
    "footnote": "[",
}
_FOOTNOTE_ID = re.compile(r"fn(ref\d*)?:[\w-]+")
_ESCAPABLE = ("$", "|", ":", "<", "~")


def _ignored(written: str, message: str) -> None:
    pass


class Markdown:
    """The texts of a page as HTML, one after another; in each the ids of footnotes are others."""

    def __init__(self) -> None:
        self._texts = 0

    def made(self, text: str, wrong: Callable[[str, str], object] = _ignored) -> str:
        """``text`` as HTML that is not safe yet, its tokens and the author's own tags as written.

        Args:
            wrong: is told each footnote that is wrong, as written, and why.

        Raises:
            ValueError: it nests too deep to be read.
        """
        self._texts += 1
        try:
            return _parser().convert(text, self._texts, wrong)
        except RecursionError:
            _parser.cache_clear()  # this one would go on where it stopped
            raise ValueError("this text nests too deep (lists, quotes or brackets)") from None


class _Parser:
    """Python-Markdown with our extensions; to make one takes as long as to read a page."""

    def __init__(self) -> None:
        import markdown
        from markdown.extensions.def_list import DefListExtension
        from markdown.extensions.smarty import SmartyExtension
        from markdown.extensions.tables import TableExtension
        from pymdownx.tasklist import TasklistExtension

        from gdsim.content.emphasis import Emphasis
        from gdsim.content.footnotes import Footnotes

        self._footnotes = Footnotes()
        # By name they would be looked for among all that is installed, at each start.
        self._markdown = markdown.Markdown(
            extensions=[
                TableExtension(use_align_attribute=True),
                self._footnotes,
                DefListExtension(),
                SmartyExtension(smart_dashes=False, smart_ellipses=False),
                TasklistExtension(),
            ],
        )
        self._markdown.ESCAPED_CHARS = [*self._markdown.ESCAPED_CHARS, *_ESCAPABLE]
        self._inline = self._markdown.treeprocessors["inline"]
        self._quotes = self._markdown.treeprocessors["smarty"]
        self._quote_patterns = self._quotes.inlinePatterns
        patterns = self._markdown.inlinePatterns
        patterns.register(Emphasis(self._markdown), "em_strong", 60)
        known = {id(patterns[name]): name for name in _NEEDS if name in patterns}
        self._names = [known.get(id(pattern), "") for pattern in patterns]

    def convert(self, text: str, number: int, wrong: Callable[[str, str], object]) -> str:
        """``text`` as HTML, with ``number`` in the ids of its footnotes; ``wrong`` is told the wrong ones."""
        self._prepare(text)
        self._markdown.reset()
        self._footnotes.unique_prefix = number
        made: str = self._markdown.convert(text)
        for written, message in self._footnotes.mistakes():
            wrong(written, message)
        return made

    def _prepare(self, text: str) -> None:
        """Leave out the patterns that ``text`` cannot match: half of Markdown's time is spent on them."""
        from markdown.util import Registry

        patterns = self._markdown.inlinePatterns
        needed: Registry[Any] = Registry()
        for place, pattern in enumerate(patterns):
            if _may_match(self._names[place], text):
                needed.register(pattern, str(place), -place)
        self._inline.inlinePatterns = needed
        self._quotes.inlinePatterns = self._quote_patterns if "'" in text or '"' in text else Registry()


@cache
def _parser() -> _Parser:
    return _Parser()


def harmless(html: str) -> str:
    """``html`` with only what the wall lets through, every element closed."""
    made: str = _wall().clean(html)
    return made


@cache
def _wall() -> Any:
    import nh3

    return nh3.Cleaner(
        tags=set(ELEMENTS),
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_filtered,
        set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _may_match(name: str, text: str) -> bool:
    needs = _NEEDS.get(name, "")
    if name == "linebreak":
        return needs in text
    return not needs or any(character in text for character in needs)


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """Only the ids of footnotes pass: any other would be a name that scripts could mistake for theirs."""
    if attribute == "id" and not _FOOTNOTE_ID.fullmatch(value):
        return None
    return value
