"""Finding and starting a real Chromium, and opening pages that are listened to."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass, field

import pytest
from fingers import ChromiumFingers, Fingers
from machine import find
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Pages of the address bar, drawn anew for each window: a third of the time that a page takes.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
]
ON_PATH = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = """\
The browser tests need a Chromium that plays H.264. Any one of these will do:
  - install it: apt-get install chromium, dnf install chromium, brew install --cask chromium
  - name one: GDSIM_CHROMIUM=/path/to/chromium
  - let Playwright bring its own: uv run playwright install chromium
"""


def find_chromium() -> str | None:
    """A Chromium of this machine; None where only Playwright's own can be."""
    return find("GDSIM_CHROMIUM", ON_PATH, "chromium")


def find_or_stop() -> None:
    """End the whole run with code 3 where no Chromium starts."""
    with sync_playwright() as playwright:
        launch(playwright).close()


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium found, else Playwright's own; else end the whole run with code 3."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*ARGUMENTS, "--no-sandbox"] if root else ARGUMENTS
    path = find_chromium()
    try:
        return playwright.chromium.launch(executable_path=path, args=arguments)
    except Error as error:
        pytest.exit(f"{NO_BROWSER}\n{error}", returncode=3)


# For a picture the driver puts an empty style into the page, whose policy forbids it; Firefox says so.
DRIVERS_STYLE = base64.b64encode(hashlib.sha256(b"body {}").digest()).decode()


@dataclass
class Watched:
    """A page and all it said: the console's warnings and errors, requests that left the folder."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def on_console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and DRIVERS_STYLE not in text:
            self.complaints.append(f"{kind}: {text}")

    def on_request(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            self.outside.append(url)


@dataclass
class Opener:
    """Opens pages in contexts of their own; all are closed when the test ends."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(
        self, *, width: int, height: int, scheme: str, motion: str, javascript: bool, touch: bool
    ) -> BrowserContext:
        """A context of the reader's taste and screen."""
        return self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion=motion,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            has_touch=touch,
        )

    def fingers(self, page: Page) -> Fingers:
        """Those of a reader at a page that was opened with ``touch``."""
        return ChromiumFingers(page)

    def __call__(
        self,
        url: str,
        *,
        width: int = 1200,
        height: int = 900,
        scheme: str = "light",
        motion: str = "no-preference",
        javascript: bool = True,
        touch: bool = False,
        init: str = "",
        wake: bool = True,
    ) -> Watched:
        """``wake`` waits until every player, also one far below, has read its data."""
        context = self.context(
            width=width, height=height, scheme=scheme, motion=motion, javascript=javascript, touch=touch
        )
        self.contexts.append(context)
        if init:
            context.add_init_script(init)
        watched = Watched(context.new_page())
        watched.page.on("console", lambda message: watched.on_console(message.type, message.text))
        watched.page.on("pageerror", lambda error: watched.on_console("error", str(error)))
        watched.page.on("request", lambda request: watched.on_request(request.url))
        watched.page.goto(url)
        if javascript and wake:
            watched.page.evaluate(
                "() => Promise.allSettled((window.gdsim?.players ?? []).map((player) => player.ready))"
            )
        return watched
