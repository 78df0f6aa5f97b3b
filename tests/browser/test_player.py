"""The player in real Chromium on file://: every key, button and method, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import fixture_site
import numpy as np
import pytest
from chromium import Opener, Watched
from playwright.sync_api import Locator, Page
from screen import pixels

FIRST = "player-learning-rates"
RUN = "clean-linear.mse.gd.lr-0.0002.origin"
MISSING = re.compile(r"ERR_FILE_NOT_FOUND")


class Player:
    """The first player of a page, as a reader and as a script see it."""

    def __init__(self, page: Page, figure: str = FIRST) -> None:
        self.page = page
        self.figure = page.locator(f"figure#{figure}")
        self._script = f"gdsim.players.find((player) => player.figure.id === {figure!r})"

    def call(self, method: str, *arguments: Any) -> Any:
        """Call a method of the player and wait for its promise."""
        return self.page.evaluate(f"(given) => {self._script}.{method}(...given)", list(arguments))

    def get(self, name: str) -> Any:
        """A property of the player."""
        return self.page.evaluate(f"() => {self._script}.{name}")

    @property
    def epoch(self) -> int:
        """The epoch that the read-out shows; the script's must be the same."""
        shown = int(self.number("epoch"))
        assert shown == self.get("epoch")
        return shown

    @property
    def status(self) -> str:
        """The words of the status line."""
        return self.figure.locator(".gdsim-status").inner_text()

    def number(self, name: str) -> float:
        """A number of the read-out, in full."""
        return float(self.figure.locator(f"data[data-name={name}]").get_attribute("value") or "nan")

    def button(self, name: str) -> Locator:
        """One of the buttons by its label."""
        return self.figure.get_by_role("button", name=name, exact=True)

    def list(self, name: str) -> Locator:
        """One of the pickers by its label."""
        return self.figure.get_by_label(name, exact=True)

    @property
    def slider(self) -> Locator:
        """The slider over the epochs."""
        return self.figure.get_by_role("slider", name="Epoch")

    def wait(self, condition: str) -> None:
        """Wait until an expression of ``player`` holds."""
        self.page.wait_for_function(f"() => {{ const player = {self._script}; return {condition}; }}")


@pytest.fixture
def watched(open_page: Opener, site_url: str) -> Iterator[Watched]:
    """The page; afterwards it has complained of nothing but the data that is missing on purpose."""
    watched = open_page(site_url)
    yield watched
    assert [text for text in watched.complaints if not MISSING.search(text)] == []
    assert watched.outside == []


@pytest.fixture
def player(watched: Watched) -> Player:
    return Player(watched.page)


def near(colour: tuple[int, int, int], image: np.ndarray, tolerance: int = 12) -> int:
    """Number of pixels of this colour."""
    return int((np.abs(image - np.array(colour)).max(axis=-1) <= tolerance).sum())


VERMILION = (0xD5, 0x5E, 0x00)
VERMILION_DARK = (0xFF, 0x8A, 0x3D)


def test_players_are_listed_in_page_order(player: Player) -> None:
    ids = player.page.evaluate("() => gdsim.players.map((player) => player.figure.id)")
    assert ids == [FIRST, "player-long", "player-huber", "player-missing"]


def test_the_player_starts_idle_at_epoch_0_of_its_run(player: Player) -> None:
    assert (player.get("run"), player.epoch, player.status) == (RUN, 0, "idle")
    assert player.get("status") == "idle"
    assert player.get("trajectory.schema") == "gdsim.trajectory/1"


def test_the_read_out_is_the_record(player: Player) -> None:
    player.call("seek", 40)
    path = player.get("trajectory.path")
    shown = [player.number(name) for name in ("epoch", "loss", "w", "b")]
    assert shown == [40, path["loss"][40], path["params"]["w"][40], path["params"]["b"][40]]
    text = player.figure.locator("data[data-name=loss]").inner_text()
    assert abs(float(text) - path["loss"][40]) <= 5e-4


