"""Files in the site that no build made, such as a CNAME: each is carried over into the next site.

What builds made stands in the manifest. A build that is killed after the site was exchanged has not
written it yet, so a note beside the site lists the files too until then.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from gdsim.errors import BuildError
from gdsim.site.blobs import Blob, Entry, untouched

CARRIED = "carried over"  # the identity of such a file in a manifest
NOTE = ".json"
SHOWN = 3
INDEX = "runs/index.json"  # every site has it
# Endings of the files that builds make.
ENDINGS = (
    ".html", ".json", ".js", ".css", ".woff2", ".mp4", ".gif", ".png", ".svg", ".xml", ".txt", ".ipynb",
)  # fmt: skip


def write_note(path: Path, entries: Mapping[str, Entry]) -> None:
    """Say beside the site what the site that is about to take its place holds."""
    path.write_text(json.dumps(entries, separators=(",", ":")), encoding="utf-8")


def known_files(site: Path, lists: Iterable[Mapping[str, Entry]]) -> set[str] | None:
    """What builds made of the site that stands; None where no list tells of this site.

    Args:
        lists: manifests and notes, each of some site that stood here.
    """
    telling = [entries for entries in lists if _tells_of(site, entries)]
    if not telling:
        return None
    return {name for entries in telling for name, entry in entries.items() if entry[0] != CARRIED}


def read_notes(notes: Iterable[Path]) -> Iterator[dict[str, Entry]]:
    """The lists that killed builds left."""
    for path in notes:
        try:
            data = json.loads(path.read_bytes())
            yield {name: (str(entry[0]), int(entry[1]), int(entry[2])) for name, entry in data.items()}
        except (OSError, ValueError, TypeError, IndexError, AttributeError):
            continue


def _tells_of(site: Path, entries: Mapping[str, Entry]) -> bool:
    entry = entries.get(INDEX)
    return entry is not None and untouched(os.path.join(site, INDEX), entry)


def strangers(
    site: Path, known: set[str] | None, files: Mapping[str, Blob], warn: Callable[[str], None]
) -> list[str]:
    """Files of the site to carry over, sorted; ``warn`` is told of them, and of what cannot be told apart.

    Args:
        known: what builds made; None where nothing says so: what a build could have made then goes.
        files: of the site to come.

    Raises:
        BuildError: a new file would take the place of one that no build made.
    """
    found: list[str] = []
    gone: list[str] = []
    for name in sorted(_files_below(site)):
        if known is None:
            if name not in files:
                (gone if _could_be_ours(name) else found).append(name)
        elif name not in known:
            if name in files and not _same(site / name, files[name]):
                raise BuildError(
                    f"{site / name} was not made by a build, and {name} of this one would replace it; "
                    "move it out of the site"
                )
            if name not in files:
                found.append(name)
    if found:
        warn(f"{site}: kept {_listed(found)}, which no build made")
    if gone:
        warn(f"{site}: removed {_listed(gone)}; there is no list of what the last build made")
    return found


def carry(site: Path, new: Path, names: Iterable[str]) -> dict[str, Entry]:
    """Give the files a second name below ``new``, as they are; the first goes with the old site."""
    entries = {}
    for name in names:
        old, target = os.path.join(site, name), os.path.join(new, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        try:
            os.link(old, target, follow_symlinks=False)
        except FileExistsError:  # a folder of the new site
            raise
        except OSError:  # a file system without links
            import shutil

            shutil.copy2(old, target, follow_symlinks=False)
        status = os.lstat(target)
        entries[name] = (CARRIED, status.st_size, status.st_mtime_ns)
    return entries


def _files_below(site: Path) -> Iterator[str]:
    top = len(os.path.join(site, ""))
    for directory, folders, names in os.walk(site):
        links = [folder for folder in folders if os.path.islink(os.path.join(directory, folder))]
        below = f"{directory[top:]}/".replace(os.sep, "/").lstrip("/")
        for name in (*names, *links):
            yield below + name


def _could_be_ours(name: str) -> bool:
    return name == ".nojekyll" or name.startswith("files/") or name.endswith(ENDINGS)


def _same(path: Path, file: Blob) -> bool:
    return path.is_file() and path.stat().st_size == file.size and path.read_bytes() == file.load()


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
