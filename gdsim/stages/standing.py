"""What a build notes of the pages of its site, so that the next one looks at those alone that were edited."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gdsim.cache.fingerprint import Fingerprint
from gdsim.cache.key import key_of_words
from gdsim.cache.store import Store
from gdsim.content.index import LinkIndex
from gdsim.core.config import BuildConfig
from gdsim.core.page import Page
from gdsim.site.fill import frame_of
from gdsim.site.notebooks import notebook_urls
from gdsim.site.publish import Blob
from gdsim.stages.reading import Sources


class Row(NamedTuple):
    """A page as it was built.

    Args:
        source, page: the outlines of its source and of what was rendered.
        text: digest of its HTML.
        frame: key of what is around it.
        notebook: site path of its notebook, whether it has one or not.
    """

    source: str
    page: str
    text: str
    frame: str
    notebook: str


class Edits(NamedTuple):
    """What was edited since all pages were noted.

    Args:
        first: fingerprint of the build that noted them; ``last`` is that of the last one.
        pages: digests of a page's file and of its HTML, by content path.
        assets: digests of files to link to, by content path.
    """

    first: str
    last: str
    pages: dict[str, Sequence[str]]
    assets: dict[str, str]


class Standing:
    """The pages of a site as the last build made them.

    Args:
        noted: what was noted of all of them.
        edits: what has come since.
    """

    def __init__(self, noted: Mapping[str, bytes], told: Mapping[str, Any], edits: Edits) -> None:
        self._noted = noted
        self._told = told
        self.edits = edits

    @property
    def index_key(self) -> str:
        """The key of what pages may link to."""
        return str(self._told["index_key"])

    def index(self) -> LinkIndex:
        """What pages may link to."""
        return LinkIndex.from_record(json.loads(self._noted["index"]))

    def changed_pages(self, now: Fingerprint) -> list[str]:
        """Content paths of what may be pages and has other bytes than it had."""
        files = zip(now.pages, self._told["pages"], strict=True)
        edits = self.edits.pages
        return [
            path for path, own in files if now.pages[path][0] != (edits[path][0] if path in edits else own)
        ]

    def changed_assets(self, now: Fingerprint) -> list[str]:
        """Content paths of files to link to that have other bytes than they had."""
        files = zip(now.assets, self._told["assets"], strict=True)
        return [path for path, own in files if now.assets[path] != self.edits.assets.get(path, own)]

    def rows(self, now: Fingerprint, paths: Sequence[str]) -> dict[str, Row] | None:
        """The rows of pages by content path; None where one has none."""
        if not paths:
            return {}
        lines = dict(zip(now.pages, self._noted["rows"].decode().split("\n"), strict=True))
        if not all(lines[path] for path in paths):
            return None
        rows = {path: Row(*json.loads(lines[path])) for path in paths}
        edits = self.edits.pages
        return {
            path: row._replace(text=edits[path][1]) if path in edits else row for path, row in rows.items()
        }


def read_standing(config: BuildConfig, now: Fingerprint, store: Store, fingerprint: str) -> Standing | None:
    """The site that the build of this fingerprint left, where pages and assets alone may be new since."""
    parts = store.get_alone(_key("standing/1", config))
    if parts is None or not fingerprint:
        return None
    told = json.loads(parts["told"])
    first = told["fingerprint"]
    since = store.get_alone(_key("edits/1", config))
    edits = Edits(*json.loads(since["edits"])) if since else None
    if edits is None or (edits.first, edits.last) != (first, fingerprint):
        edits = Edits(first, first, {}, {})
    if edits.last != fingerprint or told["program"] != _program(now):
        return None
    return Standing(parts, told, edits)


def keep_edits(config: BuildConfig, store: Store, edits: Edits) -> None:
    """Note what was edited; it holds once the manifest has its fingerprint."""
    store.put_alone(_key("edits/1", config), {"edits": _json(edits)})


def note(
    config: BuildConfig,
    now: Fingerprint,
    store: Store,
    sources: Sources,
    pages: Sequence[Page],
    files: Mapping[str, Blob],
) -> None:
    """Note all pages of a site that was built from the beginning.

    Not with the author's own templates, which may show any of a page's text anywhere.
    """
    content = sources.content
    if config.templates or len(pages) < len(content.pages):
        return
    notebooks, rows = notebook_urls(content.pages), {}
    for source, page in zip(content.pages, pages, strict=True):
        if frame := frame_of(files[source.url].identity):
            row = Row(source.outline, page.outline, page.digest, frame, notebooks[source.path])
            rows[source.path] = _json(row)
    told = {
        "fingerprint": now.all,
        "program": _program(now),
        "pages": [own for own, _ in now.pages.values()],
        "assets": list(now.assets.values()),
        "index_key": sources.index_key,
    }
    lines = b"\n".join(rows.get(path, b"") for path in now.pages)
    parts = {"told": _json(told), "index": _json(sources.index.record()), "rows": lines}
    store.put_alone(_key("standing/1", config), parts)


def _key(stage: str, config: BuildConfig) -> str:
    return key_of_words(stage, os.path.abspath(config.content), str(config.output))


def _program(now: Fingerprint) -> list[str]:
    """All that decides the site but pages and assets, with the names of these."""
    return [now.rest, now.data, now.others]


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
