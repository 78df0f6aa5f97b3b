"""The cards of all pages: each drawn where its title, the site or the picture on it is another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from gdsim.cache.key import fonts_digest, source_digest, versions
from gdsim.core.page import Page, SiteConfig, Source
from gdsim.core.theme import LIGHT, Palette
from gdsim.site.blobs import Blob
from gdsim.site.made import Maker


def cards(
    sources: Iterable[Source],
    rendered: Mapping[str, Page],
    site: SiteConfig,
    posters: Mapping[str, Blob],
    maker: Maker,
) -> dict[str, Blob]:
    """The card of each rendered page by site path.

    Args:
        posters: pictures by the folder of a run's media.
    """
    return {
        card_url(source.url): _card(source, _poster(rendered[source.path], posters), site, maker)
        for source in sources
        if source.path in rendered
    }


def card_url(url: str) -> str:
    """Site path of the card of the page at ``url``."""
    return f"assets/cards/{url.removesuffix('.html')}.png"


def _card(source: Source, picture: Blob | None, site: SiteConfig, maker: Maker) -> Blob:
    palette = replace(LIGHT, accent=site.accent or LIGHT.accent)
    title = source.title if source.path != "index.md" or source.title != "Home" else site.title
    code = source_digest("site"), fonts_digest(), versions("pillow")
    decides = (title, site.title, palette, picture and picture.identity, code)
    make = partial(_drawn, title, site.title, palette, picture)
    return maker.file(card_url(source.url), "card/1", decides, make)


def _poster(page: Page, posters: Mapping[str, Blob]) -> Blob | None:
    """The picture of the run that a page's first player opens with."""
    return next((posters.get(f"media/{player.sweep}/{player.run}") for player in page.players), None)


def _drawn(title: str, site: str, palette: Palette, picture: Blob | None) -> bytes:
    from gdsim.site.social import card

    return card(title, site, palette, picture.load() if picture else None)
