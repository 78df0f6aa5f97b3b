"""What others made to judge a site by: html-validate (npm) and linkchecker (PyPI), each over a whole site."""

from __future__ import annotations

import functools
import json
import subprocess
from pathlib import Path
from typing import Any
from unittest import mock

import deno
from linkcheck import configuration, director, get_link_pat
from linkcheck.cmdline import aggregate_url
from linkcheck.htmlutil import htmlsoup
from linkcheck.logger import _Logger

PLAYER = Path(__file__).parents[2] / "templates/player"
RULES = {
    "root": True,
    "extends": ["html-validate:recommended"],
    "rules": {
        # HTML lets an id begin with a digit, as that of the heading "1. Choose a start" does.
        "valid-id": ["error", {"relaxed": True}],
        # A formula alone in a table's heading is named by its letters, for readers that do not know MathML.
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
    },
}
# The state of a player is in its fragment; the first part alone is an id, which `gdsim check` looks for.
STATE = r"#[^&]+&"


def html_findings(site: Path, scratch: Path) -> list[str]:
    """What html-validate says of the pages below ``site``, one process for all of them."""
    rules = scratch / "rules.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    command = [deno.find_deno_bin(), "run", "--quiet", "--allow-all", "npm:html-validate"]
    options = ["--config", str(rules), "--formatter", "json", f"{site}/**/*.html"]
    told = subprocess.run([*command, *options], cwd=PLAYER, capture_output=True, text=True, check=False)
    assert told.stdout.startswith("["), told.stderr  # exit code 1 also stands for findings
    return [
        f"{Path(page['filePath']).relative_to(site)}:{found['line']}: {found['ruleId']}: {found['message']}"
        for page in json.loads(told.stdout)
        for found in page["messages"]
    ]


class _Followed(_Logger):
    """Keeps what linkchecker says of each link."""

    LoggerName = "followed"
    LoggerArgs: dict[str, Any] = {}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.urls: set[str] = set()
        self.findings: list[str] = []

    def start_output(self) -> None:
        """Nothing to open."""

    def log_url(self, url_data: Any) -> None:
        """One link of one page."""
        self.urls.add(url_data.url)
        if not url_data.valid or url_data.warnings:
            self.findings.append(f"{url_data.parent_url}: {url_data.base_url}: {url_data.result}")

    def end_output(self, **kwargs: Any) -> None:
        """Nothing to close."""


def followed_links(start: Path) -> tuple[set[str], list[str]]:
    """Every address met from the page ``start`` on, by file://, and what is wrong with some."""
    config = configuration.Configuration()
    followed = _Followed()
    config |= {"threads": 0, "status": False, "verbose": True, "logger": followed, "checkextern": True}
    config["enabledplugins"].append("AnchorCheck")
    config["externlinks"] += [
        get_link_pat(STATE, strict=True),
        get_link_pat("^(?!file:)", strict=True),
        get_link_pat("#"),  # looked up, but not followed: the page is met without its fragment too
    ]
    config.sanitize()
    aggregate = director.get_aggregate(config)
    aggregate_url(aggregate, start.as_uri())
    with mock.patch.object(htmlsoup, "make_soup", functools.cache(htmlsoup.make_soup)):
        director.check_urls(aggregate)
    return followed.urls, followed.findings
