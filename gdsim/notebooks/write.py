"""A page to its notebook: cells in order, the set-up before the first thing that needs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from gdsim.content.index import LinkIndex
from gdsim.core.facts import Facts
from gdsim.core.notebook import Code, Part, Text, joined
from gdsim.core.page import SiteConfig, Source
from gdsim.notebooks.ipynb import notebook_bytes
from gdsim.notebooks.page import NotebookPage
from gdsim.notebooks.written import bound_names, renamed

_HEADING = re.compile(r"(?=^#{2,3} )", re.M)
_FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1[ \t]*$|<details>.*?</details>", re.S | re.M)


def write_notebook(source: Source, index: LinkIndex, facts: Facts, site: SiteConfig) -> bytes:
    """The notebook of a page that has no mistakes; a pure function of its arguments.

    It depends on the page's own text and path, ``index.key``, title and address of the site, and of
    ``facts`` on what it asks them: no more than the page asked.
    """
    page = NotebookPage(source, index, facts, site)
    summary = page.line(source.front.summary)
    body = page.markdown(source.body)
    lesson = {part.source for part in body if isinstance(part, Code)} - set(page.drawn)
    taken = {name for code in lesson for name in bound_names(code)}
    ours = page.set_up.names | {f"run_{number + 1}" for number in range(len(page.drawn) * 6)}
    names = {name: f"{name}_" for name in sorted(ours & taken)}
    set_up = page.set_up.parts() if page.set_up.needed else []
    parts = [*_opening(source, summary, site, page), *_ours(set_up, names)]
    drawn = set(page.drawn)
    parts += (
        Code(renamed(part.source, names)) if isinstance(part, Code) and part.source in drawn else part
        for part in body
    )
    return notebook_bytes(_cells(parts), source.title)


def _opening(source: Source, summary: str, site: SiteConfig, page: NotebookPage) -> list[Part]:
    address = page.address_of_page()
    home = f"[the page]({address})" if address else "the page of the same name"
    told = (
        f"This notebook goes with {home} of *{site.title}*. It needs NumPy and matplotlib, and nothing else."
    )
    return [Text(f"# {source.title}"), Text(f"*{summary}*" if summary else ""), Text(told)]


def _ours(parts: Iterable[Part], names: dict[str, str]) -> Iterator[Part]:
    for part in parts:
        yield Code(renamed(part.source, names)) if isinstance(part, Code) else part


def _cells(parts: Iterable[Part]) -> Iterator[Part]:
    """One part a cell: text runs on to the next heading or the next code."""
    for part in joined(parts):
        if isinstance(part, Code):
            yield part
            continue
        yield from (Text(piece.strip("\n")) for piece in _sections(part.markdown) if piece.strip())


def _sections(text: str) -> list[str]:
    """``text`` divided before its headings, but for those inside listings and folds."""
    inside = [match.span() for match in _FENCED.finditer(text)]
    cuts = [
        match.start()
        for match in _HEADING.finditer(text)
        if not any(start < match.start() < end for start, end in inside)
    ]
    edges = [0, *cuts, len(text)]
    return [text[start:end] for start, end in pairwise(edges)]
