"""System calls of a build, counted and tampered with by strace: the real thing, at the kernel's door."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.builds import Ended, Forked

# Whatever can change a file, a folder or the lock.
CHANGING = (
    "openat", "write", "pwrite64", "writev", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "unlink",
    "unlinkat", "rmdir", "link", "linkat", "symlink", "symlinkat", "chmod", "fchmod", "fchmodat", "fsync",
    "fdatasync", "ftruncate", "truncate", "utimensat", "copy_file_range", "sendfile", "flock",
)  # fmt: skip
LINE = re.compile(r"^\d+ +(\w+)\((.*)")
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")


def require_strace() -> None:
    """End in words where there is no strace."""
    if not shutil.which("strace"):
        raise SystemExit("the campaign needs strace (Debian: apt-get install strace)")


def changes(build: Forked, *, reading: bool = False) -> list[tuple[str, int]]:
    """Every file-changing call of a build: its name, and its number among those of its name, from 1.

    Args:
        reading: every opening of a file that is read, instead.
    """
    with tempfile.NamedTemporaryFile(suffix=".strace") as log:
        ended = traced(build, ["-o", log.name])
        assert ended == Ended(0, ""), ended
        text = Path(log.name).read_text(errors="replace")
    met: Counter[str] = Counter()
    found = []
    for line in text.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        met[match[1]] += 1
        changing = match[1] != "openat" or bool(WRITES.search(match[2]))
        if changing != reading and not (reading and " = -1 " in match[2]):
            found.append((match[1], met[match[1]]))
    return found


def tampered(build: Forked, call: str, number: int, what: str) -> Ended:
    """A build whose ``number``-th ``call`` meets ``signal=KILL`` or ``error=EIO``."""
    return traced(build, ["-o", "/dev/null", "-e", f"inject={call}:{what}:when={number}"])


def traced(build: Forked, options: list[str]) -> Ended:
    """The build under strace, from its start to its end."""
    arguments = ["strace", "-f", "-qq", "-e", f"trace={','.join(CHANGING)}", *options, "-p", str(build.pid)]
    with subprocess.Popen(arguments) as tracer:
        try:
            while _untraced(build.pid):
                assert tracer.poll() is None, "strace may not trace here"
                time.sleep(0.002)
        finally:
            build.go()
        return build.end()


def _untraced(pid: int) -> bool:
    return "\nTracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text()
