"""What surrounds the views of a player: time, learning rate, panels, race, links, loading."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import fixture_site
import pytest
from chromium import Opener, Watched
from PIL import Image
from playwright.sync_api import Locator
from test_player import FIRST, MISSING, RUN, Player, fragment

AXE = fixture_site.REPOSITORY / "templates/player/node_modules/axe-core/axe.min.js"
CSV = "hours,points\n1,2\n2,4.1\n3,5.9\n4,8.2\n"


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


def unfold(player: Player, label: str) -> Locator:
    """The panel under a word below the player, unfolded and filled."""
    button = player.button(label)
    button.click()
    panel = player.page.locator(f"#{button.get_attribute('aria-controls')}")
    panel.locator(":scope > div").wait_for()
    return panel


def enter(field: Locator, text: str) -> None:
    """Type over what stands in a field, and press Enter."""
    field.select_text()
    field.press_sequentially(text)
    field.press("Enter")


def downloaded(player: Player, panel: Locator, label: str) -> bytes:
    """What a button of the panel gives to take away."""
    with player.page.expect_download() as download:
        panel.get_by_role("button", name=label, exact=True).click()
    return Path(download.value.path()).read_bytes()


# In both directions, round and round.


def test_backwards_button_and_key_play_to_the_start(player: Player) -> None:
    player.list("speed").select_option("240")
    player.call("seek", 60)
    player.button("Play backwards").click()
    player.wait("player.status !== 'playing backwards' && player.epoch === 0")
    player.list("speed").select_option("15")
    player.call("seek", 60)
    player.figure.locator(".gdsim-stage").focus()
    player.page.keyboard.press("r")
    assert player.get("status") == "playing backwards"
    player.page.keyboard.press("r")
    assert player.get("status") == "idle"
    assert player.epoch <= 60


def test_a_script_plays_backwards(player: Player) -> None:
    player.list("speed").select_option("240")
    player.call("seek", 40)
    player.call("play", -1)
    player.wait("player.epoch < 40")
    player.wait("player.status === 'idle'")
    assert player.epoch == 0


@pytest.mark.parametrize("by", ["button", "key"])
def test_a_loop_goes_on_after_the_end(player: Player, by: str) -> None:
    if by == "button":
        player.button("Loop").click()
    else:
        player.figure.locator(".gdsim-stage").focus()
        player.page.keyboard.press("l")
    assert player.button("Loop").get_attribute("aria-pressed") == "true"
    player.list("speed").select_option("240")
    player.call("seek", 190)
    player.call("play")
    player.wait("player.epoch < 150")
    assert player.get("status") == "playing"
    player.button("Loop").click()
    player.wait("player.status !== 'playing'")
    assert player.epoch == 200


def test_the_figure_fills_the_screen_and_gives_it_back(player: Player) -> None:
    player.figure.locator(".gdsim-stage").focus()
    for press in (lambda: player.page.keyboard.press("F"), player.button("Full screen").click):
        press()
        player.page.wait_for_function("() => document.fullscreenElement?.id === 'player-learning-rates'")
        press()
        player.page.wait_for_function("() => !document.fullscreenElement")


# Time.


def test_logarithmic_time_gives_the_first_epochs_room(watched: Watched) -> None:
    """A run of 20,000 epochs opens so: the first tenth of the slider holds epochs 0 and 1."""
    player = Player(watched.page, "player-long")
    toggle = player.button("log time")
    assert toggle.get_attribute("aria-pressed") == "true"
    for log, low, high in ((True, 20, 60), (False, 7000, 9000)):
        box = player.slider.bounding_box()
        assert box
        player.slider.click(position={"x": box["width"] * 0.4, "y": box["height"] / 2})
        assert low <= player.epoch <= high
        if log:
            toggle.click()
    assert toggle.get_attribute("aria-pressed") == "false"


def test_assistive_steps_never_stick_on_the_logarithmic_slider(watched: Watched) -> None:
    """A small change of the value, as assistive technology makes it, goes at least one epoch."""
    player = Player(watched.page, "player-long")
    player.call("seek", 1)
    for expected in (2, 3):
        player.slider.evaluate(
            "slider => { slider.value = Number(slider.value) + 2; slider.dispatchEvent(new Event('input')); }"
        )
        assert player.epoch == expected


@pytest.mark.parametrize(("rate", "status"), [(1.15e-3, "converged"), (1.25e-3, "diverged")])
def test_the_slider_is_marked_where_the_run_ends(player: Player, rate: float, status: str) -> None:
    player.call("select", {"dataset": "fundraising", "learning_rate": 0.01})
    player.call("select", {"dataset": "clean-linear", "learning_rate": rate})
    outcome = player.get("trajectory.outcome")
    mark = player.figure.locator(".gdsim-outcome")
    if outcome["status"] == "budget":
        assert mark.count() == 0
        return
    assert mark.inner_text() == f"{outcome['status']} at {outcome['epoch']}"
    player.call("seek", outcome["epoch"])
    slider, at = player.slider.bounding_box(), mark.bounding_box()
    assert slider and at
    share = outcome["epoch"] / int(player.slider.get_attribute("max") or 0)
    thumb = slider["x"] + 9 + share * (slider["width"] - 18)
    assert at["x"] == pytest.approx(thumb, abs=1.5)
    assert player.status.startswith(f"{status} at epoch")


def test_the_distance_to_the_optimum_is_in_per_cent_of_the_start_s(player: Player) -> None:
    assert player.number("distance") == 100
    player.call("seek", 30)
    record = player.get("trajectory")
    best, path = record["optimum"]["params"], record["path"]["params"]
    way = [((path["w"][k] - best["w"]) ** 2 + (path["b"][k] - best["b"]) ** 2) ** 0.5 for k in (0, 30)]
    assert player.number("distance") == pytest.approx(100 * way[1] / way[0])


# The learning rate.


def rate_slider(player: Player) -> Locator:
    return player.figure.get_by_role("slider", name="Learning rate")


def test_zones_are_told_by_word_and_lie_where_theory_says(player: Player) -> None:
    words = player.figure.locator(".gdsim-rate-words")
    for rate, zone in ((2e-4, "crawls"), (7e-4, "swings"), (1.25e-3, "diverges")):
        player.call("select", {"learning_rate": rate})
        assert words.inner_text().startswith(zone)
        assert rate_slider(player).get_attribute("aria-valuetext").endswith(zone)  # type: ignore[union-attr]
    assert "swings above 5.93e-4, diverges above 1.19e-3" in words.inner_text()
    zones = player.figure.locator(".gdsim-zone").evaluate_all("all => all.map(zone => zone.dataset.zone)")
    assert zones == ["crawls", "swings", "diverges"]
    assert player.figure.locator(".gdsim-threshold").count() == 1
    stops = player.figure.locator(".gdsim-stop").evaluate_all("all => all.map(s => s.dataset.outcome)")
    assert stops == ["budget", "budget", "budget", "budget", "diverged"]


def test_the_zone_names_what_the_runs_then_do(watched: Watched) -> None:
    player = Player(watched.page, "player-long")
    zones = player.figure.locator(".gdsim-zone").evaluate_all("all => all.map(zone => zone.dataset.zone)")
    assert zones == ["crawls", "converges", "swings", "diverges"]
    for rate, zone, status in (
        (1e-4, "crawls", "budget"),
        (4e-4, "converges", "converged"),
        (1.3e-3, "diverges", "diverged"),
    ):
        player.call("select", {"learning_rate": rate})
        assert player.figure.locator(".gdsim-rate").get_attribute("data-zone") == zone
        assert player.get("trajectory.outcome.status") == status


def test_the_rate_slider_snaps_to_what_was_swept_and_computes_between(player: Player) -> None:
    slider = rate_slider(player)
    slider.focus()
    player.page.keyboard.press("PageUp")
    player.wait("player.run === 'clean-linear.mse.gd.lr-0.0006.origin'")
    player.page.keyboard.press("ArrowLeft")
    player.wait("player.trajectory.learning_rate < 6e-4")
    assert player.get("trajectory.learning_rate") > 5e-4
    player.page.keyboard.press("Home")
    player.wait("player.run === 'clean-linear.mse.gd.lr-5e-05.origin'")
    box = slider.bounding_box()
    assert box
    slider.click(position={"x": box["width"] - 12, "y": box["height"] / 2})
    player.wait("player.trajectory.outcome.status === 'diverged'")


def test_a_rate_can_be_typed(player: Player) -> None:
    field = player.list("learning rate")
    enter(field, "3.3e-4")
    player.wait("player.trajectory.learning_rate === 3.3e-4")
    enter(field, "fast")
    assert field.get_attribute("aria-invalid") == "true"
    assert "a number above 0" in player.figure.locator(".gdsim-rate").inner_text()
    assert player.get("trajectory.learning_rate") == 3.3e-4


# What is folded away.


def test_panels_are_read_when_one_unfolds_and_one_is_open_at_a_time(player: Player) -> None:
    assert player.page.evaluate("() => gdsim.tools === undefined")
    more = unfold(player, "More")
    views = unfold(player, "Views")
    assert views.is_visible()
    assert not more.is_visible()
    player.button("Views").click()
    assert not views.is_visible()


def test_start_loss_optimizer_and_epochs_can_be_asked_for(player: Player) -> None:
    panel = unfold(player, "More")
    enter(panel.get_by_label("start at w"), "0.25")
    player.wait("player.trajectory.init.params.w === 0.25")
    enter(panel.get_by_label("start at b"), "1,5")
    assert '"1,5" is not a number' in panel.inner_text()
    enter(panel.get_by_label("start at b"), "\u22121.5")
    player.wait("player.trajectory.init.params.b === -1.5")
    panel.get_by_label("optimizer").select_option("momentum")
    player.wait("player.trajectory.optimizer.name === 'momentum'")
    panel.get_by_label("loss").select_option("mae")
    player.wait("player.trajectory.loss.name === 'mae'")
    enter(panel.get_by_label("epochs"), "300")
    player.wait("player.trajectory.epochs === 300")
    panel.get_by_label("inputs").select_option("standardised")
    player.wait("player.trajectory.standardize !== null")
    assert player.get("trajectory.init.params") == {"w": 0.25, "b": -1.5}
    assert "sgd" not in panel.get_by_label("optimizer").inner_text()
    panel.get_by_role("button", name="Back to the start").click()
    player.wait("player.trajectory.init.name === 'origin'")
    assert not panel.get_by_role("button", name="Back to the start").is_visible()


def test_your_own_start_is_typed_in_the_panel_that_unfolds(player: Player) -> None:
    player.list("start").select_option("your own")
    player.page.locator(f"#{FIRST}-more").get_by_label("start at w").wait_for()
    assert player.list("start").locator("option:checked").inner_text() == "origin"
    assert "type w and b" in player.status


def test_a_press_on_the_contours_starts_there(player: Player) -> None:
    view = player.figure.locator("[data-view=contour]")
    box = view.bounding_box()
    assert box
    view.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.3})
    player.wait("player.trajectory.init.name === 'live'")
    limits = fixture_site.LIMITS["clean-linear"]["params"]
    start = player.get("trajectory.init.params")
    assert all(limits[name][0] < start[name] < limits[name][1] for name in "wb")
    assert player.list("start").locator("option:checked").inner_text() == "your own"


def test_views_are_shown_and_hidden(player: Player) -> None:
    panel = unfold(player, "Views")
    assert player.get("views") == ["fit", "contour", "counting"]
    panel.get_by_label("loss", exact=True).check()
    assert player.figure.locator("[data-view=loss]").is_visible()
    for name in ("fit", "contour", "counting"):
        panel.get_by_label(name, exact=True).uncheck()
    assert player.get("views") == ["loss"]
    assert panel.get_by_label("loss", exact=True).is_disabled()
    player.page.wait_for_function("() => location.hash.includes('views=loss')")


def test_options_of_views_change_what_is_drawn(player: Player) -> None:
    panel = unfold(player, "Views")
    panel.get_by_label("loss", exact=True).check()
    for option, view in (
        ("fast and slow direction", "contour"),
        ("epochs on a log axis", "loss"),
        ("loss on a log axis", "loss"),
        ("root of the squared error", "loss"),
    ):
        canvas = player.figure.locator(f"[data-view={view}] canvas").first
        before = canvas.evaluate("canvas => canvas.toDataURL()")
        panel.get_by_label(option).click()
        assert canvas.evaluate("canvas => canvas.toDataURL()") != before, option


# The reader's own data.


def test_pasted_data_are_described_and_run(player: Player) -> None:
    panel = unfold(player, "Your data")
    panel.get_by_label("Two columns of numbers").fill(CSV)
    panel.get_by_role("button", name="Use what is pasted").click()
    player.wait("player.trajectory.dataset.n === 4")
    told = panel.inner_text()
    assert "4 rows, hours from 1 to 4, points from 2 to 8.2" in told
    assert player.list("data").locator("option:checked").inner_text() == "your data"
    assert player.get("trajectory.outcome.status") != "diverged"
    assert player.get("trajectory.theory.learning_rate_max") > player.get("trajectory.learning_rate")
    player.list("data").select_option("clean linear")
    player.wait(f"player.run === '{RUN}'")
    assert not panel.get_by_role("button", name="Back to the data").is_visible()
    panel.get_by_role("button", name="Use what is pasted").click()
    panel.get_by_role("button", name="Back to the data").click()
    player.wait(f"player.run === '{RUN}'")


def test_a_file_can_be_chosen_and_mistakes_are_listed(player: Player) -> None:
    panel = unfold(player, "Your data")
    chooser = panel.get_by_label("A CSV file")
    bad = {"name": "bad.csv", "mimeType": "text/csv", "buffer": b"x,y\n1,2\n2,abc\n3,4\n4,\n"}
    chooser.set_input_files(bad)  # type: ignore[arg-type]
    panel.get_by_text("This cannot be used").wait_for()
    mistakes = panel.locator("li").all_inner_texts()
    assert [mistake.split(" ")[0] for mistake in mistakes] == ["bad.csv:3:", "bad.csv:5:"]
    assert "abc" in mistakes[0]
    assert player.get("run") == RUN
    chooser.set_input_files({**bad, "buffer": CSV.encode()})  # type: ignore[arg-type]
    player.wait("player.trajectory.dataset.n === 4")


def test_a_file_dropped_on_the_player_is_read(player: Player) -> None:
    data = player.page.evaluate_handle(
        "(text) => { const data = new DataTransfer();"
        " data.items.add(new File([text], 'mine.csv', {type: 'text/csv'})); return data; }",
        CSV,
    )
    stage = player.figure.locator(".gdsim-stage")
    stage.dispatch_event("dragover", {"dataTransfer": data})
    assert "gdsim-drop" in (player.figure.get_attribute("class") or "")
    stage.dispatch_event("drop", {"dataTransfer": data})
    player.wait("player.trajectory.dataset.n === 4")
    assert "4 rows" in player.page.locator(f"#{FIRST}-data").inner_text()
    assert "gdsim-drop" not in (player.figure.get_attribute("class") or "")


# A race.


def test_a_run_is_kept_as_a_rival_and_taken_away(player: Player) -> None:
    player.button("Add to race").click()
    player.wait("player.rivals.length === 1")
    player.call("select", {"learning_rate": 6e-4})
    legend = player.figure.locator(".gdsim-legend")
    assert legend.locator("li").count() == 2
    assert player.get("rivals") == [RUN]
    legend.get_by_role("button").first.click()
    player.wait("player.rivals.length === 0")
    assert not legend.is_visible()


def test_a_race_has_six_runs(player: Player) -> None:
    for _ in range(5):
        player.call("addRival")
    assert player.button("Race is full").is_disabled()
    refused = player.page.evaluate(
        "() => gdsim.players[0].addRival().then(() => '', (error) => error.message)"
    )
    assert "6 runs" in refused


def test_the_timeline_of_a_race_lasts_as_long_as_the_longest_run(player: Player) -> None:
    player.call("select", {"learning_rate": 1.25e-3})
    end = player.get("trajectory.outcome.epoch")
    player.call("addRival", "clean-linear.mse.gd.lr-0.0002.corner")
    player.call("seek", 200)
    assert player.epoch == 200
    assert player.status == f"diverged at epoch {end}"
    path = player.get("trajectory.path")
    assert (player.number("w"), player.number("loss")) == (path["params"]["w"][-1], path["loss"][-1])


def test_a_page_opens_with_rivals(open_page: Opener, tmp_path: Path) -> None:
    page = fixture_site.write_site(tmp_path / "site")
    runs = [RUN, "clean-linear.mse.gd.lr-0.0006.origin", "clean-linear.mse.gd.lr-5e-05.origin"]
    html = page.read_text("utf-8")
    race = json.dumps(runs).replace('"', "&quot;")
    page.write_text(html.replace(f'data-run="{RUN}"', f'data-run="{RUN}" data-race="{race}"'), "utf-8")
    player = Player(open_page(page.as_uri()).page)
    assert (player.get("run"), player.get("rivals")) == (runs[0], runs[1:])
    assert player.figure.locator(".gdsim-legend li").count() == 3


# Links.


def link_of(player: Player) -> str:
    panel = unfold(player, "Take away")
    return panel.get_by_label("Link to this state").input_value()


def test_a_link_restores_everything(open_page: Opener, watched: Watched, player: Player) -> None:
    player.call("select", {"dataset": "fundraising", "optimizer": "momentum", "epochs": 90})
    player.call("addRival")
    player.call("addRival", "clean-linear.mse.gd.lr-0.0002.corner")
    player.call("select", {"learning_rate": 0.004, "loss": {"name": "huber", "delta": 2}})
    player.call("start", 12.5, -3)
    player.page.evaluate("() => { gdsim.players[0].views = ['fit', 'surface']; }")
    player.page.evaluate("() => { gdsim.players[0].camera = '40,30,1.2'; }")
    player.call("seek", 21)
    seen = ("run", "epoch", "rivals", "views", "camera", "trajectory.path", "trajectory.optimizer")
    before = [player.get(name) for name in seen]
    assert before[4] is not None
    again = Player(open_page(link_of(player)).page)
    assert [again.get(name) for name in seen] == before
    assert again.status.startswith("idle")
    assert watched.outside == []


def test_the_address_says_what_is_on_screen(player: Player) -> None:
    player.call("select", {"learning_rate": 3e-4})
    player.call("seek", 9)
    player.page.wait_for_function("() => location.hash.includes('epoch=9')")
    expected = f"#{FIRST}&sweep=learning-rates&run={RUN}&learning_rate=0.0003&epoch=9"
    assert fragment(player.page) == expected


@pytest.mark.parametrize(
    ("link", "note"),
    [
        ("&optimizer=lbfgs", "no optimizer lbfgs"),
        ("&optimizer=momentum,beta:7", "beta"),
        ("&optimizer=momentum,gamma:7", "gamma"),
        ("&loss=<script>alert(1)</script>", "loss cannot be read"),
        ("&learning_rate=-5", "learning rate is not a number above 0"),
        ("&learning_rate=1e999", "learning rate is not a number above 0"),
        ("&epochs=1e99", "epochs"),
        ("&w=1e300&b=1e300", "start"),
        ("&views=fit,<img src=x onerror=alert(1)>", "there is no view"),
        ("&race=run=nobody;run=../../x", "2 of the race's runs are not here"),
        ("&sweep=elsewhere", "another sweep"),
        ("&camera=<b>", "camera cannot be read"),
        ("&camera=1e400,NaN,-9", "camera cannot be read"),
        ("&" + "x" * 100_000, ""),
    ],
)
def test_hostile_links_are_clamped_with_a_note(
    open_page: Opener, site_url: str, link: str, note: str
) -> None:
    watched = open_page(f"{site_url}#{FIRST}&run={RUN}&epoch=5{link}")
    player = Player(watched.page)
    assert player.epoch == 5
    assert note in player.status
    assert player.get("run").startswith(RUN)
    assert watched.page.locator("figure :is(img[src=x], script)").count() == 0
    assert [text for text in watched.complaints if not MISSING.search(text)] == []
    assert watched.outside == []


def test_the_link_is_copied_or_selected(open_page: Opener, site_url: str) -> None:
    """On file:// the clipboard is refused until the reader allows it: the text is then selected."""
    page = open_page(
        site_url, init="navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
    ).page
    player = Player(page)
    panel = unfold(player, "Take away")
    panel.get_by_role("button", name="Copy link").click()
    panel.get_by_text("selected: copy it with Ctrl+C").wait_for()
    link = panel.get_by_label("Link to this state").input_value()
    assert page.evaluate("() => document.getSelection().toString()") in (link, "")
    assert page.evaluate(
        "() => { const f = document.activeElement; return f.selectionEnd - f.selectionStart; }"
    ) == len(link)
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    panel.get_by_role("button", name="Copy link").click()
    panel.get_by_text("copied").wait_for()
    assert page.evaluate("() => window.copied") == link


