"""One digest over everything a build reads: where it is that of the last build, there is nothing to do.

This runs before anything heavy is imported, so that an unchanged build takes little more than Python's start.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from gdsim.cache.key import PACKAGE, installed
from gdsim.core.config import BuildConfig
from gdsim.core.files import TABLE_BYTES

CODE = (".py", ".html", ".css", ".js", ".json", ".woff2", ".ttf", ".txt")


def fingerprint(config: BuildConfig) -> str | None:
    """Digest of content, templates, code, installed versions and options.

    None where a file is unreadable, or where plugins are named: what these depend on only they know.
    """
    if _names_plugins(config.content / "site.yaml"):
        return None
    total = hashlib.sha256(json.dumps([config.decides(), installed(), _epoch()]).encode())
    folders = [(config.content, None), (PACKAGE, CODE), (PACKAGE.parent / "templates", CODE)]
    if config.templates is not None:
        folders.append((config.templates, None))
    try:
        for folder, endings in folders:
            for name, path in _files(folder, endings):
                data = _read(path)
                total.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
                total.update(data)
    except OSError:
        return None
    return total.hexdigest()


def _names_plugins(path: Path) -> bool:
    try:
        return b"plugins" in _read(str(path))
    except OSError:
        return False


def _epoch() -> str:
    return os.environ.get("SOURCE_DATE_EPOCH", "")


def _files(folder: Path, endings: tuple[str, ...] | None) -> Iterator[tuple[str, str]]:
    """Names relative to ``folder`` and paths, sorted; hidden ones and installed npm packages passed over."""
    found = []
    for directory, folders, names in os.walk(folder):
        folders[:] = [
            name for name in folders if name[0] != "." and name not in {"node_modules", "__pycache__"}
        ]
        found += [
            os.path.join(directory, name)
            for name in names
            if name[0] != "." and (endings is None or name.endswith(endings))
        ]
        found += [os.path.join(directory, name) for name in folders if endings is None]
    return iter(sorted((os.path.relpath(path, folder), path) for path in found))


def _read(path: str) -> bytes:
    """A file's bytes; what a folder, a link or a file that is too large holds is not looked at."""
    if os.path.islink(path):
        return b"link " + os.fsencode(os.readlink(path))
    if not os.path.isfile(path):
        return b"not a file"
    if os.path.getsize(path) > TABLE_BYTES:
        return b"too large for a build"
    with open(path, "rb") as file:
        return file.read()
