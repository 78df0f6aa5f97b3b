"""Ids of headings and figures."""

from __future__ import annotations

from gdsim.core.slug import slug

LONGEST = 80  # characters of a heading that its id is made of


def anchor(text: str) -> str:
    """The id that the first heading with this text has on its page."""
    return slug(text[:LONGEST])


def new_anchor(text: str, taken: dict[str, int]) -> str:
    """An id for ``text`` that is not in ``taken`` yet; adds it there, with how often it was wanted."""
    base = anchor(text)
    result = base
    while result in taken:
        taken[base] += 1
        result = f"{base}-{taken[base]}"
    taken[result] = 1
    return result
