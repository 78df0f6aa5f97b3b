"""Every file of the site by its path, and the limits on their sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from gdsim.cache.gathered import Gathered
from gdsim.cache.store import Store
from gdsim.content.links import linked_from
from gdsim.core.config import Guards
from gdsim.core.facts import Facts
from gdsim.core.page import Page
from gdsim.errors import AuthorError
from gdsim.site.cards import card_url
from gdsim.site.made import Maker
from gdsim.site.notebooks import notebook_urls
from gdsim.site.publish import Blob, Manifest, Twin, untouched
from gdsim.stages.data import Data
from gdsim.stages.notebooks import write_notebooks
from gdsim.stages.reading import MB, Sources


def assemble(
    sources: Sources,
    facts: Facts,
    data: Data,
    pages: list[Page],
    store: Store,
    old: Manifest | None,
    twin: Twin,
) -> dict[str, Blob]:
    """The site but for its data; pages left out stay as they stand in the old site."""
    from gdsim.site.assemble import assemble as assemble_pages

    config, content = sources.config, sources.content
    gathered = Gathered(store)
    maker = Maker(gathered, twin)
    urls = notebook_urls(content.pages)
    notebooks = write_notebooks(sources, pages, facts, data.digests, maker, urls)
    html = assemble_pages(
        content,
        pages,
        facts,
        assets=sources.assets,
        linked_from=linked_from(pages),
        templates=config.templates,
        media=config.media,
        maker=maker,
        posters=_posters(data.files) if content.site.url else {},
        digests=data.digests,
        data=data.files,
    )
    gathered.keep()
    return {**_left_out(sources, html, old), **html, **notebooks}


def _left_out(sources: Sources, html: Mapping[str, Blob], old: Manifest | None) -> dict[str, Blob]:
    """The pages that were not rendered, with what stands beside them, as the old site has them."""
    content = sources.content
    left_out = [source for source in content.pages if source.url not in html]
    if not left_out:
        return {}
    urls = [source.url for source in left_out]
    theirs = notebook_urls(content.pages)
    beside = [*map(card_url, urls), *(theirs[source.path] for source in left_out)]
    return _kept_pages([*urls, *beside], sources.config.output, old)


def _posters(files: Mapping[str, Blob]) -> dict[str, Blob]:
    """A picture of each run by the folder of its media."""
    paths = [path for path in files if path.startswith("media/") and path.endswith(".png")]
    return {
        path.rpartition("/")[0]: files[path]
        for path in sorted(paths, reverse=True)
        if not path.endswith(".strip.png")
    }


def _kept_pages(urls: Iterable[str], site: Path, old: Manifest | None) -> dict[str, Blob]:
    known = old.files if old else {}
    return {
        url: Blob(known[url][0], known[url][1], (site / url).read_bytes)
        for url in urls
        if url in known and untouched(str(site / url), known[url])
    }


def check(files: Mapping[str, Blob], guards: Guards) -> None:
    """Refuse a site or a file that is larger than its limit."""
    total = sum(file.size for file in files.values())
    if total > guards.site_mb * MB:
        words = (
            f"the site has {total // MB:,} MB, the limit is {guards.site_mb:,}; --limit site-mb=N lifts it"
        )
        raise AuthorError("site.yaml", 1, words)
    large = sorted(path for path, file in files.items() if file.size > guards.file_mb * MB)
    if large:
        size = files[large[0]].size // MB
        words = f"{large[0]} has {size:,} MB, the limit is {guards.file_mb:,}; --limit file-mb=N lifts it"
        raise AuthorError("site.yaml", 1, words)