@pytest.mark.parametrize(
    ("keys", "epoch"),
    [
        (["ArrowRight"], 51),
        (["ArrowLeft", "ArrowLeft"], 48),
        (["Shift+ArrowRight"], 60),
        (["Shift+ArrowLeft"], 40),
        (["End"], 200),
        (["End", "ArrowRight"], 200),
        (["Home"], 0),
        (["Home", "ArrowLeft"], 0),
    ],
)
def test_keys_move_the_epoch(player: Player, keys: list[str], epoch: int) -> None:
    player.call("seek", 50)
    player.figure.locator(".gdsim-stage").focus()
    for key in keys:
        player.page.keyboard.press(key)
    assert player.epoch == epoch


def test_arrows_mean_the_same_on_the_slider(player: Player) -> None:
    player.slider.focus()
    player.page.keyboard.press("ArrowRight")
    player.page.keyboard.press("Shift+ArrowRight")
    assert player.epoch == 11


def test_space_plays_and_pauses(player: Player) -> None:
    player.figure.locator(".gdsim-stage").focus()
    player.page.keyboard.press(" ")
    assert player.get("status") == "playing"
    player.wait("player.epoch > 3")
    player.page.keyboard.press(" ")
    assert player.status == "idle"
    resting = player.epoch
    player.page.evaluate("() => new Promise((done) => setTimeout(done, 100))")
    assert player.epoch == resting


def test_space_on_a_step_button_presses_that_button(player: Player) -> None:
    player.button("One epoch forward").focus()
    player.page.keyboard.press(" ")
    assert (player.epoch, player.get("status")) == (1, "idle")


def test_brackets_change_the_speed(player: Player) -> None:
    player.figure.locator(".gdsim-stage").focus()
    assert player.list("speed").input_value() == "30"
    player.page.keyboard.press("]")
    assert player.list("speed").input_value() == "60"
    player.page.keyboard.press("[")
    player.page.keyboard.press("[")
    assert player.list("speed").input_value() == "15"


def test_keys_outside_the_figure_are_not_the_players(player: Player) -> None:
    player.page.keyboard.press("ArrowRight")
    assert player.epoch == 0


def test_a_list_keeps_its_own_keys(player: Player) -> None:
    player.list("start").focus()
    player.page.keyboard.press("ArrowDown")
    player.wait("player.run.endsWith('corner')")
    assert player.epoch == 0


def test_buttons_step_and_play(player: Player) -> None:
    player.button("One epoch forward").click()
    player.button("One epoch forward").click()
    player.button("One epoch back").click()
    assert player.epoch == 1
    player.button("Play").click()
    player.wait("player.epoch > 5")
    player.button("Pause").click()
    assert player.get("status") == "idle"


def test_a_run_plays_to_its_end_at_its_speed_and_stops(player: Player) -> None:
    player.list("speed").select_option("240")
    player.call("seek", 150)
    player.call("play")
    player.wait("player.status !== 'playing'")
    assert (player.epoch, player.status) == (200, player.get("status"))
    player.list("speed").select_option("1")
    player.call("play")
    assert (player.get("epoch"), player.get("status")) == (0, "playing")


def test_scrubbing_pauses_and_follows_the_slider(player: Player) -> None:
    player.call("play")
    slider = player.slider
    box = slider.bounding_box()
    assert box
    player.page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    player.page.mouse.down()
    player.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2, steps=4)
    player.page.mouse.up()
    assert abs(player.epoch - 100) <= 2
    assert slider.get_attribute("aria-valuetext") == f"epoch {player.epoch}"
    assert player.status == "idle"


def test_step_takes_any_number(player: Player) -> None:
    player.call("step", 7)
    player.call("step", -3)
    player.call("step")
    assert player.epoch == 5


def test_only_stored_epochs_are_shown(watched: Watched) -> None:
    """A long run stores two significant digits beyond 1,000; asking between them says what is shown."""
    player = Player(watched.page, "player-long")
    player.call("seek", 12_345)
    assert player.epoch == 12_000
    assert "epoch 12345 is not stored; the nearest is 12000" in player.status
    player.call("step", 1)
    assert player.epoch == 13_000
    assert "30 stored/s" in (player.list("speed").text_content() or "")


