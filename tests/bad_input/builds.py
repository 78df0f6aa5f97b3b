"""Whole builds of bad input: each ends refused with lines, or built with a site that holds nothing live."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin

import pytest
from small_site import tree, write_content

import gdsim
from gdsim.errors import AuthorErrors

OWN = "dataset: houses\nlearning_rate: {}\nepochs: 5\nscenes: [fit]\n"

RATES = "dataset: clean-linear\nlearning_rate: {}\nepochs: 12\n"

PLAIN = "# Home\n"  # instead of a home page that asks for runs

OUR_SCRIPT = re.compile(r"(?!//)(?:[^:]*/)?assets/[a-z]+\.[0-9a-f]{12}\.js")
DATA_SCRIPT = re.compile(r'(?:gdsim\.receive\(|gdsimSite\.receive\("[a-z]+",)(.*)\);\n', re.DOTALL)
MOVED = re.compile(r"0; url=((?:\.\./)*[\w%.~-]+(?:/[\w%.~-]+)*\.html)")  # no scheme, no host, no state
LIVE_TAGS = {
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "svg",
    "style",
    "applet",
    "frame",
    "portal",
    "template",
}


def build(content, **options):
    return gdsim.build(content, executor="inline", **{"media": False, **options})


def changed(folder, files):
    """The small content with these files, texts or bytes."""
    texts = {name: text for name, text in files.items() if isinstance(text, str)}
    content = write_content(folder, texts)
    for name, data in files.items():
        if isinstance(data, bytes):
            (content / name).parent.mkdir(parents=True, exist_ok=True)
            (content / name).write_bytes(data)
    return content


def refused(content, **options):
    """The messages of a build that is refused; the old site stands, each mistake has its file and line."""
    site = content.parent / "site"
    before = tree(site) if site.exists() else None
    with pytest.raises(AuthorErrors) as caught:
        build(content, **options)
    assert (tree(site) if site.exists() else None) == before
    for mistake in caught.value.mistakes:
        assert mistake.path
        assert mistake.line >= 1
        assert str(mistake).replace("\n", "").isprintable()
    return [str(mistake) for mistake in caught.value.mistakes]


class Reader(HTMLParser):
    """What a browser would make of a page: its elements, addresses and ids, and whatever is live in it."""

    def __init__(self, html):
        super().__init__()
        self.addresses, self.ids, self.live, self.words = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        graph = tag == "svg" and (names.get("class") or "").startswith("gdsim-graph")
        script = tag == "script" and not OUR_SCRIPT.fullmatch(names.get("src") or "")
        if (tag in LIVE_TAGS and not graph) or script:
            self.live.append((tag, attrs))
        kind = names.get("http-equiv") or "Content-Security-Policy"
        moved = MOVED.fullmatch(names.get("content") or "") if kind == "refresh" else None
        if moved:
            self.addresses.append(moved[1])  # the page that an alias leads to, inside the site as any link
        elif tag == "meta" and kind != "Content-Security-Policy":
            self.live.append((tag, attrs))
        outward = tag == "a" or (tag == "link" and names.get("rel") == "canonical")
        for name, value in attrs:
            text = "".join((value or "").split()).lower()
            if name.startswith("on") or name in {
                "style",
                "srcdoc",
                "action",
                "formaction",
                "ping",
                "background",
            }:
                self.live.append((tag, name, value))
            if name in {"href", "src", "poster", "data", "xlink:href", "srcset"}:
                if text.startswith(("javascript:", "data:", "vbscript:", "file:", "//")):
                    self.live.append((tag, name, value))
                elif not (text.startswith(("http://", "https://", "mailto:")) and outward):
                    self.addresses.append(value or "")
            if name == "id":
                self.ids.append(value)

    def handle_data(self, data):
        self.words.append(data)


def strict(text):
    return json.loads(text, parse_constant=pytest.fail)


def assert_sound(site, *, media=False):
    """Strict JSON, every link resolves, nothing live, no outside request; returns the pages' text."""
    files = tree(site)
    pages = {}
    for name, data in files.items():
        if name.endswith(".json"):
            strict(data)
        elif name.endswith(".js") and not name.startswith("assets/"):
            strict(DATA_SCRIPT.fullmatch(data.decode())[1])
        elif name.endswith(".html"):
            pages[name] = Reader(data.decode())
    for name, page in pages.items():
        assert page.live == [], name
        assert len(page.ids) == len(set(page.ids)), name
        if name == "404.html":
            continue
        for address in page.addresses:
            way, _, fragment = address.partition("#")
            target = unquote(urljoin(f"/{name}", way))[1:]
            if target.startswith("media/") and not media:
                continue
            assert target in files, f"{name}: {address}"
            wanted = unquote(fragment).partition("&")[0]  # what follows is the state of a player
            assert not wanted or wanted in pages[target].ids, f"{name}: {address}"
    return {name: "".join(page.words) for name, page in pages.items()}


def built(content, **options):
    """The text of each page of a content that builds."""
    build(content, **options)
    return assert_sound(content.parent / "site", media=options.get("media", False))


def records(content, sweep):
    folder = content.parent / "site/runs" / sweep
    return [strict(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
