"""One build at a time: a lock beside the folder that is built, which goes when the build ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gdsim.errors import BuildError


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the file, and folders made for it that are still empty, go at the end.

    Raises:
        BuildError: another build holds it, with its process id; or the place is not writable.
    """
    path = _beside(folder)
    made: list[Path] = []
    try:
        handle = _taken(path, folder, made)
    except OSError as error:
        raise BuildError(f"{path}: {error.strerror}; is the folder writable?") from error
    try:
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        _release(path, handle)
        with suppress(OSError):
            for parent in made:
                parent.rmdir()


def sweep(folder: Path) -> None:
    """Remove the lock that a killed build left on the folder; one that is held stays."""
    if _beside(folder).exists():
        with suppress(BuildError), held(folder):
            pass


def _beside(folder: Path) -> Path:
    return folder.parent / f".{folder.name.lstrip('.')}.lock"


def _taken(path: Path, folder: Path, made: list[Path]) -> int:
    """The open lock file, held. One that another build removed meanwhile is nobody's lock: try anew.

    Args:
        made: gets the folders made for it, the innermost first.
    """
    while True:
        made[:] = [parent for parent in path.parents if not parent.exists()] or made
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError:  # a build that ended has removed the folder it had made
            continue
        if not _lock(handle):
            with os.fdopen(handle) as file:
                raise BuildError(f"another build ({file.read().strip() or 'starting'}) runs on {folder}")
        if _stands(path, handle):
            return handle
        os.close(handle)


def _stands(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return False


def _release(path: Path, handle: int) -> None:
    """Remove the file while it is held, so that nobody can hold what is removed; Windows closes first."""
    if sys.platform == "win32":
        os.close(handle)
    with suppress(OSError):
        path.unlink()
    if sys.platform != "win32":
        os.close(handle)


def _lock(handle: int) -> bool:
    """Take an exclusive lock that ends with the process; False where another holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