# To take away.


@pytest.mark.chromium
def test_the_run_is_taken_away_as_files(player: Player) -> None:
    panel = unfold(player, "Take away")
    links = {link.inner_text(): link.get_attribute("href") for link in panel.locator("a").all()}
    root = "../../media/learning-rates/" + RUN
    assert links == {
        "JSON": f"../../runs/learning-rates/{RUN}.json",
        "GIF of counting": f"{root}/counting.gif",
        "MP4 of counting": f"{root}/counting.mp4",
    }
    rows = list(csv.reader(io.StringIO(downloaded(player, panel, "CSV").decode())))
    path = player.get("trajectory.path")
    assert rows[0] == ["epoch", "w", "b", "loss", "gradient_norm"]
    assert len(rows) == 202
    assert [float(value) for value in rows[42][:4]] == [
        41, path["params"]["w"][41], path["params"]["b"][41], path["loss"][41]]  # fmt: skip


@pytest.mark.chromium
def test_a_computed_run_is_taken_away_too(player: Player) -> None:
    player.call("start", 0.5, 2)
    panel = unfold(player, "Take away")
    assert panel.locator("a").count() == 0
    record = json.loads(downloaded(player, panel, "JSON"))
    assert record["path"] == player.get("trajectory.path")
    assert record["schema"] == "gdsim.trajectory/1"


