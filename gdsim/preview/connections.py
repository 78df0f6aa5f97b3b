"""Connections of the preview: a client that is slow or silent takes nobody's place."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 10.0  # seconds for a request to come whole, from when its connection is free for it
MOST = 100  # connections at once; below what every system lets a process open


class Connection(H11Protocol):
    """A connection that is closed where no whole request comes of it; the idlest makes room for a new one."""

    used = 0.0  # when it was opened, or its last request came whole, by the clock of the loop
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let it in; where all places are taken, for the one that has asked for nothing for longest."""
        others = [other for other in self.connections if isinstance(other, Connection)]
        if len(others) >= MOST:
            min(others, key=lambda other: other.used).drop()
        super().connection_made(transport)
        self._wait()

    def drop(self) -> None:
        """Close it now, whatever is still to be sent."""
        self.transport.abort()
        self.connections.discard(self)  # what closes it does so a moment later

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Take what has come in; with a request whole, it has all the time it needs."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self.used = self.loop.time()
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """The next request may come."""
        self._wait()
        super().on_response_complete()

    def _wait(self) -> None:
        self._stop_waiting()
        self.used = self.loop.time()
        self._late = self.loop.call_later(PATIENCE, self.drop)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class Server(uvicorn.Server):
    """A server that ends at once: what is open then is cut."""

    def __init__(self, app: ASGIApp) -> None:
        config = uvicorn.Config(
            app,
            http=Connection,
            ws="none",
            log_level="error",
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=5,
            backlog=MOST,
            h11_max_incomplete_event_size=64 * 1024,
        )
        super().__init__(config)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Cut what is open: the news of a page never end by themselves, and a slow client has no claim."""
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)