def test_select_keeps_what_it_can(player: Player) -> None:
    player.call("seek", 30)
    player.call("select", {"init": "corner"})
    assert player.get("run") == "clean-linear.mse.gd.lr-0.0002.corner"
    player.call("select", {"dataset": "fundraising"})
    assert player.get("run") == "fundraising.mse.gd.lr-0.001.corner"
    assert player.epoch == 30
    player.call("select", {"learning_rate": 0.02, "optimizer": "gd", "loss": "mse", "epochs": 200})
    assert player.get("run") == "fundraising.mse.gd.lr-0.02.corner"


def test_a_rate_that_was_not_swept_is_computed(player: Player) -> None:
    player.call("select", {"learning_rate": 5.5e-4})
    assert player.get("trajectory.learning_rate") == 5.5e-4
    points = fixture_site.DATASETS["clean-linear"]["points"]
    truth = fixture_site.descend(points, (0, 0), rate=5.5e-4, epochs=200, loss="mse")
    assert player.get("trajectory.path.loss") == pytest.approx([loss for *_, loss in truth], rel=1e-9)


def test_where_chance_draws_the_points_the_nearest_run_is_shown(player: Player) -> None:
    player.call("select", {"optimizer": "sgd", "learning_rate": 5.5e-4})
    assert player.get("run") == "clean-linear.mse.gd.lr-0.0006.origin"
    assert "sgd draws its points at random" in player.status


@pytest.mark.parametrize("wish", [{"dataset": "houses"}, {"rate": 1}])
def test_what_does_not_exist_is_refused_with_what_does(player: Player, wish: dict[str, Any]) -> None:
    message = player.page.evaluate(
        "(wish) => gdsim.players[0].select(wish).then(() => '', (error) => error.message)", wish
    )
    assert "it has" in message
    assert player.get("run") == RUN


def test_pickers_offer_what_varies_and_go_there(player: Player) -> None:
    assert player.list("start").locator("option").all_inner_texts() == ["origin", "corner", "your own"]
    player.list("start").select_option("corner")
    player.wait("player.run.endsWith('corner')")
    assert player.figure.locator(".gdsim-data-note").inner_text() == "A note on clean-linear."
    player.list("data").select_option("fundraising")
    player.wait("player.run.startsWith('fundraising')")
    assert player.get("run").endswith(".corner")
    assert player.figure.locator(".gdsim-data-note").inner_text() == "A note on fundraising."
    assert player.figure.get_by_label("optimizer").count() == 0


def test_data_pick_restricts_the_pickers(watched: Watched) -> None:
    lists = watched.page.locator("#player-huber select")
    names = lists.evaluate_all("lists => lists.map((list) => list.name)")
    assert names == ["speed", "init"]
    assert not watched.page.locator("#player-huber .gdsim-rate").is_visible()


def test_a_diverged_run_holds_its_last_epoch_and_says_so(player: Player) -> None:
    player.call("seek", 180)
    player.call("select", {"learning_rate": 1.25e-3})
    end = player.get("trajectory.outcome.epoch")
    assert player.status == f"diverged at epoch {end}"
    assert player.epoch == end
    player.call("select", {"learning_rate": 2e-4})
    assert player.epoch == 180


def test_start_runs_from_anywhere_as_plain_iteration_does(player: Player) -> None:
    player.call("start", 0.9, 3.0)
    path = player.get("trajectory.path")
    points = fixture_site.DATASETS["clean-linear"]["points"]
    truth = fixture_site.descend(points, (0.9, 3.0), rate=2e-4, epochs=200, loss="mse")
    found = np.array([path["params"]["w"], path["params"]["b"]]).T
    assert np.abs(found - np.array(truth)[:, :2]).max() <= 1e-9 * np.abs(found).max()
    assert player.list("start").locator("option:checked").inner_text() == "your own"
    assert "choose one of the given starts" in player.figure.locator("[data-view=counting]").inner_text()
    player.call("select", {"learning_rate": 6e-4})
    assert player.get("trajectory.learning_rate") == 6e-4
    assert player.get("trajectory.init.params") == {"w": 0.9, "b": 3}
    player.call("select", {"init": "origin"})
    assert player.get("run") == "clean-linear.mse.gd.lr-0.0006.origin"


