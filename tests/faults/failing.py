"""Failing disks: each call with an error, disks that are full or read-only, files that may not grow."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from random import Random

from tests.faults.builds import Ended, Fault, Place, wrong_end
from tests.faults.tracing import changes, tampered

ERRORS = ("ENOSPC", "EIO", "EROFS", "EDQUOT")
MOST_CHANGES = 300  # beyond what a build of pages makes; some errors are survived, so success is no end
WORDS = 1000  # bytes of what a build says, which goes to a file too
READING = ("EIO", "EACCES", "EMFILE")
OPENING = (*ERRORS, "EACCES", "EMFILE", "ENFILE")


def at_each_call(place: Place, share: int, chance: Random, *, every: bool = False) -> Iterator[str]:
    """An error at each file-changing system call; at one of ``share`` of them.

    Args:
        every: each with each error; else with one of them in turn.
    """
    turn = chance.randrange(share)
    for built in (True, False):
        place.reset(built=built)
        errors = {"openat": cycle(OPENING)}
        for call, number in changes(place.start())[turn::share]:
            names = errors.setdefault(call, cycle(ERRORS))
            for name in (OPENING if call == "openat" else ERRORS) if every else (next(names),):
                place.reset(built=built)
                wrong = _after(place, tampered(place.start(), call, number, f"error={name}"))
                yield f"{name} at {call} {number}, built before: {built}: {wrong}" if wrong else ""


def at_each_reading(place: Place, share: int, chance: Random) -> Iterator[str]:
    """An error at each opening of a file that is read; at one of ``share`` of them."""
    names = cycle(READING)
    for built in (True, False):
        place.reset(built=built)
        calls = changes(place.start(), reading=True)[chance.randrange(share) :: share]
        for (call, number), name in zip(calls, names, strict=False):
            place.reset(built=built)
            wrong = _after(place, tampered(place.start(), call, number, f"error={name}"))
            yield f"{name} at reading {number}, built before: {built}: {wrong}" if wrong else ""


def at_each_change(place: Place, share: int, chance: Random) -> Iterator[str]:
    """An error at each change of a file, told by Python itself; at one of ``share`` of them."""
    number, numbers = chance.randrange(share), cycle((errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE))
    while True:
        place.reset()
        fault = Fault(change=number, errno=next(numbers))
        ended = place.build(fault)
        wrong = _after(place, ended)
        yield f"{fault}: {wrong}" if wrong else ""
        if ended.code == 0 and number >= MOST_CHANGES:
            return
        number += share


def files_cut(place: Place, count: int, chance: Random) -> Iterator[str]:
    """No file may grow beyond a length: what is beyond fails in the middle of a write."""
    sizes = sorted({len(data) for data in place.new.values() if len(data) > WORDS})
    for size in chance.sample(sizes, min(count, len(sizes))):
        for built in (True, False):
            place.reset(built=built)
            fault = Fault(longest=size - 1)
            wrong = _after(place, place.build(fault))
            yield f"{fault}: {wrong}" if wrong else ""


def full_disks(place: Place, count: int, chance: Random) -> Iterator[str]:
    """A disk that has room for a part of what is written; then there is room again."""
    needed = sum(len(data) for data in place.new.values()) * 2
    for number in range(count):
        room = int(needed * (number + 1) / count * 1.2)
        with _disk(place, room) as grow:
            ended = place.build()
            wrong = wrong_end(ended, {0, 1}) or place.torn()
            grow("size=100m")
            wrong = wrong or place.lost()
        yield f"{room} bytes: {wrong}" if wrong else ""


def read_only_disks(place: Place, count: int, chance: Random) -> Iterator[str]:
    """A disk that nothing can be written to, with an old site and without; then it can."""
    for number in range(count):
        with _disk(place, 100_000_000, built=number % 2 == 0) as change:
            change("ro")
            ended = place.build()
            wrong = _words(place, ended, {1}) or place.torn()
            change("rw")
            wrong = wrong or place.lost()
        yield wrong


@contextmanager
def _disk(place: Place, room: int, *, built: bool = True) -> Iterator:
    """The place on a disk of its own with so much room beside what stands there."""
    place.reset(edited=False, built=built)
    stands = sum(path.stat().st_size // 4096 + 1 for path in place.folder.rglob("*")) * 4096
    aside = place.folder.with_name("aside")
    shutil.rmtree(aside, ignore_errors=True)
    place.folder.rename(aside)
    place.folder.mkdir()
    size = f"size={stands + room + 65536}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "gdsim-campaign", place.folder], check=True)
    try:
        shutil.copytree(aside, place.folder, symlinks=True, dirs_exist_ok=True)
        place.edit()
        yield lambda options: subprocess.run(
            ["mount", "-o", f"remount,{options}", place.folder], check=True, capture_output=True
        )
    finally:
        subprocess.run(["umount", place.folder], check=True)
        shutil.rmtree(aside)


def _after(place: Place, ended: Ended) -> str:
    wrong = _words(place, ended, {0, 1, 2})
    if ended.code == 0 and not wrong and _differs(place):
        wrong = "ended with 0 and not the new site"
    return "; ".join(filter(None, (wrong, place.torn(), place.lost())))


def _words(place: Place, ended: Ended, codes: set[int]) -> str:
    wrong = wrong_end(ended, codes)
    files = (path.relative_to(place.content).as_posix() for path in place.content.rglob("*"))
    if not wrong and ended.code and "/" not in ended.said and not any(name in ended.said for name in files):
        return f"failed without a path: {ended.said!r}"
    return wrong


def _differs(place: Place) -> bool:
    from tests.small_site import tree

    return not place.site.exists() or tree(place.site) != place.new
