"""A content-addressed store of files: one entry a key, checked on every read, replaced whole."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from gdsim.errors import BuildError

FORMAT = b"gdsim.cache/1\n"
TEMPORARY = ".writing-"


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

    def get(self, key: str) -> dict[str, bytes] | None:
        """The parts stored under ``key``, or None."""
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

    def sweep(self) -> None:
        """Remove what killed builds left half-written; call it while no other build runs."""
        for left in self._root.glob(f"*/{TEMPORARY}*"):
            left.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._root / key[:2] / key


def write_whole(path: Path, data: bytes) -> None:
    """Write a file of mode 0644 in one step: a temporary one beside it, synced, then renamed."""
    import tempfile  # late, like the next one: a build that finds nothing to do writes nothing

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        if path.is_dir() and not path.is_symlink():
            import shutil

            shutil.rmtree(path)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _format(key: str, parts: Mapping[str, bytes]) -> bytes:
    names = sorted(parts)
    header = json.dumps({"key": key, "parts": [[name, len(parts[name])] for name in names]}).encode()
    body = header + b"\n" + b"".join(parts[name] for name in names)
    return FORMAT + hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _parse(data: bytes, key: str) -> dict[str, bytes] | None:
    checksum, body = data[len(FORMAT) : len(FORMAT) + 64], data[len(FORMAT) + 65 :]
    if not data.startswith(FORMAT) or hashlib.sha256(body).hexdigest().encode() != checksum:
        return None
    header, _, rest = body.partition(b"\n")
    entry = json.loads(header)
    if entry["key"] != key:
        return None
    parts, position = {}, 0
    for name, size in entry["parts"]:
        parts[name] = rest[position : position + size]
        position += size
    return parts
