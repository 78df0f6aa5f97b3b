"""A real Chromium on file://, and the site it opens. Nothing here is ever skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fixture_site
import pytest
from chromium import Opener, launch
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of the session."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """file:// address of a page with the players that the tests use."""
    return fixture_site.write_site(tmp_path_factory.mktemp("site")).as_uri()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """Opens a page and waits until its players are drawn."""
    opener = Opener(browser)
    yield opener
    for context in opener.contexts:
        context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests go last: what fails fast is told first."""
    here = Path(__file__).parent
    items.sort(key=lambda item: here in item.path.parents)
