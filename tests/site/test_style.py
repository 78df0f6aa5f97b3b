"""Colours once, contrast kept, everything else by custom property."""

from __future__ import annotations

import re

import pytest

from gdsim.core.theme import DARK, LIGHT
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


def test_every_font_file_has_a_face() -> None:
    resources = read_resources()
    assert sheet().count("@font-face") == len(resources.fonts)
