"""The site on disk: built beside the old one, then exchanged in one call; what stands is not rewritten."""

import errno
import glob
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from gdsim.cache.store import write_whole
from gdsim.errors import BuildError
from gdsim.site.blobs import APART, Blob, Entry, blob, folders_of, untouched
from gdsim.site.carried import NOTE, carry, known_files, made_of, read_notes, strangers, write_note
from gdsim.site.lock import held
from gdsim.site.twin import Twin

__all__ = [
    "Blob",
    "Manifest",
    "Twin",
    "blob",
    "clear_leftovers",
    "is_site",
    "leftovers",
    "locked",
    "manifest_path",
    "publish",
    "read_manifest",
    "twin_of",
    "twin_path",
    "untouched",
    "write_manifest",
]

AT_FDCWD = -100
RENAME_EXCHANGE = 2
ASIDE = "-old"
MARK = b'"gdsim.runs/1"'


class Manifest(NamedTuple):
    """What the last build wrote: identity, size and time stamp of each file, and the build's fingerprint.

    Args:
        data: what it knew of sweeps and data, see ``gdsim.stages.standing``.
    """

    fingerprint: str
    files: dict[str, Entry]
    summary: dict[str, int]
    data: dict[str, Any]

    def intact(self, site: Path) -> bool:
        """Whether the site holds exactly these files, untouched since."""
        found = 0
        for directory, _, names in os.walk(site):
            below = os.path.relpath(directory, site).replace(os.sep, "/")
            for name in names:
                entry = self.files.get(name if below == "." else f"{below}/{name}")
                if entry is None or not untouched(os.path.join(directory, name), entry):
                    return False
            found += len(names)
        return found == len(self.files)


def manifest_path(cache: Path, site: Path) -> Path:
    """Where the manifest of ``site`` is kept."""
    return twin_path(cache, site).with_suffix(".json")


def twin_path(cache: Path, site: Path) -> Path:
    """Where the twin of ``site`` is kept."""
    return cache / "sites" / hashlib.sha256(os.fsencode(site.absolute())).hexdigest()


def twin_of(cache: Path, site: Path, old: Manifest | None) -> Twin:
    """The twin of ``site`` after the build that wrote this manifest."""
    return Twin(twin_path(cache, site), site, old.files if old else {})


def read_manifest(path: Path) -> Manifest | None:
    """The manifest at ``path``; None where there is none that can be read."""
    try:
        return _manifest(path.read_bytes())
    except OSError:
        return None


@lru_cache(maxsize=1)  # a build reads it before it has the lock, and again when it has
def _manifest(data: bytes) -> Manifest | None:
    checksum, _, text = data.partition(b"\n")
    if hashlib.sha256(text).hexdigest().encode() != checksum:
        return None
    try:
        told = json.loads(text)
        names, identities, *numbers = told["files"]
        entries = zip(identities.split(APART), *numbers, strict=True)
        files = dict(zip(names.split(APART), entries, strict=True))
        return Manifest(str(told["fingerprint"]), files, dict(told["summary"]), dict(told["data"]))
    except (ValueError, KeyError, TypeError, AttributeError):
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
    """Hold the site's lock; where all went well, the manifest says by then what a build had noted.

    Raises:
        BuildError: another build holds it, with its process id; or the folder is not writable.
    """
    with held(site):
        yield
        for note in _notes(site):
            note.unlink(missing_ok=True)


def clear_leftovers(site: Path) -> None:
    """Remove half-built and replaced sites that killed builds left; call it with the lock held."""
    for left in _all_beside(site):
        if left.name.endswith(ASIDE) and not site.exists():
            left.rename(site)  # the old site, of a build killed between its two renames
        elif not left.name.endswith(NOTE):
            import shutil  # late, as it imports much: a build that finds nothing to do needs none

            shutil.rmtree(left, ignore_errors=True)


def leftovers(site: Path) -> bool:
    """Whether a killed build left something beside the site."""
    return any(_all_beside(site))


def _beside(site: Path, who: object) -> str:
    return f".{site.name}.building-{who}"


def _notes(site: Path) -> list[Path]:
    return sorted(_all_beside(site, NOTE))