@pytest.mark.chromium
def test_a_view_is_taken_away_as_a_picture(player: Player) -> None:
    panel = unfold(player, "Take away")
    picture = Image.open(io.BytesIO(downloaded(player, panel, "PNG of fit")))
    assert picture.format == "PNG"
    assert picture.width > 400
    offered = [name for name in panel.get_by_role("button").all_inner_texts() if "PNG" in name]
    assert offered == [
        "PNG of fit",
        "PNG of contour",
    ]  # a video is no picture that a page on file:// can read


def test_the_embed_code_leads_to_the_player_alone(player: Player) -> None:
    code = unfold(player, "Take away").get_by_label("The player for another page").input_value()
    assert 'src="../../embed/learning-rates.html"' in code


# For everybody.


def test_the_keyboard_alone_reaches_everything(player: Player) -> None:
    unfold(player, "More")
    wanted = player.figure.locator(":is(button, input, select, a[href], textarea, [tabindex='0']):visible")
    count = wanted.count()
    assert count > 20
    player.figure.locator(".gdsim-stage").focus()
    reached = set()
    for _ in range(count):
        reached.add(
            player.page.evaluate(
                f"() => [...document.querySelectorAll('#{FIRST} *')].indexOf(document.activeElement)"
            )
        )
        player.page.keyboard.press("Tab")
    assert len(reached - {-1}) == count


