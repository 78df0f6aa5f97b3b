"""The default site as `uv run build.py` makes it: its counts and bytes, and every page in a browser on file://."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import jsonschema
import pytest
from chromium import Opener

import gdsim

ROOT = Path(__file__).parent.parent.parent
SCHEMAS = Path(gdsim.__file__).parent / "schemas"
LARGEST = 150_000_000  # bytes of the whole default site


@pytest.fixture(scope="session")
def site() -> Path:
    """The site of this checkout, brought up to date; nothing is done where it is."""
    subprocess.run([sys.executable, ROOT / "build.py", "--quiet"], cwd=ROOT, check=True)
    return ROOT / "site"


@pytest.fixture(scope="session")
def pages(site: Path) -> list[Path]:
    """Every page that a reader can stay on."""
    found = sorted(path for path in site.rglob("*.html") if path.name != "404.html")
    found = [path for path in found if path.parent.name != "assets"]  # the frame that code runs in
    return [path for path in found if b'http-equiv="refresh"' not in path.read_bytes()]


def test_the_whole_site_is_small_enough(site: Path) -> None:
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    assert sum(sizes.values()) <= LARGEST
    assert max(sizes.values()) < 95_000_000
    html = {path: size for path, size in sizes.items() if path.suffix == ".html"}
    assert all(size < (300_000 if path.parent.name != "assets" else 500_000) for path, size in html.items())


def test_every_run_has_json_gif_and_mp4(site: Path) -> None:
    """Of fit and surface in every sweep that does not ask for other scenes or formats."""
    runs = json.loads((site / "runs/index.json").read_text(encoding="utf-8"))["runs"]
    assert len(runs) >= 6 * 8 * 4 * 2
    for run in runs:
        assert {"json"} < run["files"].keys()
        assert all((site / file["path"]).stat().st_size == file["bytes"] for file in run["files"].values())
        scenes = {name.partition(".")[0] for name in run["files"]} - {"json"}
        declared = (ROOT / f"content/sweeps/{run['sweep']}.yaml").read_text(encoding="utf-8")
        films = ("mp4",) if "formats: [mp4]" in declared else ("mp4", "gif")
        wanted = {f"{scene}.{ending}" for scene in scenes for ending in (*films, "png", "strip.png")}
        assert wanted <= run["files"].keys()
        if run["sweep"].startswith("spending"):
            assert {"fit", "surface"} <= scenes


def test_every_record_follows_its_schema(site: Path) -> None:
    checkers = {
        name: jsonschema.Draft202012Validator(
            json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
        )
        for name in ("trajectory-1", "dataset-1", "runs-1", "sweep-1")
    }
    count = 0
    for path in [*site.glob("runs/**/*.json"), *site.glob("datasets/*.json")]:
        record = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
        checkers[record["schema"].removeprefix("gdsim.").replace("/", "-")].validate(record)
        count += 1
    assert count > 400


@pytest.mark.parametrize(("width", "scheme"), [(380, "dark"), (1200, "light")])
def test_every_page_opens_by_double_click(
    open_page: Opener, pages: list[Path], width: int, scheme: str
) -> None:
    """No console message, no outside request, nothing wider than the screen, every player started."""
    assert len(pages) >= 10
    for path in pages:
        opened = open_page(path.as_uri(), width=width, scheme=scheme)
        assert opened.complaints == opened.outside == [], path
        assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        players = opened.page.locator("figure.gdsim-player").count()
        assert opened.page.locator("figure.gdsim-ready").count() == players, path
        opened.page.close()


def test_every_link_resolves(open_page: Opener, site: Path, pages: list[Path]) -> None:
    """Links, sources and fragments, as the browser resolves them, lead to files that exist."""
    ids: dict[Path, set[str]] = {}
    links: list[tuple[Path, str]] = []
    for path in pages:
        opened = open_page(path.as_uri(), javascript=False)
        found = opened.page.locator("[href], [src], [poster]")
        links += [
            (path, value)
            for value in found.evaluate_all(
                "all => all.flatMap("
                "e => ['href', 'src', 'poster'].map(a => e.getAttribute(a)).filter(Boolean))"
            )
        ]
        ids[path] = set(opened.page.locator("[id]").evaluate_all("all => all.map(e => e.id)"))
        opened.page.close()
    assert len(links) > 300
    for path, value in links:
        address, fragment = urldefrag(urljoin(path.as_uri(), value))
        if not address.startswith("file:"):
            assert address.startswith(("https:", "mailto:")), (path, value)
            continue
        target = Path(unquote(address.removeprefix("file://")))
        assert target.is_file(), (path, value)
        assert target.is_relative_to(site), (path, value)
        if fragment and target in ids:
            assert unquote(fragment).partition("&")[0] in ids[target], (path, value)


def test_a_standardised_player_scrubs_in_step(open_page: Opener, site: Path) -> None:
    """On the real site: seek, pick another run, and the surface's video shows the frame of the epoch."""
    opened = open_page((site / "lessons/scale-the-inputs.html").as_uri())
    state = opened.page.evaluate(
        """async () => {
            const player = window.gdsim.players[0];
            await player.seek(7);
            const before = [player.epoch, player.trajectory.path.params.w[7]];
            await player.select({learning_rate: 0.5});
            return {before, run: player.run, epoch: player.epoch, status: player.status};
        }"""
    )
    assert state["before"][0] == 7
    assert ".lr-0.5." in state["run"]
    assert state["epoch"] == 7


def test_without_scripts_video_snapshots_and_words_stand(open_page: Opener, site: Path) -> None:
    opened = open_page((site / "index.html").as_uri(), javascript=False)
    figure = opened.page.locator("figure.gdsim-player").first
    assert figure.locator("video[controls]").count() >= 1
    assert figure.locator("img.gdsim-strip").count() == 1
    assert "The loss falls from" in figure.locator(".gdsim-description").inner_text()
