"""Builds at once, contents edited meanwhile, clocks that jump, and circumstances that decide nothing."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from itertools import count as counting
from pathlib import Path
from random import Random

from tests.faults.builds import CONTENT, EDIT, Ended, Place, command, end_of, write, wrong_end
from tests.small_site import tree

ANOTHER = re.compile(r"gdsim: another build \((\d+|starting)\) runs on ")
SIZES = (2, 8)


def at_once(place: Place, count: int, chance: Random) -> Iterator[str]:
    """Two builds and eight, released together; meanwhile a reader always finds a page, old or new."""
    for number in range(count):
        place.reset()
        with _Reader(place) as seen:
            builds = [place.start() for _ in range(SIZES[number % 2])]
            for build in builds:
                build.go()
                time.sleep(chance.choice((0, 0.02, 0.1)))
            ended = [build.end() for build in builds]
        yield _all_well(place, ended) or seen.wrong() or place.lost()


def commands_at_once(place: Place, count: int, chance: Random) -> Iterator[str]:
    """The same with commands and their workers."""
    for number in range(count):
        place.reset()
        with _Reader(place) as seen:
            builds = [command(*place.arguments("process")) for _ in range(SIZES[number % 2])]
            ended = [end_of(build) for build in builds]
        yield _all_well(place, ended) or seen.wrong() or place.lost()


def edited_meanwhile(place: Place, count: int, chance: Random) -> Iterator[str]:
    """The content is edited at a random moment: the next build makes it right, whatever this one saw."""
    for number in range(count):
        place.reset(edited=bool(number % 3 == 2), built=number % 4 != 3)
        build = place.start()
        build.go()
        time.sleep(chance.uniform(0, place.seconds))
        if number % 3 == 2:  # back and forth
            write(place.content, CONTENT)
        place.edit()
        yield wrong_end(build.end(), {0, 1, 2}) or place.lost()


def edited_unseen(place: Place, count: int, chance: Random) -> Iterator[str]:
    """Edits that keep size or time stamp, and time stamps of another age: what is in the files decides."""
    for _ in range(count):
        place.reset(edited=False)
        stamps = {path: path.stat().st_mtime_ns for path in place.content.rglob("*") if path.is_file()}
        place.edit()
        for path, stamp in stamps.items():
            if path.exists():
                shift = chance.choice((0, 0, -(10**18), 10**18, 10**9))
                os.utime(path, ns=(stamp + shift, stamp + shift))
        yield place.lost()


def jumping_clocks(place: Place, count: int, chance: Random) -> Iterator[str]:
    """The machine's clock is years ahead, behind or far too fast; then it is right again."""
    library = _libfaketime()
    clocks = ("+3650d", "-3650d", "@2100-01-01 00:00:00", "@1971-01-01 00:00:00", "+0 x1000", "-30d x0.01")
    for number in range(count):
        clock = clocks[number % len(clocks)]
        place.reset(built=number % 2 == 0)
        environment = {**os.environ, "LD_PRELOAD": library, "FAKETIME": clock, "DONT_FAKE_MONOTONIC": "1"}
        ended = end_of(command(*place.arguments(), env=environment))
        wrong = "" if ended == Ended(0, "") else str(ended)
        wrong = wrong or ("" if tree(place.site) == place.new else "another site by another clock")
        yield f"{clock}: {wrong or place.lost()}" if wrong or place.lost() else ""


VARIATIONS: tuple[tuple[str, dict[str, str], list[str], int], ...] = (
    ("hash seed 0", {"PYTHONHASHSEED": "0"}, [], 0o022),
    ("hash seed 4711", {"PYTHONHASHSEED": "4711"}, [], 0o022),
    ("one job", {}, ["--jobs", "1"], 0o022),
    ("three jobs", {}, ["--jobs", "3"], 0o022),
    ("sixteen jobs", {}, ["--jobs", "16"], 0o022),
    ("in one process", {}, ["--executor", "inline"], 0o022),
    ("Kathmandu", {"TZ": "Asia/Kathmandu"}, [], 0o022),
    ("Honolulu", {"TZ": "Pacific/Honolulu"}, [], 0o022),
    ("locale C", {"LC_ALL": "C", "LANG": "C"}, [], 0o022),
    ("no locale, no UTF-8", {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, [], 0o022),
    ("umask 077", {}, [], 0o077),
    ("umask 000", {}, [], 0o000),
    ("optimized Python", {"PYTHONOPTIMIZE": "1"}, [], 0o022),
    ("threads", {"OMP_NUM_THREADS": "5", "OPENBLAS_NUM_THREADS": "5"}, [], 0o022),
)


def circumstances(place: Place, count: int, chance: Random) -> Iterator[str]:
    """Each in a new folder, its files written in another order: one digest over the whole site."""
    digests = set()
    for number, (name, environment, options, umask) in zip(range(count), VARIATIONS, strict=False):
        root = place.folder.with_name(f"folder {number} é")
        files = [*({**CONTENT, **EDIT}).items()]
        chance.shuffle(files)
        write(root / "content", dict(files))
        arguments = ["build", "--quiet", "--content", root / "content", *options]
        arguments += [] if place.media else ["--no-media"]
        ended = end_of(command(*arguments, env={**os.environ, **environment}, umask=umask))
        found = tree(root / "site")
        digests.add(_digest(found))
        modes = {path.stat().st_mode & 0o777 for path in (root / "site").rglob("*") if path.is_file()}
        shutil.rmtree(root)
        wrong = "" if ended == Ended(0, "") else str(ended)
        wrong = wrong or ("" if found == place.new else "other bytes")
        wrong = wrong or ("" if modes == {0o644} else f"modes {sorted(map(oct, modes))}")
        yield f"{name}: {wrong}" if wrong else ""
    assert len(digests) == 1, digests


def _digest(files: dict[str, bytes]) -> str:
    import hashlib

    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{name}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


class _Reader:
    """Somebody who reads the site all the time."""

    def __init__(self, place: Place) -> None:
        self._page = place.site / "index.html"
        self._pages = (place.old["index.html"], place.new["index.html"])
        self._met: list[str] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> _Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def wrong(self) -> str:
        """What was seen and should not have been."""
        return self._met[0] if self._met else ""

    def _read(self) -> None:
        for number in counting():
            if self._stopped.is_set():
                return
            try:
                if self._page.read_bytes() not in self._pages:
                    self._met.append("a reader met a page that is neither old nor new")
            except OSError as error:
                self._met.append(f"a reader met {error}")
            if number % 50 == 0:
                time.sleep(0.001)


def _all_well(place: Place, ended: list[Ended]) -> str:
    for one in ended:
        if one.code != 0 and not ANOTHER.match(one.said):
            return str(one)
        if "Traceback" in one.said:
            return one.said
    if not any(one.code == 0 for one in ended):
        return "none of the builds was done"
    return "" if tree(place.site) == place.new else "the site is not the new one"


def _libfaketime() -> str:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        raise SystemExit("the campaign needs libfaketime (Debian: apt-get install faketime)")
    return str(found[0])
