"""Many small notes of one kind in one entry of a store: what every build looks up, read in one go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import accumulate, count
from typing import Any

from gdsim.cache.key import key_of
from gdsim.cache.store import Store

SHARE = 8  # of the notes: while fewer are new, they are written beside the others


class Ledger:
    """Notes by name, each with a text beside it, in two entries: most of them, and those come since.

    What builds neither look up nor add is left out when the ledger is written whole. A build may be killed
    between the two entries, so a note must say by itself what it is of.

    Args:
        store: where the ledger is; None keeps nothing.
        name: strings and truth values that tell this ledger from others.
        decides: decides all notes, such as a digest of the code that makes them: under another they are gone.
    """

    def __init__(self, store: Store | None, *name: str | bool, decides: str = "") -> None:
        self._store = store
        self._decides = decides
        self._keys = key_of("ledger/3", name), key_of("ledger/3 since", name)
        self._most, self._since = (
            _Entry(store.get_alone(key) if store else None, decides) for key in self._keys
        )
        self._used: set[str] = set()
        self._new: dict[str, tuple[Any, bytes]] = {}

    def get(self, name: str) -> Any:
        """The note of that name, JSON values that nobody may change; or None."""
        note = self._since.notes.get(name) or self._most.notes.get(name)
        if note is not None:
            self._used.add(name)
        return note

    def text(self, name: str) -> bytes:
        """The text beside a note that ``get`` or ``put`` has met."""
        if name in self._new:
            return self._new[name][1]
        return (self._since if name in self._since.notes else self._most).text(name)

    def put(self, name: str, note: Any, text: bytes = b"") -> None:
        """Add a note, true in the sense of ``bool``, or put it in the place of another."""
        self._new[name] = note, text

    def keep(self) -> None:
        """Store what was looked up and added, where that is not what stands there."""
        most, since = self._most.notes, self._since.notes
        kept = self._used | self._new.keys()
        if not self._store or (not self._new and kept == most.keys() | since.keys()):
            return
        fresh = self._new.keys() | (since.keys() & kept)
        if (len(fresh) + len(most.keys() - kept)) * SHARE > len(most):
            self._store.put_alone(self._keys[0], self._written(kept))
            fresh = set()
        if fresh != since.keys() or fresh & self._new.keys():
            self._store.put_alone(self._keys[1], self._written(fresh))

    def _written(self, names: Iterable[str]) -> Mapping[str, bytes]:
        names = sorted(names)
        texts = [self.text(name) for name in names]
        notes = {name: self._new[name][0] if name in self._new else self.get(name) for name in names}
        return {
            "decides": self._decides.encode(),
            "notes": _json(notes),
            "sizes": _json([len(text) for text in texts]),
            "texts": b"".join(texts),
        }


class _Entry:
    """Notes as read from a store, and their texts, which most builds do not ask for."""

    def __init__(self, parts: Mapping[str, bytes] | None, decides: str) -> None:
        self._parts = parts if parts and parts["decides"] == decides.encode() else {"notes": b"{}"}
        self.notes: dict[str, Any] = json.loads(self._parts["notes"])

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return dict(zip(self.notes, count()))

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(json.loads(self._parts["sizes"]), initial=0))

    def text(self, name: str) -> bytes:
        """The text beside the note of that name."""
        number = self._numbers[name]
        return self._parts["texts"][self._ends[number] : self._ends[number + 1]]


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
