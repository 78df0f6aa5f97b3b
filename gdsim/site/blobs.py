"""What a site is made of, and what is known of a file that stands."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable
from typing import NamedTuple

APART = "//"  # stands between paths, or identities, in one string: none of them holds it
Entry = tuple[str, int, int]  # identity, size and time stamp of a file as it was written


class Blob(NamedTuple):
    """One file of the site: what identifies its bytes, and how to get them.

    Args:
        identity: equal identities mean equal bytes.
        size: in bytes.
        load: gives the bytes; called only where they must be written.
    """

    identity: str
    size: int
    load: Callable[[], bytes]


def blob(data: bytes) -> Blob:
    """A file whose bytes are at hand."""
    return Blob(hashlib.sha256(data).hexdigest(), len(data), lambda: data)


def untouched(path: str, entry: Entry) -> bool:
    """Whether the file at ``path`` is the one that a manifest's ``entry`` tells of."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == entry[1:] and not stat.S_ISLNK(status.st_mode)


def folders_of(names: Iterable[str]) -> set[str]:
    """Every folder that these files stand in, at any depth."""
    found: set[str] = set()
    folders = {name.rpartition("/")[0] for name in names} - {""}
    while folders:
        found |= folders
        folders = {folder.rpartition("/")[0] for folder in folders} - found - {""}
    return found
