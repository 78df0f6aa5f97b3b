"""Fingers on a screen, as each browser's driver can be told of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from playwright.sync_api import Page
from relay import Wire

Point = tuple[float, float]
Way = tuple[Point, Point]


class Fingers(Protocol):
    """One or more fingers, put down, moved in steps and lifted together."""

    def move(self, *ways: Way, steps: int = 6) -> None:
        """Each finger goes from its first point to its second, in pixels of the viewport."""


def tap(fingers: Fingers, x: float, y: float) -> None:
    fingers.move(((x, y), (x, y)), steps=0)


def between(way: Way, share: float) -> Point:
    (x, y), (to_x, to_y) = way
    return x + share * (to_x - x), y + share * (to_y - y)


class ChromiumFingers:
    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def move(self, *ways: Way, steps: int = 6) -> None:
        self._send("touchStart", [between(way, 0) for way in ways])
        for step in range(1, steps + 1):
            self._send("touchMove", [between(way, step / steps) for way in ways])
        self._send("touchEnd", [])

    def _send(self, kind: str, at: Sequence[Point]) -> None:
        points = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(at)]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


class FirefoxFingers:
    """Over the relay: Playwright's own tap does nothing there. These fingers cannot scroll a page."""

    def __init__(self, page: Page, wire: Wire) -> None:
        self._wire = wire
        contexts = wire.send("browsingContext.getTree")["contexts"]
        (self._context,) = [tab["context"] for tab in contexts if tab["url"] == page.url]

    def move(self, *ways: Way, steps: int = 6) -> None:
        fingers = [
            {
                "type": "pointer",
                "id": f"finger {k}",
                "parameters": {"pointerType": "touch"},
                "actions": [
                    moved(way, 0),
                    {"type": "pointerDown", "button": 0},
                    *(moved(way, step / steps) for step in range(1, steps + 1)),
                    {"type": "pointerUp", "button": 0},
                ],
            }
            for k, way in enumerate(ways)
        ]
        self._wire.send("input.performActions", context=self._context, actions=fingers)


def moved(way: Way, share: float) -> dict[str, object]:
    x, y = between(way, share)
    return {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 16}
