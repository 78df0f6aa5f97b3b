"""The content of this site: what the lessons promise is swept, and what they print is so."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import numpy as np
import pytest

import gdsim
from gdsim.core.run import RunSpec, Sweep
from gdsim.descent.declare import Limits
from gdsim.descent.declared import Declared, read_declared

CONTENT = Path(__file__).parents[1] / "content"
# All but the manual, whose listings tests/test_guide.py runs.
PAGES = [page for page in sorted(CONTENT.rglob("*.md")) if page.parent.name != "Guide"]
# What is looked up, not taught.
REFERENCE = {"The datasets.md", "FAQ.md", "Glossary.md", "References.md"}
LESSONS = [page for page in PAGES if page.name != "index.md" and page.name not in REFERENCE]
SIX = {"clean-linear", "heavy-noise", "outliers", "saturating", "growing-variance", "two-populations"}
LISTING = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
BODY_WORDS = 1500


@pytest.fixture(scope="module")
def declared() -> Declared:
    return read_declared(CONTENT, Limits())


def specs(sweep: Sweep) -> list[RunSpec]:
    return [run.spec for run in sweep]


def rates(sweep: Sweep) -> set[float]:
    return {spec.learning_rate for spec in specs(sweep)}


def starts(sweep: Sweep) -> dict[str, tuple[float, ...] | None]:
    return {spec.init.name: spec.init.params for spec in specs(sweep)}


@pytest.mark.parametrize("name", ["spending", "spending-standardised"])
def test_the_visualised_page_sweeps_six_datasets_eight_rates_and_four_starts(
    declared: Declared, name: str
) -> None:
    sweep = declared.sweeps[name]
    assert set(sweep.datasets) == SIX
    assert len(rates(sweep)) >= 8
    assert len(starts(sweep)) == 4
    assert len(specs(sweep)) == len(SIX) * len(rates(sweep)) * 4
    assert {spec.epochs for spec in specs(sweep)} == {200 if name == "spending" else 40}


def test_the_rates_and_starts_that_lessons_speak_of_are_swept(declared: Declared) -> None:
    spending = declared.sweeps["spending"]
    assert {5e-5, 2e-4, 3e-4, 6e-4, 1.15e-3, 1.25e-3} <= rates(spending)
    assert starts(spending)["origin"] == (0, 0)
    assert starts(spending)["corner"] == (0.65, 14)
    assert {0.01, 0.1, 0.5, 0.95, 1.05} <= rates(declared.sweeps["spending-standardised"])
    assert rates(declared.sweeps["fundraising"]) == {0.001, 0.01, 0.02, 0.037}
    assert {spec.epochs for spec in specs(declared.sweeps["fundraising"])} == {120}
    trick = declared.sweeps["fundraising-square-trick"]
    assert rates(trick) == {0.001, 0.01, 0.1}
    assert {(spec.init.seed, spec.epochs) for spec in specs(trick)} == {(7, 2000)}
    journeys = declared.sweeps["journeys"]
    assert rates(journeys) == {1e-4, 5e-4}
    assert starts(journeys) == {"falling": (-1, 0)}
    assert "pair" in journeys.scenes


def test_standardised_starts_are_the_lines_that_the_raw_ones_are(declared: Declared) -> None:
    x = declared.datasets["clean-linear"].x
    raw, scaled = starts(declared.sweeps["spending"]), starts(declared.sweeps["spending-standardised"])
    for name in ("origin", "corner", "falling"):
        w, b = raw[name] or (np.nan, np.nan)
        assert scaled[name] == pytest.approx((w * x.std(), b + w * x.mean()), rel=1e-4)


def test_the_journeys_are_as_their_lesson_says(declared: Declared) -> None:
    data = declared.datasets["journeys"]
    slope, intercept = np.polyfit(data.x, data.y, 1)
    assert (data.n, data.x.min(), data.x.max()) == (100, 25, 70)
    assert np.abs(data.x - np.linspace(25, 70, 100)).max() <= 0.0051
    assert (slope, intercept) == (pytest.approx(1.32, abs=0.005), pytest.approx(8, abs=0.1))
    columns = np.column_stack([data.x, np.ones(data.n)])
    steepest = np.linalg.eigvalsh(2 / data.n * columns.T @ columns).max()
    assert 2 / steepest == pytest.approx(4.12e-4, rel=2e-3)


def test_the_listing_in_the_lesson_makes_the_journeys() -> None:
    made = printed(listings(CONTENT / "Lessons" / "Every point is a line.md")[-1])
    assert made == (CONTENT / "data" / "journeys.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page", [page for page in PAGES if LISTING.search(page.read_text(encoding="utf-8"))], ids=str
)
def test_listings_run(page: Path) -> None:
    for listing in listings(page):
        printed(listing)


def test_listings_of_the_playground_print_the_lines_of_its_tables() -> None:
    by_point, by_all = listings(CONTENT / "Playground" / "Fundraising.md")
    assert printed(by_point) == "50.6414 99.1850\n"
    run = gdsim.run("fundraising", learning_rate=0.01, epochs=120)
    w, b = run.path[-1]
    assert printed(by_all) == f"{w:.3f} {b:.3f} {run.loss[-1]:.1f}\n"


def test_the_toy_run_ends_where_the_note_says() -> None:
    (listing,) = listings(CONTENT / "Topics" / "Math" / "Optimization" / "Gradient Descent.md")
    assert float(printed(listing)) == pytest.approx(1 + 4 * 0.8**20, rel=1e-12)
    assert f"{float(printed(listing)):.4f}" == "1.0461"


@pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.stem)
def test_lesson_carries_claims_moves_and_is_short(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(re.findall(r"^:::+ claim$", text, re.M)) >= 2
    assert re.search(r"^:::+ (animation|race) ", text, re.M)
    assert len(words(text)) < BODY_WORDS


def words(text: str) -> list[str]:
    """Of the prose: without front matter, listings, and the keys and checks of directives."""
    body = LISTING.sub("", text.split("---\n", 2)[2])
    body = re.sub(r"\{\{.*?\}\}", "n", body, flags=re.S)
    body = re.sub(r"^check: \|\n(?:  .*\n)+", "", body, flags=re.M)
    return body.split()


def listings(page: Path) -> list[str]:
    return LISTING.findall(page.read_text(encoding="utf-8"))


def printed(listing: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(listing, "<listing>", "exec"), {"__name__": "listing"})
    return out.getvalue()