def test_without_a_closed_form_a_start_is_iterated(watched: Watched) -> None:
    player = Player(watched.page, "player-huber")
    player.call("start", 0.6, 12.0)
    points = fixture_site.DATASETS["clean-linear"]["points"]
    truth = fixture_site.descend(points, (0.6, 12.0), rate=1e-3, epochs=200, loss="huber")
    path = player.get("trajectory.path")
    found = np.array([path["params"]["w"], path["params"]["b"]]).T
    assert np.abs(found - np.array(truth)[:, :2]).max() <= 1e-9 * np.abs(found).max()


def test_change_is_told_once_a_change(player: Player) -> None:
    player.page.evaluate(
        "() => { window.heard = []; document.addEventListener('gdsim:change',"
        " (event) => window.heard.push([event.target.id, event.detail])); }"
    )
    player.call("seek", 12)
    player.call("seek", 12)
    player.call("select", {"init": "corner"})
    detail = {"run": RUN, "epoch": 12, "status": "idle"}
    corner = {**detail, "run": RUN.replace("origin", "corner")}
    assert player.page.evaluate("() => window.heard") == [[FIRST, detail], [FIRST, corner]]


def test_every_frame_of_the_video_is_exact(player: Player) -> None:
    """Each epoch shows the frame of the largest frame epoch at or before it: read from the screen."""
    frames = player.get("trajectory.frame_epoch")
    assert len(frames) == fixture_site.MOST_FRAMES
    video = player.figure.locator("[data-view=counting]")
    video.scroll_into_view_if_needed()
    wrong = []
    for k, epoch in enumerate(frames):
        player.call("seek", epoch)
        seen = float(np.median(pixels(video)))
        if abs(seen - fixture_site.grey_of_frame(k)) > 1:
            wrong.append((epoch, k, seen))
    assert wrong == []


def test_seeks_in_a_hurry_end_on_the_last(player: Player) -> None:
    video = player.figure.locator("[data-view=counting]")
    video.scroll_into_view_if_needed()
    player.page.evaluate(
        "() => Promise.all([190, 3, 77, 12, 150].map((epoch) => gdsim.players[0].seek(epoch)))"
    )
    frames = player.get("trajectory.frame_epoch")
    k = max(k for k, epoch in enumerate(frames) if epoch <= 150)
    assert abs(float(np.median(pixels(video))) - fixture_site.grey_of_frame(k)) <= 1
    player.page.evaluate(
        "() => { const [player] = gdsim.players; player.select({learning_rate: 6e-4}); player.seek(9);"
        " return player.select({init: 'corner'}); }"
    )
    assert player.get("run") == "clean-linear.mse.gd.lr-0.0006.corner"
    assert abs(float(np.median(pixels(video))) - fixture_site.grey_of_frame(9)) <= 1


def test_views_move_with_the_epoch(player: Player) -> None:
    for view in ("fit", "contour"):
        canvas = player.figure.locator(f"[data-view={view}] canvas")
        player.call("seek", 0)
        before = pixels(canvas)
        player.call("seek", 60)
        assert np.abs(before - pixels(canvas)).max() > 60
        assert near(VERMILION, pixels(canvas)) > 20


def test_figures_are_redrawn_in_the_dark(player: Player) -> None:
    canvas = player.figure.locator("[data-view=fit] canvas")
    player.page.evaluate("() => { document.documentElement.dataset.theme = 'dark'; }")
    player.page.wait_for_timeout(50)
    assert near(VERMILION_DARK, pixels(canvas)) > 20
    assert near(VERMILION, pixels(canvas)) == 0
    player.page.evaluate("() => { document.documentElement.dataset.theme = 'light'; }")
    player.page.emulate_media(color_scheme="dark")
    player.page.wait_for_timeout(50)
    assert near(VERMILION, pixels(canvas)) > 20


def test_the_system_s_dark_mode_counts(open_page: Opener, site_url: str) -> None:
    page = open_page(site_url, scheme="dark").page
    assert near(VERMILION_DARK, pixels(page.locator(f"#{FIRST} [data-view=fit] canvas"))) > 20


