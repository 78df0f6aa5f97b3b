"""Finding and starting a real Firefox with the file policy that readers have, driven by Playwright over BiDi.

Playwright's own Firefox is a patched build; its channel ``moz-firefox`` drives the one that people run. BiDi
cannot set a page's colour scheme or reduced motion, nor stop its scripts, so each ``Taste`` is a browser of
its own.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest
from chromium import Opener
from fingers import Fingers, FirefoxFingers
from machine import find
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright
from relay import Wire, wrapped

ON_PATH = ("firefox-esr", "firefox")
PREFERENCES: dict[str, str | float | bool] = {
    # A driver relaxes these two, and pages that no reader could open would pass.
    "security.fileuri.strict_origin_policy": True,
    "remote.prefs.recommended": False,
    # What the driver's own preferences would have done: no first pages, no updates, no telemetry.
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.sessionstore.resume_from_crash": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.disable_open_during_load": False,
    "extensions.update.enabled": False,
    "full-screen-api.transition-duration.enter": "0 0",
    "full-screen-api.transition-duration.leave": "0 0",
    "full-screen-api.warning.timeout": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.server": "data:,",
}
NO_BROWSER = """\
These tests need Firefox. Any one of these will do:
  - install it: apt-get install firefox-esr, dnf install firefox, brew install --cask firefox
  - name one: GDSIM_FIREFOX=/path/to/firefox
"""


class Taste(NamedTuple):
    """What a reader has set, as preferences of the browser."""

    scheme: str = "light"
    motion: str = "no-preference"
    javascript: bool = True
    touch: bool = False

    @property
    def preferences(self) -> dict[str, str | float | bool]:
        dark = self.scheme == "dark"
        return {
            "javascript.enabled": self.javascript,
            "dom.w3c_touch_events.enabled": int(self.touch),
            "layout.css.prefers-color-scheme.content-override": 0 if dark else 1,
            "ui.systemUsesDarkTheme": int(dark),
            "ui.prefersReducedMotion": int(self.motion == "reduce"),
        }


def find_or_stop() -> str:
    """The Firefox found; where there is none the whole run ends with code 3."""
    path = find("GDSIM_FIREFOX", ON_PATH, "firefox-esr")
    if not path:
        pytest.exit(NO_BROWSER, returncode=3)
    return path


def launch(playwright: Playwright, taste: Taste, folder: Path | None = None) -> Browser:
    """Start the Firefox found, with a relay in ``folder``; without one end the whole run with code 3."""
    path = find_or_stop()
    if folder:
        path = str(wrapped(path, folder))
    preferences = {**PREFERENCES, **taste.preferences}
    try:
        return playwright.firefox.launch(
            executable_path=path, channel="moz-firefox", firefox_user_prefs=preferences
        )
    except Error as error:
        pytest.exit(f"{NO_BROWSER}\n{error}", returncode=3)


@dataclass
class Firefoxes:
    """The Firefoxes of a session by taste, each started when it is first asked for."""

    playwright: Playwright
    started: dict[Taste, Browser] = field(default_factory=dict)
    wires: dict[Taste, Wire] = field(default_factory=dict)

    def get(self, taste: Taste) -> Browser:
        if taste not in self.started:
            folder = Path(tempfile.mkdtemp()) if taste.touch else None  # a socket's path must be short
            self.started[taste] = launch(self.playwright, taste, folder)
            if folder:
                self.wires[taste] = Wire(folder)
        return self.started[taste]

    def close(self) -> None:
        for wire in self.wires.values():
            wire.close()
        for browser in self.started.values():
            browser.close()


class FirefoxOpener(Opener):
    """Opens pages in the Firefox of their taste."""

    def __init__(self, firefoxes: Firefoxes) -> None:
        super().__init__(firefoxes.get(Taste()))
        self.firefoxes = firefoxes

    def context(
        self, *, width: int, height: int, scheme: str, motion: str, javascript: bool, touch: bool
    ) -> BrowserContext:
        browser = self.firefoxes.get(Taste(scheme, motion, javascript, touch))
        return browser.new_context(viewport={"width": width, "height": height}, has_touch=touch)

    def fingers(self, page: Page) -> Fingers:
        (wire,) = [
            self.firefoxes.wires[taste]
            for taste, browser in self.firefoxes.started.items()
            if browser is page.context.browser
        ]
        return FirefoxFingers(page, wire)
