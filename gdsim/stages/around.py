"""What the last build put around the texts of pages, taken over where it would be the same again."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from gdsim.cache.fingerprint import Fingerprint
from gdsim.cache.key import key_of_words
from gdsim.cache.ledger import Ledger
from gdsim.cache.store import Store
from gdsim.core.jsontext import digest
from gdsim.core.page import Page
from gdsim.stages.reading import Sources


class Around:
    """The frames of pages and all files that are made of several pages, as the last build made them.

    These are a function of the program, of sweeps and data, and of what each page shows to others
    (``Source.outline``, ``Page.outline``): where the digest of all of that is the same, so are they.
    An edit of prose changes none of it.

    Args:
        now: the fingerprint of the build; nothing is taken over where there is none.
    """

    def __init__(self, sources: Sources, store: Store, now: Fingerprint | None) -> None:
        config = sources.config
        self._sources = sources
        self._ledger = Ledger(store, "around", os.path.abspath(config.content), config.media, config.drafts)
        # The author's own templates may show any of a page's text anywhere.
        self._program = [now.rest, now.data] if now and config.templates is None else []
        self._key = ""
        self.files: dict[str, str] = {}
        self.frames: dict[str, str] = {}

    def holds(self, pages: Sequence[Page]) -> bool:
        """Whether ``pages`` show each other what they did; ``files`` and ``frames`` then tell of the rest.

        ``files`` has identities by site path, ``frames`` keys by the site path of each page in reading order.
        """
        content = self._sources.content
        if not self._program or len(pages) < len(content.pages) or any(page.mistakes for page in pages):
            return False
        words = (source.outline for source in content.pages), (page.outline for page in pages)
        site = digest(asdict(content.site))
        self._key = key_of_words("around/1", *self._program, site, *words[0], *words[1])
        known = self._ledger.get(self._key)
        if known:
            self.files, self.frames = known["files"], known["frames"]
        return known is not None

    def keep(self, files: Mapping[str, str], frames: Mapping[str, str]) -> None:
        """Note what this build made; call it once the links of its pages were found to be right."""
        if self._key:
            self._ledger.put(self._key, {"files": files, "frames": frames})
            self._ledger.keep()
