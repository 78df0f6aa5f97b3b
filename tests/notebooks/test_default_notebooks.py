"""Every notebook of this site runs from top to bottom, and ends with the numbers of the site's records."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from default_site import default_site
from kernels import ends, pictures, printed, run_all
from nbformat import NotebookNode

FIGURE = re.compile(r'<figure class="gdsim-player"[^>]*>')
LINK = re.compile(r'<a href="(?:\.\./)*(notebooks/[^"]+\.ipynb)" download>Open as notebook</a>')
NEEDS = {"numpy", "matplotlib"}


@pytest.fixture(scope="module")
def site() -> Path:
    return default_site()


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, str]:
    """HTML of the page of each notebook, by the notebook's site path."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        if match := re.search(
            r'<a href="(?:\.\./)*(notebooks/[^"]+\.ipynb)" download>Open as notebook</a>', html
        ):
            found[match[1]] = html
    return found


@pytest.fixture(scope="module")
def executed(site: Path, pages: dict[str, str]) -> dict[str, NotebookNode]:
    done = run_all([site / path for path in pages])
    return {path.relative_to(site).as_posix(): notebook for path, notebook in done.items()}


def code_of(notebook: NotebookNode) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def shown_runs(html: str) -> Iterator[tuple[str, str]]:
    """Sweep and run id of every run that the page's players open with."""
    for figure in FIGURE.findall(html):
        attributes = {key: unescape(value) for key, value in re.findall(r'([\w-]+)="([^"]*)"', figure)}
        for run in json.loads(attributes.get("data-race", "null")) or [attributes["data-run"]]:
            yield attributes["data-sweep"], run


def record_of(site: Path, sweep: str, run: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((site / "runs" / sweep / f"{run}.json").read_text(encoding="utf-8"))
    return record


def test_every_page_with_code_links_to_its_notebook_and_no_notebook_is_left_over(
    site: Path, pages: dict[str, str]
) -> None:
    files = {path.relative_to(site).as_posix() for path in (site / "notebooks").rglob("*")}
    assert files == set(pages)
    assert len(files) > 20
    assert {"notebooks/fundraising.ipynb", "notebooks/edit-the-algorithm.ipynb"} <= files


def test_notebooks_are_valid_and_want_only_numpy_and_matplotlib(site: Path, pages: dict[str, str]) -> None:
    for path in pages:
        notebook = nbformat.read(site / path, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        imported = set()
        for node in ast.walk(ast.parse(code_of(notebook))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
        assert imported <= NEEDS | sys.stdlib_module_names, path
        assert all(
            not cell.outputs and cell.execution_count is None for cell in notebook.cells if "outputs" in cell
        )


def test_notebooks_show_values_and_no_markup_of_ours(site: Path, pages: dict[str, str]) -> None:
    for path in pages:
        notebook = nbformat.read(site / path, as_version=4)
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        prose = re.sub(r"^(?:> )*```.*?^(?:> )*```|`[^`\n]*`", "", text, flags=re.S | re.M)
        assert not re.search(r"\{\{|\[\[|:::|\\value\{|[\ue000-\uf8ff]", prose), path


def test_every_notebook_runs_and_ends_as_the_records_of_its_page(
    site: Path, pages: dict[str, str], executed: dict[str, NotebookNode]
) -> None:
    assert set(executed) == set(pages)
    compared = 0
    for path, notebook in executed.items():
        found = ends(notebook)
        assert all(verdict == "as on the page" for *_, verdict in found), (path, printed(notebook))
        records = [record_of(site, sweep, run) for sweep, run in shown_runs(pages[path])]
        assert len(found) == len(records), path
        for (epoch, values, _), record in zip(found, records, strict=True):
            last = {name: column[-1] for name, column in record["path"]["params"].items()}
            last["loss"] = record["path"]["loss"][-1]
            assert epoch == record["path"]["epoch"][-1], (path, record["id"])
            assert values == pytest.approx(last, rel=1e-5, abs=1e-9), (path, record["id"])
        compared += len(found)
    assert compared > 50


def test_every_figure_of_a_page_is_drawn_in_its_notebook(
    pages: dict[str, str], executed: dict[str, NotebookNode]
) -> None:
    for path, notebook in executed.items():
        drawn = len(FIGURE.findall(pages[path])) + pages[path].count('<figure class="gdsim-map')
        assert pictures(notebook) >= drawn, path


def test_listings_print_in_notebooks_what_pages_promise(executed: dict[str, NotebookNode]) -> None:
    """The deliverable of the playground: both parts end with the numbers of their tables."""
    said = printed(executed["notebooks/fundraising.ipynb"])
    assert "50.6414 99.1850" in said
    assert "59.325 47.236 648.0" in said
