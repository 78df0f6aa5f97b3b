"""A Firefox that says more than its driver asks: commands of the tests' own, over the driver's connection.

Firefox takes one BiDi client. This program starts it, stands between it and the driver, and puts in what
comes over a socket, a command a line, which is answered by a line: ``relay.py FIREFOX SOCKET [ARGUMENT …]``.
"""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import shutil
import socket
import sys
from asyncio.subprocess import PIPE
from itertools import count
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketClientConnection, WebSocketHandler, websocket_connect

SOCKET = "relay"
LARGEST = 1 << 28  # bytes of a message, which may be a picture
FIRST = 1 << 40  # ids of our own commands, which the driver's never reach
LISTENING = re.compile(rb"^WebDriver BiDi listening on (ws://\S+)")


class Relay:
    """One connection to the browser, and the answers awaited on it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.browser: WebSocketClientConnection | None = None
        self._ids = count(FIRST)
        self._awaited: dict[int, asyncio.Future[str]] = {}

    async def ask(self, command: dict[str, Any]) -> str:
        """The browser's answer to a command of our own."""
        assert self.browser, "the driver has not come yet"
        number = next(self._ids)
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._awaited[number] = answer
        await self.browser.write_message(json.dumps({"id": number, **command}))
        return await answer

    def takes(self, message: str | bytes) -> bool:
        """Whether the message answers a command of our own."""
        text = message if isinstance(message, str) else message.decode()
        mine = any(str(number) in text for number in self._awaited)
        awaited = self._awaited.pop(json.loads(text).get("id"), None) if mine else None
        if awaited:
            awaited.set_result(text)
        return bool(awaited)


class Driver(WebSocketHandler):
    """The driver's side."""

    def initialize(self, relay: Relay) -> None:
        self.relay = relay

    async def open(self, *args: str, **kwargs: str) -> None:
        self.relay.browser = await websocket_connect(
            self.relay.address + self.request.path, max_message_size=LARGEST, on_message_callback=self.answer
        )

    def answer(self, message: str | bytes | None) -> None:
        if message is None:
            self.close()
        elif not self.relay.takes(message):
            self.write_message(message)

    async def on_message(self, message: str | bytes) -> None:
        assert self.relay.browser
        await self.relay.browser.write_message(message)

    def on_close(self) -> None:
        if self.relay.browser:
            self.relay.browser.close()


async def main(firefox: str, path: str, *arguments: str) -> int:
    process = await asyncio.create_subprocess_exec(firefox, *arguments, stderr=PIPE)
    assert process.stderr
    async for line in process.stderr:
        found = LISTENING.match(line)
        sys.stderr.buffer.write(
            line.replace(found[1], await listen(found[1].decode(), path)) if found else line
        )
        sys.stderr.flush()
    return await process.wait()


async def listen(address: str, path: str) -> bytes:
    """Opens both doors; the address that the driver is told."""
    relay = Relay(address)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async for line in reader:
            writer.write((await relay.ask(json.loads(line))).encode() + b"\n")
            await writer.drain()

    await asyncio.start_unix_server(serve, path)
    door = bind_sockets(0, "127.0.0.1")
    application = Application([("/.*", Driver, {"relay": relay})], websocket_max_message_size=LARGEST)
    HTTPServer(application).add_sockets(door)
    return f"ws://127.0.0.1:{door[0].getsockname()[1]}".encode()


def wrapped(firefox: str, folder: Path) -> Path:
    """A command in ``folder`` that starts this Firefox with a relay, whose socket will lie there too."""
    command = folder / "firefox"
    start = shlex.join([sys.executable, __file__, firefox, str(folder / SOCKET)])
    command.write_text(f'#!/bin/sh\nexec {start} "$@"\n', encoding="utf-8")
    command.chmod(0o700)
    return command


class Wire:
    """The tests' side of the socket; the folder goes with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(folder / SOCKET))
        self._file = self._socket.makefile("rw", encoding="utf-8", newline="\n")

    def send(self, method: str, **params: object) -> dict[str, Any]:
        """The result of a command; an assertion where the browser refuses it."""
        self._file.write(json.dumps({"method": method, "params": params}) + "\n")
        self._file.flush()
        answer = json.loads(self._file.readline())
        assert answer["type"] == "success", answer
        return dict(answer["result"])

    def close(self) -> None:
        self._file.close()
        self._socket.close()
        shutil.rmtree(self._folder)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