@pytest.mark.parametrize(("width", "scheme"), [(380, "dark"), (1200, "light")])
def test_axe_finds_nothing_with_any_panel_unfolded(
    open_page: Opener, site_url: str, width: int, scheme: str
) -> None:
    page = open_page(site_url, width=width, scheme=scheme).page
    player = Player(page)
    player.call("addRival")
    page.evaluate(AXE.read_text("utf-8"))
    for label in (None, "More", "Your data", "Views", "Take away"):
        if label:
            unfold(player, label)
        found = page.evaluate(
            f"() => axe.run('#{FIRST}').then((result) => result.violations.map((rule) => [rule.id,"
            " rule.nodes.map((node) => node.html)]))"
        )
        assert found == [], label


def test_changes_of_run_and_state_are_told_and_epochs_are_not(player: Player) -> None:
    player.page.evaluate(
        f"""() => {{
            window.told = [];
            for (const live of document.querySelectorAll('#{FIRST} [aria-live=polite]')) {{
                new MutationObserver(() => window.told.push(live.textContent))
                    .observe(live, {{childList: true, characterData: true, subtree: true}});
            }}
        }}"""
    )
    for epoch in range(1, 30):
        player.call("seek", epoch)
    assert player.page.evaluate("() => window.told") == []
    player.call("play")
    player.call("pause")
    player.call("select", {"learning_rate": 6e-4})
    told = player.page.evaluate("() => window.told")
    assert told[:2] == ["playing", "idle"]
    assert player.get("trajectory.description") in told


