"""Highlighted code: by classes, kept from build to build."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdsim.cache.store import Store
from gdsim.content import listing
from gdsim.content.listing import Listings, highlighted


def test_kept_listing_needs_no_lexer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Listings(Store(tmp_path)).html("w = 1 < 2", "python")
    assert made == highlighted("w = 1 < 2", "python")
    monkeypatch.setattr(listing, "highlighted", lambda code, language: "made anew")
    assert Listings(Store(tmp_path)).html("w = 1 < 2", "python") == made
    assert Listings(Store(tmp_path)).html("w = 1 < 2", "c") == "made anew"
    assert Listings(Store(tmp_path)).html("w = 1 < 3", "python") == "made anew"


def test_unknown_language_is_refused_each_time(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="unknown language 'pyton'"):
            Listings(Store(tmp_path)).html("x", "pyton")
