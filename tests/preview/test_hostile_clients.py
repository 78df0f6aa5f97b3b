"""Clients that are slow, silent, many, or speak no proper HTTP: the preview's user notices nothing."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest
from serving import Preview, preview
from small_site import write_content

from gdsim.preview import connections
from gdsim.preview.board import Board
from gdsim.preview.server import application

MANY = 3 * connections.MOST
GET = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n"
CLIENTS = {
    "silent": b"",
    "half a request": GET % b"/",
    "waits for news": GET % b"/_gdsim/news" + b"\r\n",
    "never reads": GET % b"/large.bin" + b"\r\n",
    "never reads a hundred answers": (GET % b"/large.bin" + b"\r\n") * 100,
    "a body that never comes": GET % b"/" + b"Content-Length: 1000000000\r\n\r\n",
    "chunks that never come": GET % b"/" + b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\n",
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with served(tmp_path_factory.mktemp("hostile")) as started:
        yield started


@contextmanager
def served(folder: Path) -> Iterator[Preview]:
    """A preview of a site with a file that no socket takes at once; it ends without a word."""
    with preview(write_content(folder)) as running:
        (folder / "site/large.bin").write_bytes(bytes(20_000_000))
        yield running
    told = "".join(running.lines)
    assert "Traceback" not in told
    assert told.rstrip().endswith("(stop with Ctrl+C)")


def connect(running: Preview, data: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", running.port), timeout=20)
    with suppress(OSError):  # refused before it was said
        client.sendall(data)
    return client


def test_more_clients_than_places_keep_nobody_out(tmp_path: Path) -> None:
    """With all of them open pages are answered; Ctrl+C ends it at once and without a traceback."""
    with ExitStack() as open_clients, served(tmp_path) as running:
        for kind, data in CLIENTS.items():
            for number in range(MANY):
                open_clients.enter_context(closing(connect(running, data)))
                if number % 50 == 49:
                    assert running.ask("/")[0] == 200, (kind, number)
            assert running.ask("/topics/houses.html")[0] == 200, kind
            assert len(running.ask("/large.bin")[2]) == 20_000_000, kind


def test_a_client_that_takes_its_time_is_sent_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A byte now and then keeps no connection; one whose request has come whole may wait for its news."""
    monkeypatch.setattr(connections, "PATIENCE", 0.5)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = connections.Server(application(tmp_path, Board()))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
        thread.start()
        try:
            address = listener.getsockname()
            with socket.create_connection(address, 20) as news, socket.create_connection(address, 20) as slow:
                news.sendall(GET % b"/_gdsim/news" + b"\r\n")
                assert b"200 OK" in news.recv(1000)
                assert drips(slow)
                with socket.create_connection(address, timeout=20) as silent:
                    assert silent.recv(10) == b""
                news.settimeout(0.2)
                with pytest.raises(TimeoutError):  # not closed: more news may come
                    while news.recv(1000):
                        pass
        finally:
            server.should_exit = True
            thread.join(20)
    assert not thread.is_alive()


def drips(client: socket.socket) -> bool:
    """Sends a header a few bytes at a time until the connection is closed; False where it never is."""
    client.sendall(b"GET / HTTP/1.1\r\n")
    client.settimeout(0.05)
    for _ in range(200):
        try:
            client.sendall(b"X-A: b\r\n")
            if client.recv(100) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


HOST = b"Host: 127.0.0.1\r\n"
REQUESTS = {
    "no host": (b"GET / HTTP/1.0\r\n\r\n", 403),
    "two hosts": (b"GET / HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n", 400),
    "a whole foreign address": (b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "a whole own address": (b"GET http://127.0.0.1/ HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "a proxy is wanted": (b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "everything": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "an echo": (b"TRACE / HTTP/1.1\r\nCookie: secret\r\n" + HOST + b"\r\n", 405),
    "a method of its own": (b"get / HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    "two lengths": (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400),
    "a length and chunks": (
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        405,
    ),
    "another protocol": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20 + b"\r\n\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 403),
    "a socket of the web": (
        b"GET / HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        b"Origin: http://evil.example\r\n\r\n",
        403,
    ),
    "a line break in the path": (b"GET /%0d%0aSet-Cookie:a=b HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "bytes that are no text": (b"GET /%ff%fe HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "raw bytes": (b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "twice encoded": (b"GET /%252e%252e/secret.txt HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "long dots": (b"GET /%c0%ae%c0%ae/secret.txt HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "a file below a file": (b"GET /robots.txt/x HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "a host with a path": (b"GET / HTTP/1.1\r\nHost: 127.0.0.1/evil\r\n\r\n", 403),
    "a host with a user": (b"GET / HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n\r\n", 403),
    "a great header": (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n", 400),
    "thousands of headers": (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 100_000 + b"\r\n", 400),
}  # fmt: skip


@pytest.mark.parametrize("kind", REQUESTS)
def test_what_is_no_plain_request_is_refused(running: Preview, kind: str) -> None:
    (running.content.parent / "secret.txt").write_text("secret")
    request, status = REQUESTS[kind]
    with closing(connect(running, request)) as client:
        try:
            reply = client.recv(65536)
        except ConnectionResetError:  # closed before all of it was said
            reply = b"HTTP/1.1 400"
    assert reply.startswith(b"HTTP/1.1 %d" % status), reply[:200]
    assert b"secret" not in reply
    assert b"set-cookie" not in reply.lower()
    assert running.ask("/")[0] == 200


RANGES = {
    "the whole, often": "bytes=" + ",".join(["0-"] * 15_000),
    "thousands of bytes": "bytes=" + ",".join(f"{place}-{place}" for place in range(0, 14_000, 2)),
    "backwards": "bytes=9-1",
    "far": "bytes=" + "9" * 4000 + "-",
    "nothing": "bytes=-0",
    "another unit": "octets=1-2",
}


@pytest.mark.parametrize("kind", RANGES)
def test_odd_ranges_give_no_more_than_the_file(running: Preview, kind: str) -> None:
    size = (running.content.parent / "site/robots.txt").stat().st_size
    status, _, body = running.ask("/robots.txt", Range=RANGES[kind])
    assert status in (200, 206, 400, 416)
    assert len(body) <= size + 200
    assert running.ask("/")[0] == 200


def test_pages_that_builds_take_away_are_missing_and_not_errors(tmp_path: Path) -> None:
    """Asked for without end while they come and go."""
    with served(tmp_path) as running:
        page = tmp_path / "site/coming.html"
        stopped = threading.Event()

        def come_and_go() -> None:
            while not stopped.is_set():
                page.write_text("<html></html>")
                os.unlink(page)

        thread = threading.Thread(target=come_and_go)
        thread.start()
        try:
            met = {running.ask("/coming.html")[0] for _ in range(300)}
        finally:
            stopped.set()
            thread.join()
        assert met <= {200, 404}
