"""Views in real Chromium on file://: what they show, and what every gesture on them does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import fixture_site
import numpy as np
import pytest
import views_page
from chromium import Opener, Watched
from playwright.sync_api import CDPSession, Page
from screen import pixels

from gdsim.core.theme import RACE

LIVE = ("fit", "surface", "contour", "loss", "params")
VERMILION = (0xD5, 0x5E, 0x00)
VERMILION_DARK = (0xFF, 0x8A, 0x3D)
RACERS = (5e-4, 1e-4, 3e-4, 8e-4, 9.5e-4, 1.1e-3)


@pytest.fixture(scope="session")
def views_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """file:// address of a page with nothing but a stage."""
    return views_page.write_page(tmp_path_factory.mktemp("views")).as_uri()


class Stage:
    """A stage on a page, driven by its methods and by the pointer."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.page: Page = watched.page

    def open(self, views: Sequence[str], *, epoch: int = 0, **run: Any) -> None:
        """Show runs at a position among the stored epochs."""
        self.page.evaluate("(given) => views.open(given)", views_page.given(views, **run))
        self.page.evaluate("() => document.fonts.ready")
        self.seek(epoch)

    def seek(self, index: int, mix: float = 0) -> None:
        self.page.evaluate("([index, mix]) => views.seek(index, mix)", [index, mix])

    def get(self, expression: str) -> Any:
        """A value of the stage."""
        return self.page.evaluate(f"() => views.stage.{expression}")

    @property
    def heard(self) -> list[list[Any]]:
        """What the stage has told so far: the event's name, then what came with it."""
        heard: list[list[Any]] = self.page.evaluate("() => views.heard")
        return heard

    def box(self, view: str) -> dict[str, float]:
        """Where a view is on the page."""
        canvas = self.page.locator(f"[data-view={view}] > canvas")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box
        return dict(box)

    def pixels(self, view: str) -> np.ndarray:
        """What a view shows on screen, shape (height, width, 3)."""
        return pixels(self.page.locator(f"[data-view={view}]"))

    def marker(self, view: str, colour: tuple[int, int, int] = VERMILION) -> tuple[float, float]:
        """Middle of the marker in pixels of the view: where its colour is densest."""
        image = self.pixels(view)
        rows, columns = np.nonzero(np.abs(image - np.array(colour)).max(axis=-1) <= 12)
        assert len(rows) > 40, f"no marker in {view}"
        return float(columns.mean()) + 0.5, float(rows.mean()) + 0.5

    def press(self, view: str, x: float, y: float) -> None:
        """Click at a pixel of a view."""
        box = self.box(view)
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def drag(self, view: str, start: tuple[float, float], end: tuple[float, float], steps: int = 6) -> None:
        """Press, move and let go."""
        box = self.box(view)
        self.page.mouse.move(box["x"] + start[0], box["y"] + start[1])
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + end[0], box["y"] + end[1], steps=steps)
        self.page.mouse.up()

    def told(self, name: str, count: int = 1) -> list[list[Any]]:
        """What came with the events of this name, once there are so many of them."""
        self.page.wait_for_function(
            "([name, count]) => views.heard.filter(([what]) => what === name).length >= count",
            arg=[name, count],
        )
        return [event[1:] for event in self.heard if event[0] == name]


@pytest.fixture
def opened(open_page: Opener, views_url: str) -> Iterator[Watched]:
    """The page; afterwards it has complained of nothing and asked for nothing outside."""
    watched = open_page(views_url)
    yield watched
    assert watched.complaints == watched.outside == []


@pytest.fixture
def stage(opened: Watched) -> Stage:
    return Stage(opened)


