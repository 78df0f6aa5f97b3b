"""Notebooks of the pages that have code, made where nothing has made them before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from gdsim.cache.key import key_of_words, source_digest, versions
from gdsim.core.facts import ALL, Facts
from gdsim.core.jsontext import digest
from gdsim.core.page import Page, Source
from gdsim.site.made import Maker
from gdsim.site.publish import Blob
from gdsim.stages.reading import Sources


def write_notebooks(
    sources: Sources,
    pages: Iterable[Page],
    facts: Facts,
    digests: Mapping[str, str],
    maker: Maker,
    urls: Mapping[str, str],
) -> dict[str, Blob]:
    """The notebooks of ``pages`` by site path.

    Args:
        urls: the site path of each by the path of its page.
        digests: of all that can be asked of each sweep and dataset.
    """
    chosen = {page.path: page for page in pages if page.notebook}
    if not chosen:
        return {}
    from gdsim.site.resources import notebook_digest

    content = sources.content
    code = (
        source_digest(
            *("notebooks", "content", "core", "datasets", "descent", "directives"),
            *("losses", "models", "optimizers"),
        ),
        notebook_digest(),
    )
    site = (content.site.title, content.site.url)
    shared = digest([code, sources.index_key, site, sources.plugins, versions("numpy", "jinja2")])

    def make(source: Source) -> bytes:
        from gdsim.notebooks.write import write_notebook

        return write_notebook(source, sources.index, facts, content.site)

    def notebook(source: Source, asked: Iterable[str]) -> Blob:
        told = digests if ALL in asked else {name: digests.get(name, "") for name in asked}
        answers = (word for name in sorted(told) for word in (name, told[name]))
        key = key_of_words("notebook/4", shared, source.digest, *answers, "", source.path)
        return maker.keyed(urls[source.path], key, partial(make, source))

    with_code = [source for source in content.pages if source.path in chosen]
    return {urls[source.path]: notebook(source, chosen[source.path].asked) for source in with_code}
