"""A page's source to a Page: body, table of contents, links, players, with every mistake at its line."""

from __future__ import annotations

import re

from gdsim.content.body import Body
from gdsim.content.finish import text_of_html
from gdsim.content.index import LinkIndex
from gdsim.content.listing import Listings
from gdsim.content.runnable import becomes_notebook
from gdsim.content.sidenote import with_sidenotes
from gdsim.core.facts import Facts
from gdsim.core.page import Page, Source

EXCERPT = 180  # characters
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)
_FORMULA = re.compile(r"<math\b.*?</math>", re.S)


def render_page(
    source: Source, index: LinkIndex, facts: Facts, *, media: bool = True, listings: Listings | None = None
) -> Page:
    """The page as HTML; a pure function of its arguments, of which ``listings`` only saves time.

    It depends on the page's own text and path, ``index.key``, ``media``, and of ``facts`` on what it asks
    them. Fragments of other pages are left to ``check_links``.
    The author's mistakes come with the page, so that its links can still be checked beside them.
    """
    body = Body(source, index, facts, media=media, listings=listings or Listings())
    html = body.markdown(source.body, source.line)
    used_in = tuple(
        body.inline(item, _line(source, "used_in", n)) for n, item in enumerate(source.front.used_in)
    )
    if "{{" in source.title:
        message = "title: is plain text, not evaluated; expressions can stand in the summary"
        body.found.mistake(source.lines.get("title", 1), message)
    prerequisites = []
    for number, name in enumerate(source.front.prerequisites):
        target = body.pieces.page_named(name, _line(source, "prerequisites", number))
        if target:
            prerequisites.append((target.url, target.title))
    summary = body.words(source.front.summary, source.lines.get("summary", 1))
    found = body.found
    return Page(
        path=source.path,
        url=source.url,
        title=source.title,
        html=with_sidenotes(html),
        summary=summary,
        excerpt=_excerpt(html),
        toc=tuple(found.headings),
        used_in=used_in,
        prerequisites=tuple(prerequisites),
        links=tuple(found.links),
        ids=tuple(sorted(found.ids)),
        players=tuple(found.players),
        overlays=tuple(found.overlays),
        notebook=becomes_notebook(source),
        mistakes=tuple(sorted(set(found.mistakes))),
    )


def _excerpt(html: str) -> str:
    """The words of the first paragraph, cut at a word."""
    first = _PARAGRAPH.search(html)
    words = text_of_html(_FORMULA.sub("…", first[1])) if first else ""
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _line(source: Source, key: str, number: int) -> int:
    """The line of an item of a list in the front matter."""
    return source.lines.get(f"{key}.{number}", 1)
