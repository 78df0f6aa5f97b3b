"""Rendered pages in the cache, and a ledger of those of the last build, whose texts are not read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any, cast

from gdsim.cache.key import key_of, key_of_words, source_digest, versions
from gdsim.cache.ledger import Ledger
from gdsim.cache.store import Store
from gdsim.core.facts import ALL
from gdsim.core.jsontext import digest
from gdsim.core.page import OverlayUse, Page, PlayerUse, Source, fields_of
from gdsim.stages.reading import Sources

# Of a page, so that its text need not be read; and fields of it that each build asks for.
TOLD = ("digest", "frame", "outline", "edits", "sized")
FIRST = ("summary", "asked", "notebook", "players", "overlays")
# What a page has of which a note tells nothing.
PLAIN = {"edits": False, "sized": False, "mistakes": ()}


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
        self._render = render
        self._digests = {ALL: digest(digests), **digests}
        self._shared = key_of(
            "shared/1",
            {
                "index": sources.index_key,
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
        self._ledger = Ledger(store, "pages", where, config.media, config.drafts, decides=self._shared)

    def get(self, source: Source) -> Page | None:
        """The page as rendered before from the same text and the same answers."""
        note = self._ledger.get(source.path)
        if note and note["_source"] == source.digest:
            asked = note.get("asked")
            if asked is None or note["_answers"] == self._answers(asked):
                return _Unread.of(note, source, self)
        asking = self._asking(source)
        parts = self._store.get(asking)
        page = self._page(asking, json.loads(parts["asked.json"])) if parts else None
        if page:
            self._note(source, page)
        return page

    def put(self, source: Source, page: Page) -> None:
        """Keep a page that has no mistakes."""
        answers = self._answers(page.asked)
        if page.mistakes or answers is None:
            return
        asking = self._asking(source)
        answered = self._answered(asking, answers)
        self._store.put(answered, {"page.json": json.dumps(page.record()).encode()})
        self._store.put(asking, {"asked.json": json.dumps(page.asked).encode()})
        self._note(source, page)

    def keep(self) -> None:
        """Store the ledger."""
        self._ledger.keep()

    def rest(self, page: _Unread) -> Mapping[str, Any]:
        """The record of a page but its text."""
        rest: dict[str, Any] = json.loads(self._ledger.text(page.path))
        return rest

    def text(self, source: Source, asked: Iterable[str]) -> str:
        """The text of a page that the ledger tells of."""
        page = self._page(self._asking(source), asked) or self._render(source)
        return page.html

    def _note(self, source: Source, page: Page) -> None:
        rest = {name: value for name, value in page.record().items() if name != "html"}
        note = {"_source": source.digest, "_answers": self._answers(page.asked)}
        note |= {name: getattr(page, name) for name in (*TOLD, *FIRST)}
        note = {name: value for name, value in note.items() if value}
        self._ledger.put(source.path, note, json.dumps(rest, separators=(",", ":")).encode())

    def _page(self, asking: str, asked: Iterable[str]) -> Page | None:
        answers = self._answers(asked)
        parts = None if answers is None else self._store.get(self._answered(asking, answers))
        return None if parts is None else Page.from_record(json.loads(parts["page.json"]))

    def _asking(self, source: Source) -> str:
        return key_of_words("asked/2", self._shared, source.path, source.url, source.digest)

    def _answers(self, asked: Iterable[str]) -> dict[str, str] | None:
        """Digests of what a page asks for; None where there is no longer such a thing."""
        # A dataset that is not published is a built-in one, and part of the code.
        told = {
            name: self._digests.get(name, "" if name.startswith("dataset ") else None)
            for name in sorted(asked)
        }
        return None if None in told.values() else cast(dict[str, str], told)

    def _answered(self, asking: str, answers: Mapping[str, str]) -> str:
        """The key of the page for these answers."""
        return key_of_words("page/2", asking, *(word for told in answers.items() for word in told))


class _Unread(Page):
    """A page whose text is read when it is asked for, and most of its fields too, which is seldom."""

    _kept: KeptPages
    _of: Source

    @classmethod
    def of(cls, note: Mapping[str, Any], source: Source, kept: KeptPages) -> _Unread:
        """The page that a note of the ledger tells of."""
        page: _Unread = object.__new__(cls)
        values = vars(page)
        values.update(PLAIN)
        values.update(note, path=source.path, url=source.url, _kept=kept, _of=source)
        if "asked" in note:
            values["asked"] = tuple(note["asked"])
        if "players" in note:
            values["players"] = tuple(PlayerUse(*use) for use in note["players"])
        if "overlays" in note:
            overlays = note["overlays"]
            values["overlays"] = tuple(OverlayUse(at, sweep, tuple(runs)) for at, sweep, runs in overlays)
        return page

    def read(self, field: str) -> Any:
        """A field that was not read yet, and with it all others but the text."""
        if field == "html":
            vars(self)["html"] = self._kept.text(self._of, self.asked)
        else:
            vars(self).update(fields_of(self._kept.rest(self)))
        return vars(self)[field]


class _Late:
    """A field of a page until it is read: what stands in the page itself then comes first."""

    def __init__(self, field: str) -> None:
        self._field = field

    def __get__(self, page: _Unread, kind: object) -> Any:
        return page.read(self._field)


for _field in fields(Page):
    if _field.name not in (*FIRST, "path", "url", "mistakes"):
        setattr(_Unread, _field.name, _Late(_field.name))
