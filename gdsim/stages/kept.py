"""Rendered pages in the cache, and a ledger of those of the last build, whose texts are not read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gdsim.cache.key import key_of, source_digest, versions
from gdsim.cache.ledger import Ledger
from gdsim.cache.store import Store
from gdsim.core.facts import ALL
from gdsim.core.jsontext import digest
from gdsim.core.page import Page, Source, fields_of
from gdsim.stages.reading import Sources

TOLD = ("digest", "frame", "edits", "sized")  # of a page, so that its text need not be read


class KeptPages:
    """First what a page asked of the runs, then the page for their answers.

    Args:
        digests: of all that can be asked of each sweep and dataset.
        render: makes a page; its text is taken where the cache has lost it since the ledger was written.
    """

    def __init__(
        self, sources: Sources, digests: Mapping[str, str], store: Store, render: Callable[[Source], Page]
    ) -> None:
        config = sources.config
        where = os.path.abspath(config.content)
        self._store = store
        self._ledger = Ledger(store, "pages", where, config.media, config.drafts)
        self._render = render
        self._digests = {ALL: digest(digests), **digests}
        self._shared = key_of(
            "shared/1",
            {
                "index": sources.index.key,
                "media": config.media,
                "plugins": sources.plugins,
                "source": source_digest(
                    "content", "core", "descent", "directives", "losses", "models", "optimizers"
                ),
                "versions": versions(
                    "jinja2", "markdown", "math-core", "nh3", "pygments", "pymdown-extensions", "numpy"
                ),
            },
        )

    def get(self, source: Source) -> Page | None:
        """The page as rendered before from the same text and the same answers."""
        asking = self._asking(source)
        known = self._ledger.get(asking)
        if known is not None:
            note = json.loads(known)
            if note["answered"] == self._answered(asking, note["page"]["asked"]):
                return _Unread.of(note, lambda: self._text(note["answered"]) or self._render(source).html)
        parts = self._store.get(asking)
        answered = parts and self._answered(asking, json.loads(parts["asked.json"]))
        page = self._page(answered) if answered else None
        if answered and page:
            self._note(asking, answered, page)
        return page

    def put(self, source: Source, page: Page) -> None:
        """Keep a page that has no mistakes."""
        if page.mistakes:
            return
        asking = self._asking(source)
        answered = self._answered(asking, page.asked) or ""
        self._store.put(answered, {"page.json": json.dumps(page.record()).encode()})
        self._store.put(asking, {"asked.json": json.dumps(page.asked).encode()})
        self._note(asking, answered, page)

    def keep(self) -> None:
        """Store the ledger."""
        self._ledger.keep()

    def _note(self, asking: str, answered: str, page: Page) -> None:
        record = {name: value for name, value in page.record().items() if name != "html"}
        told = {name: getattr(page, name) for name in TOLD}
        note = {"answered": answered, "page": record, **told}
        self._ledger.put(asking, json.dumps(note, separators=(",", ":")).encode())

    def _page(self, answered: str) -> Page | None:
        parts = self._store.get(answered)
        return None if parts is None else Page.from_record(json.loads(parts["page.json"]))

    def _text(self, answered: str) -> str | None:
        page = self._page(answered)
        return page.html if page else None

    def _asking(self, source: Source) -> str:
        return key_of("asked/1", [self._shared, source.path, source.url, source.text])

    def _answered(self, asking: str, asked: Iterable[str]) -> str | None:
        """The key of the page for today's answers; None where there is no longer what was asked for."""
        names = list(asked)
        if not self._digests.keys() >= set(names):
            return None
        return key_of("page/1", [asking, {name: self._digests[name] for name in names}])


class _Unread(Page):
    """A page whose text is read when it is asked for, which for most of them is never."""

    _load: Callable[[], str]

    @classmethod
    def of(cls, note: Mapping[str, Any], load: Callable[[], str]) -> _Unread:
        """The page that a note of the ledger tells of; ``load`` gives its text."""
        page: _Unread = object.__new__(cls)
        vars(page).update(fields_of(note["page"]), _load=load, **{name: note[name] for name in TOLD})
        return page

    def __getattr__(self, name: str) -> Any:
        if name != "html":
            raise AttributeError(name)
        html = vars(self)["html"] = self._load()
        return html
