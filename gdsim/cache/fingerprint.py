"""Digests over all that a build reads: where one is that of the last build, its work is not done again.

This runs before anything heavy is imported, so that an unchanged build takes little more than Python's start.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from gdsim.cache.key import PACKAGE, installed
from gdsim.core.config import BuildConfig
from gdsim.core.files import TABLE_BYTES

# A file that has become a pipe since it was looked at is not waited for.
READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
PIECE = 1 << 16  # most pages are no longer; of what is, the rest is read at once
CODE = (".py", ".html", ".css", ".js", ".json", ".woff2", ".ttf", ".txt")
NOT_READ = frozenset(("node_modules", "__pycache__"))
# Folders of the content that decide the runs; all else decides pages alone.
DATA = ("sweeps", "data")
ASSETS = "assets/"


class Fingerprint(NamedTuple):
    """Digests of content, templates, code, installed versions and options.

    Args:
        all: of everything.
        data: of what decides the runs and their media, whatever the pages say.
        rest: of all but the content.
        others: of the content but for ``data``, ``pages`` and ``assets``, of which it has the names.
        pages: digest and bytes of each text that may be a page, by content path.
        assets: digest of each file to link to, by content path.
    """

    all: str
    data: str
    rest: str
    others: str
    pages: Mapping[str, tuple[str, bytes]]
    assets: Mapping[str, str]


def fingerprint(config: BuildConfig) -> Fingerprint | None:
    """The fingerprint of a build.

    None where a file is unreadable, or where plugins are named: what these depend on only they know.
    """
    content = os.fspath(config.content)
    if _names_plugins(os.path.join(content, "site.yaml")):
        return None
    pages: dict[str, tuple[str, bytes]] = {}
    assets: dict[str, str] = {}
    try:
        code = _stamp(PACKAGE)
        data = _digest([os.path.join(content, folder) for folder in DATA], None)
        others = _content(content, pages, assets)
        templates = [_digest([PACKAGE.parent / "templates"], CODE)]
        templates += [_digest([config.templates], None)] if config.templates else []
    except OSError:
        return None
    circumstances = [installed(), os.environ.get("SOURCE_DATE_EPOCH", ""), code, data]
    rest = _of([config.decides(), circumstances[:-1], templates])
    told = "".join([*(own for own, _ in pages.values()), *assets.values()])
    return Fingerprint(
        _of([rest, data, others, told]),
        _of([config.decides_data(), circumstances]),
        rest,
        others,
        pages,
        assets,
    )


def _of(values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def _stamp(package: Path) -> str:
    """What tells one state of the package's files from another: as for Python, size and time of change."""
    total = hashlib.sha256()
    for name, path, _ in _files(os.fspath(package), CODE, ()):
        status = os.stat(path)
        total.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _digest(folders: list[str] | list[Path], endings: tuple[str, ...] | None) -> str:
    """Digest over names and bytes of the files in ``folders``."""
    total = hashlib.sha256()
    for folder in folders:
        total.update(b"folder\0")
        for name, path, plain in _files(os.fspath(folder), endings, ()):
            data, _ = _read(path, plain=plain)
            total.update(_line(name, len(data)) + hashlib.sha256(data).digest())
    return total.hexdigest()


def _content(content: str, pages: dict[str, tuple[str, bytes]], assets: dict[str, str]) -> str:
    """Digest over the rest of what pages are made of; ``pages`` and ``assets`` get what is theirs."""
    total = hashlib.sha256()
    for name, path, plain in _files(content, None, DATA):
        data, regular = _read(path, plain=plain)
        own = hashlib.sha256(data)
        if regular and name.endswith(".md"):
            pages[name] = own.hexdigest(), data
            total.update(_line(name, "page"))
        elif regular and name.startswith(ASSETS):
            assets[name] = own.hexdigest()
            total.update(_line(name, "asset"))
        else:
            total.update(_line(name, len(data)) + own.digest())
    return total.hexdigest()


def _line(name: str, what: object) -> bytes:
    return f"{name}\0{what}\0".encode("utf-8", "surrogateescape")


def _names_plugins(path: str) -> bool:
    try:
        return b"plugins" in _read(path, plain=not os.path.islink(path) and os.path.isfile(path))[0]
    except OSError:
        return False


def _files(
    root: str, endings: tuple[str, ...] | None, without: tuple[str, ...], below: str = ""
) -> Iterator[tuple[str, str, bool]]:
    """Names relative to ``root`` and paths, sorted folder by folder, and whether each is a plain file.

    Hidden ones and installed npm packages are passed over; folders are named too where all files are.
    """
    try:
        with os.scandir(os.path.join(root, below) if below else root) as found:
            entries = sorted((entry for entry in found if entry.name[0] != "."), key=attrgetter("name"))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        name = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            if entry.name in NOT_READ or name in without:
                continue
            if endings is None:
                yield name, entry.path, False
            yield from _files(root, endings, without, name)
        elif endings is None or entry.name.endswith(endings):
            yield name, entry.path, entry.is_file(follow_symlinks=False)


def _read(path: str, *, plain: bool) -> tuple[bytes, bool]:
    """A file's bytes and True; of a link also what it leads to. Only files that a build could read are.

    Args:
        plain: whether it is neither a link nor a folder nor a device.
    """
    if plain:
        data = _bytes(path, READ | NO_LINK)
        return (b"too large for a build", False) if data is None else (data, True)
    if not os.path.islink(path):
        return b"not a file", False
    leads = b"link %b\0" % os.fsencode(os.readlink(path))
    try:
        behind = _bytes(path, READ) if os.path.isfile(path) else None
    except OSError:
        behind = None
    return leads + (behind or b""), False


def _bytes(path: str, flags: int) -> bytes | None:
    """A file's bytes; None where they are more than a build reads."""
    handle = os.open(path, flags)
    pieces: list[bytes] = []
    most = PIECE
    try:
        while piece := os.read(handle, most):
            pieces.append(piece)
            if len(pieces) == 1 and len(piece) == PIECE:
                most = max(PIECE, os.fstat(handle).st_size)
                if most > TABLE_BYTES:
                    return None
    finally:
        os.close(handle)
    return b"".join(pieces)
