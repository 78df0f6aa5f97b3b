"""The file that the search reads, and what it finds in a page, kept: any edit asks it of every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gdsim.cache.key import key_of_words, source_digest
from gdsim.cache.ledger import Ledger
from gdsim.core.facts import Facts
from gdsim.core.page import Page, Source
from gdsim.site.made import Maker
from gdsim.site.publish import Blob

SEARCH = "search-index.js"


def search_file(
    shown: Sequence[tuple[Source, Page]], said: Mapping[str, str], facts: Facts, maker: Maker
) -> Blob:
    """The script of the search over pages in reading order, runs and datasets.

    Args:
        said: digests of what ``facts`` say.
    """
    code = source_digest("site")
    keys = [f"{source.outline}{page.frame}{page.digest}" for source, page in shown]

    def make() -> bytes:
        from gdsim.site.search import page_records, players_in, runs_records, search_script

        ledger = Ledger(maker.store, "search", decides=code)

        def records(key: str, source: Source, page: Page) -> bytes:
            if not ledger.get(key):
                ledger.put(key, 1, page_records(source, page).encode())
            return ledger.text(key)

        pages = [records(key, source, page) for key, (source, page) in zip(keys, shown, strict=True)]
        runs = maker.part("runs/1", (said, code), lambda: runs_records(facts).encode())
        script = search_script(players_in(page for _, page in shown), pages, runs)
        ledger.keep()
        return script

    words = (word for name in sorted(said) for word in (name, said[name]))
    return maker.keyed(SEARCH, key_of_words("search/3", code, *words, "", *keys), make, keep=False)
