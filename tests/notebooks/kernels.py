"""Notebooks run as a reader would: cell by cell, in a kernel of Jupyter's."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode, v4

KERNELS = 2
SECONDS = 120  # for a cell, on a busy machine
EMPTY = "import matplotlib.pyplot as plt; plt.close('all'); get_ipython().run_line_magic('reset', '-f')"
SAID = re.compile(r"(?:diverged at )?epoch (?P<epoch>\d+): (?P<values>.*?); (?P<verdict>.*)")


def run_all(paths: list[Path]) -> dict[Path, NotebookNode]:
    """Each notebook with its outputs; a few kernels take turns, each emptied before a notebook."""
    waiting: SimpleQueue[Path] = SimpleQueue()
    for path in paths:
        waiting.put(path)
    with ThreadPoolExecutor(KERNELS) as pool:
        done = [pool.submit(_work_off, waiting) for _ in range(KERNELS)]
        return {path: notebook for part in done for path, notebook in part.result()}


def _work_off(waiting: SimpleQueue[Path]) -> list[tuple[Path, NotebookNode]]:
    ran: list[tuple[Path, NotebookNode]] = []
    folder = TemporaryDirectory()  # where notebooks save their pictures
    there = {"metadata": {"path": folder.name}}
    client = NotebookClient(v4.new_notebook(), kernel_name="python3", timeout=SECONDS, resources=there)
    with folder, client.setup_kernel():
        while True:
            try:
                path = waiting.get_nowait()
            except Empty:
                return ran
            client.nb = v4.new_notebook(cells=[v4.new_code_cell(EMPTY)])
            client.execute_cell(client.nb.cells[0], 0, store_history=False)
            client.nb = nbformat.read(path, as_version=4)
            for index, cell in enumerate(client.nb.cells):
                client.execute_cell(cell, index)
            ran.append((path, client.nb))


def printed(notebook: NotebookNode) -> str:
    """All that the cells printed."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(
        output.text for output in outputs if output.output_type == "stream" and output.name == "stdout"
    )


def pictures(notebook: NotebookNode) -> int:
    """How many pictures the cells drew."""
    return sum("image/png" in output.get("data", {}) for output in _outputs(notebook))


def ends(notebook: NotebookNode) -> list[tuple[int, dict[str, float], str]]:
    """Epoch, params and loss that each comparison printed, and its verdict."""
    found = []
    for match in SAID.finditer(printed(notebook)):
        pairs = (pair.split(" = ") for pair in match["values"].split(", "))
        values = {name: float(value) for name, value in pairs}
        found.append((int(match["epoch"]), values, match["verdict"]))
    return found


def _outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]
