"""Whole builds, measured side by side in one run: ``uv run python bench/bench_build.py [--media]``.

Figures are medians of user + system time of interleaved rounds, as ratios. With ``--media`` a sweep of 200
runs is drawn too, which takes minutes. MkDocs Material is installed into a folder of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import gdsim

ROUNDS = 5
PR_SET_CHILD_SUBREAPER = 36  # of Linux's <sys/prctl.h>
PAGES, WORDS = 20, 2_500
BUILD = [sys.executable, str(Path(__file__).parent.parent / "build.py"), "--quiet", "--content"]


# Compiled modules are kept, as on anybody's machine: ours and theirs start warm.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cpu_of(command: list[str]) -> float:
    """User + system seconds of a command and all its children.

    Workers are children of a fork server that outlives the build: on Linux it becomes ours and is awaited.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(command, check=True, env=ENVIRONMENT, **quiet)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def medians(rounds: int, **measures: Callable[[], float]) -> dict[str, float]:
    """Median of each measure, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: statistics.median(values) for name, values in taken.items()}


def tell(what: str, ratio: float, goal: str, detail: str) -> None:
    """One line of the report."""
    print(f"{what:<58} {ratio:>9.3g}   goal {goal:<8} {detail}", flush=True)


def write_wiki(folder: Path) -> Path:
    """Twenty pages of prose with a little of everything, and one small sweep."""
    content = folder / "content"
    (content / "sweeps").mkdir(parents=True)
    (content / "site.yaml").write_text("title: Wiki\n")
    (content / "sweeps/rates.yaml").write_text("dataset: clean-linear\nlearning_rate: [5e-5, 2e-4]\n")
    sentence = "The gradient points uphill, and *descent* steps against it with a rate of `0.01` each epoch. "
    block = (
        sentence * 8 + "\n\n- one point\n- another point\n\n```python\nw = w - learning_rate * dw\n```\n\n"
    )
    count = WORDS // (8 * 17 + 12)
    for number in range(PAGES):
        parts = [f"## Part {part}\n\n{block}" for part in range(count)]
        (content / f"page-{number:02}.md").write_text(f"# Page {number}\n\n" + "".join(parts))
    (content / "index.md").write_text("# Home\n\nWelcome.\n")
    return content


def install_mkdocs(folder: Path) -> str:
    """MkDocs Material in a folder of its own; the path of its program."""
    venv = folder / "venv"
    uv = os.environ.get("UV", "uv")
    subprocess.run([uv, "venv", "--quiet", venv], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--python", venv, "mkdocs-material"], check=True)
    return str(venv / "bin/mkdocs")


def mkdocs_material(folder: Path) -> list[str]:
    """MkDocs Material on the same Markdown; the command that builds it whole."""
    program = install_mkdocs(folder)
    docs = folder / "mkdocs/docs"
    docs.mkdir(parents=True)
    for page in (folder / "content").glob("*.md"):
        (docs / page.name).write_bytes(page.read_bytes())
    config = (
        "site_name: Wiki\ntheme: {name: material, font: false}\nmarkdown_extensions: [pymdownx.highlight]\n"
    )
    (folder / "mkdocs/mkdocs.yml").write_text(config)
    return [program, "build", "--quiet", "--config-file", str(folder / "mkdocs/mkdocs.yml")]


def simulation() -> None:
    """Batched runs against a loop over epochs with NumPy for each run.

    Once the same work as the loop's, the path and the loss of each run (with gradient norms and outcomes);
    once all that a trajectory holds, frames and description too; and once with all of it written as JSON,
    which the loop's paths and losses then are too.
    """
    from gdsim import optimizers
    from gdsim.core.run import Choice
    from gdsim.core.yamltext import Document
    from gdsim.descent.declare import Limits, declare_sweep
    from gdsim.descent.paths import iterated_paths
    from gdsim.descent.problem import problem_of
    from gdsim.descent.recorded import Batch, simulate_batch
    from gdsim.descent.simulate import simulate

    data = gdsim.datasets.get("clean-linear")()
    rates = np.linspace(1e-5, 1e-3, 200).tolist()

    declared = {"dataset": "clean-linear", "learning_rate": rates, "optimizer": "momentum"}
    sweep = declare_sweep(Document("bench", 1, declared), {"clean-linear": data}, Limits())
    simulate(data, sweep.runs[:1])

    def batched() -> float:
        started = time.process_time()
        simulate(data, sweep.runs)
        return time.process_time() - started

    def recorded() -> float:
        started = time.process_time()
        simulate_batch(Batch(data, sweep.runs))
        return time.process_time() - started

    def paths() -> float:
        started = time.process_time()
        problem = problem_of(data, "line", Choice("mse"), standardize=False)
        momentum = optimizers.get("momentum")(np.array(rates))
        iterated_paths(problem, momentum, [], np.zeros((200, 2)), np.full(200, 1e-3), 200)
        return time.process_time() - started

    def looped(write: Callable[[object], object] = lambda found: None) -> float:
        started = time.process_time()
        for rate in rates:
            w = b = v = u = 0.0
            path, losses = [(w, b)], []
            for _ in range(200):
                residual = w * data.x + b - data.y
                losses.append(float(np.mean(residual**2)))
                v = 0.9 * v + 2 * np.mean(residual * data.x)
                u = 0.9 * u + 2 * np.mean(residual)
                w, b = w - rate * v, b - rate * u
                path.append((float(w), float(b)))
            write([path, losses])
        return time.process_time() - started

    times = medians(
        ROUNDS,
        batched=batched,
        paths=paths,
        recorded=recorded,
        looped=looped,
        written=lambda: looped(json.dumps),
    )
    for what, name, loop, goal in (
        ("paths and losses", "paths", "looped", ">= 100"),
        ("trajectories", "batched", "looped", ">= 100"),
        ("records, both as JSON", "recorded", "written", "none"),
    ):
        tell(
            f"200 runs x 200 epochs (momentum), NumPy loop / {what}",
            times[loop] / times[name],
            goal,
            f"{times[name] * 1e3:.1f} ms against {times[loop] * 1e3:.0f} ms",
        )


def pages(folder: Path) -> None:
    """Cold, unchanged and edited builds of twenty pages, beside MkDocs Material and Python's start."""
    content = write_wiki(folder)
    ours = [*BUILD, str(content), "--no-media"]
    theirs = mkdocs_material(folder)

    prose = folder / "prose/content"  # the same pages without the sweep: all that MkDocs is given too
    shutil.copytree(content, prose, ignore=shutil.ignore_patterns("sweeps"))

    def cold(content: Path) -> float:
        for made in ("site", ".gdsim-cache"):
            shutil.rmtree(content.parent / made, ignore_errors=True)
        return cpu_of([*BUILD, str(content), "--no-media"])

    def edited() -> float:
        with (content / "page-07.md").open("a") as page:
            page.write("\nOne more line.\n")
        return cpu_of(ours)

    times = medians(
        ROUNDS,
        python=lambda: cpu_of([sys.executable, "-c", "pass"]),
        prose=lambda: cold(prose),
        cold=lambda: cold(content),
        same=lambda: cpu_of(ours),
        edited=edited,
        mkdocs=lambda: cpu_of(theirs),
    )
    shown = {name: f"{value * 1e3:.0f} ms" for name, value in times.items()}
    tell(
        "nothing changed / starting Python",
        times["same"] / times["python"],
        "<= 5",
        f"{shown['same']}, {shown['python']}",
    )
    tell(
        "one edited page / mkdocs-material",
        times["edited"] / times["mkdocs"],
        "<= 0.25",
        f"{shown['edited']}, {shown['mkdocs']}",
    )
    for what, name, goal in (("", "prose", "<= 0.6"), (" and a sweep", "cold", "none")):
        tell(
            f"20 pages{what} cold, no media / mkdocs-material",
            times[name] / times["mkdocs"],
            goal,
            f"{shown[name]}, {shown['mkdocs']}",
        )


