"""A page of the wiki, as read and as rendered, and the site it stands in."""

import datetime
import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import field, fields, replace
from functools import cached_property, lru_cache
from typing import Annotated, Any, NamedTuple, Self
from urllib.parse import quote, urlsplit

from gdsim.core.dataclass import dataclass
from gdsim.core.jsontext import digest
from gdsim.core.record import Check, Read
from gdsim.errors import Mistake

Date = datetime.date


def _not_empty(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value.strip()


def _a_title(value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise ValueError("must not be empty; leave it out to use the file name")
    return value and value.strip()


def _no_empty_item(value: list[str]) -> list[str]:
    if not all(item.strip() for item in value):
        raise ValueError("holds an empty item")
    return value


def _web_address(value: str) -> str:
    if value and not (value.startswith(("https://", "http://")) and value.isprintable() and " " not in value):
        raise ValueError("must start with https:// or http:// and hold no spaces")
    if value and not _host(value):
        raise ValueError("names no host that can be read")
    return value


def _host(address: str) -> str:
    """The host of a web address, ``""`` where there is none."""
    try:
        parts = urlsplit(address)
        return parts.hostname or "" if parts.port is None or parts.port else ""
    except ValueError:
        return ""


def _a_day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime.datetime) else value


Day = Annotated[Date | None, Read(_a_day)]
Names = Annotated[list[str], Check(_no_empty_item)]
Address = Annotated[str, Check(_web_address)]


@dataclass(frozen=True)
class SiteConfig:
    """``site.yaml``.

    Args:
        url: where the site will stand, such as ``https://name.github.io/wiki/``; canonical links need it.
        repository: address of the source, linked in the footer.
        discussion: address where readers may ask, linked in the footer.
        accent: colour of links, ``#rrggbb``; light mode, kept readable in dark.
        navigation: pages and folders in the header, in this order; all at the top when empty.
        plugins: Python modules to import before the build.
    """

    title: Annotated[str, Check(_not_empty)]
    description: str = ""
    url: Address = ""
    repository: Address = ""
    discussion: Address = ""
    accent: str = ""
    navigation: list[str] = field(default_factory=list)
    plugins: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FrontMatter:
    """The YAML block at the top of a page; every key may be left out.

    Args:
        title: else the file name.
        summary: one sentence for lists and search engines.
        aliases: other names that wikilinks may use; each is also an address that leads to the page.
        order: place among the pages of its folder; those without one follow, by title.
        draft: left out of the build unless drafts are asked for.
        used_in: where the idea is used: Markdown in one line each, wikilinks welcome.
        prerequisites: pages to read before, by the names that wikilinks use.
    """

    title: Annotated[str | None, Check(_a_title)] = None
    summary: str = ""
    tags: Names = field(default_factory=list)
    date: Day = None
    updated: Day = None
    aliases: Names = field(default_factory=list)
    order: float | int | None = None
    draft: bool = False
    used_in: Names = field(default_factory=list)
    prerequisites: Names = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """A page as read.

    Args:
        path: relative to the content folder, POSIX, such as ``Topics/Math/Gradient Descent.md``.
        text: the whole file, as hashed.
        front: its front matter; ``lines`` gives the line of each key in the file.
        body: what follows the front matter; ``line`` is the file's line of its first line.
        url: site path, such as ``topics/math/gradient-descent.html``, not percent-encoded.
        redirects: site paths of its aliases, which lead here.
    """

    path: str
    text: str
    front: FrontMatter
    lines: Mapping[str, int]
    body: str
    line: int
    title: str
    url: str
    redirects: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Digest of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def outline(self) -> str:
        """Digest of all that other pages may show of it before it is rendered."""
        return digest([self.path, self.url, self.title, self.redirects, repr(self.front)])

    def with_summary(self, summary: str) -> "Source":
        """The page with the summary as rendered: its expressions evaluated."""
        front = self.front
        return self if summary == front.summary else replace(self, front=replace(front, summary=summary))

    @property
    def folder(self) -> str:
        """Content folder it stands in, ``""`` at the top."""
        return self.path.rpartition("/")[0]

    @property
    def is_index(self) -> bool:
        """Whether it is the page of its folder (``index.md``)."""
        return self.path.rpartition("/")[2] == "index.md"


class Folder(NamedTuple):
    """A folder of pages; its page is ``index.md`` where there is one, else a list alone."""

    path: str
    title: str
    url: str


@dataclass(frozen=True)
class Content:
    """All that was read: site.yaml, pages and folders in reading order, names of assets.

    ``drafts`` are paths of pages left out because their front matter says so; ``code`` has name and text of
    the listings in ``code/``.
    """

    site: SiteConfig
    pages: tuple[Source, ...]
    folders: tuple[Folder, ...]
    assets: tuple[str, ...]
    drafts: tuple[str, ...] = ()
    code: tuple[tuple[str, str], ...] = ()


class Heading(NamedTuple):
    """A heading of a page: its level (2 to 6), its fragment, its text, and its HTML without links."""

    level: int
    id: str
    text: str
    html: str


class Link(NamedTuple):
    """A link to another page of the site, where it was written: site path and fragment (or ``""``)."""

    url: str
    fragment: str
    line: int


class PlayerUse(NamedTuple):
    """A player in a page: id of its figure, the sweep, and the run it opens with."""

    figure: str
    sweep: str
    run: str


class OverlayUse(NamedTuple):
    """A picture of runs side by side that a page shows: site path, sweep, and the runs' ids in order."""

    path: str
    sweep: str
    runs: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A page as rendered: plain values only, so that it can be cached as JSON.

    Args:
        path, url, title: as in its source.
        html: the body, complete and trusted.
        summary: the author's, its expressions evaluated.
        excerpt: the first words, for a description where the author gave none.
        used_in: one HTML line each.
        prerequisites: (site path, title) of each.
        links: every link to a page, in order, for backlinks and the check of fragments.
        ids: every fragment that a link may point to.
        notebook: whether it has code, and so becomes a notebook too.
        asked: what it asked the runs for, as ``Watched`` notes it.
        mistakes: of the author, with lines of the file; a page that has any is not published.
    """

    path: str
    url: str
    title: str
    html: str
    summary: str = ""
    excerpt: str = ""
    toc: tuple[Heading, ...] = ()
    used_in: tuple[str, ...] = ()
    prerequisites: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    players: tuple[PlayerUse, ...] = ()
    overlays: tuple[OverlayUse, ...] = ()
    notebook: bool = False
    asked: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Digest of its text."""
        return hashlib.sha256(self.html.encode()).hexdigest()

    @cached_property
    def frame(self) -> str:
        """Digest of all that is shown around its text."""
        return digest({k: v for k, v in self.record().items() if k not in ("html", "links", "asked")})

    @cached_property
    def outline(self) -> str:
        """Digest of all that other pages may show of it: what is around its text, and where it links to."""
        return digest([self.frame, self.edits, sorted({link[:2] for link in self.links})])

    @cached_property
    def edits(self) -> bool:
        """Whether a listing of it can be edited."""
        return 'class="gdsim-python"' in self.html

    @cached_property
    def sized(self) -> bool:
        """Whether it says how large files are."""
        return "gdsim-bytes" in self.html

    def with_text(self, html: str) -> "Page":
        """The page with another text."""
        values = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "html"}
        return Page(html=html, **values)

    def record(self) -> dict[str, Any]:
        """The page as JSON values."""
        return {
            item.name: [part._asdict() if hasattr(part, "_asdict") else part for part in value]
            if isinstance(value := getattr(self, item.name), tuple)
            else value
            for item in fields(self)
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """A page read back from ``record()``, also after a trip through JSON."""
        return cls(**fields_of(record))


def fields_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a page, or some of them, from its ``record()``."""
    plain: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in record.items()
    }
    plain["toc"] = tuple(Heading(**item) for item in record["toc"])
    plain["links"] = tuple(Link(**item) for item in record["links"])
    plain["mistakes"] = tuple(Mistake(**item) for item in record["mistakes"])
    plain["players"] = tuple(PlayerUse(**item) for item in record["players"])
    plain["overlays"] = tuple(
        OverlayUse(item["path"], item["sweep"], tuple(item["runs"])) for item in record["overlays"]
    )
    plain["prerequisites"] = tuple((url, title) for url, title in record["prerequisites"])
    return plain


def asset_url(path: str) -> str:
    """Site path of the author's file at ``path`` in ``assets/``."""
    return f"files/{path.removeprefix('assets/')}"


def root_of(url: str) -> str:
    """Relative way from the page at ``url`` up to the site's root: ``""``, ``"../"``, ``"../../"`` …"""
    return "../" * url.count("/")


def relative_url(target: str, page: str) -> str:
    """Percent-encoded way from the page at site path ``page`` to the site path ``target``."""
    return _way(target, page.rpartition("/")[0])


@lru_cache(maxsize=1 << 16)
def _way(target: str, folder: str) -> str:
    """The same way leads from every page of a folder."""
    return quote(posixpath.relpath(target, folder or "."), safe="/~!*'(),;@$+=")
