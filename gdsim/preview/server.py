"""The preview server: the site's files with byte ranges, to this machine alone, and the news of builds.

Nothing but GET and HEAD is answered, no folder is listed, no address leads out of the site, and no page of
another origin may read anything.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from gdsim.preview.board import Board
from gdsim.site.resources import PACKAGE

HOSTS = ("127.0.0.1", "localhost", "[::1]")
NEWS, SCRIPT = "/_gdsim/news", "/_gdsim/live.js"
# A line that says nothing, so that a browser that has gone is noticed.
HEARTBEAT = 15.0
_POLICY = re.compile(r"(?<=Content-Security-Policy\" content=\")")
_HEAD_END = re.compile(r"</head>", re.I)
NOTHING = """<!doctype html>
<html lang="en"><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'">
<meta charset="utf-8"><title>gdsim</title>
</head><body><h1>Nothing is built yet</h1><p>What the build says appears here.</p></body></html>
"""


def application(site: Path, board: Board) -> ASGIApp:
    """The application that serves the folder ``site``, wherever builds put it next."""

    async def page(request: Request) -> Response:
        path = _inside(site, request.path_params["path"])
        if path is None and request.url.path == "/favicon.ico":  # browsers ask for it unasked
            return Response(status_code=204)
        if path is None:
            return _missing(site, board.news["build"])
        if path.suffix == ".html":
            build = board.news["build"]  # before the page: it may be newer, never older
            try:
                text = path.read_text("utf-8")
            except OSError:  # a build has just taken it away
                return _missing(site, build)
            return HTMLResponse(_live(text, build), headers=_FRESH)
        return FileResponse(path, headers=_FRESH)

    async def news(request: Request) -> Response:
        return StreamingResponse(_stream(board), media_type="text/event-stream", headers=_FRESH)

    async def script(request: Request) -> Response:
        return FileResponse(PACKAGE / "static" / "live.js", headers=_FRESH)

    routes = [Route(NEWS, news), Route(SCRIPT, script), Route("/{path:path}", page)]
    return OnlyHere(Starlette(routes=routes))


_FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class OnlyHere:
    """Refuses what was not asked by a page of this server, or by its user: foreign hosts and origins."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a good request on."""
        if scope["type"] == "http":
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            if not _allowed(headers):
                await PlainTextResponse("This preview answers to 127.0.0.1 alone.", 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _allowed(headers: dict[str, str]) -> bool:
    host = headers.get("host", "")
    if re.sub(r":\d+$", "", host) not in HOSTS:
        return False
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return False
    # Navigation from elsewhere is a click; anything embedded from elsewhere is not for it to have.
    elsewhere = headers.get("sec-fetch-site") in {"cross-site", "same-site"}
    clicked = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return not elsewhere or clicked


def _inside(site: Path, asked: str) -> Path | None:
    """The regular file of the site that an address means; None for anything else."""
    if "\0" in asked or "\\" in asked or any(part in {".", ".."} for part in asked.split("/")):
        return None
    name = asked.lstrip("/")
    if not name or name.endswith("/"):
        name += "index.html"
    try:
        path = (site / name).resolve(strict=True)
        inside = path.is_relative_to(site.resolve()) and path.is_file()
    except (OSError, ValueError):
        return None
    return path if inside else None


def _live(text: str, build: int) -> str:
    """A page that follows its site: with the script for it, and the right to ask for news."""
    script = f'<script src="{SCRIPT}?build={build}" defer></script></head>'
    text = _POLICY.sub("connect-src 'self'; ", text, count=1)
    return _HEAD_END.sub(script, text, count=1)


def _missing(site: Path, build: int) -> Response:
    try:
        text = (site / "404.html").read_text("utf-8")
    except OSError:
        text = NOTHING
    return HTMLResponse(_live(text, build), 404, headers=_FRESH)


async def _stream(board: Board) -> AsyncIterator[str]:
    """News as server-sent events."""
    news = board.read()
    waiting: asyncio.Future[dict[str, Any]] = asyncio.ensure_future(anext(news))
    try:
        while True:
            done, _ = await asyncio.wait({waiting}, timeout=HEARTBEAT)
            if not done:
                yield ": still here\n\n"
                continue
            yield f"data: {json.dumps(waiting.result())}\n\n"
            waiting = asyncio.ensure_future(anext(news))
    finally:
        waiting.cancel()
