"""Digests over all that a build reads: where one is that of the last build, its work is not done again.

This runs before anything heavy is imported, so that an unchanged build takes little more than Python's start.
"""

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from gdsim.cache.key import PACKAGE, installed
from gdsim.core.config import BuildConfig
from gdsim.core.files import TABLE_BYTES

# A file that has become a pipe since it was looked at is not waited for.
READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
CODE = (".py", ".html", ".css", ".js", ".json", ".woff2", ".ttf", ".txt")
NOT_READ = frozenset(("node_modules", "__pycache__"))
# Folders of the content that decide the runs; all else decides pages alone.
DATA = ("sweeps", "data")


class Fingerprint(NamedTuple):
    """Digests of content, templates, code, installed versions and options.

    Args:
        all: of everything.
        data: of what decides the runs and their media, whatever the pages say.
        rest: of all but the content.
        pages: digest and bytes of each text that may be a page, by content path.
    """

    all: str
    data: str
    rest: str = ""
    pages: Mapping[str, tuple[str, bytes]] = {}


def fingerprint(config: BuildConfig) -> Fingerprint | None:
    """The fingerprint of a build.

    None where a file is unreadable, or where plugins are named: what these depend on only they know.
    """
    content = os.fspath(config.content)
    if _names_plugins(os.path.join(content, "site.yaml")):
        return None
    try:
        code = _stamp(PACKAGE)
        data = _digest([os.path.join(content, folder) for folder in DATA], None)
        pages: dict[str, tuple[str, bytes]] = {}
        read = _digest([content], None, DATA, pages)
        templates = [_digest([PACKAGE.parent / "templates"], CODE)]
        templates += [_digest([config.templates], None)] if config.templates else []
    except OSError:
        return None
    circumstances = [installed(), os.environ.get("SOURCE_DATE_EPOCH", ""), code, data]
    rest = _of([config.decides(), circumstances[:-1], templates])
    return Fingerprint(_of([rest, data, read]), _of([config.decides_data(), circumstances]), rest, pages)


def _of(values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def _stamp(package: Path) -> str:
    """What tells one state of the package's files from another: as for Python, size and time of change."""
    total = hashlib.sha256()
    for name, path in _files(os.fspath(package), CODE, ()):
        status = os.stat(path)
        total.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _digest(
    folders: list[str] | list[Path],
    endings: tuple[str, ...] | None,
    without: tuple[str, ...] = (),
    pages: dict[str, tuple[str, bytes]] | None = None,
) -> str:
    """Digest over names and bytes of the files in ``folders``; ``without`` names folders at their top.

    Args:
        pages: gets digest and bytes of each Markdown file, so that these are read once.
    """
    total = hashlib.sha256()
    for folder in folders:
        total.update(b"folder\0")
        for name, path in _files(os.fspath(folder), endings, without):
            data, regular = _read(path)
            own = hashlib.sha256(data)
            total.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + own.digest())
            if pages is not None and regular and name.endswith(".md"):
                pages[name] = own.hexdigest(), data
    return total.hexdigest()


def _names_plugins(path: str) -> bool:
    try:
        return b"plugins" in _read(path)[0]
    except OSError:
        return False


def _files(
    root: str, endings: tuple[str, ...] | None, without: tuple[str, ...], below: str = ""
) -> Iterator[tuple[str, str]]:
    """Names relative to ``root`` and paths, sorted folder by folder.

    Hidden ones and installed npm packages are passed over; folders are named too where all files are.
    """
    try:
        with os.scandir(os.path.join(root, below) if below else root) as found:
            entries = sorted((entry for entry in found if entry.name[0] != "."), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        name = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            if entry.name in NOT_READ or name in without:
                continue
            if endings is None:
                yield name, entry.path
            yield from _files(root, endings, without, name)
        elif endings is None or entry.name.endswith(endings):
            yield name, entry.path


def _read(path: str) -> tuple[bytes, bool]:
    """A file's bytes and True; what a folder, a link or a file too large holds is not looked at."""
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode):
        return b"link " + os.fsencode(os.readlink(path)), False
    if not stat.S_ISREG(status.st_mode):
        return b"not a file", False
    if status.st_size > TABLE_BYTES:
        return b"too large for a build", False
    handle = os.open(path, READ)
    try:
        data = os.read(handle, status.st_size + 1)
        while len(data) != status.st_size and (more := os.read(handle, TABLE_BYTES)):
            data += more
    finally:
        os.close(handle)
    return data, True
