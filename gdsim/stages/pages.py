"""Pages as HTML, from the cache where nothing that decides them has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase

from gdsim.cache.key import key_of, source_digest, versions
from gdsim.cache.store import Store
from gdsim.content.index import LinkIndex
from gdsim.content.links import check_links
from gdsim.content.listing import Listings
from gdsim.core.facts import ALL, Facts, Watched
from gdsim.core.jsontext import digest, json_text
from gdsim.core.page import Page, Source
from gdsim.core.progress import Reporter
from gdsim.errors import AuthorError, AuthorErrors, near_names
from gdsim.stages.reading import Sources


def write_pages(
    sources: Sources, facts: Facts, digests: Mapping[str, str], store: Store, reporter: Reporter
) -> list[Page]:
    """The pages as HTML, every expression evaluated and every claim checked.

    With ``only``, pages whose path does not match are taken from the cache, and left out where it has none.

    Args:
        digests: of all that can be asked of each sweep and dataset.
    """
    content, only = sources.content, sources.config.only
    if only and not any(fnmatchcase(source.path, only) for source in content.pages):
        paths = [source.path for source in content.pages]
        raise AuthorError("--only", 1, f"no page matches {only!r}{near_names(only, paths)}")
    index = LinkIndex(content)
    cache, listings = _Pages(sources, index.key, digests, store), Listings(store)
    pages: list[Page] = []
    with reporter.stage("pages", len(content.pages), "pages") as advance:
        for source in content.pages:
            page = cache.get(source)
            if page is None and (not only or fnmatchcase(source.path, only)):
                from gdsim.content.render import render_page  # Markdown and all it needs

                watched = Watched(facts)
                media = sources.config.media
                page = render_page(source, index, watched, media=media, listings=listings)
                cache.put(source, page, watched.asked)
            pages += [page] if page else []
            advance(1)
    mistakes = [mistake for page in pages for mistake in page.mistakes] + check_links(pages)
    if mistakes:
        raise AuthorErrors(mistakes)
    return pages


class _Pages:
    """Rendered pages in the cache: first what a page asked of the runs, then the page for their answers."""

    def __init__(self, sources: Sources, index: str, digests: Mapping[str, str], store: Store) -> None:
        self._store = store
        self._digests = {ALL: digest(digests), **digests}
        self._shared = {
            "index": index,
            "media": sources.config.media,
            "plugins": sources.plugins,
            "source": source_digest(
                "content", "core", "descent", "directives", "losses", "models", "optimizers"
            ),
            "versions": versions(
                "jinja2", "markdown", "math-core", "nh3", "pygments", "pymdown-extensions", "numpy"
            ),
        }

    def get(self, source: Source) -> Page | None:
        """The page as rendered before from the same text and the same answers."""
        asking = self._asking(source)
        parts = self._store.get(asking)
        if parts is None:
            return None
        asked = json.loads(parts["asked.json"])
        if not all(name in self._digests for name in asked):
            return None
        parts = self._store.get(self._answered(asking, asked))
        return None if parts is None else Page.from_record(json.loads(parts["page.json"]))

    def put(self, source: Source, page: Page, asked: set[str]) -> None:
        """Keep a page that has no mistakes."""
        if page.mistakes:
            return
        asking = self._asking(source)
        record = json_text(page.record()).encode()
        self._store.put(self._answered(asking, sorted(asked)), {"page.json": record})
        self._store.put(asking, {"asked.json": json_text(sorted(asked)).encode()})

    def _asking(self, source: Source) -> str:
        return key_of(
            "asked/1", {**self._shared, "path": source.path, "url": source.url, "text": source.text}
        )

    def _answered(self, asking: str, asked: list[str]) -> str:
        return key_of("page/1", [asking, {name: self._digests[name] for name in asked}])
