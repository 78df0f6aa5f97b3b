"""A content-addressed store: one entry a key, checked on every read, in a file of its own or in a pack.

Small entries that are made together are packed into one file, which is synced to the disk once.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from gdsim.cache.pack import SUM, Pack, packed, read_pack
from gdsim.errors import BuildError

FORMAT = b"gdsim.cache/1\n"
PACKS = "packs"
TEMPORARY = ".writing-"
FEW = 20  # lookups, each of which searches every pack
DAMAGED = "is damaged; what is missing is made again"


class Store:
    """Entries of named parts under ``root``.

    An entry that is missing, damaged, of another format or of another key is a miss; damaged ones are
    told to ``warn`` once and made again.

    Args:
        root: folder, made when first written to.
        warn: takes a sentence.
    """

    def __init__(self, root: Path, warn: Callable[[str], None] = lambda sentence: None) -> None:
        self._root = root
        self._warn = warn
        self._told: set[Path] = set()
        self._unreadable: set[Path] = set()
        self._asked = 0

    def get(self, key: str) -> dict[str, bytes] | None:
        """The parts stored under ``key``, or None."""
        damaged = None
        for path in self._packs_with(key):
            parts = _from_pack(self._packs[path], key)
            if parts is not None:
                return parts
            damaged = path
        if damaged:
            self._tell(damaged, "pack", DAMAGED)
        return self.get_alone(key)

    def get_alone(self, key: str) -> dict[str, bytes] | None:
        """The parts stored under ``key`` in a file of their own, or None."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            if path.is_symlink():
                self._tell(path, "entry", "is a broken link; it is made again")
            return None
        except OSError as error:
            self._tell(path, "entry", f"cannot be read ({error.strerror}); it is made again")
            return None
        parts = _parse(data, key)
        if parts is None:
            self._tell(path, "entry", "is damaged; it is made again")
        return parts

    def again(self, key: str) -> dict[str, bytes]:
        """The parts under ``key``, which this build has met before.

        Raises:
            BuildError: they are gone, or cannot be read any more.
        """
        parts = self.get(key)
        if parts is None:
            raise BuildError(f"the cache changed during the build: {self._root}; run it again")
        return parts

    def put_alone(self, key: str, parts: Mapping[str, bytes]) -> None:
        """Like ``put``, never together with others: the entry is written again under its key."""
        self.put(key, parts)

    def put(self, key: str, parts: Mapping[str, bytes]) -> None:
        """Store ``parts`` under ``key``; a reader sees the old entry or the new one, never a half.

        Raises:
            BuildError: the disk is full or not writable.
        """
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, _format(key, parts))
        except OSError as error:
            raise BuildError(f"the cache cannot be written: {path}: {error.strerror or error}") from error

    def put_together(self, entries: Mapping[str, Mapping[str, bytes]]) -> None:
        """Store several entries, parts by key, in one file: all of them at once.

        Raises:
            BuildError: the disk is full or not writable.
        """
        if not entries:
            return
        name, data = packed({key: _format(key, parts) for key, parts in entries.items()})
        path = self._root / PACKS / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
            for unreadable in self._unreadable - {path}:
                _remove(unreadable)
        except OSError as error:
            raise BuildError(f"the cache cannot be written: {path}: {error.strerror or error}") from error
        self._unreadable.clear()
        pack = read_pack(path)
        assert pack
        if self._asked > FEW:
            for key in pack:
                self._held[key] = [path, *(other for other in self._held.get(key, []) if other != path)]
        self._packs.pop(path, None)
        self._packs = {path: pack, **self._packs}

    def _packs_with(self, key: str) -> list[Path]:
        """The packs that hold an entry: a few are looked for, for more lookups all keys are read."""
        self._asked += 1
        if self._asked > FEW:
            return self._held.get(key, [])
        return [path for path, pack in self._packs.items() if pack.holds(key)]

    @cached_property
    def _held(self) -> dict[str, list[Path]]:
        held: dict[str, list[Path]] = {}
        for path, pack in self._packs.items():
            for key in pack:
                held.setdefault(key, []).append(path)
        return held

    @cached_property
    def _packs(self) -> dict[Path, Pack]:
        found: dict[Path, Pack] = {}
        for path in sorted(self._root.glob(f"{PACKS}/[!.]*")):
            try:
                pack = read_pack(path)
            except (OSError, ValueError):
                self._unreadable.add(path)
                self._tell(path, "pack", DAMAGED)
                continue
            if pack is None:
                self._unreadable.add(path)
            else:
                found[path] = pack
        return found

    def _tell(self, path: Path, kind: str, words: str) -> None:
        """Warn once of each file."""
        if path not in self._told:
            self._told.add(path)
            self._warn(f"cache {kind} {path.name[:12]}… {words}")

    def sweep(self) -> None:
        """Remove what killed builds left half-written; call it while no other build runs."""
        for left in self._root.glob(f"*/{TEMPORARY}*"):
            left.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._root / key[:2] / key


def write_whole(path: Path, data: bytes) -> None:
    """Write a file of mode 0644 in one step: a temporary one beside it, synced, then renamed."""
    name = os.fspath(path.parent / f"{TEMPORARY}{os.urandom(8).hex()}")
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        if path.is_dir() and not path.is_symlink():
            _remove(path)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _from_pack(pack: Pack, key: str) -> dict[str, bytes] | None:
    try:
        return _parse(pack.read(key), key)
    except OSError:
        return None


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        import shutil

        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _format(key: str, parts: Mapping[str, bytes]) -> bytes:
    names = sorted(parts)
    header = json.dumps({"key": key, "parts": [[name, len(parts[name])] for name in names]}).encode()
    body = header + b"\n" + b"".join(parts[name] for name in names)
    return FORMAT + hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _parse(data: bytes, key: str) -> dict[str, bytes] | None:
    start = len(FORMAT) + SUM + 1
    if not data.startswith(FORMAT) or len(data) < start:
        return None
    if hashlib.sha256(memoryview(data)[start:]).hexdigest().encode() != data[len(FORMAT) : start - 1]:
        return None
    position = data.index(b"\n", start) + 1
    entry = json.loads(data[start:position])
    if entry["key"] != key:
        return None
    parts = {}
    for name, size in entry["parts"]:
        parts[name] = data[position : position + size]
        position += size
    return parts
