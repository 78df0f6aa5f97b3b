"""The gallery of all runs, and the sizes of files on pages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gdsim.core.page import Page, PlayerUse
from gdsim.site.gallery import MOST_LISTED, gallery_of, players_of
from gdsim.site.sizes import size_in_words, with_sizes


def record(sweep: str, rate: float, **changes: Any) -> dict[str, Any]:
    """A line of the index of runs."""
    files = {
        name: {"path": name, "bytes": 1}
        for name in ("json", "contour.mp4", "fit.mp4", "fit.png", "fit.strip.png")
    }
    return {
        "id": f"clean-linear.mse.gd.lr-{rate!r}.origin",
        "sweep": sweep,
        "dataset": "clean-linear",
        "model": "line",
        "loss": {"name": "mse"},
        "optimizer": {"name": "gd"},
        "learning_rate": rate,
        "init": "origin",
        "epochs": 10,
        "standardize": False,
        "outcome": {"status": "budget", "epoch": 10},
        "files": files,
        **changes,
    }


def page_with(url: str, *sweeps: str) -> Page:
    """A page with a player of each sweep."""
    players = tuple(PlayerUse(f"player-{sweep}", sweep, "run") for sweep in sweeps)
    return Page(path="a.md", url=url, title="A", html="", players=players)


def test_a_sweep_opens_in_the_first_page_that_has_its_player_else_embedded() -> None:
    players = players_of([page_with("a b/one.html", "rates"), page_with("two.html", "rates", "starts")])
    assert players == {"rates": "a%20b/one.html#player-rates", "starts": "two.html#player-starts"}
    html = gallery_of([record("rates", 0.1), record("lone", 0.1)], players, {"rates": "The <rate>"})
    run = "run=clean-linear.mse.gd.lr-0.1.origin"
    assert f'<a href="a%20b/one.html#player-rates&amp;sweep=rates&amp;{run}">0.1</a>' in html
    assert f'<a href="embed/lone.html#player-lone&amp;sweep=lone&amp;{run}">0.1</a>' in html
    assert "<summary>The &lt;rate&gt; <span" in html
    assert html.index('data-sweep="lone"') < html.index('data-sweep="rates"')


def test_words_are_the_fields_that_differ_and_the_film_is_that_of_the_fit() -> None:
    momentum = {"name": "momentum", "beta": 0.9}
    runs = [
        record("s", 5e-5, outcome={"status": "converged", "epoch": 7}),
        record("s", 5e-5, optimizer=momentum),
    ]
    html = gallery_of(runs, {}, {})
    assert re.findall(r">([^<]+)</a> <span>([^<]+)<", html) == [
        ("5e-5, gd", "converged at epoch 7"),
        ("5e-5, momentum (beta 0.9)", "not there yet at epoch 10"),
    ]
    assert 'href="media/s/clean-linear.mse.gd.lr-5e-05.origin/fit.mp4">film<' in html


@pytest.mark.parametrize(
    ("files", "address", "kind"),
    [
        (["json"], "runs/s/{0}.json", "data"),
        (["json", "fit.png", "fit.gif"], "media/s/{0}/fit.png", "picture"),
        (["json", "loss.mp4", "loss.png"], "media/s/{0}/loss.mp4", "film"),
    ],
)
def test_what_shows_a_run_without_a_script(files: list[str], address: str, kind: str) -> None:
    run = record("s", 0.5, files=dict.fromkeys(files))
    assert f'<a href="{address.format(run["id"])}">{kind}</a>' in gallery_of([run], {}, {})


def test_a_huge_site_keeps_a_light_page() -> None:
    runs = [record("many", 1e-6 * k) for k in range(1, 1901)] + [
        record("few", 1e-6 * k) for k in range(1, 101)
    ]
    html = gallery_of(runs, {}, {})
    assert html.count("<li>") == MOST_LISTED
    assert len(html) < 300_000
    assert "1,900 runs" in html
    assert "And 1,330 more, in runs/index.json." in html


def test_a_site_without_runs_has_an_empty_gallery() -> None:
    assert gallery_of([], {}, {}) == '<div class="gdsim-gallery" data-root=""></div>'


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (9949, "9.9 kB"), (12_800, "13 kB"), (999_499, "999 kB"),
     (999_500, "1.0 MB"), (45_000_000, "45 MB"), (2_500_000_000, "2.5 GB")],
)  # fmt: skip
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_in_words(size) == words


def test_sizes_stand_where_their_file_is_named() -> None:
    place = '<data class="gdsim-bytes" value="{}"></data>'
    html = f"a {place.format('runs/a%20b&amp;c.json')} {place.format('x')}"
    filled = with_sizes(html, {"runs/a b&c.json": 13_000})
    assert filled == html.replace("></data> ", ">13 kB</data> ", 1)
