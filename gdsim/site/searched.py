"""The file that the search reads, made of the last one: what has not changed is taken out of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from gdsim.cache.key import key_of_words, source_digest
from gdsim.core.facts import Facts
from gdsim.core.page import Page, Source
from gdsim.site.made import Maker
from gdsim.site.publish import Blob

SEARCH = "search-index.js"
SHORT = 24  # characters of a digest in a key: enough to tell pages apart


class _Places(NamedTuple):
    """Where the last script has the records of each page.

    Args:
        script: its identity.
        start: of the first record; between those of two pages stands a comma.
        keys: of pages in reading order, as ``_key`` gives them; ``sizes`` are those of their records.
    """

    script: str
    start: int
    keys: list[str]
    sizes: list[int]


def search_file(
    shown: Sequence[tuple[Source, Page]], said: Mapping[str, str], facts: Facts, maker: Maker
) -> Blob:
    """The script of the search over pages in reading order, runs and datasets.

    Args:
        said: digests of what ``facts`` say.
    """
    keys = [_key(source, page, page.digest) for source, page in shown]
    identity = _identity(said, keys)

    def make() -> bytes:
        from gdsim.site.search import page_records, players_in, runs_records, search_script

        known = _known(maker)
        pages = [
            known.get(key) or page_records(source, page).encode()
            for key, (source, page) in zip(keys, shown, strict=True)
        ]
        runs = maker.part("runs/1", (said, source_digest("site")), lambda: runs_records(facts).encode())
        script, start = search_script(players_in(page for _, page in shown), pages, runs)
        _keep(maker, _Places(identity, start, keys, list(map(len, pages))))
        return script

    return maker.keyed(SEARCH, identity, make, keep=False)


def search_edited(
    changed: Iterable[tuple[Source, Page, str]], said: Mapping[str, str], maker: Maker
) -> Blob | None:
    """The script of the last build with the records of pages whose text alone has changed.

    Args:
        changed: pages, each with the digest of its text in the last script.
        said: digests of what the last build's facts said.

    Returns:
        None where the last script cannot be taken apart.
    """
    from gdsim.site.search import page_records

    places = _places(maker)
    if places is None:
        return None
    script: bytes | memoryview = _script(maker)
    keys, sizes = list(places.keys), list(places.sizes)
    for source, page, before in changed:
        key = _key(source, page, before)
        if key not in keys:
            return None
        number = keys.index(key)
        records = page_records(source, page).encode()
        start = places.start + sum(sizes[:number]) + number
        script = b"".join([script[:start], records, script[start + sizes[number] :]])
        keys[number], sizes[number] = _key(source, page, page.digest), len(records)
    made = _Places(_identity(said, keys), places.start, keys, sizes)
    _keep(maker, made)
    return Blob(made.script, len(script), lambda: bytes(script))


def _key(source: Source, page: Page, text: str) -> str:
    """Decides the records of a page whose text has this digest."""
    return f"{source.outline[:SHORT]}{page.frame[:SHORT]}{text[:SHORT]}"


def _identity(said: Mapping[str, str], keys: Iterable[str]) -> str:
    words = (word for name in sorted(said) for word in (name, said[name]))
    return key_of_words("search/4", source_digest("site"), *words, "", *keys)


def _noted() -> str:
    return key_of_words("places in the search/1", source_digest("site"))


def _keep(maker: Maker, places: _Places) -> None:
    if maker.store:
        maker.store.put_alone(_noted(), {"places": json.dumps(places, separators=(",", ":")).encode()})


def _places(maker: Maker) -> _Places | None:
    """The places in the script that stands in the site, if it does."""
    parts = maker.store.get_alone(_noted()) if maker.store and maker.standing else None
    places = _Places(*json.loads(parts["places"])) if parts else None
    stands = places and maker.standing and maker.standing.size(SEARCH, places.script) is not None
    return places if stands else None


def _script(maker: Maker) -> memoryview:
    assert maker.standing
    return memoryview(maker.standing.read(SEARCH))


def _known(maker: Maker) -> Mapping[str, memoryview]:
    """The records of pages by key, in the script that stands in the site."""
    places = _places(maker)
    if places is None:
        return {}
    script = _script(maker)
    starts = accumulate((size + 1 for size in places.sizes), initial=places.start)
    records = (script[start : end - 1] for start, end in pairwise(starts))
    return dict(zip(places.keys, records, strict=True))
