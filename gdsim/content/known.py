"""Pages read before: what the same bytes held the last time, so that an edit costs reading one page."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from gdsim.cache.key import key_of_words, source_digest, versions
from gdsim.cache.ledger import Ledger
from gdsim.cache.store import Store
from gdsim.core.files import LESSON_BYTES, text_of
from gdsim.core.page import FrontMatter, Source

DATES = ("date", "updated")
T = TypeVar("T")
_PLAIN = vars(FrontMatter())  # what is not told of the front matter of a page


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
        code = key_of_words("source/2", source_digest("content", "core"), *versions("ruamel.yaml"))
        self._ledger = Ledger(store, "sources", where, decides=code)
        self._read = read or {}

    def data(self, path: str) -> bytes | None:
        """The bytes of a file that has been read and is no larger than a page may be."""
        data = self._read.get(path, ("", None))[1]
        return data if data is not None and len(data) <= LESSON_BYTES else None

    def get(self, path: str) -> Source | None:
        """The page that these bytes were before."""
        note = self._ledger.get(path)
        if note is None or path not in self._read:
            return None
        own, data = self._read[path]
        return _Known.of(path, data, note, self._ledger) if note["_file"] == own else None

    def put(self, source: Source) -> None:
        """Note a page without mistakes."""
        if source.path in self._read:
            note = {
                "_file": self._read[source.path][0],
                "_start": len(source.text) - len(source.body),
                "front": _told(source.front),
                "line": source.line,
                "title": source.title,
                "url": source.url,
                "digest": source.digest,
                "outline": source.outline,
            }
            if source.redirects:
                note["redirects"] = source.redirects
            self._ledger.put(source.path, note, json.dumps(source.lines).encode())

    def keep(self) -> None:
        """Store what was used."""
        self._ledger.keep()


class _Known(Source):
    """A page of which a ledger tells; its text is decoded when it is asked for, for most of them never."""

    _data: bytes
    _start: int
    _ledger: Ledger

    @classmethod
    def of(cls, path: str, data: bytes, note: Mapping[str, Any], ledger: Ledger) -> _Known:
        """The page at ``path`` with the text ``data``."""
        source: _Known = object.__new__(cls)
        values = vars(source)
        values.update(note, path=path, _data=data, _ledger=ledger)
        values["front"] = restored(FrontMatter, {**_PLAIN, **note["front"]})
        if "redirects" in note:
            values["redirects"] = tuple(note["redirects"])
        return source

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process it is a page like any other."""
        return Source, tuple(getattr(self, field.name) for field in fields(Source))

    def __getattr__(self, name: str) -> Any:
        if name == "lines":
            vars(self)["lines"] = json.loads(self._ledger.text(self.path))
        elif name in ("text", "body"):
            text = vars(self)["text"] = text_of(self._data, self.path)
            vars(self)["body"] = text[self._start :]
        else:
            raise AttributeError(name)
        return vars(self)[name]


def _told(front: FrontMatter) -> dict[str, Any]:
    """What is not as it is where nothing is written: an order of 0 is, though it is false."""
    return {key: value for key, value in plain_record(front).items() if value != _PLAIN[key]}


def plain_record(record: Any) -> dict[str, Any]:
    """A dataclass of plain values and dates as JSON values."""
    return {
        key: value.isoformat() if isinstance(value, datetime.date) else value
        for key, value in asdict(record).items()
    }


def restored(kind: type[T], plain: Mapping[str, Any]) -> T:
    """The record that ``plain_record`` was given."""
    record = object.__new__(kind)
    values = vars(record)
    values.update(plain)
    for key in DATES:
        if values.get(key):
            values[key] = datetime.date.fromisoformat(values[key])
    return record
