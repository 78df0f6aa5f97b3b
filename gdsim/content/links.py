"""Links between rendered pages: fragments that must exist, and who links to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gdsim.core.page import Page
from gdsim.errors import Mistake, near_names


def check_links(pages: Iterable[Page]) -> list[Mistake]:
    """A mistake for each link to a fragment that its page does not have.

    Pages left out (``build --only``) are not looked into.
    """
    rendered = {page.url: page for page in pages}
    mistakes = []
    for page in rendered.values():
        for link in page.links:
            target = rendered.get(link.url)
            if target and link.fragment and link.fragment not in target.ids:
                near = near_names(link.fragment, (heading.id for heading in target.toc))
                message = f"{target.path!r} has no heading #{link.fragment}{near}"
                mistakes.append(Mistake(page.path, link.line, message))
    return mistakes


def linked_from(pages: Sequence[Page]) -> dict[str, tuple[Page, ...]]:
    """Pages that link to each page, by its site path, in the order of ``pages``; none to itself."""
    sources: dict[str, dict[str, Page]] = {page.url: {} for page in pages}
    for page in pages:
        for link in page.links:
            if link.url in sources and link.url != page.url:
                sources[link.url][page.url] = page
    return {url: tuple(linking.values()) for url, linking in sources.items()}
