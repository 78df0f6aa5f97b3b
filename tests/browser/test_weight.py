"""What a page loads at once, and that each further script is read when it is first needed, and only then."""

from __future__ import annotations

import gzip
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from chromium import Opener, Watched
from playwright.sync_api import expect

import gdsim
from gdsim.site.faces import script_of_faces
from gdsim.site.resources import read_resources

MOST_BYTES = 40_000
# The first script carries fonts, which are no code; a page then fetches no file for its letters.
FACES = script_of_faces(read_resources().fonts).encode()
PAGES = {
    "site.yaml": "title: Notes\n",
    "index.md": "# Steps\n\n::: animation rates\nviews: [fit, contour]\n:::\n\nSee [[Further]].\n",
    "Further.md": (
        "# Further\n\n::: race rates\nvary: learning_rate\n:::\n\n::: map rates\n:::\n\n"
        "::: thresholds clean-linear\nfollow: true\n:::\n\n"
        "::: quiz\nquestion: Which is larger?\noptions:\n"
        "  - {text: Two, correct: true, why: Count.}\n  - {text: One, why: Count.}\n:::\n"
    ),
    "sweeps/rates.yaml": "dataset: clean-linear\nlearning_rate: [5e-5, 2e-4]\nepochs: 60\n",
}


class Scripts(HTMLParser):
    """Addresses of the scripts that a page names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("src")
        if tag == "script" and address:
            self.addresses.append(address)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weight")
    for name, text in PAGES.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    gdsim.build(folder / "content", output=folder / "site", cache=folder / "cache", media=False)
    return folder / "site"


def at_once(page: Path) -> list[Path]:
    """The scripts that a page names, all of which are there."""
    return [page.parent / address for address in Scripts(page.read_text("utf-8")).addresses]


def loaded(watched: Watched) -> list[str]:
    """Names of the site's own scripts that a page has read, without their digests."""
    return sorted(
        watched.page.evaluate(
            "[...document.scripts].map(({src}) => src).filter((src) => src.includes('/assets/'))"
            ".map((src) => src.split('/').pop().split('.')[0])"
        )
    )


def test_a_page_with_a_player_loads_less_than_forty_kilobytes_of_script(built: Path) -> None:
    for name in ("index.html", "further.html", "embed/rates.html"):
        scripts = {path.name: path.read_bytes() for path in at_once(built / name)}
        code = {script: data.replace(FACES, b"") for script, data in scripts.items()}
        sizes = {script: len(gzip.compress(data, mtime=0)) for script, data in code.items()}
        assert "player" in {script.partition(".")[0] for script in sizes}
        assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_the_faces_that_a_page_carries_are_less_than_sixty_kilobytes(built: Path) -> None:
    (first,) = (path for path in at_once(built / "index.html") if path.name.startswith("first."))
    assert FACES in first.read_bytes()
    assert len(gzip.compress(FACES, mtime=0)) < 60_000


def test_swept_runs_need_no_further_script(built: Path, open_page: Opener) -> None:
    watched = open_page((built / "index.html").as_uri())
    assert loaded(watched) == ["first", "player", "site"]
    watched.page.evaluate("gdsim.players[0].select({learning_rate: 5e-5})")
    watched.page.evaluate("gdsim.players[0].seek(30)")
    assert watched.page.evaluate("gdsim.players[0].epoch") == 30
    assert loaded(watched) == ["first", "player", "site"]


def test_a_live_run_and_a_rival_bring_their_scripts_once(built: Path, open_page: Opener) -> None:
    watched = open_page((built / "index.html").as_uri())
    for w in (0.1, 0.2):
        watched.page.evaluate("(w) => gdsim.players[0].start(w, 1)", w)
    assert watched.page.evaluate("gdsim.players[0].ground.w[0]") == 0.2
    assert loaded(watched) == ["compute", "first", "player", "site"]
    watched.page.evaluate("gdsim.players[0].addRival()")
    expect(watched.page.locator(".gdsim-legend li")).to_have_count(2)
    assert loaded(watched) == ["compute", "first", "player", "race", "site"]
    assert watched.complaints == []


def test_a_page_reads_the_parts_that_it_shows(built: Path, open_page: Opener) -> None:
    watched = open_page((built / "further.html").as_uri())
    expect(watched.page.get_by_role("button", name="Check")).to_be_visible()
    assert loaded(watched) == ["beside", "first", "lesson", "player", "race", "site"]


def test_a_script_that_is_missing_is_told_in_words(built: Path, open_page: Opener, tmp_path: Path) -> None:
    site = shutil.copytree(built, tmp_path / "site")
    for name in ("compute", "race"):
        (script,) = (site / "assets").glob(f"{name}.*.js")
        script.unlink()
    page = open_page((site / "index.html").as_uri()).page
    page.locator(".gdsim-view[data-view=contour] canvas").click(position={"x": 120, "y": 60})
    told = page.locator(".gdsim-told")
    expect(told).to_contain_text("compute")
    expect(told).to_contain_text("cannot be read")
    page.evaluate("gdsim.players[0].addRival()")
    expect(page.locator(".gdsim-legend")).to_contain_text("cannot be read")
    assert page.evaluate("gdsim.players[0].rivals.length") == 1
