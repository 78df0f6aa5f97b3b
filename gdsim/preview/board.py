"""What the last build said, and everybody who waits to hear the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any


class Board:
    """The news of the newest build; belongs to one event loop."""

    def __init__(self) -> None:
        self._news: dict[str, Any] = {"state": "building", "build": 0, "problems": []}
        self._waiting: set[asyncio.Event] = set()

    @property
    def news(self) -> dict[str, Any]:
        """``state`` (building, built, broken), its ``problems``, and how many builds wrote something."""
        return self._news

    def post(self, state: str, *, problems: Sequence[str] = (), wrote: bool = False) -> None:
        """Tell everybody; ``wrote`` says that the site is not what it was."""
        self._news = {"state": state, "build": self._news["build"] + wrote, "problems": list(problems)}
        for event in self._waiting:
            event.set()

    async def read(self) -> AsyncGenerator[dict[str, Any], None]:
        """The news now, then each time it changes; what changes in between is left out."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            while True:
                event.clear()
                yield self._news
                await event.wait()
        finally:
            self._waiting.discard(event)
