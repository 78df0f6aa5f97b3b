"""All files of the site but the runs: pages, embeds, styles, fonts, scripts, the author's files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from gdsim.core.facts import Facts
from gdsim.core.page import Content, Page, Source, relative_url, root_of
from gdsim.directives.animation import default_views, player_figure
from gdsim.errors import AuthorError
from gdsim.site.navigation import Navigation
from gdsim.site.resources import Resources, jinja, read_resources
from gdsim.site.style import style_sheet

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self'; font-src 'self'; frame-src 'self'"
)
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def assemble(
    content: Content,
    pages: Iterable[Page],
    facts: Facts,
    *,
    assets: Mapping[str, bytes],
    linked_from: Mapping[str, Iterable[Page]],
    templates: Path | None = None,
    media: bool = True,
) -> dict[str, bytes]:
    """Site path → bytes, sorted by path.

    Args:
        pages: rendered; where some are missing (``build --only``) only their HTML is.
        assets: the author's files by content path, as ``read_assets`` gives them.
        linked_from: pages that link to each page, by its site path.
        templates: a folder whose ``pages/`` and ``css/`` override single files of ours.
        media: whether videos and pictures of runs are built.

    Raises:
        AuthorErrors: a template of the author that fails, an accent that cannot be read.
    """
    rendered = {page.path: page for page in pages}
    resources = read_resources(templates)
    files = _theme_files(resources, content.site.accent)
    names = {name.partition(".")[0]: name for name in files if name.endswith((".css", ".js"))}
    writer = _Writer(content, rendered, names, linked_from, templates)
    for source in content.pages:
        if source.path in rendered:
            files[source.url] = writer.page(source, rendered[source.path])
    own = {source.folder for source in content.pages if source.is_index}
    for folder in content.folders:
        if folder.path not in own:
            files[folder.url] = writer.folder(folder.path, folder.title, folder.url)
    for sweep in facts.sweeps():
        files[f"embed/{sweep}.html"] = writer.embed(sweep, facts, media=media)
    files["404.html"] = writer.not_found()
    files |= {f"files/{name.removeprefix('assets/')}": data for name, data in assets.items()}
    files |= {"robots.txt": b"User-agent: *\nAllow: /\n", ".nojekyll": b""}
    return dict(sorted(files.items()))


def _theme_files(resources: Resources, accent: str) -> dict[str, bytes]:
    """Style sheet, fonts and player under names that change with their content."""
    fonts = {name: _digested(name, data) for name, data in resources.fonts.items()}
    try:
        sheet = style_sheet(resources, fonts, accent).encode()
    except ValueError as error:
        raise AuthorError("site.yaml", 1, str(error)) from None
    files = {f"assets/{fonts[name]}": data for name, data in resources.fonts.items()}
    files |= {f"assets/{name}": data for name, data in resources.licences.items()}
    files[f"assets/{_digested('site.css', sheet)}"] = sheet
    files[f"assets/{_digested('player.js', resources.player)}"] = resources.player
    return files


def _digested(name: str, data: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}"


@dataclass(frozen=True)
class _Place:
    """A page's address, and the way from it to others; what templates call ``here``."""

    url: str

    def to(self, target: str) -> str:
        """Relative, percent-encoded way to a site path."""
        return relative_url(target, self.url)


class _Writer:
    """Fills templates; holds what all pages share."""

    def __init__(
        self,
        content: Content,
        rendered: Mapping[str, Page],
        names: Mapping[str, str],
        linked_from: Mapping[str, Iterable[Page]],
        templates: Path | None,
    ) -> None:
        self._content = content
        self._navigation = Navigation(content, rendered.values())
        self._linked_from = linked_from
        self._jinja = jinja(templates)
        self._jinja.filters["day"] = lambda date: f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
        self._shared = {
            "site": content.site,
            "csp": CSP,
            "header": self._navigation.header,
            "style": names["assets/site"],
            "script": names["assets/player"],
        }

    def page(self, source: Source, page: Page) -> bytes:
        """A page of the author; one called ``index.md`` also lists its folder."""
        home = source.path == "index.md"
        return self._fill(
            "home.html" if home else "page.html",
            source.url,
            page=page,
            front=source.front,
            title=source.title,
            description=source.front.summary or page.excerpt,
            breadcrumb=() if home else self._navigation.breadcrumb(source.path),
            children=self._navigation.children(source.folder) if source.is_index else (),
            linked_from=tuple(self._linked_from.get(source.url, ())),
            players=bool(page.players),
        )

    def folder(self, path: str, title: str, url: str) -> bytes:
        """A folder without a page of its own: the list alone."""
        return self._fill(
            "folder.html",
            url,
            title=title if path else self._content.site.title,
            description="",
            breadcrumb=self._navigation.breadcrumb(path) if path else (),
            children=self._navigation.children(path),
            players=False,
        )

    def embed(self, name: str, facts: Facts, *, media: bool) -> bytes:
        """The player alone, opened with the sweep's first run."""
        sweep = facts.sweep(name)
        run = sweep.runs[0]
        url = f"embed/{name}.html"
        figure = player_figure(
            sweep,
            run,
            facts.trajectory(run),
            figure=f"player-{name}",
            root=root_of(url),
            media=media,
            views=default_views(sweep),
        )
        title = sweep.title or name
        return self._fill("embed.html", url, title=title, description="", figure=figure, players=True)

    def not_found(self) -> bytes:
        """The page a host shows for a missing address, at any depth: links start at the site's root."""
        root = urlsplit(self._content.site.url).path.rstrip("/") + "/" if self._content.site.url else ""
        return self._fill(
            "404.html", "404.html", title="Page not found", description="", players=False, root=root
        )

    def _fill(self, template: str, url: str, **values: Any) -> bytes:
        from jinja2 import TemplateError

        here = _Place(url)
        root = values.pop("root", None)
        to = here.to if root is None else lambda target: root + quote(target)
        canonical = self._canonical(url)
        try:
            text = self._jinja.get_template(template).render(
                **self._shared, **values, here=here, to=to, canonical=canonical, url=url
            )
        except TemplateError as error:
            path = getattr(error, "filename", None) or f"templates/pages/{template}"
            raise AuthorError(str(path), getattr(error, "lineno", None) or 1, f"template: {error}") from None
        return text.encode()

    def _canonical(self, url: str) -> str:
        """Absolute address of a page, or ``""`` where the site's is not known."""
        site = self._content.site.url
        return f"{site.rstrip('/')}/{quote(url.removesuffix('index.html'))}" if site else ""
