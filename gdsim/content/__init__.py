"""Text in: front matter, Markdown, wikilinks, math and expressions → Page.

read_content ─→ Content ─→ LinkIndex ─→ render_page ─→ Page   (one page at a time: pure, cacheable)
                                            └─→ check_links, linked_from   (all pages together)
"""

from importlib import import_module
from typing import Any

# Imported when first used: a build whose pages stand in the cache needs no Markdown.
_HOMES = {
    "LinkIndex": "index",
    "check_links": "links",
    "linked_from": "links",
    "read_assets": "assets",
    "read_content": "read",
    "render_page": "render",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
