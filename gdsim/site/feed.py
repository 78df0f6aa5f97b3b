"""For machines that visit: feed.xml (Atom), sitemap.xml, robots.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

from gdsim.core.page import Date, Page, SiteConfig, Source

MOST = 30  # entries of the feed
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def feed(
    site: SiteConfig,
    sources: Iterable[Source],
    pages: Mapping[str, Page],
    absolute: Callable[[str], str],
) -> str:
    """Atom (RFC 4287): pages that have a date, the last changed first."""
    dated = [(day, source) for source in sources if (day := changed(source)) is not None]
    dated.sort(key=lambda pair: (-pair[0].toordinal(), pair[1].title.casefold(), pair[1].path))
    latest = dated[0][0] if dated else Date(1970, 1, 1)
    entries = "".join(_entry(day, source, pages, absolute) for day, source in dated[:MOST])
    subtitle = f"<subtitle>{_text(site.description)}</subtitle>\n" if site.description else ""
    return (
        f'{HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<title>{_text(site.title)}</title>\n{subtitle}"
        f"<id>{_text(absolute('index.html'))}</id>\n"
        f'<link rel="self" href="{escape(absolute("feed.xml"))}"/>\n'
        f'<link href="{escape(absolute("index.html"))}"/>\n'
        f"<author><name>{_text(site.title)}</name></author>\n"
        f"<updated>{_moment(latest)}</updated>\n{entries}</feed>\n"
    )


def sitemap(urls: Iterable[tuple[str, Date | None]], absolute: Callable[[str], str]) -> str:
    """Every page a search engine should know, with the day it last changed where that is known."""
    lines = [
        f"<url><loc>{_text(absolute(url))}</loc>"
        + (f"<lastmod>{day.isoformat()}</lastmod>" if day else "")
        + "</url>\n"
        for url, day in urls
    ]
    return f'{HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(lines)}</urlset>\n'


def robots(sitemap_url: str = "") -> str:
    """Everything may be read."""
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {sitemap_url}\n" if sitemap_url else "")


def changed(source: Source) -> Date | None:
    """The day a page says it was last changed."""
    return source.front.updated or source.front.date


def _entry(day: Date, source: Source, pages: Mapping[str, Page], absolute: Callable[[str], str]) -> str:
    page = pages.get(source.path)
    summary = source.front.summary or (page.excerpt if page else "")
    address = absolute(source.url)
    published = f"<published>{_moment(source.front.date)}</published>" if source.front.date else ""
    return (
        f"<entry>\n<title>{_text(source.title)}</title>\n<id>{_text(address)}</id>\n"
        f'<link href="{escape(address)}"/>\n<updated>{_moment(day)}</updated>{published}\n'
        f"<summary>{_text(summary)}</summary>\n"
        + "".join(f'<category term="{escape(tag)}"/>\n' for tag in source.front.tags)
        + "</entry>\n"
    )


def _moment(day: Date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(text: str) -> str:
    return escape(text, quote=False)
