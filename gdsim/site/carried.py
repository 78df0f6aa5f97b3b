"""Files in the site that no build made, such as a CNAME: each is carried over into the next site.

What builds made stands in the manifest. A build that is killed after the site was exchanged has not
written it yet, so a note beside the site lists the files too until then.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from gdsim.errors import BuildError
from gdsim.site.blobs import APART, Blob, Entry, untouched

CARRIED = "carried over"  # the identity of such a file in a manifest
NOTE = ".json"
SHOWN = 3
INDEX = "runs/index.json"  # every site has it
# Endings of the files that builds make.
ENDINGS = (
    ".html", ".json", ".js", ".css", ".woff2", ".mp4", ".gif", ".png", ".svg", ".xml", ".txt", ".ipynb",
)  # fmt: skip


class Made(NamedTuple):
    """What a build made: the names of its files, and its mark, by which the site is known again."""

    mark: Entry | None
    names: set[str]


def made_of(entries: Mapping[str, Entry]) -> Made:
    """What a build made of a site that holds these files."""
    return Made(entries.get(INDEX), {name for name, entry in entries.items() if entry[0] != CARRIED})


def write_note(path: Path, made: Made) -> None:
    """Say beside the site what the site that is about to take its place holds."""
    path.write_text(json.dumps([made.mark, APART.join(made.names)]), encoding="utf-8")


def known_files(site: Path, lists: Iterable[Made]) -> set[str] | None:
    """What builds made of the site that stands; None where no list tells of this site.

    Args:
        lists: of manifests and notes, each of some site that stood here.
    """
    telling = [made.names for made in lists if made.mark and untouched(os.path.join(site, INDEX), made.mark)]
    return set().union(*telling) if telling else None


def read_notes(notes: Iterable[Path]) -> Iterator[Made]:
    """The lists that killed builds left."""
    for path in notes:
        try:
            mark, names = json.loads(path.read_bytes())
            yield Made((str(mark[0]), int(mark[1]), int(mark[2])), set(names.split(APART)))
        except (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError):
            continue


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
    for name in sorted(_files_below(site) - (files.keys() if known is None else known)):
        if known is None:
            (gone if _could_be_ours(name) else found).append(name)
        elif name not in files:
            found.append(name)
        elif not _same(site / name, files[name]):
            raise BuildError(
                f"{site / name} was not made by a build, and {name} of this one would replace it; "
                "move it out of the site"
            )
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


def _files_below(site: Path) -> set[str]:
    """All files and links; a folder that cannot be read holds nothing."""
    found: set[str] = set()
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(os.path.join(site, below)) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{below}{entry.name}/")
                    else:
                        found.add(below + entry.name)
        except OSError:
            continue
    return found


def _could_be_ours(name: str) -> bool:
    return name == ".nojekyll" or name.startswith("files/") or name.endswith(ENDINGS)


def _same(path: Path, file: Blob) -> bool:
    return path.is_file() and path.stat().st_size == file.size and path.read_bytes() == file.load()


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
