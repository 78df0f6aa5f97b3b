"""Pages as HTML, from the cache where nothing that decides them has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from gdsim.cache.gathered import Gathered
from gdsim.cache.store import Store
from gdsim.content.links import check_links
from gdsim.content.listing import Listings
from gdsim.core.facts import Facts, Watched
from gdsim.core.page import Page, Source
from gdsim.core.progress import Reporter
from gdsim.errors import AuthorError, AuthorErrors, near_names
from gdsim.stages.abreast import render_abreast
from gdsim.stages.kept import KeptPages
from gdsim.stages.reading import Sources


def write_pages(
    sources: Sources,
    facts: Facts,
    digests: Mapping[str, str],
    store: Store,
    reporter: Reporter,
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
    gathered = Gathered(store)
    listings = Listings(gathered)

    def render(source: Source) -> Page:
        return rendered(source, sources, facts, listings)

    kept = KeptPages(sources, digests, gathered, render)
    found: dict[str, Page] = {}
    new: list[Source] = []
    with reporter.stage("pages", len(content.pages), "pages") as advance:
        for source in content.pages:
            page = kept.get(source)
            if page is not None:
                found[source.path] = page
            elif not only or fnmatchcase(source.path, only):
                new.append(source)
                continue
            advance(1)
        for page in render_abreast(sources, new, listings):
            found[page.path] = page
            advance(1)
        for source in new:
            if source.path not in found:
                found[source.path] = render(source)
                advance(1)
            kept.put(source, found[source.path])
    pages = [found[source.path] for source in content.pages if source.path in found]
    kept.keep()
    gathered.keep()
    mistakes = [mistake for page in pages for mistake in page.mistakes]
    mistakes += check_links(pages)
    if mistakes:
        raise AuthorErrors(mistakes)
    return pages


def rendered(source: Source, sources: Sources, facts: Facts, listings: Listings) -> Page:
    """A page as HTML, with what it asked of ``facts``."""
    from gdsim.content.render import render_page  # Markdown and all it needs

    watched, media = Watched(facts), sources.config.media
    page = render_page(source, sources.index, watched, media=media, listings=listings)
    return replace(page, asked=tuple(sorted(watched.asked)))
