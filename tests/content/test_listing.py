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


CODE = {
    "python": 'def f(x: int) -> str:\n    """Words."""\n'
    "    return f'{x!r:>{3}}' + b'\\x00'.hex()  # end\n",
    "yaml": "# words\nkey: [1, 'two', {three: 4}]\ntext: |\n  lines\n  more\n",
    "html": "<!-- c --><p class='a'>&amp;<script>let x = 1;</script><style>p { color: red }</style>\n",
    "bash": 'for f in *.md; do echo "$f: $(wc -l < $f)"; done\n',
    "json": '{"a": [1, 2.5e-3, null, true]}\n',
    "js": "const f = (x) => `${x + /a+/.source}`;\n",
    "tex": "\\begin{x} $a^2$ % c\n",
    "console": "$ ls\nfile\n",
}


@pytest.mark.parametrize("language", CODE)
def test_patterns_compiled_late_find_the_same(language: str) -> None:
    from pygments.lexers import find_lexer_class_by_name

    from gdsim.content.lexers import compiled_late

    kind = find_lexer_class_by_name(language)
    late = compiled_late(kind)(stripnl=False)
    for text in (*CODE.values(), "\x00 \u2028 \N{GREEK SMALL LETTER ALPHA} `'\"\n\n  \t"):
        assert list(late.get_tokens(text)) == list(kind(stripnl=False).get_tokens(text))
