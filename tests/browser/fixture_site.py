"""A small site made by hand: runs by plain Python, a page with the strict policy, videos that count.

Frame k of every video is one flat grey of level ``8 + 2k``, so that a screenshot tells which frame is shown.
"""

from __future__ import annotations

import functools
import io
import json
import math
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import av
import deno
import numpy as np
from PIL import Image

from gdsim.core.theme import DARK, LIGHT, Palette

REPOSITORY = Path(__file__).parents[2]
FRAMES_PER_SECOND = 24
MOST_FRAMES = 121
SCENE = "counting"  # one that the page cannot draw, so that it shows the video
PARTS = {"tools": "tools.ts", "compute": "compute.ts", "race": "race_part.ts", "beside": "beside.ts"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self'; font-src 'self'; frame-src 'self'"
)
SPENDING = [50 * i / 49 for i in range(50)]
DATASETS: dict[str, dict[str, Any]] = {
    "clean-linear": {
        "labels": {"x": "spending", "y": "sales"},
        "units": {"x": "k$", "y": "k$"},
        "points": {
            "x": SPENDING,
            "y": [10 + 0.5 * x + 1.8 * math.sin(7.3 * i) for i, x in enumerate(SPENDING)],
        },
    },
    "fundraising": {
        "labels": {"x": "donations", "y": "funds raised"},
        "units": {"x": "", "y": "$"},
        "points": {"x": [1, 2, 3, 5, 6, 7, 8], "y": [155, 197, 244, 356, 409, 448, 500]},
    },
}
STARTS = {"origin": (0.0, 0.0), "corner": (0.65, 14.0)}
LIMITS = {
    "clean-linear": {
        "x": [-2, 52],
        "y": [0, 40],
        "params": {"w": [-0.2, 1.1], "b": [-2, 16]},
        "loss": [1.6, 700],
    },
    "fundraising": {
        "x": [0, 9],
        "y": [0, 550],
        "params": {"w": [-10, 110], "b": [-20, 150]},
        "loss": [25, 130000],
    },
}


def grey_of_frame(frame: int) -> int:
    """Level of the grey that frame ``frame`` of every video shows."""
    return 8 + 2 * frame


def build_bundle(target: Path, entry: str = "main.ts") -> None:
    """Bundle a script as the wheel does."""
    arguments = ["bundle", "--quiet", "--platform=browser", "--format=iife", "--minify", "-o", str(target)]
    player = REPOSITORY / "templates" / "player"
    subprocess.run([deno.find_deno_bin(), *arguments, entry], cwd=player, check=True)


def write_site(folder: Path) -> Path:
    """Write the site into ``folder``; its page is ``lessons/descent/index.html``."""
    assets = folder / "assets"
    assets.mkdir(parents=True)
    build_bundle(assets / "player.js")
    for name, entry in PARTS.items():
        build_bundle(assets / f"{name}.js", entry)
    (assets / "player.css").write_text(player_css(), encoding="utf-8")
    shutil.copytree(REPOSITORY / "gdsim/static/fonts", assets / "fonts")
    (assets / "theme.css").write_text(theme_css(), encoding="utf-8")
    for name, data in DATASETS.items():
        write_script(folder / "datasets" / f"{name}.js", dataset_record(name, data))
    write_sweep(folder, "learning-rates", rates={"clean-linear": (5e-5, 2e-4, 6e-4, 1.15e-3, 1.25e-3),
                                                 "fundraising": (0.001, 0.01, 0.02, 0.037)})  # fmt: skip
    write_sweep(folder, "long", rates={"clean-linear": (1e-3,)}, epochs=20_000)
    write_sweep(folder, "huber", rates={"clean-linear": (1e-3,)}, loss={"name": "huber", "delta": 1.0})
    page = folder / "lessons" / "descent" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(page_html(), encoding="utf-8")
    # The same in a face that is there from the first moment, so that only data comes late.
    (assets / "plain.css").write_text(theme_css(faces=False), encoding="utf-8")
    plain = page_html().replace("theme.css", "plain.css")
    page.with_name("plain.html").write_text(plain, encoding="utf-8")
    return page


