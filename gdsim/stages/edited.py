"""An edit of prose: the pages whose text has changed are made again in the site that stands, and no more.

What a site shows of a page beyond its own text is told by two digests, ``Source.outline`` and
``Page.outline``. Where both are what they were for the last build, so are all other files, what is around
the text, and the ends of all links. What is left are the page's file, its notebook, and its records in the
search.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from gdsim.cache.fingerprint import Fingerprint
from gdsim.cache.gathered import Gathered
from gdsim.cache.store import Store
from gdsim.content.assets import read_assets
from gdsim.content.front import YamlReader
from gdsim.content.known import KnownSources
from gdsim.content.listing import Listings
from gdsim.content.read import read_page, read_site
from gdsim.core.config import BuildConfig
from gdsim.core.facts import Facts
from gdsim.core.page import Content, Page, Source, asset_url
from gdsim.errors import AuthorErrors, Mistake
from gdsim.site.fill import framed_as, in_frame
from gdsim.site.made import Maker
from gdsim.site.publish import Blob, Manifest, Twin, blob
from gdsim.site.searched import SEARCH, search_edited
from gdsim.site.sizes import page_with_sizes
from gdsim.stages.notebooks import write_notebooks
from gdsim.stages.pages import rendered
from gdsim.stages.reading import Experiments, Sources
from gdsim.stages.standing import Edits, Row, Standing, keep_edits, read_standing

MOST = 100  # pages; more are rendered by several processes, with a word on how far they are


def edited(
    config: BuildConfig,
    now: Fingerprint,
    old: Manifest,
    twin: Twin,
    store: Store,
    facts: Callable[[Sources], Facts],
) -> dict[str, Blob] | None:
    """Every file of the site, where nothing but the text of pages and the bytes of assets has changed.

    Args:
        old: manifest of the last build, which left ``twin``.
        facts: what pages may ask of the runs, which are what they were.

    Returns:
        None where more has changed, or something is wrong; a build from the beginning then says what.
    """
    standing = read_standing(config, now, store, old.fingerprint)
    files = twin.files() if standing else None
    if standing is None or files is None:
        return None
    paths = standing.changed_pages(now)
    rows = standing.rows(now, paths) if len(paths) <= MOST else None
    sources = _sources(config, now, standing, rows) if rows is not None else None
    if rows is None or sources is None:
        return None
    gathered = Gathered(store)
    maker, numbers, listings = Maker(gathered, twin), facts(sources), Listings(gathered)
    pages: list[Page] = []
    for source in sources.content.pages:
        page = rendered(source, sources, numbers, listings)
        if page.mistakes or page.outline != rows[source.path].page:
            return None
        pages.append(page)
    changed = list(zip(sources.content.pages, pages, strict=True))
    data, digests = old.data["files"], old.data["digests"]
    sizes = {path: files[path].size for path in data} if any(page.sized for page in pages) else {}
    for source, page in changed:
        file = _in_frame(store, rows[source.path].frame, page_with_sizes(page, sizes))
        if file is None:
            return None
        files[source.url] = file
    urls = {path: row.notebook for path, row in rows.items()}
    files |= write_notebooks(sources, pages, numbers, digests, maker, urls)
    files |= {asset_url(path): blob(data) for path, data in sources.assets.items()}
    if changed:
        found = [
            (source.with_summary(page.summary), page, rows[source.path].text) for source, page in changed
        ]
        script = search_edited(found, digests, maker)
        if script is None:
            return None
        files[SEARCH] = script
    gathered.keep()
    keep_edits(config, store, _edits(standing, now, pages, sources.assets))
    return files


def _sources(
    config: BuildConfig, now: Fingerprint, standing: Standing, rows: Mapping[str, Row]
) -> Sources | None:
    """The pages and assets that have changed; None where other pages could show it, or one has mistakes."""
    mistakes: list[Mistake] = []
    yaml, known = YamlReader(), KnownSources(read=now.pages)
    site, _ = read_site(config.content, yaml, mistakes)
    read = [read_page(config.content, path, yaml, known, mistakes) for path in rows]
    if mistakes or not all(source and source.outline == rows[source.path].source for source in read):
        return None
    try:
        assets = read_assets(config.content, standing.changed_assets(now))
    except AuthorErrors:
        return None
    pages = tuple(cast(list[Source], read))
    content = Content(site, pages, (), tuple(assets))
    return Sources(config, content, assets, Experiments(config), "", standing.index(), standing.index_key)


def _in_frame(store: Store, frame: str, page: Page) -> Blob | None:
    """The page's file; None where the cache has lost what is around its text."""
    parts = store.get(frame)
    whole = in_frame(parts["file"], page) if parts else None
    return None if whole is None else Blob(framed_as(frame, page), len(whole), lambda: whole)


def _edits(standing: Standing, now: Fingerprint, pages: list[Page], assets: Mapping[str, bytes]) -> Edits:
    before = standing.edits
    return Edits(
        before.first,
        now.all,
        {**before.pages, **{page.path: (now.pages[page.path][0], page.digest) for page in pages}},
        {**before.assets, **{path: now.assets[path] for path in assets}},
    )
