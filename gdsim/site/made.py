"""Files that are made only where nothing has made them before: in the old site, in the cache, or now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from gdsim.cache.key import key_of
from gdsim.cache.store import Store
from gdsim.core.dataclass import dataclass
from gdsim.site.publish import Blob


class LastSite(Protocol):
    """The last site, such as a ``Twin`` looks at it."""

    def size(self, path: str, identity: str) -> int | None:
        """Size of the file of this identity where it stands there untouched; else None."""

    def read(self, path: str) -> bytes:
        """The bytes of such a file."""


@dataclass(frozen=True)
class Maker:
    """Gives files by what decides them.

    Args:
        store: keeps what was made; None makes everything.
        standing: the last site; None where there is none to look at.
    """

    store: Store | None = None
    standing: LastSite | None = None

    def file(self, path: str, stage: str, decides: object, make: Callable[[], bytes]) -> Blob:
        """The file at ``path``.

        Args:
            stage: name and version of what makes it.
            decides: strings, numbers, tuples, dicts and frozen dataclasses of these: all that ``make`` uses.
        """
        return self.keyed(path, key_of(stage, repr(decides)), make)

    def keyed(self, path: str, key: str, make: Callable[[], bytes], *, keep: bool = True) -> Blob:
        """Like ``file``, where ``key`` says all that decides it.

        Args:
            keep: whether it is stored; not worth it where ``make`` joins what is.
        """
        load = partial(self.kept, key, make) if keep else make
        size = self.standing.size(path, key) if self.standing else None
        if size is not None:
            return Blob(key, size, load)
        data = load()
        return Blob(key, len(data), lambda: data)

    def part(self, stage: str, decides: object, make: Callable[[], bytes]) -> bytes:
        """What is put into files: made once, kept, never published by itself."""
        return self.kept(key_of(stage, repr(decides)), make)

    def kept(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is stored under ``key``, made where it is not."""
        parts = self.store.get(key) if self.store else None
        if parts is not None:
            return parts["file"]
        data = make()
        if self.store:
            self.store.put(key, {"file": data})
        return data
