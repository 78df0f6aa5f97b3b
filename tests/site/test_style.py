"""Colours once, contrast kept, everything else by custom property."""

from __future__ import annotations

import colorsys
import re

import pytest

from gdsim.core.theme import DARK, LIGHT, RACE
from gdsim.site.resources import read_resources, templates_folder
from gdsim.site.style import contrast, palettes, style_sheet


def sheet(accent: str = "") -> str:
    resources = read_resources()
    return style_sheet(resources, {name: f"{name}.digest" for name in resources.fonts}, accent)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_can_be_read(palette: object) -> None:
    paper, ink, soft, accent = (getattr(palette, name) for name in ("paper", "ink", "soft", "accent"))
    assert contrast(ink, paper) >= 7
    assert contrast(soft, paper) >= 4.5
    assert contrast(accent, paper) >= 4.5


def test_sheet_gives_every_colour_in_each_mode() -> None:
    text = sheet()
    assert text.count(f"--gdsim-paper: {LIGHT.paper};") == 1
    assert text.count(f"--gdsim-paper: {DARK.paper};") == 2
    for name in ("text", "mono", "math", "threshold", "optimum", "current"):
        assert f"--gdsim-{name}:" in text


def test_style_files_name_no_colour_of_their_own() -> None:
    for path in (templates_folder() / "css").glob("*.css"):
        for line in path.read_text("utf-8").splitlines():
            assert not re.search(r":[^;{]*#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", line), f"{path.name}: {line}"


def test_accent_of_the_site_is_used_and_made_lighter_for_the_dark() -> None:
    light, dark = palettes("#8B0000")
    assert light.accent == "#8b0000"
    assert contrast(dark.accent, dark.paper) >= 4.5
    assert "--gdsim-accent: #8b0000;" in sheet("#8B0000")


@pytest.mark.parametrize(
    ("accent", "reason"), [("#ffd700", "contrast of"), ("red", "must be a colour"), ("#12", "must be")]
)
def test_accent_that_cannot_be_read_is_refused(accent: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        palettes(accent)


def test_pictures_of_runs_are_turned_over_in_the_dark_alone() -> None:
    text = sheet()
    by_day, *by_night = text.split("--gdsim-drawing-filter: ")[1:]
    assert by_day.startswith("none;")
    assert [rest.partition(";")[0].startswith("invert(1)") for rest in by_night[:2]] == [True, True]
    assert text.index("@media screen and (prefers-color-scheme: dark)") < text.index("invert(1)")


def test_turned_over_the_colours_of_a_drawing_stay_apart_and_clear() -> None:
    """The paper becomes that of the dark, every race has a contrast of 3 : 1 on it, hues stay themselves."""
    paper = turned_over(LIGHT.paper)
    assert contrast(paper, DARK.paper) < 1.1
    assert contrast(turned_over(LIGHT.ink), paper) > 12
    for colour in (*RACE, LIGHT.current, LIGHT.optimum, LIGHT.data):
        assert contrast(turned_over(colour), paper) >= 3
        before, after = (colorsys.rgb_to_hls(*rgb(c))[0] for c in (colour, turned_over(colour)))
        assert min(abs(before - after), 1 - abs(before - after)) < 0.08, colour


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(channel / 255 for channel in bytes.fromhex(colour[1:]))


def turned_over(colour: str) -> str:
    """As ``invert(1) hue-rotate(180deg) contrast(1.05)`` shows it, added to the dark paper by ``screen``.

    Source: Filter Effects 1, "hue-rotate", for half a turn.
    """
    r, g, b = (1 - channel for channel in rgb(colour))
    grey = 2 * (0.213 * r + 0.715 * g + 0.072 * b)
    turned = [min(max((min(max(grey - c, 0), 1) - 0.5) * 1.05 + 0.5, 0), 1) for c in (r, g, b)]
    added = [1 - (1 - c) * (1 - p) for c, p in zip(turned, rgb(DARK.paper), strict=True)]
    return "#" + "".join(f"{round(255 * c):02x}" for c in added)
