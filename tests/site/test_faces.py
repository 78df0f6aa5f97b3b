"""Each font file is asked for the characters that it has, and the letters of text need no file."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from gdsim.core.theme import MATH_FACE, MONO_FACE, TEXT_FACE
from gdsim.site.faces import font_faces, is_carried, script_of_faces
from gdsim.site.resources import read_resources
from gdsim.site.statics import theme_files

FONTS = read_resources().fonts
BASIC = sorted(name for name in FONTS if "-basic-" in name)
RULES = font_faces({name: name for name in FONTS})


def characters(data: bytes) -> set[int]:
    return set(TTFont(BytesIO(data)).getBestCmap())


def asked_for(name: str) -> set[int]:
    """The code points of the ``unicode-range`` in the rule that names a file."""
    (ranges,) = re.findall(rf'url\("{re.escape(name)}"\)[^;]*; unicode-range: ([^;]+);', RULES)
    spans = [[int(bound, 16) for bound in span.removeprefix("U+").split("-")] for span in ranges.split(",")]
    return {code for span in spans for code in range(span[0], span[-1] + 1)}


def test_every_font_file_has_a_rule_that_names_it() -> None:
    assert RULES.count("@font-face") == len(FONTS)
    assert all(f'url("{name}")' in RULES for name in FONTS)


@pytest.mark.parametrize("name", BASIC)
def test_a_basic_file_has_what_it_is_asked_for_of_the_whole_face(name: str) -> None:
    whole = characters(FONTS[name.replace("-basic-", "-latin-")])
    assert characters(FONTS[name]) == asked_for(name) & whole
    assert {*range(0x20, 0x7F)} <= characters(FONTS[name])


@pytest.mark.parametrize("name", BASIC)
def test_letters_of_a_basic_file_are_as_wide_and_high_as_in_the_whole_face(name: str) -> None:
    basic, whole = (TTFont(BytesIO(FONTS[n])) for n in (name, name.replace("-basic-", "-latin-")))
    for code, glyph in basic.getBestCmap().items():
        assert basic["hmtx"][glyph][0] == whole["hmtx"][whole.getBestCmap()[code]][0]
    for metric in ("ascent", "descent", "lineGap"):
        assert getattr(basic["hhea"], metric) == getattr(whole["hhea"], metric)
    assert ("MATH" in basic) == ("MATH" in whole)


def test_of_two_rules_for_a_character_the_basic_one_comes_last() -> None:
    files = re.findall(r'url\("([^"]+)"\)', RULES)
    assert files.index("stix-two-math-basic-400-normal.woff2") > files.index(
        "stix-two-math-latin-400-normal.woff2"
    )


def test_the_first_script_carries_the_letters_of_text_and_code_in_each_style() -> None:
    (rows,) = re.findall(r" of (\[\[.*\]\])\)$", script_of_faces(FONTS), re.M)
    carried = {(family, face["weight"], face["style"]): data for family, data, face in json.loads(rows)}
    assert set(carried) == {
        *(
            (TEXT_FACE, weight, style)
            for weight, style in (("400", "normal"), ("400", "italic"), ("600", "normal"))
        ),
        (MONO_FACE, "400", "normal"),
    }
    assert {b64decode(data) for data in carried.values()} == {
        FONTS[name] for name in BASIC if is_carried(name)
    }
    assert not any(MATH_FACE in family for family, _, _ in carried)


def test_what_is_carried_is_no_file_of_its_own() -> None:
    files = theme_files(read_resources(), "")
    fonts = [name for name in files if name.endswith(".woff2")]
    assert len(fonts) == len([name for name in FONTS if not is_carried(name)])
    assert not any(name.startswith("assets/source-") and "-basic-" in name for name in fonts)
    (first,) = (data for name, data in files.items() if name.startswith("assets/first."))
    assert script_of_faces(FONTS).encode() in first


def test_fonts_that_are_none_of_ours_are_left_alone() -> None:
    assert font_faces({"mine.woff2": "mine.woff2"}) == ""
    assert script_of_faces({"mine.woff2": b""}) == ""
