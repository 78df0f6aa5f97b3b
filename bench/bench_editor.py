"""Python in the page beside Brython and Pyodide: ``uv run python bench/bench_editor.py``.

The same plain-Python descent, 200 epochs on 50 points, in one headless Chromium. *First* counts from nothing
loaded to the end of the first run (ours from a press of "Edit and run", the editor included); *again* is one
more run. Ours opens from file://; the others cannot, and come from a server on this machine. Both are
installed into a folder of their own; Pyodide is without NumPy, which neither PyPI nor npm has for it.
"""

from __future__ import annotations

import functools
import http.server
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import deno
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))

from chromium import ARGUMENTS, find_chromium

import gdsim

ROUNDS = 3
DESCENT = """
def step(w, b, learning_rate):
    n = len(X)
    dw = db = 0.0
    for x, y in zip(X, Y):
        residual = w * x + b - y
        dw += 2 * residual * x / n
        db += 2 * residual / n
    return w - learning_rate * dw, b - learning_rate * db
"""
POINTS = "X = [50 * i / 49 for i in range(50)]\nY = [0.3 * x + 0.5 for x in X]\n"
LOOP = "w = b = 0.0\nfor _ in range(200):\n    w, b = step(w, b, 5e-5)\nprint(w, b)\n"
PROGRAM = POINTS + DESCENT + LOOP
CONTENT = {
    "site.yaml": "title: Bench\n",
    "index.md": "::: animation run\nviews: [fit]\n:::\n\n::: python\n"
    f"X, Y = list(DATA_X), list(DATA_Y)\n{DESCENT}:::\n",
    "sweeps/run.yaml": "dataset: clean-linear\nlearning_rate: 5e-5\nepochs: 200\n",
}
PYODIDE = """<!DOCTYPE html><script src="node_modules/pyodide/pyodide.js"></script>"""
BRYTHON = """<!DOCTYPE html><script src="brython/brython.js"></script>
<script src="brython/brython_stdlib.js"></script>"""


def ours(folder: Path) -> str:
    """Address of a page with a listing beside a player."""
    for name, text in CONTENT.items():
        (folder / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "content" / name).write_text(text, encoding="utf-8")
    gdsim.build(folder / "content", executor="inline", media=False)
    return (folder / "site" / "index.html").as_uri()


def press_run(page: Page) -> float:
    """Seconds of one press of Run."""
    before = time.perf_counter()
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(".gdsim-editor-status", has_text="200 updates").wait_for()
    return time.perf_counter() - before


def time_ours(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds of the first run and of one more."""
    page = browser.new_page()
    page.goto(address)
    page.evaluate("gdsim.players[0].ready")
    before = time.perf_counter()
    page.get_by_role("button", name="Edit and run").click()
    press_run(page)
    first = time.perf_counter() - before
    page.get_by_role("button", name="Reset").click()
    again = press_run(page)
    page.close()
    return first, again


def time_other(browser: Browser, address: str, run: str) -> tuple[float, float]:
    """The same; ``run`` is a function of JavaScript that runs a program."""
    page = browser.new_page()
    before = time.perf_counter()
    page.goto(address)
    page.evaluate(run, PROGRAM)
    first = time.perf_counter() - before
    before = time.perf_counter()
    page.evaluate(run, PROGRAM)
    again = time.perf_counter() - before
    page.close()
    return first, again


def install(folder: Path) -> None:
    """Pyodide from npm and Brython from PyPI."""
    (folder / "package.json").write_text('{"dependencies": {"pyodide": "0.29.0"}}', encoding="utf-8")
    quiet = {"cwd": folder, "check": True, "capture_output": True}
    subprocess.run([deno.find_deno_bin(), "install", "--node-modules-dir=auto"], **quiet)  # type: ignore[call-overload]
    subprocess.run(["uv", "pip", "install", "--target", "packages", "brython"], **quiet)  # type: ignore[call-overload]
    found = next((folder / "packages").rglob("brython.js"))
    (folder / "brython").symlink_to(found.parent)
    (folder / "pyodide.html").write_text(PYODIDE, encoding="utf-8")
    (folder / "brython.html").write_text(BRYTHON, encoding="utf-8")


RUN_PYODIDE = "async (code) => { window.py ??= await loadPyodide(); py.runPython(code); }"
RUN_BRYTHON = "(code) => { __BRYTHON__.runPythonSource(code, 'run' + Math.random().toString(36).slice(2)); }"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


def main() -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        address = ours(folder)
        install(folder)
        handler = functools.partial(_Quiet, directory=name)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_address[1]}"
        arguments = [*ARGUMENTS, "--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        kinds = {
            "gdsim (MicroPython)": lambda: time_ours(browser, address),
            "Brython": lambda: time_other(browser, f"{root}/brython.html", RUN_BRYTHON),
            "Pyodide": lambda: time_other(browser, f"{root}/pyodide.html", RUN_PYODIDE),
        }
        times: dict[str, list[tuple[float, float]]] = {kind: [] for kind in kinds}
        for _ in range(ROUNDS):
            for kind, measure in kinds.items():
                times[kind].append(measure())
        for kind, pairs in times.items():
            first, again = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(f"{kind:22} first {first:6.2f} s   again {again:6.3f} s")
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
