"""Pages read before: what the same bytes held the last time, so that an edit costs reading one page."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from gdsim.cache.key import key_of_words, source_digest, versions
from gdsim.cache.ledger import Ledger
from gdsim.cache.store import Store
from gdsim.core.files import LESSON_BYTES, text_of
from gdsim.core.page import FrontMatter, Source

DATES = ("date", "updated")
T = TypeVar("T")


class KnownSources:
    """Sources by path and bytes.

    Args:
        store: keeps them; None keeps nothing.
        where: tells this content folder from others.
        read: digest and bytes of files that have been read, by content path.
    """

    def __init__(
        self, store: Store | None = None, where: str = "", read: Mapping[str, tuple[str, bytes]] | None = None
    ) -> None:
        self._ledger = Ledger(store, "sources", where)
        self._read = read or {}
        self._code = key_of_words("source/1", source_digest("content", "core"), *versions("ruamel.yaml"))

    def data(self, path: str) -> bytes | None:
        """The bytes of a file that has been read and is no larger than a page may be."""
        data = self._read.get(path, ("", None))[1]
        return data if data is not None and len(data) <= LESSON_BYTES else None

    def get(self, path: str) -> Source | None:
        """The page that these bytes were before."""
        if path not in self._read:
            return None
        digest, data = self._read[path]
        known = self._ledger.get(self._key(path, digest))
        return None if known is None else _Known.of(path, data, json.loads(known))

    def put(self, source: Source) -> None:
        """Note a page without mistakes."""
        if source.path in self._read:
            told = {
                "front": plain_record(source.front),
                "lines": source.lines,
                "line": source.line,
                "title": source.title,
                "url": source.url,
                "redirects": source.redirects,
                "digest": source.digest,
                "outline": source.outline,
                "body": len(source.text) - len(source.body),
            }
            key = self._key(source.path, self._read[source.path][0])
            self._ledger.put(key, json.dumps(told, separators=(",", ":")).encode())

    def keep(self) -> None:
        """Store what was used."""
        self._ledger.keep()

    def _key(self, path: str, digest: str) -> str:
        return key_of_words(self._code, path, digest)


class _Known(Source):
    """A page whose text is decoded when it is asked for, which for most of them is never."""

    _data: bytes
    _start: int

    @classmethod
    def of(cls, path: str, data: bytes, told: dict[str, Any]) -> _Known:
        """The page at ``path`` with the text ``data``, of which a ledger tells."""
        source: _Known = object.__new__(cls)
        front, start = restored(FrontMatter, told.pop("front")), told.pop("body")
        redirects = tuple(told.pop("redirects"))
        vars(source).update(told, path=path, front=front, redirects=redirects, _data=data, _start=start)
        return source

    def __getattr__(self, name: str) -> Any:
        if name not in ("text", "body"):
            raise AttributeError(name)
        text = vars(self)["text"] = text_of(self._data, self.path)
        vars(self)["body"] = text[self._start :]
        return vars(self)[name]


def plain_record(record: Any) -> dict[str, Any]:
    """A dataclass of plain values and dates as JSON values."""
    return {
        key: value.isoformat() if isinstance(value, datetime.date) else value
        for key, value in asdict(record).items()
    }


def restored(kind: type[T], plain: dict[str, Any]) -> T:
    """The record that ``plain_record`` was given."""
    for key in DATES:
        if plain.get(key):
            plain[key] = datetime.date.fromisoformat(plain[key])
    return kind(**plain)
