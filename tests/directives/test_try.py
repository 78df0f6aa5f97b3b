"""Experiments: the run they are about, loaded into the page's player or opened in the sweep's own page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.directives.writing import html_of, mistakes_of

TRY = "::: try {title: Double it, sweep: rates, learning_rate: 0.05}\nDo.\n:::\n"
RUN = "sweep=rates&amp;run=line-up.mse.gd.lr-0.05.origin"


@pytest.mark.parametrize("order", ["{0}\n{1}", "{1}\n{0}"])
def test_run_is_loaded_into_the_first_player_of_its_sweep(tmp_path: Path, order: str) -> None:
    players = "::: animation rates\n:::\n\n::: animation rates\n:::\n"
    html = html_of(tmp_path, order.format(TRY, players))
    data = f'data-permalink="#player-rates&amp;{RUN}"'
    link = f'<a class="gdsim-load" href="#player-rates" {data}>Load into the player</a>'
    assert f'<p class="gdsim-label">Double it</p><p>Do.</p><p>{link}</p></div>' in html


def test_without_a_player_it_opens_in_the_page_of_the_sweep(tmp_path: Path) -> None:
    html = html_of(tmp_path, TRY)
    assert f'href="../embed/rates.html#player-rates&amp;{RUN}">Open in the player</a>' in html
    assert "data-permalink" not in html


def test_answer_is_folded_inside(tmp_path: Path) -> None:
    html = html_of(tmp_path, ":::: try\nDo.\n\n::: answer {title: What *came*}\nDone {{ 2 }}.\n:::\n::::\n")
    assert "<summary>What <em>came</em></summary><p>Done 2.</p></details></div>" in html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "\n::: try {learning_rate: 0.05}\nDo.\n:::\n",
            "2: 'learning_rate' chooses a run; give its sweep too",
        ),
        ("\n::: try {sweep: rate}\nDo.\n:::\n", "2: unknown sweep 'rate'; did you mean 'rates'?"),
        (
            "\n::: try {sweep: rates, init: top}\nDo.\n:::\n",
            "2: sweep 'rates' has no init 'top'; it has origin",
        ),
        ("\n::: try {sweep: rates, epoch: 3}\nDo.\n:::\n", "2: unknown key 'epoch'; did you mean 'epochs'?"),
        ("\n::: try\n\n:::\n", "2: this try is empty"),
        ("\n::: answer\n:::\n", "2: this answer is empty"),
        ("\n::: note\n:::\n", "2: this note is empty; write its text between the two lines of colons"),
        ("\n::: details {open: maybe}\nx\n:::\n", "2: open: input should be a valid boolean, got 'maybe'"),
        ("\n:::: warning\n\n::: tip\n{{ nope }}\n:::\n::::\n", "5: 'nope': 'nope' is unknown"),
    ],
)
def test_each_mistake_has_its_line(tmp_path: Path, text: str, message: str) -> None:
    found = mistakes_of(tmp_path, text)
    assert any(line.startswith(message) for line in found), found
