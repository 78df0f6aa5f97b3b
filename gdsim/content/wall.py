"""Markdown to HTML, and the wall that lets only harmless markup through."""

from __future__ import annotations

import re

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
_FOOTNOTE_ID = re.compile(r"fn(ref\d*)?:[\w-]+")
_ESCAPABLE = ("$", "|", ":", "<", "~")


class Markdown:
    """Python-Markdown with our extensions, behind the wall; one for each page, so that ids are unique."""

    def __init__(self) -> None:
        import markdown

        self._markdown = markdown.Markdown(
            extensions=["tables", "footnotes", "def_list", "smarty", "pymdownx.tasklist"],
            extension_configs={
                "tables": {"use_align_attribute": True},
                "smarty": {"smart_dashes": False, "smart_ellipses": False},
                "footnotes": {"UNIQUE_IDS": True, "BACKLINK_TEXT": "↩"},
            },
        )
        self._markdown.ESCAPED_CHARS = [*self._markdown.ESCAPED_CHARS, *_ESCAPABLE]

    def html(self, text: str) -> str:
        """``text`` as harmless HTML; its tokens are still tokens.

        Raises:
            ValueError: it nests too deep to be read.
        """
        import nh3

        try:
            made = self._markdown.reset().convert(text)
        except RecursionError:
            raise ValueError("this text nests too deep (lists, quotes or brackets)") from None
        return nh3.clean(
            made,
            tags=_TEXT | _BLOCKS | _TABLES,
            attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
            allowed_classes={tag: set(names) for tag, names in _CLASSES.items()},
            attribute_filter=_filtered,
            set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """Only the ids of footnotes pass: any other would be a name that scripts could mistake for theirs."""
    if attribute == "id" and not _FOOTNOTE_ID.fullmatch(value):
        return None
    return value
