"""Listings that are edited and run: in the page, on file://, in a sandbox that nothing leaves."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from chromium import Opener, Watched
from editing import edit, run, write
from playwright.sync_api import Page, expect

import gdsim

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
AXE = ROOT / "templates/player/node_modules/axe-core/axe.min.js"
PAGE = "Lessons/Edit the algorithm.md"
OTHERS = {
    "site.yaml": "title: Small\n",
    "index.md": "Home\n",
    "Gradient Descent, visualized.md": "Text.\n",
    "Lessons/Scale the inputs.md": "Text.\n",
    "Topics/Gradient Descent.md": "## The math\nText.\n",
    "Alone.md": "::: python\nprint('hello')\n:::\n",
}
SWEEPS = ("spending", "spending-standardised", "edited-momentum", "edited-losses", "edited-penalty")


@pytest.fixture(scope="session")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lesson with the experiments, with its own listings and sweeps."""
    root = tmp_path_factory.mktemp("edited")
    content = root / "content"
    shutil.copytree(CONTENT / "code", content / "code")
    for name in (PAGE, *(f"sweeps/{sweep}.yaml" for sweep in SWEEPS)):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CONTENT / name, content / name)
    for name, text in {**linked_pages(), **OTHERS}.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    gdsim.build(content, executor="inline", media=False)
    return root / "site"


