"""Builds that faults are put into: a place with an old site and an edit, and commands that are watched.

Most builds are forked from a server that has imported everything, so that a thousand of them take minutes
and every moment of one is a moment of its work. Others are the command as its user starts it.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from errno import errorcode
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.small_site import tree

PATIENCE = 120.0  # seconds for a build that takes one
PREFIX = "gdsim-campaign-"
CONTENT = {
    "site.yaml": "title: Small\n",
    "index.md": '---\ntitle: Home\n---\nw ends at {{ run("rates").final.w | digits(4) }}. See [[Houses]].\n\n'
    "::: animation rates\nviews: [fit]\ncaption: Watch the line.\n:::\n",
    "Topics/Houses.md": "# Houses\n\nBack to [[Home]].\n",
    "Topics/Gone.md": "# Gone\n\nA page that the edit removes.\n",
    "data/houses.csv": "size,price\n1,2\n2,4.1\n3,5.9\n4,8\n",
    "sweeps/rates.yaml": "dataset: houses\nlearning_rate: [5e-3, 2e-2]\nepochs: 3\nscenes: [fit]\n",
}
EDIT: dict[str, str | None] = {
    "sweeps/rates.yaml": "dataset: houses\nlearning_rate: [5e-3, 1e-2]\nepochs: 3\nscenes: [fit]\n",
    "Topics/Houses.md": "# Houses\n\nOther words. Back to [[Home]].\n",
    "Topics/Gone.md": None,
    "Topics/Come.md": "# Come\n\nA page that the edit brings.\n",
}
# Audit events of what changes files, for faults without a tracer; opening a file to write is one too.
CHANGES = frozenset(
    ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.chmod", "os.truncate", "os.utime")
)
COMMAND = [sys.executable, "-m", "gdsim.cli"]


@dataclass(frozen=True)
class Fault:
    """What befalls a build from inside: its n-th change of a file kills it, or fails; or its files are cut.

    Args:
        change: counted from 0; the fault comes before it.
        errno: the error it fails with; 0 kills.
        longest: bytes that a file may have; what is written beyond fails. None is no limit.
    """

    change: int | None = None
    errno: int = 0
    longest: int | None = None

    def put(self) -> None:
        """Into this process, until its end."""
        if self.longest is not None:
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (self.longest, resource.RLIM_INFINITY))
        if self.change is not None:
            left = [self.change]
            sys.addaudithook(lambda event, values: self._meet(left, event, values))

    def _meet(self, left: list[int], event: str, values: tuple[Any, ...]) -> None:
        opened = event == "open" and isinstance(values[2], int) and values[2] & (os.O_WRONLY | os.O_RDWR)
        exchanged = event == "ctypes.dlsym" and values[1] == "renameat2"
        if not (opened or exchanged or event in CHANGES):
            return
        left[0] -= 1
        if left[0] != -1:
            return
        if not self.errno:
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(self.errno, os.strerror(self.errno), str(values[0]))

    def __str__(self) -> str:
        if self.longest is not None:
            return f"files of {self.longest} bytes at most"
        return f"{errorcode.get(self.errno, 'SIGKILL')} at change {self.change}"


NO_FAULT = Fault()


@dataclass(frozen=True)
class Ended:
    """How a build ended: exit code, negative for a signal, and what it said."""

    code: int
    said: str


def warm_context() -> Any:
    """Processes forked from a server in which a build has run."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # threads do not survive a fork
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.warm"])
    return context


class Forked:
    """A build in a warm process: it waits for ``go``, so that a tracer can be attached before."""

    def __init__(self, context: Any, arguments: Iterable[object], fault: Fault = NO_FAULT) -> None:
        handle, name = tempfile.mkstemp(prefix=PREFIX)
        os.close(handle)
        self._said = Path(name)
        here, there = context.Pipe()
        self._process = context.Process(target=_work, args=([str(a) for a in arguments], name, there, fault))
        self._process.start()
        here.recv()
        here.close()
        there.close()
        self.pid: int = self._process.pid

    def go(self) -> None:
        """Let the build begin."""
        os.kill(self.pid, signal.SIGUSR1)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal; one that comes too late goes nowhere."""
        if self._process.exitcode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def end(self) -> Ended:
        """Wait for the end."""
        self._process.join(PATIENCE)
        assert self._process.exitcode is not None, f"a build hangs: {self.pid}"
        said = self._said.read_text(errors="replace")
        self._said.unlink()
        return Ended(self._process.exitcode, said)


def _work(arguments: list[str], said: str, ready: Connection, fault: Fault) -> None:
    """In the forked process: the command, its output to a file."""
    from gdsim.cli import main

    os.setsid()
    sys.stdout.flush()
    sys.stderr.flush()
    handle = os.open(said, os.O_WRONLY | os.O_APPEND)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    ready.send("ready")
    ready.close()
    signal.sigwait({signal.SIGUSR1})
    fault.put()
    sys.exit(main(arguments))


def command(*arguments: object, **options: Any) -> subprocess.Popen[str]:
    """The command as its user starts it, in a session of its own."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], text=True, start_new_session=True, **(streams | options)
    )


