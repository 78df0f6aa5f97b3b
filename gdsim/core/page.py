"""A page of the wiki, as read and as rendered, and the site it stands in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, field_validator

from gdsim.errors import Mistake

Date = datetime.date


class Strict(BaseModel):
    """What an author writes as YAML: unknown keys and coerced types are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SiteConfig(Strict):
    """``site.yaml``.

    Args:
        url: where the site will stand, such as ``https://name.github.io/wiki/``; canonical links need it.
        repository: address of the source, linked in the footer.
        discussion: address where readers may ask, linked in the footer.
        accent: colour of links, ``#rrggbb``; light mode, kept readable in dark.
        navigation: pages and folders in the header, in this order; all at the top when empty.
        plugins: Python modules to import before the build.
    """

    title: str
    description: str = ""
    url: str = ""
    repository: str = ""
    discussion: str = ""
    accent: str = ""
    navigation: list[str] = []
    plugins: list[str] = []

    @field_validator("title")
    @classmethod
    def _not_empty(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("must not be empty")
        return value.strip()

    @field_validator("url", "repository", "discussion")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not (
            value.startswith(("https://", "http://")) and value.isprintable() and " " not in value
        ):
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


class FrontMatter(Strict):
    """The YAML block at the top of a page; every key may be left out.

    Args:
        title: else the file name.
        summary: one sentence for lists and search engines.
        aliases: other names that wikilinks may use.
        order: place among the pages of its folder; those without one follow, by title.
        draft: left out of the build unless drafts are asked for.
        used_in: where the idea is used: Markdown in one line each, wikilinks welcome.
        prerequisites: pages to read before, by the names that wikilinks use.
    """

    title: str | None = None
    summary: str = ""
    tags: list[str] = []
    date: Date | None = None
    updated: Date | None = None
    aliases: list[str] = []
    order: float | int | None = None
    draft: bool = False
    used_in: list[str] = []
    prerequisites: list[str] = []

    @field_validator("date", "updated", mode="before")
    @classmethod
    def _a_day(cls, value: Any) -> Any:
        return value.date() if isinstance(value, datetime.datetime) else value

    @field_validator("title")
    @classmethod
    def _not_empty(cls, value: str | None) -> str | None:
        if value is not None and not value.strip():
            raise ValueError("must not be empty; leave it out to use the file name")
        return value and value.strip()

    @field_validator("tags", "aliases", "used_in", "prerequisites")
    @classmethod
    def _no_empty_item(cls, value: list[str]) -> list[str]:
        if not all(item.strip() for item in value):
            raise ValueError("holds an empty item")
        return value


@dataclass(frozen=True)
class Source:
    """A page as read.

    Args:
        path: relative to the content folder, POSIX, such as ``Topics/Math/Gradient Descent.md``.
        text: the whole file, as hashed.
        front: its front matter; ``lines`` gives the line of each key in the file.
        body: what follows the front matter; ``line`` is the file's line of its first line.
        url: site path, such as ``topics/math/gradient-descent.html``, not percent-encoded.
    """

    path: str
    text: str
    front: FrontMatter
    lines: Mapping[str, int]
    body: str
    line: int
    title: str
    url: str

    @property
    def folder(self) -> str:
        """Content folder it stands in, ``""`` at the top."""
        return self.path.rpartition("/")[0]

    @property
    def is_index(self) -> bool:
        """Whether it is the page of its folder (``index.md``)."""
        return self.path.rpartition("/")[2] == "index.md"


@dataclass(frozen=True)
class Folder:
    """A folder of pages; its page is ``index.md`` where there is one, else a list alone."""

    path: str
    title: str
    url: str


@dataclass(frozen=True)
class Content:
    """All that was read: site.yaml, pages and folders in reading order, names of assets.

    ``drafts`` are paths of pages left out because their front matter says so.
    """

    site: SiteConfig
    pages: tuple[Source, ...]
    folders: tuple[Folder, ...]
    assets: tuple[str, ...]
    drafts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading of a page: its level (2 to 6), its fragment, its text, and its HTML without links."""

    level: int
    id: str
    text: str
    html: str


@dataclass(frozen=True)
class Link:
    """A link to another page of the site, where it was written: site path and fragment (or ``""``)."""

    url: str
    fragment: str
    line: int


@dataclass(frozen=True)
class PlayerUse:
    """A player in a page: id of its figure, the sweep, and the run it opens with."""

    figure: str
    sweep: str
    run: str


@dataclass(frozen=True)
class Page:
    """A page as rendered: plain values only, so that it can be cached as JSON.

    Args:
        path, url, title: as in its source.
        html: the body, complete and trusted.
        excerpt: the first words, for a description where the author gave none.
        used_in: one HTML line each.
        prerequisites: (site path, title) of each.
        links: every link to a page, in order, for backlinks and the check of fragments.
        ids: every fragment that a link may point to.
        sweeps, datasets: names that the page asked about.
        mistakes: of the author, with lines of the file; a page that has any is not published.
    """

    path: str
    url: str
    title: str
    html: str
    excerpt: str = ""
    toc: tuple[Heading, ...] = ()
    used_in: tuple[str, ...] = ()
    prerequisites: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    players: tuple[PlayerUse, ...] = ()
    sweeps: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    def record(self) -> dict[str, Any]:
        """The page as JSON values."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Page:
        """A page read back from ``record()``, also after a trip through JSON."""
        plain: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in record.items()
        }
        plain["toc"] = tuple(Heading(**item) for item in record["toc"])
        plain["links"] = tuple(Link(**item) for item in record["links"])
        plain["mistakes"] = tuple(Mistake(**item) for item in record["mistakes"])
        plain["players"] = tuple(PlayerUse(**item) for item in record["players"])
        plain["prerequisites"] = tuple((url, title) for url, title in record["prerequisites"])
        return cls(**plain)


def root_of(url: str) -> str:
    """Relative way from the page at ``url`` up to the site's root: ``""``, ``"../"``, ``"../../"`` …"""
    return "../" * url.count("/")


def relative_url(target: str, page: str) -> str:
    """Percent-encoded way from the page at site path ``page`` to the site path ``target``."""
    import posixpath
    from urllib.parse import quote

    folder = posixpath.dirname(page)
    way = posixpath.relpath(target, folder or ".")
    return quote(way, safe="/~!*'(),;@$+=")