def count(colour: tuple[int, int, int], image: np.ndarray, tolerance: int = 12) -> int:
    """Number of pixels of this colour."""
    return int((np.abs(image - np.array(colour)).max(axis=-1) <= tolerance).sum())


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def touch(session: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    """One event of fingers on the screen, at pixels of the viewport."""
    touches = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


@pytest.fixture
def fingers(stage: Stage) -> CDPSession:
    """Fingers instead of a mouse."""
    session = stage.page.context.new_cdp_session(stage.page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    return session


# What is shown


def test_every_live_view_is_drawn_for_a_sweep_that_renders_only_one(stage: Stage) -> None:
    stage.open(LIVE, epoch=40)
    assert stage.get("names") == list(LIVE)
    for view in LIVE:
        before = stage.pixels(view)
        assert count(VERMILION, before) > 40, view
        stage.seek(0)
        assert np.abs(before - stage.pixels(view)).max() > 60, view
        stage.seek(40)
        assert np.array_equal(before, stage.pixels(view)), view


def test_the_surface_has_the_colours_of_the_rendered_scene(stage: Stage) -> None:
    from matplotlib import colormaps

    def as_rgb(colour: Sequence[float]) -> tuple[int, int, int]:
        red, green, blue = (round(255 * part) for part in colour[:3])
        return red, green, blue

    bands = colormaps["viridis"].resampled(24)
    stage.open(["surface"], init="corner")
    image = stage.pixels("surface")
    seen = [count(as_rgb(bands(k)), image, 1) for k in range(24)]
    assert sum(pixels > 20 for pixels in seen) >= 20
    assert sum(seen) > 0.15 * image.shape[0] * image.shape[1]


def test_markers_move_together_and_between_epochs(stage: Stage) -> None:
    stage.open(["contour", "loss", "params", "surface"], epoch=2)
    places = {view: stage.marker(view) for view in ("contour", "loss", "surface")}
    stage.seek(2, 0.5)
    halfway = {view: stage.marker(view) for view in places}
    stage.seek(3)
    for view, here in places.items():
        there = stage.marker(view)
        assert abs(there[0] - here[0]) + abs(there[1] - here[1]) > 1
        middle = (np.array(here) + np.array(there)) / 2
        assert np.abs(np.array(halfway[view]) - middle).max() < 3, view


def test_what_lies_behind_a_ridge_is_drawn_as_hidden(stage: Stage) -> None:
    """Seen from the low side the marker is an empty ring, and the path behind the ridge is no dark line."""
    stage.open(["surface"], epoch=30, rates=(6e-4,))
    stage.page.evaluate("() => { views.stage.camera = '-60,60,1'; }")
    seen = stage.pixels("surface")
    stage.page.evaluate("() => { views.stage.camera = '-135,3,1'; }")
    hidden = stage.pixels("surface")
    assert count(VERMILION, seen) > 50
    assert 5 < count(VERMILION, hidden) < 0.6 * count(VERMILION, seen)
    white, dark = (255, 255, 255), (0x1D, 0x1B, 0x18)
    assert count(white, seen, 2) > 60 > count(white, hidden, 2)
    assert count(dark, seen, 8) > count(dark, hidden, 8)


def test_every_view_draws_every_rival(stage: Stage) -> None:
    """At one of four epochs at least, for markers may lie on each other."""
    stage.open(LIVE, rates=RACERS, init="corner")
    images: dict[str, list[np.ndarray]] = {view: [] for view in LIVE}
    for epoch in (1, 2, 5, 9):
        stage.seek(epoch)
        for view in LIVE:
            images[view].append(stage.pixels(view))
    for view, shown in images.items():
        for colour in RACE:
            assert max(count(rgb(colour), image, 20) for image in shown) > 6, (view, colour)
    stage.open(LIVE, epoch=1, rates=RACERS[:1], init="corner")
    for view in LIVE:
        assert count(rgb(RACE[0]), stage.pixels(view), 20) == 0


def test_a_rival_stands_at_its_own_nearest_epoch(stage: Stage) -> None:
    """One that has ended stays at its last epoch, clipped to the edge where it has left."""
    stage.open(["contour"], epoch=150, rates=(6e-4, 1.25e-3), init="corner")
    image = stage.pixels("contour")
    _, columns = np.nonzero(np.abs(image - np.array(rgb(RACE[1]))).max(axis=-1) <= 12)
    edge = 60  # the box of the plot begins before this column
    assert len(columns) > 20
    assert columns.min() < edge or columns.max() > image.shape[1] - edge


def test_eigen_directions_are_drawn_on_demand(stage: Stage) -> None:
    """The slow one runs along the valley: on it the loss is least for its distance."""
    stage.open(["contour"], dataset="fundraising", rates=(0.001,))
    green = (0x00, 0x9E, 0x73)
    before = count(green, stage.pixels("contour"), 30)
    stage.page.evaluate("() => views.stage.set({eigen: true})")
    assert count(green, stage.pixels("contour"), 30) > before + 300
    stage.page.evaluate("() => views.stage.set({eigen: false})")
    assert count(green, stage.pixels("contour"), 30) == before


def test_axes_of_the_loss_follow_the_options(stage: Stage) -> None:
    stage.open(["loss"], epoch=20)
    middle = stage.marker("loss")
    stage.page.evaluate("() => views.stage.set({logEpoch: true})")
    log = stage.marker("loss")
    assert log[0] > middle[0] + 50 and abs(log[1] - middle[1]) < 1
    stage.page.evaluate("() => views.stage.set({logEpoch: false, logLoss: false})")
    linear = stage.marker("loss")
    assert linear[1] > middle[1] + 20 and abs(linear[0] - middle[0]) < 1
    stage.page.evaluate("() => views.stage.set({logLoss: true, rmse: true})")
    stage.press("loss", *stage.marker("loss"))
    words = stage.page.locator("[data-view=loss] .gdsim-probe").inner_text()
    record = views_page.given(["loss"])["trajectories"][0]
    assert words.startswith("epoch 20: RMSE")
    assert float(words.split()[-1]) == pytest.approx(record["path"]["loss"][20] ** 0.5, rel=1e-3)


def test_a_diverged_run_leaves_by_an_arrow_and_words(stage: Stage) -> None:
    stage.open(["loss", "surface", "contour"], epoch=200, rates=(1.25e-3,), init="corner")
    x, y = stage.marker("loss")
    assert y < 60
    assert x == pytest.approx(stage.box("loss")["width"] - 10, abs=8)
    assert stage.marker("contour")[0] < 70


@pytest.mark.chromium
def test_a_view_is_crisp_on_a_fine_screen_and_redrawn_in_the_dark(stage: Stage) -> None:
    session = stage.page.context.new_cdp_session(stage.page)
    metrics = {"width": 900, "height": 800, "deviceScaleFactor": 2, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", metrics)
    stage.open(["fit", "surface"], epoch=30)
    sizes = stage.page.locator(".gdsim-view > canvas").evaluate_all(
        "all => all.map((canvas) => [canvas.width, canvas.parentElement.clientWidth])"
    )
    assert sizes == [[2 * width, width] for _, width in sizes]
    assert count(VERMILION, stage.pixels("surface")) > 40
    stage.page.emulate_media(color_scheme="dark")
    stage.page.wait_for_timeout(50)
    for view in ("fit", "surface"):
        assert count(VERMILION_DARK, stage.pixels(view)) > 40
        assert count(VERMILION, stage.pixels(view)) == 0


@pytest.mark.parametrize(("width", "columns"), [(380, 1), (700, 2), (1132, 2), (1600, 2)])
def test_views_arrange_themselves_in_places_that_are_reserved(stage: Stage, width: int, columns: int) -> None:
    stage.page.set_viewport_size({"width": width, "height": 900})
    stage.open(["surface", "fit", "loss"])
    boxes = [stage.box(view) for view in ("surface", "fit", "loss")]
    assert len({round(box["x"]) for box in boxes}) == columns
    assert all(box["width"] / box["height"] == pytest.approx(4 / 3, rel=0.01) for box in boxes)
    assert boxes[0]["width"] == max(box["width"] for box in boxes)
    assert all(box["width"] >= 300 for box in boxes)
    assert stage.page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_a_view_can_be_put_away_and_brought_back(stage: Stage) -> None:
    stage.open(["fit", "loss"], epoch=10)
    before = stage.pixels("loss")
    stage.page.evaluate("() => views.stage.toggle('loss', false)")
    assert not stage.page.locator("[data-view=loss]").is_visible()
    stage.seek(50)
    stage.page.evaluate("() => views.stage.toggle('loss', true)")
    after = stage.pixels("loss")
    stage.seek(10)
    assert np.array_equal(before, stage.pixels("loss"))
    assert not np.array_equal(before, after)


# Pictures


@pytest.mark.parametrize("view", LIVE)
def test_a_picture_is_what_is_shown_at_twice_its_size_on_paper(stage: Stage, view: str) -> None:
    stage.open([view], epoch=40)
    box = stage.box(view)
    x, y = stage.marker(view) if view != "fit" else (0.0, 0.0)
    places = [[round(2 * x), round(2 * y)], [1, round(2 * box["height"]) - 2]]
    found = stage.page.evaluate("([view, places]) => views.picture(view, places)", [view, places])
    assert [found["width"], found["height"]] == [round(2 * box["width"]), round(2 * box["height"])]
    if view not in ("fit", "params"):
        assert found["colours"][0] == [*VERMILION, 255]
    assert found["colours"][1] == [0xFF, 0xFD, 0xF8, 255]


def test_what_is_no_live_view_has_no_picture_and_says_so(stage: Stage) -> None:
    stage.open(["fit"])
    message = stage.page.evaluate("() => views.stage.picture('pair').catch((error) => error.message)")
    assert "pair is no view" in message


# Hands


@pytest.mark.parametrize("camera", [None, "35,40,1", "-150,70,1.5"])
def test_a_click_on_the_surface_starts_where_it_hits(stage: Stage, camera: str | None) -> None:
    """Clicked on the marker: the params picked are the marker's, within what a pixel and a half is."""
    stage.open(["surface"], epoch=12, dataset="fundraising", rates=(0.02,), init="corner")
    stage.page.evaluate("(camera) => { views.stage.camera = camera; }", camera)
    x, y = stage.marker("surface")
    for k, (dx, dy) in enumerate([(0, 0), (2, 0), (-2, 0), (0, 2), (0, -2)]):
        stage.press("surface", x + dx, y + dy)
        stage.told("start", k + 1)
    picked = np.array(stage.told("start"))
    path = views_page.given(["surface"], dataset="fundraising", rates=(0.02,), init="corner")["trajectories"][
        0
    ]["path"]["params"]
    marker = np.array([path["w"][12], path["b"][12]])
    pixel = np.abs(picked[1:] - picked[0]).max(axis=0)
    assert np.all(np.abs(picked[0] - marker) <= pixel)
    spans = np.array([high - low for low, high in fixture_site.LIMITS["fundraising"]["params"].values()])
    assert np.all(pixel < spans / 10)


def test_a_click_on_the_contour_starts_where_it_hits(stage: Stage) -> None:
    stage.open(["contour"], epoch=30, rates=(6e-4,), init="corner")
    x, y = stage.marker("contour")
    stage.press("contour", x, y)
    stage.press("contour", x + 1, y + 1)
    (w, b), (w1, b1) = stage.told("start", 2)
    path = views_page.given(["contour"], rates=(6e-4,), init="corner")["trajectories"][0]["path"]["params"]
    assert abs(w - path["w"][30]) <= abs(w1 - w)
    assert abs(b - path["b"][30]) <= abs(b1 - b)
    words = stage.page.locator("[data-view=contour] .gdsim-probe").inner_text()
    assert words.startswith("w ") and " b " in words and "loss " in words
    stage.press("contour", 3, 3)
    assert len(stage.told("start", 2)) == 2


def test_hovering_reads_off_params_and_loss(stage: Stage) -> None:
    for view in ("contour", "surface"):
        stage.open([view], epoch=30, rates=(6e-4,), init="corner")
        x, y = stage.marker(view)
        box = stage.box(view)
        stage.page.mouse.move(box["x"] + x, box["y"] + y)
        words = stage.page.locator(f"[data-view={view}] .gdsim-probe").inner_text().split()
        record = views_page.given([view], rates=(6e-4,), init="corner")["trajectories"][0]["path"]
        assert float(words[1]) == pytest.approx(record["params"]["w"][30], abs=0.02)
        assert float(words[5]) == pytest.approx(record["loss"][30], rel=0.2)
        stage.page.mouse.move(1, 1)
        assert not stage.page.locator(f"[data-view={view}] .gdsim-probe").is_visible()
        assert stage.heard == []


def test_a_drag_turns_the_surface_and_starts_nothing(stage: Stage) -> None:
    stage.open(["surface"], epoch=20)
    before = stage.pixels("surface")
    stage.drag("surface", (200, 200), (250, 180))
    assert stage.get("camera") == "-80,23,1"
    assert stage.told("camera")[-1] == ["-80,23,1"]
    turned = stage.pixels("surface")
    assert (np.abs(turned - before).max(axis=-1) > 30).mean() > 0.05
    assert count(VERMILION, turned) > 20
    stage.page.wait_for_timeout(400)
    assert [event[0] for event in stage.heard if event[0] == "start"] == []


def test_a_double_click_resets_the_camera_and_starts_nothing(stage: Stage) -> None:
    stage.open(["surface"])
    stage.drag("surface", (200, 200), (210, 210))
    stage.page.keyboard.press("0")
    stage.page.mouse.move(1, 1)
    before = stage.pixels("surface")
    stage.drag("surface", (200, 200), (270, 230))
    box = stage.box("surface")
    stage.page.mouse.dblclick(box["x"] + 300, box["y"] + 240)
    assert stage.get("camera") is None
    assert stage.told("camera")[-1] == [None]
    stage.page.wait_for_timeout(400)
    stage.page.mouse.move(1, 1)
    assert np.array_equal(before, stage.pixels("surface"))
    assert "start" not in [event[0] for event in stage.heard]


def test_the_wheel_is_the_page_s_until_the_surface_is_in_use(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 900, "height": 300})
    stage.open(["surface", "fit", "contour"])
    stage.page.evaluate("() => scrollTo(0, 60)")
    box = stage.page.locator("[data-view=surface]").bounding_box()
    assert box
    stage.page.mouse.move(300, 150)
    stage.page.mouse.wheel(0, 100)
    stage.page.wait_for_function("() => scrollY >= 160")
    assert stage.get("camera") is None
    stage.page.evaluate("() => scrollTo(0, 60)")
    stage.page.mouse.down()
    stage.page.mouse.move(330, 150, steps=3)
    stage.page.mouse.up()
    stage.page.mouse.wheel(0, -100)
    stage.told("camera", 2)
    zoom = float(stage.get("camera").split(",")[2])
    assert zoom > 1.1
    assert stage.page.evaluate("() => scrollY") == 60


def test_with_ctrl_the_wheel_zooms_at_once(stage: Stage) -> None:
    stage.open(["surface"])
    box = stage.box("surface")
    stage.page.mouse.move(box["x"] + 200, box["y"] + 200)
    stage.page.keyboard.down("Control")
    stage.page.mouse.wheel(0, -50)
    stage.page.keyboard.up("Control")
    stage.told("camera")
    assert float(stage.get("camera").split(",")[2]) > 1.1


@pytest.mark.parametrize(
    ("keys", "camera"),
    [("d", "-54,31,1"), ("aa", "-72,31,1"), ("w", "-60,37,1"), ("S", "-60,25,1"), ("+", "-60,31,1.15"),
     ("+-", None), ("dw0", None)],
)  # fmt: skip
def test_keys_turn_tilt_zoom_and_reset(stage: Stage, keys: str, camera: str | None) -> None:
    stage.open(["surface"])
    stage.page.locator("[data-view=surface] > canvas").focus()
    for key in keys:
        stage.page.keyboard.press(key)
    stage.told("camera")
    assert stage.get("camera") == camera
    assert "turn" in (
        stage.page.locator("[data-view=surface] > canvas").get_attribute("aria-description") or ""
    )


def test_the_camera_s_text_survives_scrubbing_and_other_data(stage: Stage) -> None:
    stage.open(["surface"])
    stage.page.evaluate("() => { views.stage.camera = '12.3,45.6,1.7'; }")
    before = stage.pixels("surface")
    stage.seek(33)
    stage.page.evaluate("(given) => views.show(given)", views_page.given(["surface"], rates=(6e-4,)))
    assert stage.get("camera") == "12.3,45.6,1.7"
    stage.page.evaluate("() => { views.stage.camera = null; }")
    assert stage.get("camera") is None
    stage.seek(0)
    stage.page.evaluate("(given) => views.show(given)", views_page.given(["surface"]))
    assert not np.array_equal(before, stage.pixels("surface"))
    stage.page.evaluate("() => { views.stage.camera = '12.3,45.6,1.7'; }")
    assert np.array_equal(before, stage.pixels("surface"))
    stage.page.evaluate("() => { views.stage.camera = 'javascript:alert(1)'; }")
    assert stage.get("camera") is None


@pytest.mark.chromium
def test_one_finger_turns_two_zoom(stage: Stage, fingers: CDPSession) -> None:
    stage.open(["surface"])
    box = stage.box("surface")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch(fingers, "touchStart", (x, y))
    for step in range(1, 6):
        touch(fingers, "touchMove", (x + 10 * step, y + 4 * step))
    touch(fingers, "touchEnd")
    stage.told("camera")
    azimuth, elevation, zoom = map(float, stage.get("camera").split(","))
    assert (azimuth, elevation, zoom) == (-80, 39, 1)
    assert stage.page.evaluate("() => scrollY") == 0
    touch(fingers, "touchStart", (x - 40, y), (x + 40, y))
    for spread in (50, 60, 80):
        touch(fingers, "touchMove", (x - spread, y), (x + spread, y))
    touch(fingers, "touchEnd")
    stage.told("camera", 2)
    azimuth, elevation, zoom = map(float, stage.get("camera").split(","))
    assert zoom == pytest.approx(2, abs=0.02)
    assert (azimuth, elevation) == (-80, 39)


@pytest.mark.chromium
def test_a_tap_starts_and_a_swipe_scrolls_on_the_contour(stage: Stage, fingers: CDPSession) -> None:
    stage.page.set_viewport_size({"width": 380, "height": 500})
    stage.open(["contour", "fit", "loss"])
    box = stage.box("contour")
    x, y = box["x"] + 200, box["y"] + 150
    touch(fingers, "touchStart", (x, y))
    touch(fingers, "touchEnd")
    assert len(stage.told("start")) == 1
    touch(fingers, "touchStart", (x, y))
    for step in range(1, 9):
        touch(fingers, "touchMove", (x, y - 15 * step))
    touch(fingers, "touchEnd")
    stage.page.wait_for_function("() => scrollY > 50")
    assert len(stage.told("start")) == 1


@pytest.mark.parametrize("view", ["loss", "params"])
@pytest.mark.parametrize("epochs", [200, 20_000])
def test_a_drag_scrubs_to_the_epoch_under_the_pointer(stage: Stage, view: str, epochs: int) -> None:
    """Also where epochs are left out: the nearest stored one is shown."""
    stage.open([view], rates=(1e-3,), init="corner", epochs=epochs)
    box = stage.box(view)
    stored = views_page.given([view], rates=(1e-3,), init="corner", epochs=epochs)["trajectories"][0]["path"][
        "epoch"
    ]
    # Two presses tell which pixels are the first and the last epoch.
    for share in (0.0, 1.0):
        stage.press(view, share * (box["width"] - 1), box["height"] / 3)
    assert [index for (index,) in stage.told("place")] == [0, len(stored) - 1]
    right = stage.marker(view)[0]
    stage.seek(0)
    left = stage.marker(view)[0]
    stage.page.evaluate("() => { views.heard.length = 0; }")
    stage.drag(view, (left + 5, 80), (left + 0.4 * (right - left), 95))
    placed = [index for (index,) in stage.told("place")]
    assert placed == sorted(placed)
    assert stage.heard[-1] == ["settled"]
    wanted = 0.4 * epochs
    nearest = min(range(len(stored)), key=lambda k: abs(stored[k] - wanted))
    assert abs(placed[-1] - nearest) <= 1
    assert stage.marker(view)[0] == pytest.approx(left + 0.4 * (right - left), abs=2 + 0.6 * 1000 / epochs)


def test_hovering_over_the_loss_reads_off_an_epoch(stage: Stage) -> None:
    stage.open(["loss"], epoch=57)
    x, y = stage.marker("loss")
    box = stage.box("loss")
    stage.page.mouse.move(box["x"] + x, box["y"] + 20)
    record = views_page.given(["loss"])["trajectories"][0]["path"]["loss"][57]
    epoch, loss = stage.page.locator("[data-view=loss] .gdsim-probe").inner_text().split(": loss ")
    assert epoch == "epoch 57"
    assert float(loss) == pytest.approx(record, rel=1e-3)
    ring = stage.page.locator("[data-view=loss] .gdsim-probe-ring").bounding_box()
    assert ring
    assert ring["x"] + 6 - box["x"] == pytest.approx(x, abs=1.5)
    assert ring["y"] + 6 - box["y"] == pytest.approx(y, abs=1.5)
