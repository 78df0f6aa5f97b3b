"""Code to highlighted HTML, by classes only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

from gdsim.cache.key import key_of, source_digest, versions
from gdsim.cache.store import Store

PREFIX = "tok-"
# Beyond this the listing is shown plain: lexers are slow on hostile input.
LONGEST = 100_000


class Listings:
    """Highlighted listings, kept in ``store``: to make a lexer ready takes longer than to render a page."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._known: dict[tuple[str, str], str] = {}  # the same few lines stand on many pages

    def html(self, code: str, language: str) -> str:
        """What ``highlighted`` gives, from the store where it is known."""
        if (code, language) not in self._known:
            self._known[code, language] = self._kept(code, language)
        return self._known[code, language]

    @property
    def known(self) -> dict[tuple[str, str], str]:
        """What was asked for, by code and language."""
        return self._known

    def take(self, known: Mapping[tuple[str, str], str]) -> None:
        """Keep what other listings know."""
        for (code, language), html in known.items():
            if self._store and language and (code, language) not in self._known:
                self._store.put(_key(code, language), {"listing.html": html.encode()})
        self._known |= known

    def _kept(self, code: str, language: str) -> str:
        if self._store is None or not language:
            return highlighted(code, language)
        key = _key(code, language)
        parts = self._store.get(key)
        if parts is not None:
            return parts["listing.html"].decode()
        made = highlighted(code, language)
        self._store.put(key, {"listing.html": made.encode()})
        return made


def _key(code: str, language: str) -> str:
    return key_of("listing/1", [code, language, versions("pygments"), source_digest("content/listing.py")])


def highlighted(code: str, language: str) -> str:
    """A ``<pre>`` of ``code``; ``language`` is what stood after the fence.

    Raises:
        ValueError: an unknown language, with the near name.
    """
    lexer = _lexer(language) if language else None
    label = f' data-language="{escape(language)}"' if language else ""
    if lexer is None or len(code) > LONGEST:
        body = escape(code, quote=False)
    else:
        from pygments import highlight

        body = highlight(code, lexer, _formatter()).rstrip("\n")
    return f'<pre class="gdsim-code" tabindex="0"{label}><code>{body}\n</code></pre>'


@cache
def _formatter() -> Any:
    from pygments.formatters import HtmlFormatter

    return HtmlFormatter(nowrap=True, classprefix=PREFIX)


@cache
def _lexer(language: str) -> Any:
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    from gdsim.content.lexers import compiled_late

    if language in ("text", "plain", "none"):
        return None
    try:
        return compiled_late(find_lexer_class_by_name(language.lower()))(stripnl=False)
    except ClassNotFound:
        raise ValueError(f"unknown language {language!r} of a listing{_near_language(language)}") from None


def _near_language(language: str) -> str:
    from pygments.lexers import get_all_lexers

    from gdsim.errors import near_names

    near = near_names(language, {alias for _, aliases, _, _ in get_all_lexers() for alias in aliases})
    return near if "did you mean" in near else "; write text for none"
