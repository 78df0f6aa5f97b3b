"""Names made safe for paths and addresses on every file system."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Names that Windows keeps for devices, with any ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@lru_cache(maxsize=1 << 14)  # folders and tags are those of many pages
def slug(text: str) -> str:
    """``text`` in lower case, without accents, words joined by ``-``; letters of any script stay.

    A text without a letter or digit becomes its code points, so that it still has a name.
    """
    # Twice: folding makes letters that decompose, and decomposing makes letters that fold.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", bare)).split()
    name = "-".join(words) or "-".join(f"u{ord(c):x}" for c in text) or "untitled"
    return f"{name}-" if name in _DEVICES else name


def ascii_slug(text: str) -> str:
    """Like ``slug``, with other letters than a–z and 0–9 as their code points."""
    return "".join(c if c.isascii() else f"u{ord(c):x}" for c in slug(text))
