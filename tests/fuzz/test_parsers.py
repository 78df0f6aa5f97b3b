"""Two thousand inputs for each parser: pieces of what it reads, in any order, and good inputs made bad."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.fuzz.parsers import PARSERS, Parser

EXAMPLES = 2000
NOT_TIMED = [HealthCheck.too_slow, HealthCheck.data_too_large]


def inputs(parser: Parser) -> SearchStrategy[bytes]:
    """Pieces and bytes in a row; or a good input with a few of them in the place of some of its own."""
    piece = st.sampled_from(parser.pieces) | st.binary(max_size=2)
    made = st.lists(piece, max_size=14).map(b"".join)
    cut = st.tuples(st.integers(0, 255), st.integers(0, 6), piece)
    changed = [
        st.builds(_cut, st.sampled_from(parser.good), st.lists(cut, min_size=least, max_size=least + 1))
        for least in (0, 1)
    ]
    return st.one_of(made, *changed)


def _cut(good: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    for place, length, piece in cuts:
        at = place % (len(good) + 1)
        good = good[:at] + piece + good[at + length :]
    return good


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_any_input_is_good_or_refused_with_lines(parser: Parser) -> None:
    told = {True: 0, False: 0}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=NOT_TIMED,
        phases=[Phase.generate, Phase.shrink],
    )
    @given(inputs(parser))
    def read(data: bytes) -> None:
        told[parser.read(data)] += 1

    for good in parser.good:
        assert parser.read(good), good
    read()
    assert min(told.values()) >= EXAMPLES // 100, told  # both are met, or the inputs say nothing