def linked_pages() -> dict[str, str]:
    """A word in place of each page that the lesson links to, under the headings that it links to."""
    text = (CONTENT / PAGE).read_text("utf-8")
    places = {path.stem: path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*.md")}
    pages: dict[str, str] = {}
    for name, heading in sorted(set(re.findall(r"\[\[([^]|#]+)(?:#([^]|]+))?", text))):
        if name in places and places[name] != PAGE:
            pages.setdefault(places[name], "Text.\n")
            pages[places[name]] += f"\n## {heading}\n\nText.\n" if heading else ""
    return pages


def lesson(open_page: Opener, site: Path, **options: object) -> Watched:
    return open_page((site / "lessons/edit-the-algorithm.html").as_uri(), **options)  # type: ignore[arg-type]


def read(page: Page) -> set[str]:
    """Names of the scripts and frames in the page, without their digests; nothing else can be read there."""
    sources = page.locator(":is(script, iframe)[src]").evaluate_all("all => all.map(({src}) => src)")
    return {source.rpartition("/")[2].partition(".")[0] for source in sources}


def player(page: Page, what: str) -> object:
    return page.evaluate(f"gdsim.players[0].{what}")


def final(page: Page) -> list[float]:
    """The last w and b on screen."""
    path = json.loads(str(page.evaluate("JSON.stringify(gdsim.players[0].trajectory.path.params)")))
    return [path["w"][-1], path["b"][-1]]


def test_nothing_of_it_is_read_before_edit_is_pressed(open_page: Opener, edited: Path) -> None:
    page = lesson(open_page, edited).page
    expect(page.get_by_role("button", name="Edit and run").first).to_be_visible()
    assert "site" in read(page)
    assert not {"editor", "runner"} & read(page)
    assert page.locator("iframe").count() == 0
    run(edit(page))
    assert {"editor", "runner"} <= read(page)
    assert page.locator("iframe[sandbox='allow-scripts']").count() == 1


def test_the_listing_reads_without_scripts(open_page: Opener, edited: Path) -> None:
    page = lesson(open_page, edited, javascript=False).page
    assert "def mse_loss_dw(w, b):" in (page.locator(".gdsim-python pre").first.text_content() or "")
    assert page.get_by_role("button", name="Edit and run").count() == 0


def test_the_unchanged_algorithm_descends_as_the_build_says(open_page: Opener, edited: Path) -> None:
    watched = lesson(open_page, edited)
    page = watched.page
    box = edit(page)
    assert "200 updates" in run(box)
    expected = gdsim.run("clean-linear", learning_rate=5e-5, init=(0, 0), epochs=200)
    np.testing.assert_allclose(final(page), expected.path[-1], rtol=1e-12)
    assert "your code" in json.dumps(player(page, "trajectory.optimizer"))
    assert player(page, "trajectory.outcome") == {"status": "converged", "epoch": expected.outcome.epoch}
    expect(box.locator(".gdsim-console")).to_contain_text("the loss starts at 84.13\nand ends at 0.1677")
    assert watched.complaints == []
    assert watched.outside == []


EXPERIMENTS = [
    (1, {"learning_rate": 2e-3}, {}),
    (3, {"optimizer": {"name": "momentum", "beta": 0.9}, "learning_rate": 5e-5}, {}),
    (4, {"loss": "mae", "learning_rate": 2e-4}, {"dataset": "outliers"}),
    (5, {"loss": {"name": "ridge", "l2": 50}, "learning_rate": 5e-5}, {}),
    (6, {"learning_rate": 5e-5, "init": (0.65, 14)}, {}),
]


@pytest.mark.parametrize(("number", "fields", "chosen"), EXPERIMENTS)
def test_each_experiment_runs_as_its_sweep_does(
    open_page: Opener, edited: Path, number: int, fields: dict[str, object], chosen: dict[str, str]
) -> None:
    page = lesson(open_page, edited).page
    if chosen:
        page.evaluate("(wish) => gdsim.players[0].select(wish)", chosen)
    box = edit(page, number)
    assert "shown in the player" in run(box)
    name = chosen.get("dataset", "clean-linear")
    expected = gdsim.run(name, epochs=200, **{"init": (0, 0), **fields})  # type: ignore[arg-type]
    if expected.diverged:
        assert player(page, "trajectory.outcome") == {"status": "diverged", "epoch": expected.outcome.epoch}
    else:
        np.testing.assert_allclose(final(page), expected.path[-1], rtol=1e-9)


def test_rebound_points_are_drawn(open_page: Opener, edited: Path) -> None:
    """The second experiment standardises x: the player shows that, and the run is that of the sweep."""
    page = lesson(open_page, edited).page
    box = edit(page, 2)
    assert "Its own DATA_X and DATA_Y are drawn" in run(box)
    x = np.array(player(page, "ground.dataset.points.x"))
    assert abs(x.mean()) < 1e-12
    assert x.std() == pytest.approx(1)
    expected = gdsim.run("clean-linear", standardize=True, learning_rate=0.1, init=(0, 0), epochs=40)
    np.testing.assert_allclose(final(page), expected.path[-1], rtol=1e-9)
    # The next run has the player's own points again.
    write(page, box, "def step(w, b, learning_rate):\n    return np.mean(DATA_X), 0\nimport numpy as np")
    run(box)
    assert final(page)[0] == pytest.approx(25)


def test_a_step_alone_is_enough_and_may_race(open_page: Opener, edited: Path) -> None:
    page = lesson(open_page, edited).page
    box = edit(page)
    write(page, box, "def step(w, b, learning_rate):\n    return w + learning_rate, b + 2 * learning_rate\n")
    box.get_by_label("race the unchanged algorithm").check()
    box.get_by_label("epochs").fill("30")
    assert "30 updates" in run(box)
    np.testing.assert_allclose(final(page), [30 * 5e-5, 60 * 5e-5], rtol=1e-9)
    assert player(page, "rivals") == ["clean-linear.mse.gd.lr-5e-05.origin"]
    expect(page.locator(".gdsim-legend").first).to_contain_text("your code")
    page.evaluate("gdsim.players[0].select({learning_rate: 1e-4})")
    assert "gd" in json.dumps(player(page, "trajectory.optimizer"))


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        ("a = 1\nb = a +\n", 2, "SyntaxError"),
        ("def step(w, b, learning_rate):\n    x = 1\n    return x / 0, b\n", 3, "ZeroDivisionError"),
        ("import numpy as np\nnp.fft.fft([1])\n", 2, "numpy.fft is not in the page; use the notebook"),
        ("\nimport matplotlib\n", 2, "matplotlib is not in the page; use the notebook"),
        ("print(nothing)\n", 1, "NameError"),
    ],
)
def test_errors_stand_at_their_line(
    open_page: Opener, edited: Path, code: str, line: int, words: str
) -> None:
    page = lesson(open_page, edited).page
    box = edit(page)
    write(page, box, code)
    said = run(box)
    assert f"gradient_descent.py, line {line}: " in said
    assert words in said
    expect(box.locator(".gdsim-mistake-here")).to_contain_text(words)
    expect(box.locator(".gdsim-wrong")).to_have_text(code.split("\n")[line - 1])
    page.keyboard.type(" ")
    write(page, box, "print('mended')")
    expect(box.locator(".gdsim-mistake-here")).to_have_count(0)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("while True:\n    pass\n", "longer than 2 seconds"),
        ("def step(w, b, learning_rate):\n    while True:\n        w = w\n", "longer than 2 seconds"),
        ("while True:\n    print('x' * 1000)\n", "printed more than"),
        ("a = []\nwhile True:\n    a.append(bytearray(1000000))\n", "MemoryError"),
        ("a = bytearray(1000000000)\n", "MemoryError"),
        ("def f():\n    return f()\nf()\n", "recursion"),
        (
            "def train(w, b, learning_rate, epochs):\n    yield 1\n",
            "train must yield two numbers, (w, b), got 1",
        ),
        ("def train(w, b, learning_rate, epochs):\n    return 1\n", "train must yield (w, b)"),
        ("def step(w, b, learning_rate):\n    return 'x', 'y'\n", "step must return two numbers"),
        ("def step(w, b, learning_rate):\n    return w, b\nDATA_X = [1]\n", "must be equally long"),
        ("raise SystemExit\n", "the code ended itself"),
    ],
)
def test_bad_code_ends_in_words_and_the_next_run_is_well(
    open_page: Opener, edited: Path, code: str, words: str
) -> None:
    watched = lesson(open_page, edited)
    box = edit(watched.page)
    write(watched.page, box, code)
    assert words in run(box)
    assert len(box.locator(".gdsim-console").text_content() or "") <= 201_000
    write(watched.page, box, "print(6 * 7)\n")
    assert run(box).startswith("Done.")
    expect(box.locator(".gdsim-console")).to_have_text("42\n")
    assert watched.complaints == []


