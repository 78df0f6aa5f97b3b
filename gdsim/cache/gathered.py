"""A store whose new entries wait until all of them are written together."""

from __future__ import annotations

from collections.abc import Mapping

from gdsim.cache.store import Store

FEW = 4  # entries that are written one by one: a pack for each small edit would soon be many


class Gathered(Store):
    """Reads from ``store`` and from what waits; writes when told to."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._root = store._root
        self._waiting: dict[str, Mapping[str, bytes]] = {}

    def get(self, key: str) -> dict[str, bytes] | None:
        """The parts under ``key``, or None."""
        waiting = self._waiting.get(key)
        return self._store.get(key) if waiting is None else dict(waiting)

    def put(self, key: str, parts: Mapping[str, bytes]) -> None:
        """Let ``parts`` wait."""
        self._waiting[key] = parts

    def get_alone(self, key: str) -> dict[str, bytes] | None:
        """The parts in a file of their own, which is never waited for."""
        return self._store.get_alone(key)

    def put_alone(self, key: str, parts: Mapping[str, bytes]) -> None:
        """Store ``parts`` at once."""
        self._store.put_alone(key, parts)

    def keep(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, {}
        if len(waiting) > FEW:
            self._store.put_together(waiting)
            return
        for key, parts in waiting.items():
            self._store.put(key, parts)
