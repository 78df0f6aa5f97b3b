"""A real browser on file://, and the site it opens: Chromium, or with GDSIM_BROWSER=firefox Firefox.

Nothing here is ever skipped. What only Chromium's driver can do, such as paper or a download, is marked
``chromium`` and left out of a run in Firefox.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import fixture_site
import pytest
from chromium import Opener, launch
from firefox import Firefoxes, FirefoxOpener
from playwright.sync_api import Browser, Playwright, sync_playwright

BROWSER = os.environ.get("GDSIM_BROWSER", "chromium")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one driver of the session."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The one Chromium of the session."""
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefoxes(playwright: Playwright) -> Iterator[Firefoxes]:
    """The Firefoxes of the session."""
    firefoxes = Firefoxes(playwright)
    yield firefoxes
    firefoxes.close()


@pytest.fixture(scope="session")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """file:// address of a page with the players that the tests use."""
    return fixture_site.write_site(tmp_path_factory.mktemp("site")).as_uri()


@pytest.fixture
def open_page(request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens a page in the browser of the run and waits until its players are drawn."""
    if BROWSER == "firefox":
        yield from opened(FirefoxOpener(request.getfixturevalue("firefoxes")))
    else:
        yield from opened(Opener(request.getfixturevalue("browser")))


@pytest.fixture
def open_in_firefox(firefoxes: Firefoxes) -> Iterator[Opener]:
    """The same in Firefox, whatever the run's browser."""
    yield from opened(FirefoxOpener(firefoxes))


def opened(opener: Opener) -> Iterator[Opener]:
    yield opener
    for context in opener.contexts:
        context.close()


def pytest_configure(config: pytest.Config) -> None:
    if BROWSER not in ("chromium", "firefox"):
        pytest.exit(f"GDSIM_BROWSER is chromium or firefox, got {BROWSER!r}", returncode=3)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests go last: what fails fast is told first."""
    if BROWSER == "firefox":
        left_out = [item for item in items if item.get_closest_marker("chromium")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    here = Path(__file__).parent
    items.sort(key=lambda item: here in item.path.parents)
