"""``gdsim check``: the built site as a browser and a host would take it: links, fragments, weights, sizes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from gdsim.errors import BuildError, Mistake, near_names
from gdsim.site.publish import is_site

KB, MB, GB = 1_000, 1_000_000, 1_000_000_000
PAGE_BUDGET = 300 * KB  # a page with its styles, scripts and data, before media and fonts
SITE_LIMIT = 1 * GB  # of GitHub Pages: a published site
FILE_LIMIT = 100 * MB  # of git on GitHub: a file
NEAR = 0.8  # share of a limit from which it is worth a warning
# What the address of each kind of element is for.
ADDRESSES = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "iframe": ("src",),
    "img": ("src",),
    "link": ("href",),
    "script": ("src",),
    "source": ("src",),
    "video": ("src", "poster"),
}
WEIGHED = (".css", ".js")


@dataclass(frozen=True)
class Report:
    """A checked site.

    Args:
        weights: bytes of each page with the styles and scripts that it loads at once, heaviest first.
        sizes: bytes by kind of file (its ending), largest first.
        problems: links and fragments that lead nowhere, ids used twice; paths are those of the site.
        warnings: budgets and limits that are passed, or nearly so.
    """

    files: int
    bytes: int
    weights: dict[str, int]
    sizes: dict[str, int]
    problems: list[Mistake]
    warnings: list[str]

    def record(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)

    def table(self) -> str:
        """The report in words and two tables."""
        lines = [f"{self.files:,} files, {self.bytes / MB:.1f} MB of {SITE_LIMIT / GB:.0f} GB", ""]
        lines += [f"{size / MB:>10.1f} MB  {kind}" for kind, size in self.sizes.items() if size >= MB / 20]
        lines += ["", "heaviest pages, before media and fonts:"]
        lines += [f"{size / KB:>10.0f} KB  {page}" for page, size in list(self.weights.items())[:8]]
        lines += ["", *(f"warning: {sentence}" for sentence in self.warnings)]
        lines += [str(problem) for problem in self.problems]
        count = len(self.problems)
        lines.append(f"{count:,} problem{'s' * (count != 1)} in {len(self.weights):,} pages")
        return "\n".join(lines)


def check_site(site: Path) -> Report:
    """Read the site at ``site`` and follow every link in it.

    Raises:
        BuildError: there is no site that gdsim made.
    """
    if not is_site(site):
        raise BuildError(
            f"{site} is no site that gdsim made; run 'gdsim build' first, or name it by --output"
        )
    files = {
        path.relative_to(site).as_posix(): path.stat().st_size
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
    # What stands among the assets is no page: a frame that is read when a listing is edited.
    names = [name for name in files if name.endswith(".html") and not name.startswith("assets/")]
    pages = {name: _read(site / name) for name in names}
    problems = [problem for name in pages for problem in _problems(name, pages, files)]
    weights = {name: files[name] + _loaded(name, page, files) for name, page in pages.items()}
    weights = dict(sorted(weights.items(), key=lambda item: (-item[1], item[0])))
    kinds: dict[str, int] = {}
    for name, size in files.items():
        kind = posixpath.splitext(name)[1] or "other"
        kinds[kind] = kinds.get(kind, 0) + size
    kinds = dict(sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    total = sum(files.values())
    return Report(len(files), total, weights, kinds, problems, list(_warnings(weights, files, total, site)))


@dataclass
class _Page(HTMLParser):
    """What a page links to and can be linked by."""

    links: list[tuple[str, str, int]] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    twice: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note addresses and ids."""
        line = self.getpos()[0]
        for name, value in attrs:
            if value and name in ADDRESSES.get(tag, ()):
                self.links.append((tag, value, line))
            if name == "id" and value:
                if value in self.ids:
                    self.twice.append((value, line))
                self.ids.setdefault(value, line)


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8", errors="replace"))  # a file that no build made may be in any encoding
    page.close()
    return page


def _problems(name: str, pages: Mapping[str, _Page], files: Mapping[str, int]) -> Iterator[Mistake]:
    page = pages[name]
    for anchor, line in page.twice:
        yield Mistake(name, line, f"the id {anchor!r} is used twice")
    for _, address, line in page.links:
        message = _wrong(name, address, pages, files)
        if message:
            yield Mistake(name, line, message)


def _wrong(name: str, address: str, pages: Mapping[str, _Page], files: Mapping[str, int]) -> str | None:
    """What is wrong with a link of the page ``name``, if anything."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"{address!r} is no address"
    if parts.scheme in {"http", "https", "mailto", "data"} or parts.netloc:
        return None
    if parts.path.startswith("/") and name == "404.html":  # stands at any depth, so it starts at the root
        return None
    target = _target(name, parts.path)
    if target is None or target not in files:
        return f"{address!r} leads nowhere{near_names(target or address, files)}"
    # A fragment with fields is the state of a player; its first part is the player's figure.
    anchor = unquote(parts.fragment).partition("&")[0]
    if anchor and target in pages and anchor not in pages[target].ids:
        return f"{target} has no #{anchor}{near_names(anchor, pages[target].ids)}"
    return None


def _target(name: str, path: str) -> str | None:
    """Site path that a relative address of the page ``name`` means; None outside the site."""
    clean = unquote(path)
    if not clean:
        return name
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), clean))
    if clean.endswith("/") or target == ".":
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    return None if target.startswith(("..", "/")) else target


def _loaded(name: str, page: _Page, files: Mapping[str, int]) -> int:
    """Bytes of the styles and scripts that a page loads at once."""
    targets = {
        _target(name, urlsplit(address).path)
        for tag, address, _ in page.links
        if tag in {"link", "script"} and urlsplit(address).path.endswith(WEIGHED)
    }
    return sum(files.get(target, 0) for target in targets if target)


def _warnings(weights: Mapping[str, int], files: Mapping[str, int], total: int, site: Path) -> Iterator[str]:
    for name, size in weights.items():
        if size > PAGE_BUDGET:
            yield (
                f"{name} weighs {size / KB:.0f} KB before media and fonts; "
                f"the budget is {PAGE_BUDGET // KB} KB"
            )
    for name, size in files.items():
        if size > FILE_LIMIT:
            yield f"{name} has {size / MB:.0f} MB; GitHub takes files of at most {FILE_LIMIT // MB} MB"
    if total > NEAR * SITE_LIMIT:
        yield f"the site has {total / MB:,.0f} MB; GitHub Pages takes {SITE_LIMIT // MB:,} MB"
    for path in sorted(site.rglob("*")):
        if path.is_symlink():
            yield f"{path.relative_to(site).as_posix()} is a link; GitHub Pages refuses a site with links"