def write_sweep(
    folder: Path,
    name: str,
    *,
    rates: dict[str, Sequence[float]],
    epochs: int = 200,
    loss: dict[str, Any] | None = None,
) -> None:
    """Write a sweep's index, trajectories and videos."""
    loss = loss or {"name": "mse"}
    runs = []
    for dataset, learning_rates in rates.items():
        for learning_rate in learning_rates:
            for init in STARTS:
                record = trajectory(
                    name, dataset=dataset, learning_rate=learning_rate, init=init, epochs=epochs, loss=loss
                )
                write_script(folder / "runs" / name / f"{record['id']}.js", record)
                media = folder / "media" / name / record["id"]
                media.mkdir(parents=True)
                Image.new("RGB", (600, 100), "#999999").save(media / f"{SCENE}.strip.png")
                (media / f"{SCENE}.mp4").write_bytes(counting_video(len(record["frame_epoch"])))
                kept = ("id", "loss", "optimizer", "learning_rate", "epochs", "outcome")
                runs.append({key: record[key] for key in kept}
                            | {"dataset": dataset, "init": init, "standardize": False})  # fmt: skip
    index = {
        "schema": "gdsim.sweep/1",
        "name": name,
        "title": "How the learning rate decides",
        "model": {"name": "line", "params": ["w", "b"]},
        "scenes": [SCENE],
        "formats": ["mp4", "gif"],
        "fps": FRAMES_PER_SECOND,
        "frame_size": [640, 480],
        "views": [
            {"dataset": dataset, "loss": loss, "standardize": False, "limits": LIMITS[dataset]}
            for dataset in rates
        ],
        "runs": runs,
    }
    write_script(folder / "runs" / name / "index.js", index)


def write_script(path: Path, record: dict[str, Any]) -> None:
    """Write a record as the classic script that hands it to the player."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"gdsim.receive({json.dumps(record, allow_nan=False)});\n", encoding="utf-8")


def dataset_record(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """``gdsim.dataset/1`` of one of the datasets."""
    words = {"name": name, "title": name, "note": f"A note on {name}.", "source": "made for the tests"}
    rest = {"n": len(data["points"]["x"]), "digest": "sha256:0", "optimum": None, "theory": None}
    return {"schema": "gdsim.dataset/1", **words, **data, **rest, "standardized": None}


def trajectory(
    sweep: str, *, dataset: str, learning_rate: float, init: str, epochs: int, loss: dict[str, Any]
) -> dict[str, Any]:
    """A run by the plainest loop there is."""
    points = DATASETS[dataset]["points"]
    path = descend(points, STARTS[init], rate=learning_rate, epochs=epochs, loss=loss["name"])
    w, b = np.polyfit(points["x"], points["y"], 1)
    least = mean_loss(points["x"], points["y"], w, b, "mse")
    quadratic = loss["name"] == "mse"
    outcome = outcome_of(path, epochs, least if quadratic else path[-1][2])
    stored = [k for k in range(len(path)) if is_stored(k, len(path) - 1)]
    last = len(path) - 1
    frames = stored if len(stored) <= MOST_FRAMES else spread(stored, MOST_FRAMES)
    return {
        "schema": "gdsim.trajectory/1",
        "id": f"{dataset}.{loss['name']}.gd.lr-{learning_rate!r}.{init}",
        "sweep": sweep,
        "dataset": {"name": dataset, "n": len(points["x"]), "digest": "sha256:0"},
        "model": {"name": "line", "params": ["w", "b"]},
        "loss": loss,
        "optimizer": {"name": "gd"},
        "learning_rate": learning_rate,
        "init": {"name": init, "params": dict(zip("wb", STARTS[init], strict=True))},
        "epochs": epochs,
        "seed": None,
        "standardize": None,
        "tolerance": 1e-3,
        "outcome": outcome,
        "optimum": {"params": {"w": w, "b": b}, "loss": least} if quadratic else None,
        "theory": theory(points["x"]) if quadratic else None,
        "path": {
            "epoch": stored,
            "params": {"w": [path[k][0] for k in stored], "b": [path[k][1] for k in stored]},
            "loss": [path[k][2] for k in stored],
            "gradient_norm": [0.0 for _ in stored],
        },
        "frame_epoch": frames,
        "description": f"Loss falls from {path[0][2]:.4g} to {path[-1][2]:.4g} in {last} epochs.",
    }


def descend(
    points: dict[str, list[float]], start: tuple[float, float], *, rate: float, epochs: int, loss: str
) -> list[tuple[float, float, float]]:
    """Epochs 0, 1, … as (w, b, loss); ends where the loss passes 1,000 times the start's."""
    x, y = points["x"], points["y"]
    w, b = start
    slope_of = (lambda r: 2 * r) if loss == "mse" else (lambda r: max(-1.0, min(1.0, r)))
    path = [(w, b, mean_loss(x, y, w, b, loss))]
    for _ in range(epochs):
        slopes = [slope_of(w * u + b - v) for u, v in zip(x, y, strict=True)]
        w -= rate * math.fsum(g * u for g, u in zip(slopes, x, strict=True)) / len(x)
        b -= rate * math.fsum(slopes) / len(x)
        path.append((w, b, mean_loss(x, y, w, b, loss)))
        if path[-1][2] > 1000 * path[0][2]:
            break
    return path


