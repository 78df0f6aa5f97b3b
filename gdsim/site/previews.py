"""What is shown of a page when a link to it is pointed at: its title and first words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from gdsim.core.page import Page, Source
from gdsim.site.search import data_script

SCHEMA = "gdsim.previews/1"


def previews_script(sources: Iterable[Source], pages: Mapping[str, Page]) -> str:
    """Title, summary and first words of every page by its address, as a classic script."""
    records = {
        quote(source.url, safe="/~!*'(),;@$+="): [
            source.title,
            source.front.summary,
            pages[source.path].excerpt,
        ]
        for source in sources
        if source.path in pages
    }
    return data_script("previews", {"schema": SCHEMA, "pages": records})
