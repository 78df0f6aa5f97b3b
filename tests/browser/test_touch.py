"""A phone in one hand: fingers on a screen of 380 pixels."""

from __future__ import annotations

import pytest
from chromium import Opener
from fingers import Fingers, tap
from playwright.sync_api import FloatRect, Locator
from test_player import FIRST, Player

WIDTH = 380
PANELS = ("More", "Your data", "Views", "Take away")


@pytest.fixture
def player(open_page: Opener, site_url: str) -> Player:
    return Player(open_page(site_url, width=WIDTH, height=760, touch=True).page)


@pytest.fixture
def fingers(open_page: Opener, player: Player) -> Fingers:
    return open_page.fingers(player.page)


def box_of(target: Locator) -> FloatRect:
    """Where it is in the viewport, scrolled to."""
    target.evaluate("(target) => target.scrollIntoView({block: 'center'})")
    box = target.bounding_box()
    assert box
    return box


def test_a_tap_on_the_contour_starts_there_and_a_swipe_does_not(player: Player, fingers: Fingers) -> None:
    canvas = player.figure.locator("[data-view=contour] canvas")
    assert canvas.evaluate("(canvas) => getComputedStyle(canvas).touchAction") in ("auto", "pan-y")
    box = box_of(canvas)
    x, y = box["x"] + 200, box["y"] + 100
    fingers.move(((x, y), (x, y - 80)))
    assert not player.get("ground.live")
    box = box_of(canvas)
    tap(fingers, box["x"] + 200, box["y"] + 100)
    player.wait("player.ground.live")
    assert player.get("trajectory.init.name") == "live"


@pytest.mark.chromium
def test_a_swipe_over_the_contour_scrolls(player: Player, fingers: Fingers) -> None:
    box = box_of(player.figure.locator("[data-view=contour] canvas"))
    before = player.page.evaluate("() => scrollY")
    x, y = box["x"] + 200, box["y"] + 100
    fingers.move(((x, y), (x, y - 80)))
    player.page.wait_for_function("(before) => scrollY > before + 30", arg=before)


def test_two_fingers_come_nearer_to_the_surface_and_one_turns_it(player: Player, fingers: Fingers) -> None:
    player.get("views = ['surface']")
    canvas = player.figure.locator("[data-view=surface] canvas")
    canvas.wait_for()
    box = box_of(canvas)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers.move(((x - 30, y), (x - 90, y)), ((x + 30, y), (x + 90, y)))
    player.wait("player.camera !== null")
    nearer = float(player.get("camera").split(",")[2])
    assert nearer > 1.5
    turned = player.get("camera").split(",")[0]
    fingers.move(((x, y), (x + 80, y)))
    player.wait(f"player.camera.split(',')[0] !== '{turned}'")
    assert float(player.get("camera").split(",")[2]) == nearer


@pytest.mark.parametrize("what", ["slider", "loss"])
def test_a_finger_scrubs(player: Player, fingers: Fingers, what: str) -> None:
    player.get("views = ['fit', 'loss']")
    loss = player.figure.locator("[data-view=loss] canvas")
    loss.wait_for()
    box = box_of(player.slider if what == "slider" else loss)
    y = box["y"] + box["height"] / 2
    left, middle = box["x"] + 0.3 * box["width"], box["x"] + 0.6 * box["width"]
    fingers.move(((left, y), (middle, y)))
    player.wait("player.epoch > 60")
    assert 80 <= player.epoch <= 130


def test_every_control_is_in_reach_and_nothing_is_wider_than_the_screen(
    player: Player, fingers: Fingers
) -> None:
    """With each panel unfolded in turn: large enough for a thumb, inside the screen, under no other part."""
    for panel in (None, *PANELS):
        if panel:
            button = player.button(panel)
            box = box_of(button)
            tap(fingers, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            player.page.locator(f"#{button.get_attribute('aria-controls')} > div > *").first.wait_for()
        assert player.page.evaluate("() => document.documentElement.scrollWidth") <= WIDTH
        controls = player.page.locator(f"#{FIRST} :is(button, select, input, textarea, a):visible")
        assert controls.count() >= 18
        unreached = controls.evaluate_all(
            """(controls) => controls.filter((control) => {
                control.scrollIntoView({block: 'center'});
                const target = control.closest('label') ?? control;
                const {left, right, top, bottom} = target.getBoundingClientRect();
                const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
                return left < 0 || right > innerWidth || bottom - top < 24 || !target.contains(there);
            }).map(({outerHTML}) => outerHTML.slice(0, 120))"""
        )
        assert unreached == [], panel