def theory(x: Sequence[float]) -> dict[str, float]:
    """Thresholds of plain descent on mean squared error."""
    hessian = 2 / len(x) * np.array([[sum(u * u for u in x), sum(x)], [sum(x), len(x)]])
    small, large = np.linalg.eigvalsh(hessian)
    return {
        "learning_rate_max": 2 / large,
        "swing_from": 1 / large,
        "fastest": 2 / (large + small),
        "condition_number": large / small,
    }


def mean_loss(x: Sequence[float], y: Sequence[float], w: float, b: float, loss: str) -> float:
    """Mean squared or Huber loss (delta 1)."""
    sizes = [abs(w * u + b - v) for u, v in zip(x, y, strict=True)]
    values = [r * r if loss == "mse" else r * r / 2 if r <= 1 else r - 0.5 for r in sizes]
    return math.fsum(values) / len(values)


def outcome_of(path: list[tuple[float, float, float]], epochs: int, least: float) -> dict[str, Any]:
    """How the run ended, as the contract defines it."""
    if len(path) - 1 < epochs or path[-1][2] > 1000 * path[0][2]:
        return {"status": "diverged", "epoch": len(path) - 1}
    target = least + 1e-3 * (path[0][2] - least)
    above = [k for k, (_, _, value) in enumerate(path) if value > target]
    first = above[-1] + 1 if above else 0
    if first < len(path):
        return {"status": "converged", "epoch": first}
    return {"status": "budget", "epoch": epochs}


def is_stored(epoch: int, last: int) -> bool:
    """All epochs up to 1,000, beyond it those with at most two significant digits, and the last."""
    return epoch <= 1000 or epoch == last or epoch % 10 ** (len(str(epoch)) - 2) == 0


def spread(stored: list[int], count: int) -> list[int]:
    """``count`` of the stored epochs: the first dozen, then evenly to the last."""
    places = [*range(12), *np.linspace(12, len(stored) - 1, count - 12).round().astype(int).tolist()]
    return [stored[place] for place in places]


