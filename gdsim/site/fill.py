"""Templates and what every page is filled with: one page is a pure function of what is given here."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from gdsim.cache.key import key_of, source_digest, versions
from gdsim.core.dataclass import dataclass
from gdsim.core.page import Date, Page, SiteConfig, relative_url
from gdsim.errors import AuthorError
from gdsim.site.made import Maker
from gdsim.site.publish import Blob
from gdsim.site.resources import jinja

if TYPE_CHECKING:
    from jinja2 import Environment

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self'; font-src 'self'; frame-src 'self'"
)
# Stands for a page's text where the rest is kept: a private character, which no text holds.
GAP = "\ue000"
FRAME = "frame/2"
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class _Place:
    """A page's address, and the way from it to others; what templates call ``here``."""

    url: str

    def to(self, target: str) -> str:
        """Relative, percent-encoded way to a site path."""
        return relative_url(target, self.url)


class Pages:
    """Fills templates, each page once: what has not changed comes from ``maker``.

    Args:
        site: site.yaml.
        shared: what all pages are given, as plain values.
        templates: a folder of the author's own.
        digest: of all templates.
    """

    def __init__(
        self,
        site: SiteConfig,
        shared: Mapping[str, Any],
        maker: Maker,
        templates: Path | None,
        digest: str,
    ) -> None:
        self._site = site
        self._shared = {"csp": CSP, **shared}
        self._maker = maker
        self._templates = templates
        code = source_digest("site", "core"), versions("jinja2", "markupsafe")
        self._decides = key_of("shared/1", repr((digest, code, site, shared)))

    def fill(self, template: str, url: str, **values: Any) -> Blob:
        """The page at ``url``: ``template`` with plain ``values``.

        Args:
            values: strings, numbers, tuples and frozen dataclasses of these; ``root`` makes links absolute.

        Raises:
            AuthorErrors: a template fails.
        """
        return self.fill_late(template, url, values, lambda: values)

    def fill_around(
        self, template: str, url: str, page: Page, decides: object, values: Callable[[], Mapping[str, Any]]
    ) -> Blob:
        """Like ``fill_late`` with the value ``page``; no template is rendered where only its text changed.

        The rest is kept with a gap for the text, unless the author's own templates may look into it.

        Args:
            decides: all that ``values`` are made from, and all of the page but its text.
        """
        if self._templates is not None:
            return self.fill(template, url, page=page.with_text(page.html), **values())
        around = (self._decides, template, url, decides)

        def framed() -> bytes:
            return self._filled(template, url, {**values(), "page": page.with_text(GAP)})

        def make() -> bytes:
            whole = in_frame(self._maker.part(FRAME, around, framed), page)
            return self._filled(template, url, {**values(), "page": page}) if whole is None else whole

        return self._maker.keyed(url, framed_as(key_of(FRAME, repr(around)), page), make, keep=False)

    def fill_late(
        self, template: str, url: str, decides: object, values: Callable[[], Mapping[str, Any]]
    ) -> Blob:
        """Like ``fill``; the values are made only where ``decides`` is new."""
        everything = (self._decides, template, url, decides)
        return self._maker.file(url, "html/1", everything, lambda: self._filled(template, url, values()))

    def absolute(self, url: str) -> str:
        """The whole address of a site path; ``""`` where the site's is not known."""
        site = self._site.url
        return f"{site.rstrip('/')}/{quote(url.removesuffix('index.html'))}" if site else ""

    def root(self) -> str:
        """Where the site starts on its server, for the page that is shown at any depth."""
        return urlsplit(self._site.url).path.rstrip("/") + "/" if self._site.url else ""

    def _filled(self, template: str, url: str, values: Mapping[str, Any]) -> bytes:
        here, root = _Place(url), values.get("root")
        to = here.to if root is None else lambda target: root + quote(target)
        plain = {"description": "", "players": False, "editors": False}
        given = {**plain, **self._shared, **values, "site": self._site}
        try:
            text = self._jinja.get_template(template).render(
                **given, here=here, to=to, canonical=self.absolute(url), absolute=self.absolute, url=url
            )
        except Exception as error:  # whatever an expression in a template may raise
            place = _place_of(error)
            if place is None:
                raise
            raise AuthorError(*place, f"template: {error}") from None
        return text.encode()

    @cached_property
    def _jinja(self) -> Environment:
        from gdsim.site.graph import small_picture

        environment = jinja(self._templates)
        environment.filters["day"] = _day
        environment.filters["picture"] = small_picture
        return environment


def framed_as(frame: str, page: Page) -> str:
    """The identity of a page's file: the key of its frame and the digest of its text."""
    return f"{frame}.{page.digest}"


def frame_of(identity: str) -> str:
    """The key of the frame in such an identity; ``""`` in others."""
    return identity.partition(".")[0] if "." in identity else ""


def in_frame(frame: bytes, page: Page) -> bytes | None:
    """The page's file; None where a title holds the character of the gap too."""
    gap = GAP.encode()
    return frame.replace(gap, page.html.encode()) if frame.count(gap) == 1 else None


def _place_of(error: Exception) -> tuple[str, int] | None:
    """File and line of the template that failed, if one did."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError) and error.filename:
        return os.path.abspath(error.filename), error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    found = [(frame.filename, frame.lineno or 1) for frame in frames if frame.filename.endswith(".html")]
    return (os.path.abspath(found[-1][0]), found[-1][1]) if found else None


def _day(date: Date) -> str:
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
