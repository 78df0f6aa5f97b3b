"""Galleries and downloads: which runs and files they list, and each mistake at its line."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.directives.writing import html_of, mistakes_of

LINK = re.compile(r'<li><a href="([^"]+)">([^<]+)</a> <span>([^<]+)</span> <a href="([^"]+)">(\w+)</a></li>')


def test_every_run_is_a_link_to_the_player_and_to_its_film(tmp_path: Path) -> None:
    html = html_of(tmp_path, "::: gallery\n:::\n")
    links = LINK.findall(html)
    assert len(links) == 6
    assert links[2] == (
        "../embed/rates.html#player-rates&amp;sweep=rates&amp;run=line-up.mse.gd.lr-0.05.origin",
        "line-up, 0.05",
        "diverged at epoch 10",
        "../media/rates/line-up.mse.gd.lr-0.05.origin/fit.mp4",
        "film",
    )
    assert 'data-root="../"' in html
    assert "How the rate decides <span" in html
    assert "data-some" not in html


def test_fields_restrict_it_and_the_pages_own_player_opens_them(tmp_path: Path) -> None:
    fields = "dataset: fundraising\nlearning_rate: [0.01, 0.05]\n"
    html = html_of(tmp_path, f"::: gallery rates\n{fields}:::\n\n::: animation rates\n:::\n")
    links = LINK.findall(html)
    assert [words for _, words, *_ in links] == ["0.01", "0.05"]
    assert links[0][0] == "#player-rates&amp;sweep=rates&amp;run=fundraising.mse.gd.lr-0.01.origin"
    assert 'data-player="#player-rates" data-some open' in html
    assert "2 runs" in html


def test_without_media_the_numbers_are_linked(tmp_path: Path) -> None:
    links = LINK.findall(html_of(tmp_path, "::: gallery rates\n:::\n", media=False))
    assert {kind for *_, kind in links} == {"data"}
    assert links[0][3] == "../runs/rates/line-up.mse.gd.lr-0.01.origin.json"


def test_downloads_are_listed_with_places_for_their_sizes(tmp_path: Path) -> None:
    html = html_of(
        tmp_path,
        "::: download rates\ndataset: fundraising\nlearning_rate: 0.02\ncaption: All *of it*.\n:::\n",
    )
    places = re.findall(
        r'<a href="\.\./([^"]+)" download>(\w+)<.*?<data class="gdsim-bytes" value="([^"]+)">', html
    )
    run = "rates/fundraising.mse.gd.lr-0.02.origin"
    assert places == [
        (path, kind, path)
        for path, kind in [
            ("datasets/fundraising.csv", "CSV"),
            ("datasets/fundraising.json", "JSON"),
            (f"runs/{run}.json", "JSON"),
            (f"media/{run}/fit.mp4", "MP4"),
            (f"media/{run}/fit.gif", "GIF"),
            (f"media/{run}/surface.mp4", "MP4"),
            (f"media/{run}/surface.gif", "GIF"),
        ]
    ]
    assert "<caption>All <em>of it</em>.</caption>" in html
    assert "<details" not in html


def test_without_media_only_numbers_are_downloaded(tmp_path: Path) -> None:
    html = html_of(tmp_path, "::: download rates\n:::\n", media=False)
    assert "MP4" not in html
    assert html.count("JSON") == 8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "\n::: gallery\ndataset: line-up\n:::\n",
            "2: fields choose runs of one sweep: write '::: gallery SWEEP'",
        ),
        ("\n::: gallery rate\n:::\n", "2: unknown sweep 'rate'; did you mean 'rates'?"),
        (
            "\n::: gallery rates\ndataset: lineup\n:::\n",
            "3: dataset lineup is in none of these runs; did you mean",
        ),
        ("\n::: gallery rates\nsort: loss\n:::\n", "3: unknown key 'sort'"),
        ("\n::: download\n:::\n", "2: write '::: download SWEEP': the SWEEP is missing"),
        (
            "\n::: download rates\nlearning_rate: 9\n:::\n",
            "3: learning_rate 9 is in none of these runs; known: 0.01",
        ),
        ("\n::: download rates\ncaption: |\n  {{ nope }}\n:::\n", "4: 'nope': 'nope' is unknown"),
    ],
)
def test_each_mistake_has_its_line(tmp_path: Path, text: str, message: str) -> None:
    found = mistakes_of(tmp_path, text)
    assert any(line.startswith(message) for line in found), found


def test_of_many_runs_the_first_are_listed_and_the_script_is_told_which_are_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gdsim.directives.gallery.MOST_LISTED", 2)
    html = html_of(tmp_path, "::: gallery rates\ndataset: fundraising\n:::\n")
    assert [words for _, words, *_ in LINK.findall(html)] == ["0.01", "0.02"]
    assert "And 1 more, in runs/index.json." in html
    told = json.loads(unescape(re.search(r'data-some="([^"]*)"', html)[1]))  # type: ignore[index]
    assert told["dataset"] == ["fundraising"]
    assert told["learning_rate"] == [0.01, 0.02, 0.05]
    assert told["loss"] == [{"name": "mse"}]