@functools.cache
def counting_video(frames: int) -> bytes:
    """H.264 in MP4 with a closed GOP of 12 whose frame k is grey level ``8 + 2k``."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        options = {"crf": "4", "g": "12", "flags": "+cgop", "x264-params": "scenecut=0"}
        stream = container.add_stream("libx264", rate=FRAMES_PER_SECOND, options=options)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for k in range(frames):
            pixels = np.full((48, 64, 3), grey_of_frame(k), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())
    return file.getvalue()


def player_css() -> str:
    """The style files of figures, in the order in which a site has them."""
    folder = REPOSITORY / "templates" / "css"
    return "\n".join((folder / f"{name}.css").read_text("utf-8") for name in ("player", "race", "stage")
                     if (folder / f"{name}.css").exists())  # fmt: skip


def theme_css(*, faces: bool = True) -> str:
    """Custom properties of the theme, both modes, and just enough of a page around them."""

    def properties(palette: Palette) -> str:
        return "".join(f"--gdsim-{role}:{colour};" for role, colour in asdict(palette).items())

    loaded = "".join(
        f"@font-face{{font-family:'Source Serif 4';font-weight:{weight};font-style:{style};"
        f"src:url(fonts/source-serif-4-latin-{weight}-{style}.woff2)}}"
        for weight, style in ((400, "normal"), (400, "italic"), (600, "normal"))
    )
    return (
        f"{loaded if faces else ''}:root{{{properties(LIGHT)}--gdsim-text:'Source Serif 4',serif}}"
        f"@media(prefers-color-scheme:dark){{:root:not([data-theme=light]){{{properties(DARK)}}}}}"
        f":root[data-theme=dark]{{{properties(DARK)}}}"
        "body{margin:0 auto;padding:1rem;max-width:1100px;background:var(--gdsim-paper);"
        "color:var(--gdsim-ink);font:18px/1.6 var(--gdsim-text)}"
    )


def figure_html(
    number: str,
    sweep: str,
    run: str,
    views: str,
    *,
    varies: str = "init",
    extra: str = "",
    caption: str = "Watch the line tilt.",
) -> str:
    """A player's figure as the page generator writes it."""
    return (
        f'<figure class="gdsim-player" id="player-{number}" data-sweep="{sweep}" data-run="{run}" '
        f'data-root="../../" data-views="{views}" data-varies="{varies}" {extra}><div class="gdsim-fallback">'
        f'<video controls preload="none" width="640" height="480" '
        f'src="../../media/{sweep}/{run}/{SCENE}.mp4"></video>'
        f'<img class="gdsim-strip" loading="lazy" src="../../media/{sweep}/{run}/{SCENE}.strip.png" '
        f'alt="Six epochs of the run" width="600" height="100"></div>'
        f'<p class="gdsim-description">Loss falls.</p><figcaption>{caption}</figcaption></figure>'
    )


def page_html() -> str:
    """The page: a player with every kind of view, a decimated one, one without closed form, a broken one."""
    figures = [
        figure_html("learning-rates", "learning-rates", "clean-linear.mse.gd.lr-0.0002.origin",
                    f"fit contour {SCENE}", varies="dataset learning_rate init"),
        figure_html("long", "long", "clean-linear.mse.gd.lr-0.001.corner", "fit contour"),
        figure_html("huber", "huber", "clean-linear.huber.gd.lr-0.001.origin", "contour",
                    extra='data-pick="init"'),
        figure_html("missing", "missing", "none", "fit"),
    ]  # fmt: skip
    parts = " ".join(f'data-{name}="../../assets/{name}.js"' for name in PARTS)
    return (
        f'<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>Descent</title><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="../../assets/theme.css">'
        '<link rel="stylesheet" href="../../assets/player.css">'
        f'<script src="../../assets/player.js" {parts} defer></script>'
        "</head><body><h1>Gradient descent</h1>"
        "<p>The line starts flat. Each epoch tilts it a little towards the points.</p>"
        f"{''.join(figures)}</body></html>"
    )
