"""Pages as HTML, from the cache where nothing that decides them has changed."""

from __future__ import annotations

import hashlib
import json
from fnmatch import fnmatchcase

from gdsim.cache.key import key_of, source_digest, versions
from gdsim.cache.store import Store
from gdsim.content import LinkIndex, check_links, render_page
from gdsim.core.jsontext import digest, json_text
from gdsim.core.page import Page, Source
from gdsim.core.progress import Reporter
from gdsim.errors import AuthorError, AuthorErrors, near_names
from gdsim.stages.reading import Sources
from gdsim.stages.runs import Runs


def write_pages(sources: Sources, runs: Runs, store: Store, reporter: Reporter) -> list[Page]:
    """The pages as HTML, every expression evaluated and every claim checked.

    With ``only``, pages whose path does not match are taken from the cache, and left out where it has none.
    """
    content, only = sources.content, sources.config.only
    if only and not any(fnmatchcase(source.path, only) for source in content.pages):
        paths = [source.path for source in content.pages]
        raise AuthorError("--only", 1, f"no page matches {only!r}{near_names(only, paths)}")
    index = LinkIndex(content)
    shared = {
        "index": index.key,
        "media": sources.config.media,
        "facts": _facts_digest(sources, runs),
        "plugins": sources.plugins,
        "source": source_digest("content", "core", "descent", "directives", "losses", "models", "optimizers"),
        "versions": versions("jinja2", "markdown", "math-core", "nh3", "pygments", "pymdown-extensions"),
    }
    pages: list[Page] = []
    with reporter.stage("pages", len(content.pages), "pages") as advance:
        for source in content.pages:
            key = key_of("page/1", {**shared, "path": source.path, "url": source.url, "text": source.text})
            page = _cached_page(store, key)
            if page is None and (not only or fnmatchcase(source.path, only)):
                page = _new_page(source, index, runs, store, key, media=sources.config.media)
            pages += [page] if page else []
            advance(1)
    mistakes = [mistake for page in pages for mistake in page.mistakes] + check_links(pages)
    if mistakes:
        raise AuthorErrors(mistakes)
    return pages


def _cached_page(store: Store, key: str) -> Page | None:
    parts = store.get(key)
    return None if parts is None else Page.from_record(json.loads(parts["page.json"]))


def _new_page(source: Source, index: LinkIndex, runs: Runs, store: Store, key: str, *, media: bool) -> Page:
    page = render_page(source, index, runs.facts, media=media)
    if not page.mistakes:
        store.put(key, {"page.json": json_text(page.record()).encode()})
    return page


def _facts_digest(sources: Sources, runs: Runs) -> str:
    """Digest of all that a page may ask of runs and datasets."""
    records = {"/".join(key): hashlib.sha256(found.text).hexdigest() for key, found in runs.recorded.items()}
    datasets = {name: [data.digest, data.title] for name, data in sources.declared.datasets.items()}
    sweeps = {
        name: [sweep.title, sweep.scenes, sweep.formats, [run.id for run in sweep]]
        for name, sweep in sources.declared.sweeps.items()
    }
    return digest([records, datasets, sweeps])
