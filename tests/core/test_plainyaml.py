"""What is read without the YAML library is what the library would have read."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdsim.core.plainyaml import read_plain
from gdsim.core.yamltext import _parsed, parse_yaml

SCALARS = st.sampled_from(
    [
        *("word", "two words", "a, b", "a [b]", "é", "e.g.: x", "http://a.b/#c", "x-y", "a#b", "a:b", "tag."),
        *("1", "-3", "0", "1.5", "5e-5", "1E5", "2e+3", "01", "1_000", ".5", "1.", "0x1", "1e400", "+1"),
        *("true", "True", "false", "null", "~", "yes", "no", "off", "y", "", ".inf", ".nan"),
        *("2024-01-02", "2024-13-02", "2024-1-2", "12:30", "2024-01-02 10:00:00"),
        *('"quoted"', "'single'", '"a: b # c"', '"a\\nb"', "'it''s'", '"a"b', "a: b", "a #c", "# c", "a\tb"),
        *("{a: b}", "[a", "]", "- a", "&a b", "*a", "!t x", "|", ">", "%x", "@x", "`x", "?", "<<", "="),
    ]
)
LISTS = st.lists(SCALARS, max_size=3).map(lambda items: f"[{', '.join(items)}]")
PAIRS = st.tuples(
    st.sampled_from(["a", "b", "low", "null", "times_max", "A", "1", ""]),
    st.sampled_from([": ", ":", ":  "]),
    st.one_of(SCALARS, LISTS),
).map("".join)
MAPPINGS = st.tuples(
    st.lists(PAIRS, max_size=3),
    st.sampled_from([", ", ",", " , "]),
    st.sampled_from(["{{{}}}", "{{ {} }}", "{{{},}}"]),
).map(lambda made: made[2].format(made[1].join(made[0])))
KEYS = st.sampled_from(["title", "tags", "order", "x", "y", "date", "null", "Title", "my-key", "1", ""])
BLOCKS = st.tuples(st.sampled_from(["  ", "", "    "]), st.lists(SCALARS, max_size=3)).map(
    lambda block: "".join(f"\n{block[0]}- {item}" for item in block[1])
)
ODD = st.sampled_from(["# a comment", "", "   ", "  continued", "- item", "\t", "---", "...", "word"])
LINES = st.one_of(
    st.tuples(KEYS, st.sampled_from([": ", ":  ", ":"]), st.one_of(SCALARS, LISTS, MAPPINGS)).map("".join),
    st.tuples(KEYS, st.just(":"), BLOCKS).map("".join),
    ODD,
)
DOCUMENTS = st.lists(LINES, min_size=1, max_size=4).map("\n".join)


@settings(max_examples=1500, deadline=None)
@given(DOCUMENTS)
def test_what_is_read_is_what_the_library_reads(text):
    plain = read_plain(text, 3)
    if plain is not None:
        document = _parsed(text, "x.yaml", 3)
        assert repr(plain) == repr((document.data, document.lines))


def test_front_matter_of_most_pages_is_plain():
    text = (
        "title: Page 1\ntags: [loss, 'two words']\n# a remark\ndate: 2026-01-02\norder: 3\ndraft: false\n"
        "used_in:\n  - A list, with commas\n  - 1e-3\n"
    )
    found = read_plain(text, 2)
    assert found is not None
    data, lines = found
    assert data == {
        "title": "Page 1",
        "tags": ["loss", "two words"],
        "date": datetime.date(2026, 1, 2),
        "order": 3,
        "draft": False,
        "used_in": ["A list, with commas", 1e-3],
    }
    assert lines["used_in", 1] == 10
    assert lines["tags", 1] == 3
    assert parse_yaml(text, "x.yaml", first_line=2).lines == lines


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c",
        "a: {b: {c: d}}",
        "a: {b: c, b: d}",
        "a: {b: c,}",
        "a: {b: [c, [d]]}",
        "a: {{ b }}",
        "a: {b}",
        "a: {B: c}",
        "a: 1\na: 2",
        "a: yes",
        "a: 007",
        "a:",
        "a: b\n  c",
        "a:\n  - b\n    - c",
        "a: [b, [c]]",
        'a: "\\n"',
        "a: b # c",
        "a: 2024-02-30",
        "a: &b c",
        "a: \u2028b",
        "",
    ],
)
def test_what_may_mean_something_else_is_left_to_the_library(text):
    assert read_plain(text, 1) is None


def test_mappings_of_sweeps_are_plain():
    text = (
        "init: {s0: [0.00, 0], s1: [ 1, -2e3 ]}\nlearning_rate: {times_max: [0.5]}\n"
        "loss: {name: huber, delta: 1}\n"
    )
    found = read_plain(text, 1)
    assert found is not None
    assert found[0] == {
        "init": {"s0": [0.0, 0], "s1": [1, -2e3]},
        "learning_rate": {"times_max": [0.5]},
        "loss": {"name": "huber", "delta": 1},
    }
    document = _parsed(text, "x.yaml", 1)
    assert repr(found) == repr((document.data, document.lines))


def test_comments_before_and_after_a_block_are_passed_over():
    text = "a: # of a\n  |\n  words\n\n# of b\nb: 1\nc: # of c\n  |\n  x\n\n# end\n"
    assert parse_yaml(text, "x.yaml").data == {"a": "words\n", "b": 1, "c": "x\n"}
    assert parse_yaml("a: #c\n|\n\n#d\nb: 1", "x.yaml").data == {"a": "", "b": 1}