def _all_beside(site: Path, ending: str = "") -> Iterator[Path]:
    return site.parent.glob(f"{glob.escape(_beside(site, ''))}*{ending}")


def publish(
    site: Path,
    files: Mapping[str, Blob],
    old: Manifest | None,
    warn: Callable[[str], None] = lambda words: None,
    twin: Twin | None = None,
) -> dict[str, Entry]:
    """Make ``site`` hold ``files``, and what no build put there, in one exchange; the lock must be held.

    Args:
        files: by path relative to the site, with ``/``.
        old: manifest of what stands there; its untouched files of the same identity are kept.
        warn: is told what else is kept.
        twin: second names of the site's files, for the next build.

    Returns:
        Identity, size and time stamp of each file, for the next manifest.

    Raises:
        BuildError: the folder is not gdsim's, a file would take the place of one that no build made, the
            disk is full, or it is not writable.
    """
    if site.exists() and not is_site(site) and (not site.is_dir() or any(site.iterdir())):
        raise BuildError(f"{site} holds files that gdsim did not make; choose another --output")
    if (site / ".git").exists():
        raise BuildError(f"{site} is a git checkout, which a build would replace; choose another --output")
    beside = site.parent / _beside(site, os.getpid())
    note = beside.with_name(beside.name + NOTE)
    exchanged = False
    try:
        _remove(beside)
        known = known_files(site, [*([made_of(old.files)] if old else []), *read_notes(_notes(site))])
        strange = strangers(site, known, files, warn)
        folders = folders_of(files)
        here = twin.take(beside, files, folders) if twin and old else set()
        written, linked = _fill(beside, site, files, old, here)
        for folder in ("", *folders):
            os.chmod(beside / folder, 0o755)  # nosec B103 # a web server reads it
        entries = written | carry(site, beside, strange)
        write_note(note, made_of(entries))
        _exchange(beside, site)
        exchanged = True
        if twin and linked:
            if not os.path.lexists(beside):
                twin.begin(entries)
            elif old:
                twin.give(beside, entries)
    except OSError as error:
        raise BuildError(f"the site cannot be written: {error.filename or site}: {error.strerror}") from error
    finally:
        _remove(beside)
        if not exchanged:
            with suppress(OSError):
                note.unlink()
    return entries


def _remove(tree: Path) -> None:
    if os.path.lexists(tree):
        import shutil  # late, as it imports much

        shutil.rmtree(tree, ignore_errors=True)


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Keep the manifest for the next build."""
    identities, *numbers = zip(*manifest.files.values(), strict=True)
    files = [APART.join(manifest.files), APART.join(identities), *numbers]
    text = json.dumps({**manifest._asdict(), "files": files}, separators=(",", ":")).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
    except OSError as error:
        raise BuildError(f"the cache cannot be written: {path}: {error.strerror}") from error


def _fill(
    beside: Path, site: Path, files: Mapping[str, Blob], old: Manifest | None, here: set[str]
) -> tuple[dict[str, Entry], bool]:
    """Complete ``beside``, where some files are ``here`` already; and whether the file system has links."""
    known, linked = old.files if old else {}, True
    entries = {name: known[name] for name in here}
    rest = sorted(files.keys() - here)
    os.makedirs(beside, exist_ok=True)
    for folder in sorted(folders_of(rest)):
        os.makedirs(beside / folder, exist_ok=True)
    for name in rest:
        file, target, before = files[name], os.path.join(beside, name), known.get(name)
        if before is not None and before[0] == file.identity:
            kept, link = _kept(os.path.join(site, name), target, before)
            linked = linked and link
            if kept:
                entries[name] = before
                continue
        data = file.load()
        with open(target, "wb") as handle:
            handle.write(data)
        os.chmod(target, 0o644)
        status = os.stat(target)
        entries[name] = (file.identity, status.st_size, status.st_mtime_ns)
    return entries, linked


def _kept(old: str, new: str, entry: Entry) -> tuple[bool, bool]:
    """Take an untouched file of the old site over; whether that was done, and by a second name of it."""
    if not untouched(old, entry):
        return False, True
    linked = True
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:  # a file system without links
        import shutil

        linked = False
        shutil.copy2(old, new)
    return untouched(new, entry), linked


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