def end_of(process: subprocess.Popen[str]) -> Ended:
    """Wait for a command."""
    said, _ = process.communicate(timeout=PATIENCE)
    return Ended(process.returncode, said or "")


class Place:
    """A folder with a content, an old site and a cache, and an edit; as it was as often as wanted.

    Args:
        folder: empty; what is built stands in ``folder/work``.
        media: whether the site has clips and pictures.
    """

    def __init__(self, folder: Path, context: Any, *, media: bool = True) -> None:
        self.context = context
        self.media = media
        self.folder = folder / "work"
        self.content, self.site = self.folder / "content", self.folder / "site"
        self._kept = folder / "kept"
        write(self.content, CONTENT)
        assert self.build() == Ended(0, "")
        self.old = tree(self.site)
        self.folder.rename(self._kept)
        write(self.content, CONTENT)
        self.edit()
        started = time.monotonic()
        assert self.build() == Ended(0, "")
        self.seconds = time.monotonic() - started
        self.new = tree(self.site)
        assert self.new != self.old

    def arguments(self, executor: str = "inline") -> list[object]:
        """Of the build of this place."""
        kind = [] if self.media else ["--no-media"]
        return ["build", "--quiet", "--executor", executor, "--content", self.content, *kind]

    def reset(self, *, edited: bool = True, built: bool = True) -> None:
        """As it was: the old site, its cache, and the content, edited since; not ``built``: content alone."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if built:  # second names suffice: a build replaces files and changes none
            shutil.copytree(self._kept, self.folder, symlinks=True, copy_function=os.link)
            shutil.rmtree(self.content)
        write(self.content, CONTENT)
        if edited:
            self.edit()

    def edit(self) -> None:
        """The author's edit."""
        write(self.content, EDIT)

    def start(self, fault: Fault = NO_FAULT) -> Forked:
        """A build that waits for ``go``."""
        return Forked(self.context, self.arguments(), fault)

    def build(self, fault: Fault = NO_FAULT) -> Ended:
        """A build to its end."""
        build = self.start(fault)
        build.go()
        return build.end()

    def torn(self) -> str:
        """What is wrong with the site that stands; empty where it is the old one, the new one or none yet."""
        if not self.site.exists():
            return "" if not (self._had_site()) else "there is no site"
        found = tree(self.site)
        if found in (self.old, self.new):
            return ""
        return f"the site is neither old nor new: {_difference(found, self.new)}"

    def _had_site(self) -> bool:
        return (self.folder / ".gdsim-cache" / "sites").is_dir()

    def lost(self) -> str:
        """Build once more without faults; what is wrong then."""
        ended = self.build()
        if ended.code != 0 or "Traceback" in ended.said:
            return f"the next build ended with {ended}"
        found = tree(self.site)
        if found != self.new:
            return f"the next build differs from a clean one: {_difference(found, self.new)}"
        left = sorted(path.name for path in self.folder.iterdir())
        if left != [".gdsim-cache", "content", "site"]:
            return f"left behind: {left}"
        half = [path.name for path in (self.folder / ".gdsim-cache").rglob(".writing-*")]
        return f"left behind in the cache: {half}" if half else ""


def write(folder: Path, files: dict[str, str] | dict[str, str | None]) -> None:
    """Write files; None removes one."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")


def _difference(found: dict[str, bytes], wanted: dict[str, bytes]) -> str:
    names = [name for name in sorted(found.keys() | wanted.keys()) if found.get(name) != wanted.get(name)]
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def wrong_end(ended: Ended, codes: Iterable[int]) -> str:
    """What is wrong with how a build ended: another code, a traceback, or failing without words."""
    if ended.code not in codes:
        return f"ended with {ended.code}: {ended.said[-300:]}"
    if "Traceback" in ended.said:
        return f"a traceback: {ended.said[-600:]}"
    if ended.code == 1 and not any(line.startswith("gdsim: ") for line in ended.said.split("\n")):
        return f"failed without words: {ended.said!r}"
    return ""
