"""Build once, serve, and build again whenever something is saved."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import traceback
from pathlib import Path

from watchfiles import Change, awatch

from gdsim.core.config import BuildConfig
from gdsim.core.progress import Reporter
from gdsim.errors import AuthorErrors, BuildError, printable
from gdsim.pipeline import build_site
from gdsim.preview.board import Board
from gdsim.preview.connections import Server
from gdsim.preview.server import application
from gdsim.stages.remembered import Remembered

# Saves that come within this time of each other are one; a page is seen well within a second.
GATHER_MS, STEP_MS = 200, 40
TRIES = 20  # ports tried from the one asked for


def serve(config: BuildConfig, port: int, reporter: Reporter) -> int:
    """Serve the site of ``config`` on 127.0.0.1 until interrupted.

    Raises:
        BuildError: no port is free, or there is no such folder of content or templates.
    """
    if not (config.content / "site.yaml").is_file():
        raise BuildError(f"{config.content}: there is no site.yaml")
    if config.templates and not config.templates.is_dir():
        raise BuildError(f"{config.templates}: there is no such folder of templates")
    with contextlib.closing(_listen(port)) as listener:
        here = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(config, listener, here, reporter))
    return 0


def _listen(port: int) -> socket.socket:
    """A socket on the first free port from ``port`` on; any free one for 0."""
    for number in [0] if port == 0 else range(port, min(port + TRIES, 65536)):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", number))
        except OSError:
            listener.close()
            continue
        return listener
    raise BuildError(f"no port from {port} to {port + TRIES - 1} is free; name another with --port")


async def _serve(config: BuildConfig, listener: socket.socket, here: str, reporter: Reporter) -> None:
    board = Board()
    server = Server(application(config.output, board))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    building = asyncio.create_task(_build_and_watch(config, board, reporter, here))
    await asyncio.wait({serving, building}, return_when=asyncio.FIRST_COMPLETED)
    building.cancel()
    server.should_exit = True
    await serving
    with contextlib.suppress(asyncio.CancelledError):
        await building


async def _build_and_watch(config: BuildConfig, board: Board, reporter: Reporter, here: str) -> None:
    saved = asyncio.Event()
    watching = asyncio.create_task(_watch(config, saved))
    await asyncio.sleep(0)  # the watch stands before the first file is read: no save is missed
    remembered = Remembered()
    try:
        await _build(config, board, reporter, remembered)
        print(f"serving {printable(str(config.output))} at {here} (stop with Ctrl+C)", flush=True)
        while True:
            waiting = asyncio.create_task(saved.wait())
            await asyncio.wait({watching, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                waiting.cancel()
                return watching.result()  # raises where the folder can no longer be watched
            saved.clear()
            await _build(config, board, reporter, remembered)
    finally:
        watching.cancel()


async def _watch(config: BuildConfig, saved: asyncio.Event) -> None:
    """Set ``saved`` whenever something was saved that a build would read."""
    folders = [config.content, *filter(None, [config.templates])]
    ours = (config.output, config.cache)

    def is_source(change: Change, path: str) -> bool:
        saved_at = Path(path)
        return not saved_at.name.startswith(".") and not any(map(saved_at.is_relative_to, ours))

    async for _ in awatch(*folders, watch_filter=is_source, debounce=GATHER_MS, step=STEP_MS):
        saved.set()


async def _build(config: BuildConfig, board: Board, reporter: Reporter, remembered: Remembered) -> None:
    """Build in a thread; what is wrong is told in the terminal and on the board, and ends nothing."""
    board.post("building")
    try:
        summary = await asyncio.to_thread(build_site, config, reporter, remembered)
    except AuthorErrors as error:
        _tell(board, [mistake.told(os.path.relpath(config.content)) for mistake in error.mistakes])
    except BuildError as error:
        _tell(board, [printable(str(error))])
    except Exception as error:  # ours to mend; the next save may avoid it
        traceback.print_exc()
        _tell(board, [printable(f"gdsim failed: {type(error).__name__}: {error}")])
    else:
        board.post("built", wrote=summary.written > 0)
        print(
            f"built: {summary.pages:,} pages, {summary.written:,} files written, {summary.seconds:.1f} s",
            flush=True,
        )


def _tell(board: Board, problems: list[str]) -> None:
    board.post("broken", problems=problems)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problem{'s' * (len(problems) != 1)}; the last good site stands.", file=sys.stderr)
