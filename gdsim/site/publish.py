"""The site on disk: built beside the old one, then exchanged in one call; what stands is not rewritten."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gdsim.cache.store import write_whole
from gdsim.errors import BuildError

AT_FDCWD = -100
RENAME_EXCHANGE = 2
ASIDE = "-old"
MARK = b'"gdsim.runs/1"'


@dataclass(frozen=True)
class Blob:
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


@dataclass(frozen=True)
class Manifest:
    """What the last build wrote: identity, size and time stamp of each file, and the build's fingerprint."""

    fingerprint: str
    files: dict[str, tuple[str, int, int]]
    summary: dict[str, int]

    def intact(self, site: Path) -> bool:
        """Whether the site holds exactly these files, untouched since."""
        found = 0
        for directory, _, names in os.walk(site):
            for name in names:
                path = os.path.join(directory, name)
                entry = self.files.get(os.path.relpath(path, site).replace(os.sep, "/"))
                if entry is None or not untouched(path, entry):
                    return False
                found += 1
        return found == len(self.files)


def manifest_path(cache: Path, site: Path) -> Path:
    """Where the manifest of ``site`` is kept."""
    return cache / "sites" / f"{hashlib.sha256(os.fsencode(site.absolute())).hexdigest()}.json"


def read_manifest(path: Path) -> Manifest | None:
    """The manifest at ``path``; None where there is none that can be read."""
    try:
        data = json.loads(path.read_bytes())
        files = {name: (str(entry[0]), int(entry[1]), int(entry[2])) for name, entry in data["files"].items()}
        return Manifest(str(data["fingerprint"]), files, dict(data["summary"]))
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def is_site(folder: Path) -> bool:
    """Whether ``folder`` is a site that gdsim made."""
    try:
        with (folder / "runs" / "index.json").open("rb") as file:
            return MARK in file.read(200)
    except OSError:
        return False


@contextmanager
def locked(site: Path) -> Iterator[None]:
    """Hold the site's lock.

    Raises:
        BuildError: another build holds it, with its process id; or the folder is not writable.
    """
    path = site.parent / f".{site.name.lstrip('.')}.lock"
    try:
        site.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise BuildError(f"{path}: {error.strerror}; is the folder writable?") from error
    with os.fdopen(handle, "r+") as file:
        if not _lock(file.fileno()):
            raise BuildError(f"another build ({file.read().strip() or 'starting'}) runs on {site}")
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


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


def clear_leftovers(site: Path) -> None:
    """Remove half-built and replaced sites that killed builds left; call it with the lock held."""
    for left in site.parent.glob(f".{site.name}.building-*"):
        if left.name.endswith(ASIDE) and not site.exists():
            left.rename(site)  # the old site, of a build killed between its two renames
        else:
            shutil.rmtree(left, ignore_errors=True)


def leftovers(site: Path) -> bool:
    """Whether a killed build left something beside the site."""
    return any(site.parent.glob(f".{site.name}.building-*"))


def publish(site: Path, files: Mapping[str, Blob], old: Manifest | None) -> dict[str, tuple[str, int, int]]:
    """Make ``site`` hold exactly ``files``, in one exchange; call it with the lock held.

    Args:
        files: by path relative to the site, with ``/``.
        old: manifest of what stands there; its untouched files of the same identity are kept.

    Returns:
        Identity, size and time stamp of each file, for the next manifest.

    Raises:
        BuildError: the folder is not gdsim's, the disk is full, or it is not writable.
    """
    if site.exists() and not is_site(site) and (not site.is_dir() or any(site.iterdir())):
        raise BuildError(f"{site} holds files that gdsim did not make; choose another --output")
    if (site / ".git").exists():
        raise BuildError(f"{site} is a git checkout, which a build would replace; choose another --output")
    beside = site.parent / f".{site.name}.building-{os.getpid()}"
    try:
        shutil.rmtree(beside, ignore_errors=True)
        entries = _fill(beside, site, files, old)
        _exchange(beside, site)
        shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise BuildError(f"the site cannot be written: {error.filename or site}: {error.strerror}") from error
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return entries


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Keep the manifest for the next build."""
    text = json.dumps(
        {"fingerprint": manifest.fingerprint, "summary": manifest.summary, "files": manifest.files},
        separators=(",", ":"),
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        raise BuildError(f"the cache cannot be written: {path}: {error.strerror}") from error


def _fill(
    beside: Path, site: Path, files: Mapping[str, Blob], old: Manifest | None
) -> dict[str, tuple[str, int, int]]:
    entries: dict[str, tuple[str, int, int]] = {}
    known = old.files if old else {}
    for folder in sorted({os.path.dirname(name) for name in files}):
        os.makedirs(beside / folder, exist_ok=True)
    os.makedirs(beside, exist_ok=True)
    for name, file in sorted(files.items()):
        target, before = os.path.join(beside, name), known.get(name)
        if (
            before is not None
            and before[0] == file.identity
            and _kept(os.path.join(site, name), target, before)
        ):
            entries[name] = before
            continue
        data = file.load()
        with open(target, "wb") as handle:
            handle.write(data)
        status = os.stat(target)
        entries[name] = (file.identity, status.st_size, status.st_mtime_ns)
    for directory, folders, names in os.walk(beside):
        for name in folders:
            os.chmod(os.path.join(directory, name), 0o755)
        for name in names:
            os.chmod(os.path.join(directory, name), 0o644)
    os.chmod(beside, 0o755)
    return entries


def _kept(old: str, new: str, entry: tuple[str, int, int]) -> bool:
    """Take an untouched file of the old site over; its second name goes with the old site."""
    if not untouched(old, entry):
        return False
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:  # a file system without links
        shutil.copy2(old, new)
    return untouched(new, entry)


def untouched(path: str, entry: tuple[str, int, int]) -> bool:
    """Whether the file at ``path`` is the one that a manifest's ``entry`` tells of."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == entry[1:] and not os.path.islink(path)


def _exchange(new: Path, site: Path) -> None:
    """Put ``new`` in the place of ``site``; afterwards ``new`` is what stood there, if anything."""
    if not site.exists():
        os.rename(new, site)
        return
    if sys.platform == "linux" and _rename_exchange(new, site):
        return
    aside = new.with_name(new.name + ASIDE)
    os.rename(site, aside)
    try:
        os.rename(new, site)
    except OSError:
        os.rename(aside, site)
        raise
    os.rename(aside, new)


def _rename_exchange(new: Path, site: Path) -> bool:
    """Swap two folders in one call; False where kernel or file system cannot."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    done = libc.renameat2(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(site), RENAME_EXCHANGE)
    if done == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}:
        return False
    raise OSError(code, os.strerror(code), str(site))