def fragment(page: Page) -> str:
    return unquote(page.evaluate("() => location.hash"))


def test_the_address_follows_the_player_in_use(watched: Watched, player: Player) -> None:
    page = player.page
    assert fragment(page) == ""
    player.call("seek", 33)
    expected = f"#{FIRST}&sweep=learning-rates&run={RUN}&epoch=33"
    page.wait_for_function("() => location.hash !== ''")
    assert fragment(page) == expected
    Player(page, "player-long").call("step", 4)
    page.wait_for_function("() => location.hash.includes('player-long')")
    assert fragment(page).endswith("&epoch=4")


def test_a_permalink_restores_run_epoch_and_place(open_page: Opener, site_url: str) -> None:
    run = "fundraising.mse.gd.lr-0.02.corner"
    page = open_page(f"{site_url}#{FIRST}&sweep=learning-rates&run={run}&epoch=17").page
    player = Player(page)
    assert (player.get("run"), player.epoch, player.status) == (run, 17, "idle")
    down = open_page(f"{site_url}#player-huber&epoch=3", height=500).page
    assert Player(down, "player-huber").epoch == 3
    assert down.evaluate("() => scrollY") > 300


def test_a_live_start_survives_its_permalink(open_page: Opener, site_url: str) -> None:
    page = open_page(site_url).page
    player = Player(page)
    player.call("start", 0.9, 3)
    player.call("seek", 21)
    page.wait_for_function("() => location.hash.includes('epoch=21')")
    before = [player.number(name) for name in ("epoch", "loss", "w", "b")]
    again = Player(open_page(f"{site_url}{page.evaluate('() => location.hash')}").page)
    assert [again.number(name) for name in ("epoch", "loss", "w", "b")] == before


def test_a_new_fragment_is_followed(player: Player) -> None:
    player.page.evaluate(f"() => {{ location.hash = '{FIRST}&epoch=44'; }}")
    player.wait("player.epoch === 44")


@pytest.mark.parametrize(
    ("fragment", "epoch", "note"),
    [
        ("&epoch=99999", 200, "not in 0 to 200"),
        ("&epoch=-4", 0, "not in 0 to 200"),
        ("&epoch=<img src=x onerror=alert(1)>", 0, "not a number"),
        ("&run=<script>alert(1)</script>&epoch=5", 5, "not here"),
        ("&run=../../../../etc/passwd", 0, "not here"),
        ("&epoch=%ZZ&run=%", 0, "not here"),
    ],
)
def test_bad_and_hostile_fragments_are_clamped_with_a_note(
    open_page: Opener, site_url: str, fragment: str, epoch: int, note: str
) -> None:
    watched = open_page(f"{site_url}#{FIRST}{fragment}")
    player = Player(watched.page)
    assert (player.get("run"), player.epoch) == (RUN, epoch)
    assert note in player.status
    assert watched.page.locator("figure img[src=x], figure script").count() == 0
    assert [text for text in watched.complaints if not MISSING.search(text)] == []


def test_where_data_is_missing_the_fallback_stays_and_words_say_why(watched: Watched) -> None:
    figure = watched.page.locator("#player-missing")
    assert figure.locator(".gdsim-fallback video").is_visible()
    assert figure.locator(".gdsim-live").count() == 0
    assert "runs/missing/index.js: the file cannot be read" in figure.inner_text()


def test_a_record_of_another_version_is_refused_with_both(
    open_page: Opener, tmp_path: Path, site_url: str
) -> None:
    site = fixture_site.write_site(tmp_path / "site")
    index = tmp_path / "site" / "runs" / "learning-rates" / "index.js"
    index.write_text(index.read_text().replace("gdsim.sweep/1", "gdsim.sweep/2"), encoding="utf-8")
    figure = open_page(site.as_uri()).page.locator(f"#{FIRST}")
    assert "reads gdsim.sweep/1, the file holds gdsim.sweep/2" in figure.inner_text()
    assert figure.locator(".gdsim-fallback video").is_visible()