def test_stop_ends_a_run(open_page: Opener, edited: Path) -> None:
    page = lesson(open_page, edited).page
    box = edit(page)
    write(page, box, "print('begun')\nwhile True:\n    print('.', end='') if False else None\n")
    box.get_by_role("button", name="Run", exact=True).click()
    expect(box.locator(".gdsim-editor-status")).to_have_text("Running …")
    box.get_by_role("button", name="Stop").click()
    expect(box.locator(".gdsim-editor-status")).to_have_text("Stopped.")


DOORS = [
    "js.fetch('https://example.org/').status",
    "js.XMLHttpRequest.new()",
    "js.WebSocket.new('wss://example.org/')",
    "js.indexedDB.open('x')",
    "js.caches.keys()",
    "js.importScripts('https://example.org/x.js')",
    "js.document.title",
    "js.parent.document",
    "js.localStorage.length",
    "js.Worker.new('blob:x')",
    "open('/etc/passwd').read()",
    "js.eval('1')",
    "js.Function.new('return 1')",
]
FORGED = """\
import builtins
js = builtins.__import__('js')
print('<img src=x onerror=window.caught=1>')
js.postMessage(js.JSON.parse('{"type": "answer", "answer": {"error": null, "path": null, "drawn": null}}'))
"""


def test_nothing_reaches_page_network_or_storage(open_page: Opener, edited: Path) -> None:
    """Not even with the interpreter's own doors forced open; what is printed is text."""
    watched = lesson(open_page, edited)
    page = watched.page
    page.evaluate("window.heard = []; addEventListener('message', (event) => heard.push(event.origin))")
    box, before = edit(page), player(page, "run")
    for module in ("js", "jsffi", "uctypes"):
        write(page, box, f"import {module}\n")
        assert f"{module} is not in the page's Python" in run(box)
    for door in DOORS:
        write(
            page,
            box,
            f"import builtins\njs = builtins.__import__('js')\nprint('begun')\nprint('GOT', {door})\n",
        )
        said = run(box)
        assert "broke down" in said or "line 4: " in said, (door, said)
        told = box.locator(".gdsim-console").text_content() or ""
        assert told.startswith("begun")
        assert "GOT" not in told.split("Traceback")[0], (door, told)
    write(page, box, FORGED)
    assert "line 4: AttributeError: module 'js' has no attribute" in run(box)
    assert player(page, "run") == before
    assert page.evaluate("window.caught") is None
    assert "<img" in (box.locator(".gdsim-console").text_content() or "")
    assert box.locator(".gdsim-console img").count() == 0
    assert set(page.evaluate("heard")) == {"null"}  # the frame has no origin
    assert page.evaluate("localStorage.length") <= 1  # what the site itself remembers
    assert watched.outside == []


