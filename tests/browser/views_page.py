"""A page with a stage alone on it, and the records that tests and measurements of views show there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import deno
import fixture_site

REPOSITORY = Path(__file__).parents[2]


def write_page(folder: Path) -> Path:
    """The page; ``window.views`` opens a stage on it."""
    folder.mkdir(parents=True, exist_ok=True)
    entry = Path(__file__).with_name("views_stage.ts")
    arguments = ["bundle", "--quiet", "--platform=browser", "--format=iife", "--minify"]
    subprocess.run(
        [deno.find_deno_bin(), *arguments, "-o", str(folder / "views.js"), str(entry)],
        cwd=REPOSITORY / "templates" / "player",
        check=True,
    )
    shutil.copytree(REPOSITORY / "gdsim/static/fonts", folder / "fonts", dirs_exist_ok=True)
    (folder / "theme.css").write_text(fixture_site.theme_css(), encoding="utf-8")
    (folder / "player.css").write_text(fixture_site.player_css(), encoding="utf-8")
    links = "".join(f'<link rel="stylesheet" href="{name}.css">' for name in ("theme", "player"))
    page = folder / "views.html"
    page.write_text(
        '<!doctype html><html lang="en"><head>'
        f'<meta http-equiv="Content-Security-Policy" content="{fixture_site.POLICY}">'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>Views</title><link rel="icon" href="data:,">{links}'
        '<script src="views.js" defer></script></head><body>'
        '<figure class="gdsim-player gdsim-ready"><div class="gdsim-live" id="place"></div></figure>'
        "<p>After the figure.</p></body></html>",
        encoding="utf-8",
    )
    return page


def given(
    views: Sequence[str],
    *,
    dataset: str = "clean-linear",
    rates: Sequence[float] = (2e-4,),
    init: str = "origin",
    epochs: int = 200,
    loss: str = "mse",
) -> dict[str, Any]:
    """A sweep, its dataset and a run of each rate, the first on screen."""
    choice: dict[str, Any] = {"name": loss}
    trajectories = [
        fixture_site.trajectory(
            "views", dataset=dataset, learning_rate=rate, init=init, epochs=epochs, loss=choice
        )
        for rate in rates
    ]
    kept = ("id", "loss", "optimizer", "learning_rate", "epochs", "outcome")
    runs = [
        {key: record[key] for key in kept} | {"dataset": dataset, "init": init, "standardize": False}
        for record in trajectories
    ]
    limits = fixture_site.LIMITS[dataset]
    sweep = {
        "schema": "gdsim.sweep/1",
        "name": "views",
        "title": "Views",
        "model": {"name": "line", "params": ["w", "b"]},
        "scenes": ["fit"],
        "formats": ["mp4"],
        "fps": 24,
        "frame_size": [640, 480],
        "views": [{"dataset": dataset, "loss": choice, "standardize": False, "limits": limits}],
        "runs": runs,
    }
    record = fixture_site.dataset_record(dataset, fixture_site.DATASETS[dataset])
    return {"views": list(views), "sweep": sweep, "dataset": record, "trajectories": trajectories}
