"""Rendered pages in the cache, and a ledger of those of the last build, whose texts are not read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from gdsim.cache.key import key_of, key_of_words, source_digest, versions
from gdsim.cache.ledger import Ledger
from gdsim.cache.store import Store
from gdsim.core.facts import ALL
from gdsim.core.jsontext import digest
from gdsim.core.page import OverlayUse, Page, PlayerUse, Source, fields_of
from gdsim.stages.reading import Sources

# Of a page, so that its text need not be read; and fields of it that each build asks for.
TOLD = ("digest", "frame", "outline", "edits", "sized")
FIRST = ("path", "url", "summary", "asked", "notebook", "players", "overlays")


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
        self._ledger = Ledger(store, "pages/3", where, config.media, config.drafts)
        self._render = render
        self._digests = {ALL: digest(digests), **digests}
        self._shared = key_of(
            "shared/1",
            {
                "index": sources.index.key,
                "media": config.media,
                "plugins": sources.plugins,
                "source": source_digest(
                    *("content", "core", "datasets", "descent", "directives"),
                    *("losses", "models", "optimizers"),
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
            first, _, rest = known.partition(b"\n")
            note = json.loads(first)
            if note["answered"] == self._answered(asking, note["asked"]):
                answered = note["answered"]
                return _Unread.of(note, rest, lambda: self._text(answered) or self._render(source).html)
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
        rest = {name: value for name, value in page.record().items() if name != "html"}
        note = {"answered": answered, **{name: getattr(page, name) for name in (*TOLD, *FIRST)}}
        lines = (json.dumps(part, separators=(",", ":")) for part in (note, rest))
        self._ledger.put(asking, "\n".join(lines).encode())

    def _page(self, answered: str) -> Page | None:
        parts = self._store.get(answered)
        return None if parts is None else Page.from_record(json.loads(parts["page.json"]))

    def _text(self, answered: str) -> str | None:
        page = self._page(answered)
        return page.html if page else None

    def _asking(self, source: Source) -> str:
        return key_of_words("asked/2", self._shared, source.path, source.url, source.digest)

    def _answered(self, asking: str, asked: Iterable[str]) -> str | None:
        """The key of the page for today's answers; None where there is no longer what was asked for."""
        names = sorted(asked)
        # A dataset that is not published is a built-in one, and part of the code.
        known = {name: self._digests.get(name, "" if name.startswith("dataset ") else None) for name in names}
        if None in known.values():
            return None
        return key_of_words("page/2", asking, *(word or "" for told in known.items() for word in told))


class _Unread(Page):
    """A page whose text is read when it is asked for, and most of its fields too, which is seldom."""

    _rest: bytes
    _load: Callable[[], str]

    @classmethod
    def of(cls, note: dict[str, Any], rest: bytes, load: Callable[[], str]) -> _Unread:
        """The page that a note of the ledger tells of; ``load`` gives its text."""
        page: _Unread = object.__new__(cls)
        note["asked"] = tuple(note["asked"])
        note["players"] = tuple(PlayerUse(*use) for use in note["players"])
        note["overlays"] = tuple(OverlayUse(path, sweep, tuple(ids)) for path, sweep, ids in note["overlays"])
        vars(page).update(note, mistakes=(), _rest=rest, _load=load)
        return page

    def read(self, field: str) -> Any:
        """A field that was not read yet, and with it all others but the text."""
        if field == "html":
            vars(self)["html"] = self._load()
        else:
            vars(self).update(fields_of(json.loads(self._rest)))
        return vars(self)[field]


class _Late:
    """A field of a page until it is read: what stands in the page itself then comes first."""

    def __init__(self, field: str) -> None:
        self._field = field

    def __get__(self, page: _Unread, kind: object) -> Any:
        return page.read(self._field)


for _field in fields(Page):
    if _field.name not in (*FIRST, "mistakes"):
        setattr(_Unread, _field.name, _Late(_field.name))