def test_reset_and_what_changed(open_page: Opener, edited: Path) -> None:
    page = lesson(open_page, edited).page
    box = edit(page, 2)
    box.get_by_role("button", name="What changed").click()
    changes = box.locator(".gdsim-changes")
    expect(changes.locator(".gdsim-new")).to_have_text(
        ["+ DATA_X = (DATA_X - np.mean(DATA_X)) / np.std(DATA_X)"]
    )
    expect(changes.locator(".gdsim-gone")).to_have_count(0)
    write(page, box, "print(1)")
    expect(changes.locator(".gdsim-new")).to_have_text(["+ print(1)"])
    box.get_by_label("learning rate").fill("zero")
    assert "learning rate must be a number above 0, got zero" in run(box)
    expect(box.get_by_label("learning rate")).to_have_attribute("aria-invalid", "true")
    box.get_by_role("button", name="Reset").click()
    expect(changes.locator(".gdsim-gone")).to_have_count(0)
    expect(box.get_by_label("learning rate")).to_have_value("0.1")
    assert "40 updates" in run(box)


def test_keys_run_undo_indent_and_leave(open_page: Opener, edited: Path) -> None:
    page = lesson(open_page, edited).page
    box = edit(page)
    write(page, box, "")
    page.keyboard.type("if True:\nprint(40 + 2)")  # Enter indents
    page.keyboard.press("ControlOrMeta+Enter")
    expect(box.locator(".gdsim-console")).to_have_text("42\n", timeout=20_000)
    expect(box.locator(".cm-line").nth(1)).to_have_text("    print(40 + 2)")
    for _ in range(30):
        page.keyboard.press("ControlOrMeta+z")
    expect(box.locator(".cm-content")).to_contain_text("def mse_loss(w, b):")
    page.keyboard.press("Escape")  # nothing is selected any more
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(box.get_by_role("button", name="Run", exact=True)).to_be_focused()


def test_a_program_without_a_player_prints(open_page: Opener, edited: Path) -> None:
    watched = open_page((edited / "alone.html").as_uri())
    box = edit(watched.page)
    assert run(box) == "Done."
    expect(box.locator(".gdsim-console")).to_have_text("hello\n")
    assert box.get_by_label("learning rate").count() == 0
    assert watched.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_editor(open_page: Opener, edited: Path, scheme: str) -> None:
    watched = lesson(open_page, edited, scheme=scheme)
    page = watched.page
    box = edit(page)
    write(page, box, "print(1)\nprint(nothing)\n")
    run(box)
    box.get_by_role("button", name="What changed").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run('.gdsim-python').then(({violations}) => violations)")
    assert [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]] == []


@pytest.mark.parametrize("width", [380, 900])
def test_nothing_is_wider_than_the_screen(open_page: Opener, edited: Path, width: int) -> None:
    page = lesson(open_page, edited, width=width).page
    for number in range(3):
        edit(page, number)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), number
