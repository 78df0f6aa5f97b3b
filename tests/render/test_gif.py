"""GIF files, block by block."""

from __future__ import annotations

import pytest
from reading import gif_blocks

from gdsim.core import theme
from gdsim.render import render_clips
from gdsim.render.gif import centiseconds
from gdsim.render.palette import RAMPS, rgb
from gdsim.render.stage import stage_of


@pytest.fixture(scope="module")
def gif(view, descent):
    """A swinging run."""
    return render_clips(view, "fit", [descent(0.055)], ["gif"])[0].gif


def test_one_palette_serves_all_frames(gif):
    assert gif[10] & 0x80
    assert not any(gif_blocks(gif)[1])


def test_it_loops_for_ever_and_holds_the_last_frame(gif):
    assert b"NETSCAPE2.0\x03\x01\x00\x00\x00" in gif
    delays, _ = gif_blocks(gif)
    assert delays[-1] == 200


def test_frames_keep_time_with_the_video():
    shown = sum(centiseconds(k) for k in range(240))
    assert shown == pytest.approx(100 * 240 / theme.FRAMES_PER_SECOND, abs=1)


def test_theme_colours_are_exact(view):
    palette = stage_of(view, "surface").palette
    for color in (theme.LIGHT.paper, *RAMPS):
        red, green, blue = rgb(color)
        cell = (red >> 3) << 10 | (green >> 3) << 5 | blue >> 3
        assert tuple(palette.colors[palette.table[cell]]) in {
            (red, green, blue),
            # where two theme colours share a cell of 32 x 32 x 32, the earlier one stands for both
            *(rgb(other) for other in (theme.LIGHT.paper, *RAMPS) if other != color and near(other, color)),
        }


def near(one: str, other: str) -> bool:
    """Whether two colours share a cell."""
    return all(a >> 3 == b >> 3 for a, b in zip(rgb(one), rgb(other), strict=True))
