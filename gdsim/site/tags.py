"""Pages by their tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from gdsim.core.dataclass import dataclass
from gdsim.core.page import Source
from gdsim.core.slug import slug


@dataclass(frozen=True)
class Tag:
    """A tag as first written, the site path of its page, and its pages in reading order."""

    name: str
    url: str
    pages: tuple[Source, ...]


def tag_url(tag: str) -> str:
    """Site path of a tag's page."""
    return f"tags/{slug(tag)}.html"


def tags_of(sources: Iterable[Source]) -> Mapping[str, Tag]:
    """Every tag by the site path of its page, in the order of their names."""
    names: dict[str, str] = {}
    pages: dict[str, dict[str, Source]] = defaultdict(dict)
    for source in sources:
        for tag in source.front.tags:
            names.setdefault(tag_url(tag), " ".join(tag.split()))
            pages[tag_url(tag)][source.path] = source
    ordered = sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
    return {url: Tag(name, url, tuple(pages[url].values())) for url, name in ordered}
