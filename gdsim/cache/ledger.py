"""Many small results of one kind in one entry of a store: what every build looks up, read in one go."""

from __future__ import annotations

from gdsim.cache.key import key_of
from gdsim.cache.store import Store

SHARE = 8  # of the results: while fewer are new, they are written beside the others


class Ledger:
    """Results by key, in two entries: most of them, and those that have come since.

    What builds neither look up nor add is left out when the ledger is written whole.

    Args:
        store: where the ledger is; None keeps nothing.
        name: strings and truth values that tell this ledger from others.
    """

    def __init__(self, store: Store | None, *name: str | bool) -> None:
        self._store = store
        self._keys = key_of("ledger/2", name), key_of("ledger/2 since", name)
        self._most, self._since = ((store.get_alone(key) if store else None) or {} for key in self._keys)
        self._used: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """The result under ``key``, or None."""
        data = self._since.get(key, self._most.get(key))
        if data is not None:
            self._used[key] = data
        return data

    def put(self, key: str, data: bytes) -> None:
        """Add a result."""
        self._used[key] = data

    def keep(self) -> None:
        """Store what was looked up and added, where that is not what stands there."""
        if not self._store or self._used.keys() == self._most.keys() | self._since.keys():
            return
        since = {key: data for key, data in self._used.items() if key not in self._most}
        unused = len(self._most) + len(since) - len(self._used)
        if (len(since) + unused) * SHARE > len(self._most):
            self._store.put_alone(self._keys[0], self._used)
            since = {}
        if since.keys() != self._since.keys():
            self._store.put_alone(self._keys[1], since)
