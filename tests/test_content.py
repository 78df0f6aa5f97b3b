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
PROGRAMS = CONTENT / "code" / "lessons"
SIX = {"clean-linear", "heavy-noise", "outliers", "saturating", "growing-variance", "two-populations"}


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
    made = printed("journeys_data.py")
    assert made == (CONTENT / "data" / "journeys.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["square_trick.py", "fundraising_by_point.py"])
def test_the_square_trick_prints_the_line_of_its_run(name: str) -> None:
    assert printed(name) == "50.6414 99.1850\n"


@pytest.mark.parametrize("name", ["five_steps.py", "fundraising_by_all.py"])
def test_full_descent_prints_the_line_of_its_run(name: str) -> None:
    run = gdsim.run("fundraising", learning_rate=0.01, epochs=120)
    w, b = run.path[-1]
    assert printed(name).removeprefix("121 ") == f"{w:.3f} {b:.3f} {run.loss[-1]:.1f}\n"


@pytest.mark.parametrize("name", ["one_number.py", "descend.py"])
def test_the_toy_run_ends_where_the_note_says(name: str) -> None:
    assert float(printed(name)) == pytest.approx(1 + 4 * 0.8**20, rel=1e-12)
    assert f"{float(printed(name)):.4f}" == "1.0461"


def test_the_thresholds_printed_are_those_of_the_theory() -> None:
    for line, name in zip(printed("largest_rate.py").split(), ["fundraising", "clean-linear"], strict=True):
        theory = gdsim.run(name, learning_rate=1e-5, epochs=1).theory
        assert theory is not None
        assert float(line) == pytest.approx(theory.learning_rate_max, rel=1e-12)


def test_the_direct_ways_all_print_the_best_line() -> None:
    best = gdsim.run("fundraising", learning_rate=0.01, epochs=1).optimum
    assert best is not None
    lines = printed("least_squares.py").splitlines() + printed("one_step.py").splitlines()[1:]
    for line in lines:
        numbers = [float(number) for number in re.findall(r"[-\d.]+\d", line)]
        assert numbers == pytest.approx(best.params, rel=1e-6)


def test_what_the_lessons_say_of_their_listings_is_so() -> None:
    """Words beside a listing that no value on the page can hold."""
    plain, ridge = map(float, printed("ridge_slopes.py").split())
    assert 0.3 < ridge / plain < 0.4  # "about a third"
    straight, bent = (
        [float(part) for part in re.findall(r"'([-+.\d]+)'", line)]
        for line in printed("residuals_in_parts.py").splitlines()
    )
    assert max(map(abs, straight)) < 0.1
    assert bent[0] > 0.3 > -0.3 > bent[1] and bent[2] > 0.3  # "high, low, high"
    assert printed("mean_and_median.py") == "106.8 34.0\n"
    assert float(printed("logistic.py").rsplit(None, 1)[1]) == pytest.approx(3.5, abs=1e-4)
    assert abs(float(printed("heavy_ball.py")) - 1) < 0.05


def printed(name: str) -> str:
    """What a program of the lessons prints."""
    code = compile((PROGRAMS / name).read_text(encoding="utf-8"), name, "exec")
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(code, {"__name__": "__main__"})
    return out.getvalue()
