"""Many small results of one kind in one entry of a store: what every build looks up, read in one go."""

from __future__ import annotations

from gdsim.cache.key import key_of
from gdsim.cache.store import Store


class Ledger:
    """Results by key; what a build neither looks up nor adds is left out when the ledger is kept.

    Args:
        store: where the ledger is; None keeps nothing.
        name: strings and truth values that tell this ledger from others.
    """

    def __init__(self, store: Store | None, *name: str | bool) -> None:
        self._store = store
        self._key = key_of("ledger/1", name)
        self._old = (store.get(self._key) if store else None) or {}
        self._used: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """The result under ``key``, or None."""
        data = self._old.get(key)
        if data is not None:
            self._used[key] = data
        return data

    def put(self, key: str, data: bytes) -> None:
        """Add a result."""
        self._used[key] = data

    def keep(self) -> None:
        """Store what was looked up and added, where that is not what stands there."""
        if self._store and self._used.keys() != self._old.keys():
            self._store.put(self._key, self._used)