def test_a_video_that_is_missing_is_said_and_the_rest_works(open_page: Opener, tmp_path: Path) -> None:
    page = fixture_site.write_site(tmp_path / "site")
    (tmp_path / "site" / "media" / "learning-rates" / RUN / "counting.mp4").unlink()
    player = Player(open_page(page.as_uri()).page)
    player.call("seek", 9)
    assert player.epoch == 9
    view = player.figure.locator("[data-view=counting]")
    assert "cannot be played" in view.inner_text()
    player.call("select", {"init": "corner"})
    assert view.inner_text() == ""
    assert abs(float(np.median(pixels(view))) - fixture_site.grey_of_frame(9)) <= 1


@pytest.mark.chromium
def test_on_paper_the_still_version_is_printed(player: Player) -> None:
    player.page.emulate_media(media="print")
    assert player.figure.locator(".gdsim-strip").is_visible()
    assert not player.figure.locator(".gdsim-live").is_visible()


def test_without_scripts_video_and_description_are_there(open_page: Opener, site_url: str) -> None:
    figure = open_page(site_url, javascript=False).page.locator(f"#{FIRST}")
    assert figure.locator("video").is_visible()
    assert "Loss falls" in figure.inner_text()


def test_reduced_motion_never_shows_what_lies_between_epochs(open_page: Opener, site_url: str) -> None:
    """At one epoch a second the line stands still within an epoch; with motion it would ease."""
    for motion, moves in (("reduce", False), ("no-preference", True)):
        page = open_page(site_url, motion=motion).page
        player = Player(page)
        assert player.get("status") == "idle"
        player.list("speed").select_option("1")
        moved = page.evaluate(
            """async () => {
                const [player] = gdsim.players;
                const canvas = player.figure.querySelector("[data-view=fit] canvas");
                const before = canvas.toDataURL();
                await player.play();
                for (;;) {
                    await new Promise(requestAnimationFrame);
                    if (player.epoch > 0) return false;
                    if (canvas.toDataURL() !== before) return true;
                }
            }"""
        )
        assert moved is moves


@pytest.mark.parametrize("width", [380, 700, 900, 1600])
def test_nothing_is_wider_than_the_screen(open_page: Opener, site_url: str, width: int) -> None:
    page = open_page(site_url, width=width).page
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_targets_are_large_enough_for_a_thumb(open_page: Opener, site_url: str) -> None:
    page = open_page(site_url, width=380).page
    sizes = page.locator(f"#{FIRST} .gdsim-live :is(button, select, input)").evaluate_all(
        "targets => targets.map((target) => [target.offsetWidth, target.offsetHeight])"
    )
    assert len(sizes) == 18
    assert all(width >= 44 and height >= 44 for width, height in sizes)


def test_views_are_described_and_the_status_is_live(player: Player) -> None:
    description = player.get("trajectory.description")
    images = player.figure.get_by_role("img")
    labels = images.evaluate_all("views => views.map((view) => view.getAttribute('aria-label'))")
    assert labels == [f"{view}: {description}" for view in ("fit", "contour", "counting")]
    assert player.figure.get_by_role("status").get_attribute("aria-live") == "polite"
    assert player.figure.locator(".gdsim-description").inner_text() == description


@pytest.mark.parametrize("width", [380, 700, 1200])
def test_nothing_moves_when_the_data_arrives(open_page: Opener, site_url: str, width: int) -> None:
    """The places are reserved when the script runs, before any data is there."""
    places = (
        "() => [...document.querySelectorAll('figure :is(.gdsim-view, .gdsim-range, .gdsim-rate,"
        " .gdsim-pickers, .gdsim-fold-row)')].filter((part) => part.offsetParent"
        " && !part.closest('#player-missing')).map((part) => [part.className,"
        " part.getBoundingClientRect().top])"
    )
    page = open_page(
        site_url.replace("index.html", "plain.html"),
        width=width,
        height=8000,  # without bars, which would come and go with the page's length
        init=f"addEventListener('DOMContentLoaded', () => {{ window.early = ({places})(); }})",
    ).page
    early, late = page.evaluate("() => window.early"), page.evaluate(places)
    assert len(early) == 17
    assert [name for name, _ in early] == [name for name, _ in late]
    assert [top for _, top in early] == pytest.approx([top for _, top in late], abs=1)