# Loading.


def loaded(player: Player) -> bool:
    return player.page.evaluate(
        "(id) => gdsim.players.find((player) => player.figure.id === id).trajectory !== null",
        player.figure.get_attribute("id"),
    )


@pytest.fixture
def tall(open_page: Opener, tmp_path: Path) -> Iterator[tuple[Opener, str]]:
    """A page whose second player is far below the first screen, and the opener that does not wake it."""
    page = fixture_site.write_site(tmp_path / "site")
    style = page.parents[2] / "assets" / "theme.css"
    style.write_text(style.read_text("utf-8") + "#player-long{margin-top:5000px}", "utf-8")
    yield open_page, page.as_uri()


def test_a_player_far_below_reads_its_data_when_it_comes_near(tall: tuple[Opener, str]) -> None:
    open_page, url = tall
    page = open_page(url, wake=False).page
    first, long = Player(page), Player(page, "player-long")
    page.wait_for_function("() => gdsim.players[0].trajectory")
    assert not loaded(long)
    assert long.figure.locator(".gdsim-dock").count() == 1
    assert loaded(first)
    long.figure.scroll_into_view_if_needed()
    page.wait_for_function("() => gdsim.players[1].trajectory")


@pytest.mark.parametrize("how", ["method", "ready", "focus"])
def test_a_player_far_below_reads_its_data_when_it_is_asked(tall: tuple[Opener, str], how: str) -> None:
    open_page, url = tall
    page = open_page(url, wake=False).page
    long = Player(page, "player-long")
    page.wait_for_function("() => gdsim.players[0].trajectory")
    assert not loaded(long)
    if how == "method":
        long.call("seek", 7)
        assert long.epoch == 7
    elif how == "ready":
        page.evaluate("() => gdsim.players[1].ready")
    else:
        page.evaluate("() => document.querySelector('#player-long .gdsim-play').focus({preventScroll: true})")
        page.wait_for_function("() => gdsim.players[1].trajectory")
    assert loaded(long)


def test_a_link_wakes_the_player_it_names(tall: tuple[Opener, str]) -> None:
    open_page, url = tall
    page = open_page(f"{url}#player-long&epoch=7", wake=False).page
    page.wait_for_function("() => gdsim.players[1].epoch === 7")