def media(folder: Path) -> None:
    """A cold build of 200 runs with media, one process and two, and one more run, changed again and again."""
    content = folder / "content"
    (content / "sweeps").mkdir(parents=True)
    (content / "site.yaml").write_text("title: Media\n")
    (content / "index.md").write_text("# Home\n")
    inits = ", ".join(f"s{k}: [{k / 100:.2f}, {k}]" for k in range(10))
    sweep = "dataset: [clean-linear, outliers]\ninit: {" + inits + "}\nlearning_rate: "
    rates = "5e-5, 1e-4, 2e-4, 3e-4, 4e-4, 6e-4, 8e-4, 1e-3, 1.15e-3, 1.25e-3"
    (content / "sweeps/rates.yaml").write_text(f"{sweep}[{rates}]\n")

    def clean() -> None:
        subprocess.run(["rm", "-rf", folder / "site", folder / ".gdsim-cache"], check=True)

    wall = {}
    for jobs in (1, 2):
        clean()
        started = time.monotonic()
        cold = cpu_of([*BUILD, str(content), "--jobs", str(jobs)])
        wall[jobs] = time.monotonic() - started
    more = "dataset: clean-linear\ninit: {s0: [0.00, 0]}\nlearning_rate: "
    changed = []
    for number in range(ROUNDS):
        (content / "sweeps/more.yaml").write_text(f"{more}{7 + number}e-4\n")
        changed.append(cpu_of([*BUILD, str(content)]))
    one = statistics.median(changed)
    size = sum(path.stat().st_size for path in (folder / "site").rglob("*") if path.is_file())
    tell("two processes over one, wall", wall[1] / wall[2], ">= 1.7", f"{wall[1]:.0f} s, {wall[2]:.0f} s")
    tell("one changed run / cold build of 200", one / cold, "<= 0.03", f"{one:.2f} s, {cold:.0f} s CPU")
    print(f"200 runs with fit and surface: {size / 1e6:.1f} MB")


def main() -> None:
    """Run the benches asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--media", action="store_true", help="draw 200 runs too")
    options = parser.parse_args()
    simulation()
    with tempfile.TemporaryDirectory() as folder:
        pages(Path(folder))
    if options.media:
        with tempfile.TemporaryDirectory() as folder:
            media(Path(folder))


if __name__ == "__main__":
    main()
