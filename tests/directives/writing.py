"""Small contents of one page for the tests of directives."""

from __future__ import annotations

from pathlib import Path

from gdsim.content import LinkIndex, read_content, render_page
from gdsim.core.page import Page
from tests.content.fakes import FakeFacts, write_content

ASSETS: dict[str, str | bytes] = {"assets/dot.png": b"png"}


def render(root: Path, text: str, *, media: bool = True, **others: str | bytes) -> Page:
    """``text`` as the page ``Notes/Page.md``."""
    content = read_content(
        write_content(root, {**ASSETS, **others, "index.md": "Home.\n", "Notes/Page.md": text})
    )
    source = next(page for page in content.pages if page.path == "Notes/Page.md")
    return render_page(source, LinkIndex(content), FakeFacts(), media=media)


def html_of(root: Path, text: str, *, media: bool = True) -> str:
    """The HTML of ``text``, which has no mistake."""
    page = render(root, text, media=media)
    assert page.mistakes == ()
    return page.html


def mistakes_of(root: Path, text: str) -> list[str]:
    """The mistakes of ``text`` as ``line: message``."""
    return [f"{mistake.line}: {mistake.message}" for mistake in render(root, text).mistakes]
