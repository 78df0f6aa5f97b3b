"""The player's views beside plotly.js and matplotlib's to_jshtml: ``uv run python bench/bench_player.py``.

One run of 200 epochs as line over data, surface of 60 × 60 and loss, in one headless Chromium, both
by turns. A step or a turn counts until its pixels are there: a pixel of every canvas is read back. Bytes are
those of all files of a page, as they lie on disk. plotly.js comes into a folder of its own; headless Chromium
has no graphics card, so its surface is drawn by SwiftShader.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import deno
from playwright.sync_api import Browser, Page, sync_playwright

BROWSER_TESTS = Path(__file__).parents[1] / "tests" / "browser"
sys.path.insert(0, str(BROWSER_TESTS))

import fixture_site  # noqa: E402
import views_page  # noqa: E402
from chromium import ARGUMENTS, find_chromium  # noqa: E402

ROUNDS, STEPS, TURNS = 3, 12, 8
VIEWS = ("surface", "fit", "loss")
SIX_RATES = (1e-4, 2e-4, 4e-4, 6e-4, 8e-4, 1e-3)
GRID, FRAMES = 61, 121
# Three figures as wide as the player's on a wide screen, and as large.
LARGE, SMALL = (716, 537), (358, 268)
WEBGL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]

OURS = """async ({steps, turns}) => {
    const canvases = [...document.querySelectorAll('canvas')].map((canvas) => canvas.getContext('2d'));
    const [surface] = document.querySelectorAll('[data-view=surface] > canvas');
    const flush = (all) => { for (const to of all) to.getImageData(0, 0, 1, 1); };
    const here = canvases.filter((to) => to.canvas === surface);
    const times = {step: [], turn: []};
    for (let k = 0; k < steps; k++) {
        const before = performance.now();
        views.seek(5 * k % 200);
        flush(canvases);
        times.step.push(performance.now() - before);
    }
    const touch = (type, x) => surface.dispatchEvent(new PointerEvent(
        type, {pointerId: 1, button: 0, clientX: x, clientY: 300, bubbles: true}));
    const view = surface.getBoundingClientRect();
    surface.setPointerCapture = () => {};
    const wait = window.requestAnimationFrame;
    let paint = null;
    window.requestAnimationFrame = (callback) => { paint = callback; return 1; };
    touch('pointerdown', view.x + 100);
    for (let k = 1; k <= turns + 1; k++) {
        touch('pointermove', view.x + 100 + 12 * k);
        const before = performance.now();
        paint(before);
        flush(here);
        if (k > 1) times.turn.push(performance.now() - before);
    }
    window.requestAnimationFrame = wait;
    touch('pointerup', view.x + 100);
    views.stage.camera = null;
    return times;
}"""

THEIRS = """async ({steps, turns}) => {
    const {data, path, loss, surface} = given;
    const gl = plot3d._fullLayout.scene._scene.glplot;
    const flush = () => {
        gl.redraw();
        gl.gl.readPixels(0, 0, 1, 1, gl.gl.RGBA, gl.gl.UNSIGNED_BYTE, new Uint8Array(4));
    };
    const times = {step: [], turn: []};
    for (let k = 0; k < steps; k++) {
        const e = 5 * k % 200;
        const before = performance.now();
        await Promise.all([
            Plotly.restyle(plotFit, {y: [data.x.map((x) => path.w[e] * x + path.b[e])]}, [1]),
            Plotly.restyle(plotLoss, {x: [[e]], y: [[loss[e]]]}, [1]),
            Plotly.restyle(plot3d, {
                x: [path.w.slice(0, e + 1), [path.w[e]]],
                y: [path.b.slice(0, e + 1), [path.b[e]]],
                z: [loss.slice(0, e + 1), [loss[e]]],
            }, [1, 2]),
        ]);
        flush();
        times.step.push(performance.now() - before);
    }
    for (let k = 0; k <= turns; k++) {
        const turn = 0.08 * k, eye = {x: 1.6 * Math.cos(turn), y: 1.6 * Math.sin(turn), z: 1};
        const before = performance.now();
        await Plotly.relayout(plot3d, {'scene.camera': {eye}});
        flush();
        if (k) times.turn.push(performance.now() - before);
    }
    return times;
}"""

PLOTLY = """
const {data, path, loss, surface, large, small} = given;
const red = '#d55e00', margin = {l: 40, r: 10, t: 10, b: 40};
const sized = ([width, height], more) => ({width, height, margin, showlegend: false, ...more});
const start = {x: [path.w[0]], y: [path.b[0]], z: [loss[0]]};
window.ready = (async () => {
    window.plot3d = await Plotly.newPlot('surface', [
        {type: 'surface', ...surface, colorscale: 'Viridis', showscale: false},
        {type: 'scatter3d', mode: 'lines', ...start, line: {color: 'white', width: 4}},
        {type: 'scatter3d', mode: 'markers', ...start, marker: {color: red, size: 6}},
    ], sized(large));
    window.plotFit = await Plotly.newPlot('fit', [
        {mode: 'markers', x: data.x, y: data.y, marker: {color: '#64748b'}},
        {mode: 'lines', x: data.x, y: data.x.map(() => path.b[0]), line: {color: red}},
    ], sized(small));
    window.plotLoss = await Plotly.newPlot('loss', [
        {mode: 'lines', x: loss.map((_, k) => k), y: loss, line: {color: '#1d1b18'}},
        {mode: 'markers', x: [0], y: [loss[0]], marker: {color: red, size: 10}},
    ], sized(small, {yaxis: {type: 'log'}}));
})();
"""


def tell(what: str, ratio: float, goal: str, detail: str) -> None:
    """One line of the report."""
    print(f"{what:<58} {ratio:>9.3g}   goal {goal:<8} {detail}", flush=True)


def plotly_page(folder: Path, given: dict[str, Any]) -> Path:
    """The same three views by plotly.js."""
    folder.mkdir()
    (folder / "deno.json").write_text('{"nodeModulesDir": "auto"}')
    subprocess.run([deno.find_deno_bin(), "add", "--quiet", "npm:plotly.js-dist-min"], cwd=folder, check=True)
    record = given["trajectories"][0]
    data, limits = given["dataset"]["points"], fixture_site.LIMITS["clean-linear"]["params"]
    sides = {
        name: [low + (high - low) * k / (GRID - 1) for k in range(GRID)]
        for name, (low, high) in limits.items()
    }
    heights = [
        [fixture_site.mean_loss(data["x"], data["y"], w, b, "mse") for w in sides["w"]] for b in sides["b"]
    ]
    values = {
        "data": data,
        "path": record["path"]["params"],
        "loss": record["path"]["loss"],
        "surface": {"x": sides["w"], "y": sides["b"], "z": heights},
        "large": LARGE,
        "small": SMALL,
    }
    page = folder / "index.html"
    page.write_text(
        '<!doctype html><meta charset="utf-8"><title>plotly.js</title><div id="surface"></div>'
        '<div id="fit"></div><div id="loss"></div>'
        '<script src="node_modules/plotly.js-dist-min/plotly.min.js"></script>'
        f"<script>const given = {json.dumps(values)};</script><script>{{{PLOTLY}}}</script>",
        encoding="utf-8",
    )
    return page


def jshtml_page(folder: Path, given: dict[str, Any]) -> Path:
    """The same animation as matplotlib writes it: every frame a picture in one page."""
    import matplotlib as mpl
    import numpy as np
    from matplotlib.animation import FuncAnimation
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    mpl.rcParams["animation.embed_limit"] = 500
    record, data = given["trajectories"][0], given["dataset"]["points"]
    path, loss = record["path"]["params"], record["path"]["loss"]
    limits = fixture_site.LIMITS["clean-linear"]["params"]
    figure = Figure(figsize=((LARGE[0] + SMALL[0]) / 100, LARGE[1] / 100), dpi=100)
    FigureCanvasAgg(figure)
    solid: Any = figure.add_subplot(2, 3, (1, 5), projection="3d")
    fit, curve = figure.add_subplot(2, 3, 3), figure.add_subplot(2, 3, 6)
    w, b = np.meshgrid(*(np.linspace(*limits[name], GRID) for name in "wb"))
    x, y = np.array(data["x"]), np.array(data["y"])
    heights = ((w[..., None] * x + b[..., None] - y) ** 2).mean(axis=-1)
    solid.plot_surface(w, b, heights, cmap="viridis", rcount=GRID, ccount=GRID)
    (track,) = solid.plot([], [], [], color="white")
    (marker,) = solid.plot([], [], [], "o", color="#d55e00")
    fit.plot(x, y, "o", color="#64748b")
    (line,) = fit.plot([], [], color="#d55e00")
    curve.semilogy(loss, color="#1d1b18")
    (here,) = curve.plot([], [], "o", color="#d55e00")

    def draw(epoch: int) -> None:
        track.set_data_3d(path["w"][: epoch + 1], path["b"][: epoch + 1], loss[: epoch + 1])
        marker.set_data_3d(
            path["w"][epoch : epoch + 1], path["b"][epoch : epoch + 1], loss[epoch : epoch + 1]
        )
        line.set_data(x, path["w"][epoch] * x + path["b"][epoch])
        here.set_data([epoch], [loss[epoch]])

    frames = record["frame_epoch"]
    page = folder / "jshtml.html"
    page.write_text(FuncAnimation(figure, draw, frames=frames).to_jshtml(fps=24), encoding="utf-8")  # type: ignore[arg-type]
    return page


def measured(pages: dict[str, tuple[Page, str]]) -> dict[str, dict[str, float]]:
    """Milliseconds of a step and of a turn for each page: medians over rounds taken by turns."""
    taken: dict[str, dict[str, list[float]]] = {name: {"step": [], "turn": []} for name in pages}
    for round_ in range(ROUNDS + 1):
        for name, (page, script) in pages.items():
            times = page.evaluate(script, {"steps": STEPS, "turns": TURNS})
            for kind, values in times.items():
                if round_:  # the first is to get warm
                    taken[name][kind] += values
    return {
        name: {kind: statistics.median(values) for kind, values in kinds.items()}
        for name, kinds in taken.items()
    }


def first_frame(browser: Browser, url: str, shown: str) -> float:
    """Milliseconds from asking for a page until ``shown`` resolves and a frame has passed."""
    times = []
    for _ in range(ROUNDS):
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        page = context.new_page()
        page.goto(url, wait_until="commit")
        frame = "await new Promise(requestAnimationFrame); return performance.now();"
        script = f"async () => {{ await ({shown})(); {frame} }}"
        page.wait_for_load_state("domcontentloaded")
        times.append(page.evaluate(script))
        context.close()
    return statistics.median(times)


def bytes_of(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def our_files(site: Path, run: str) -> list[Path]:
    """All that a page with one player asks for before a reader touches it, but the page itself and fonts."""
    names = ["assets/player.js", "assets/player.css", "assets/theme.css", "datasets/clean-linear.js"]
    names += ["runs/learning-rates/index.js", f"runs/learning-rates/{run}.js"]
    return [site / name for name in names]


def main() -> None:
    """Measure and print ratios with their goals."""
    given = views_page.given(VIEWS, rates=(6e-4,), init="corner")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*ARGUMENTS, *WEBGL, "--no-sandbox"]
        )

        def opened(url: str) -> Page:
            page = browser.new_page(viewport={"width": 1132, "height": 900})
            page.goto(url)
            return page

        ours = opened(views_page.write_page(folder / "ours").as_uri())
        ours.evaluate("(given) => views.open(given)", given)
        theirs = opened(plotly_page(folder / "plotly", given).as_uri())
        theirs.evaluate("() => ready")
        times = measured({"ours": (ours, OURS), "plotly": (theirs, THEIRS)})
        our, their = times["ours"], times["plotly"]
        detail = {kind: f"{our[kind]:.2f} ms against {their[kind]:.1f} ms" for kind in our}
        tell(
            "scrub step of three views, plotly.js / ours",
            their["step"] / our["step"],
            ">= 40",
            detail["step"],
        )
        tell(
            "turn of a 60 x 60 surface, plotly.js / ours", their["turn"] / our["turn"], ">= 8", detail["turn"]
        )
        theirs.close()
        race = views_page.given(VIEWS, rates=SIX_RATES, init="corner")
        ours.evaluate("(given) => views.open(given)", race)
        step = measured({"ours": (ours, OURS)})["ours"]["step"]
        tell("scrub step of three views, race of six runs, ms", step, "< 4", "with the legend left out")
        ours.close()

        page = fixture_site.write_site(folder / "site")
        animation = jshtml_page(folder, given)
        run = given["trajectories"][0]["id"]
        our_bytes, their_bytes = bytes_of(our_files(folder / "site", run)), bytes_of([animation])
        words = f"{our_bytes / 1e3:.0f} kB against {their_bytes / 1e6:.1f} MB"
        tell("bytes of the animation, to_jshtml / ours", their_bytes / our_bytes, "> 1", words)
        our_first = first_frame(browser, page.as_uri(), "() => gdsim.players[0].ready")
        pictures = "() => Promise.all([...document.images].map((image) => image.decode()))"
        their_first = first_frame(browser, animation.as_uri(), pictures)
        words = f"{our_first:.0f} ms against {their_first:.0f} ms"
        tell("time to the first frame, to_jshtml / ours", their_first / our_first, "> 1", words)
        browser.close()


if __name__ == "__main__":
    main()
