"""A preview started from the command line, as its user starts it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Preview:
    """A running preview: its address, its content, and the lines it printed."""

    port: int
    content: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one request; header names with ``_`` for ``-``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=True)
            sent = {"Host": f"127.0.0.1:{self.port}", **headers}
            for name, value in sent.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            reply = connection.getresponse()
            return reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()
        finally:
            connection.close()


@contextmanager
def preview(content: Path, *options: str) -> Iterator[Preview]:
    """``gdsim serve`` on a free port, until the block ends."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gdsim.cli",
            "serve",
            "--content",
            content,
            "--no-media",
            "--port",
            "0",
            *options,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    running = Preview(0, content, process)
    try:
        for line in process.stdout:
            running.lines.append(line)
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                running.port = int(found[1])
                break
        assert running.port, "".join(running.lines)
        reader = threading.Thread(target=lambda: running.lines.extend(process.stdout or ()), daemon=True)
        reader.start()
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0, "".join(running.lines)
