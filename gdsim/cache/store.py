"""A content-addressed store: one entry a key, checked on every read, in a file of its own or in a pack.

Small entries that are made together are packed into one file, which is synced to the disk once.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import accumulate, count
from pathlib import Path
from typing import NamedTuple

from gdsim.errors import BuildError

FORMAT = b"gdsim.cache/1\n"
PACK = b"gdsim.pack/1\n"
PACKS = "packs"
SUM = 64  # characters of a checksum
TEMPORARY = ".writing-"


class Places(NamedTuple):
    """Where a pack holds its entries: the number of each by its key, and where they start and end."""

    numbers: dict[str, int]
    ends: list[int]


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

    def get(self, key: str) -> dict[str, bytes] | None:
        """The parts stored under ``key``, or None."""
        damaged = None
        for path, places in self._packs.items():
            if key in places.numbers:
                parts = _from_pack(path, places, key)
                if parts is not None:
                    return parts
                damaged = path
        if damaged:
            self._tell(damaged)
        return self.get_alone(key)

    def get_alone(self, key: str) -> dict[str, bytes] | None:
        """The parts stored under ``key`` in a file of their own, or None."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            if path.is_symlink():
                self._warn(f"cache entry {path.name[:12]}… is a broken link; it is made again")
            return None
        except OSError as error:
            self._warn(f"cache entry {path.name[:12]}… cannot be read ({error.strerror}); it is made again")
            return None
        parts = _parse(data, key)
        if parts is None:
            self._warn(f"cache entry {path.name[:12]}… is damaged; it is made again")
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
        packed = {key: _format(key, entries[key]) for key in sorted(entries)}
        sizes = [(key, len(data)) for key, data in packed.items()]
        header = json.dumps(sizes).encode() + b"\n"
        name = hashlib.sha256(b"".join(key.encode() for key in packed)).hexdigest()
        path = self._root / PACKS / name
        before = PACK + hashlib.sha256(header).hexdigest().encode() + b"\n" + header
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, b"".join([before, *packed.values()]))
            for unreadable in self._unreadable - {path}:
                _remove(unreadable)
        except OSError as error:
            raise BuildError(f"the cache cannot be written: {path}: {error.strerror or error}") from error
        self._unreadable.clear()
        self._packs = {path: _places(sizes, len(before)), **self._packs}

    @cached_property
    def _packs(self) -> dict[Path, Places]:
        """Where each pack holds its entries."""
        found: dict[Path, Places] = {}
        for path in sorted(self._root.glob(f"{PACKS}/[!.]*")):
            try:
                found[path] = _contents(path)
            except (OSError, ValueError, TypeError):
                self._unreadable.add(path)
                self._tell(path)
        return found

    def _tell(self, pack: Path) -> None:
        if pack not in self._told:
            self._told.add(pack)
            self._warn(f"cache pack {pack.name[:12]}… is damaged; what is missing is made again")

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


def _contents(path: Path) -> Places:
    """The places in a pack; ValueError where the list of them is damaged."""
    with open(path, "rb") as file:
        checksum = file.read(len(PACK) + SUM + 1)
        header = file.readline()
    if checksum != PACK + hashlib.sha256(header).hexdigest().encode() + b"\n":
        raise ValueError("damaged")
    return _places(json.loads(header), len(checksum) + len(header))


def _places(entries: Iterable[tuple[str, int]], start: int) -> Places:
    keys, sizes = zip(*entries, strict=True)
    return Places(dict(zip(keys, count())), list(accumulate(sizes, initial=start)))


def _from_pack(path: Path, places: Places, key: str) -> dict[str, bytes] | None:
    number = places.numbers[key]
    start, end = places.ends[number : number + 2]
    try:
        with open(path, "rb") as file:
            file.seek(start)
            return _parse(file.read(end - start), key)
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
