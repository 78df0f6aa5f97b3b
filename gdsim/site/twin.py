"""A second tree of a site's files, kept in the cache: the next site is made of it, file by file.

It holds second names of files that stand in the site, so it takes no room, and only what changes is
linked, written or removed. It becomes the site in the one exchange by which every site does, and is trusted
no more than the site itself: each file must have the size and time that the manifest tells.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from gdsim.site.blobs import Blob, Entry


def take(twin: Path, tree: Path, files: Mapping[str, Blob], known: Mapping[str, Entry]) -> set[str]:
    """Move the twin to ``tree``, an empty place, and leave in it what is to be there again.

    Args:
        known: the manifest of the last build.

    Returns:
        The files that are left: of the wanted identity, and untouched.
    """
    try:
        os.rename(twin, tree)
    except OSError:  # there is none, or it is on another file system
        return set()
    kept: set[str] = set()
    try:
        _clear(str(tree), "", files, known, _folders(files), kept)
    except OSError:
        import shutil  # late, as it imports much

        shutil.rmtree(tree, ignore_errors=True)
        return set()
    return kept


def begin(site: Path, twin: Path, files: Iterable[str]) -> None:
    """Make the twin of the first site, so that the build after it finds one."""
    try:
        for folder in sorted({os.path.dirname(name) for name in files}):
            os.makedirs(twin / folder, exist_ok=True)
        for name in files:
            os.link(site / name, twin / name, follow_symlinks=False)
    except OSError:  # a file system without links, or the cache on another
        import shutil

        shutil.rmtree(twin, ignore_errors=True)


def give(tree: Path, twin: Path, held: Mapping[str, Entry], site: Mapping[str, Entry]) -> None:
    """Make ``tree``, which held the files of the last site, the twin of the site that has replaced it."""
    with suppress(OSError):
        for name, entry in held.items():
            if site.get(name) != entry:
                tree.joinpath(name).unlink(missing_ok=True)
        os.rename(tree, twin)


def _folders(files: Mapping[str, Blob]) -> set[str]:
    found: set[str] = set()
    for name in files:
        folder = os.path.dirname(name)
        while folder and folder not in found:
            found.add(folder)
            folder = os.path.dirname(folder)
    return found


def _clear(
    directory: str,
    below: str,
    files: Mapping[str, Blob],
    known: Mapping[str, Entry],
    folders: set[str],
    kept: set[str],
) -> None:
    with os.scandir(directory) as found:
        entries = list(found)
    for entry in entries:
        name = below + entry.name
        if entry.is_dir(follow_symlinks=False):
            if name in folders:
                _clear(entry.path, f"{name}/", files, known, folders, kept)
            else:
                import shutil

                shutil.rmtree(entry.path)
            continue
        file, before = files.get(name), known.get(name)
        if file and before and before[0] == file.identity and _untouched(entry, before):
            kept.add(name)
        else:
            os.unlink(entry.path)


def _untouched(found: os.DirEntry[str], entry: Entry) -> bool:
    status = found.stat(follow_symlinks=False)
    return (status.st_size, status.st_mtime_ns) == entry[1:] and stat.S_ISREG(status.st_mode)
