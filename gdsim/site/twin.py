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
from functools import cached_property, partial
from pathlib import Path

from gdsim.errors import BuildError
from gdsim.site.blobs import Blob, Entry, folders_of, untouched
from gdsim.site.carried import CARRIED

UNKNOWN = "", -1, -1  # the entry of a file that no build made


class Twin:
    """The twin of ``site``, looked at once.

    Args:
        place: where it is kept; it may be missing.
        known: the files of the last build's manifest.
    """

    def __init__(self, place: Path, site: Path, known: Mapping[str, Entry]) -> None:
        self._place = place
        self._site = site
        self._known = known

    def size(self, path: str, identity: str) -> int | None:
        """Size of the file of this identity where the last site holds it untouched; else None."""
        entry = self._known.get(path)
        if entry is None or entry[0] != identity:
            return None
        stands = self._found and self._found[0].get(path)
        return entry[1] if stands or untouched(f"{self._site}/{path}", entry) else None

    def files(self) -> dict[str, Blob] | None:
        """All that builds made of the last site, where every file of it stands untouched; else None."""
        known, stands = self._known, self._found[0] if self._found else {}
        if not all(stands.get(path) or untouched(f"{self._site}/{path}", known[path]) for path in known):
            return None
        return {
            path: Blob(identity, size, partial(self.read, path))
            for path, (identity, size, _) in known.items()
            if identity != CARRIED
        }

    def read(self, path: str) -> bytes:
        """The bytes of a file that stood in the site, or here, when it was looked at.

        Raises:
            BuildError: it was touched since.
        """
        for folder in (self._place, self._site):
            file = folder / path
            if untouched(str(file), self._known[path]):
                return file.read_bytes()
        raise BuildError(f"{self._site / path} was changed during the build; run it again")

    def take(self, tree: Path, files: Mapping[str, Blob], folders: set[str]) -> set[str]:
        """Move the twin to ``tree``, an empty place, and leave in it what is to be there again.

        Returns:
            The files that are left: of the wanted identity, and untouched.
        """
        if self._found is None:
            _remove(self._place)
            return set()
        stands, standing_folders = self._found
        try:
            os.rename(self._place, tree)
        except OSError:  # it is on another file system
            return set()
        known = self._known
        kept = {name for name, file in files.items() if stands.get(name) and known[name][0] == file.identity}
        try:
            for name in stands.keys() - kept:
                os.unlink(tree / name)
        except OSError:
            _remove(tree)
            return set()
        for folder in standing_folders - folders:
            _remove(tree / folder)
        return kept

    def begin(self, names: Iterable[str]) -> None:
        """Make the twin of the first site, so that the build after it finds one."""
        try:
            self._place.mkdir(parents=True, exist_ok=True)
            for folder in sorted(folders_of(names)):
                os.makedirs(self._place / folder, exist_ok=True)
            for name in names:
                os.link(self._site / name, self._place / name, follow_symlinks=False)
        except OSError:  # a file system without links, or the cache on another
            _remove(self._place)

    def give(self, tree: Path, site: Mapping[str, Entry]) -> None:
        """Make ``tree``, which held the files of the last site, the twin of the one that has replaced it."""
        with suppress(OSError):
            for name, entry in self._known.items():
                if site.get(name) != entry:
                    tree.joinpath(name).unlink(missing_ok=True)
            os.rename(tree, self._place)

    @cached_property
    def _found(self) -> tuple[dict[str, bool], set[str]] | None:
        """Its files, and whether each is as the manifest tells; its folders. None where it cannot be read."""
        files: dict[str, bool] = {}
        folders: set[str] = set()
        waiting, known = [""], self._known
        try:
            while waiting:
                below = waiting.pop()
                with os.scandir(f"{self._place}/{below}") as entries:
                    for entry in entries:
                        name = below + entry.name
                        if entry.is_dir(follow_symlinks=False):
                            folders.add(name)
                            waiting.append(f"{name}/")
                            continue
                        status, told = entry.stat(follow_symlinks=False), known.get(name, UNKNOWN)
                        same = status.st_size == told[1] and status.st_mtime_ns == told[2]
                        files[name] = same and stat.S_ISREG(status.st_mode)
        except OSError:
            return None
        return files, folders


def _remove(tree: Path) -> None:
    if os.path.lexists(tree):
        import shutil  # late, as it imports much

        shutil.rmtree(tree, ignore_errors=True)
