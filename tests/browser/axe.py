"""axe-core over a page as it stands."""

from __future__ import annotations

import functools
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "templates/player/node_modules/axe-core/axe.min.js"
RUN = """(without) => axe.run({
    preload: false,
    resultTypes: ['violations'],
    rules: Object.fromEntries(without.map((rule) => [rule, {enabled: false}])),
}).then(({violations}) => violations)"""


def axe_findings(page: Page, *without: str) -> list[str]:
    """Rules that a page breaks, with the elements that break them; ``without`` rules are not looked at."""
    page.evaluate(_script())
    found = page.evaluate(RUN, list(without))
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@functools.cache
def _script() -> str:
    return SCRIPT.read_text("utf-8")
