"""Imports point down only."""

from __future__ import annotations

import ast
from pathlib import Path

import gdsim

PACKAGE = Path(gdsim.__file__).parent
# From the top; names in one row do not import each other, but for the pairs below.
LAYERS = [
    ["cli", "__main__"],
    ["arguments"],
    ["commands"],
    ["preview"],
    ["planning", "single", "cleaning", "checking", "starter", "pipeline", "report"],
    ["stages"],
    ["api"],
    ["notebooks"],
    ["content", "descent", "render", "site"],
    ["datasets", "models", "losses", "optimizers", "scenes", "directives"],
    ["jobs", "cache", "registry"],
    ["core"],
    ["errors"],
]
# One row up, by name: what a loss, a scene and a directive are made of.
ALLOWED = {
    ("losses", "models"),
    ("scenes", "losses"),
    ("scenes", "models"),
    ("site", "cache"),
    ("site", "directives"),
}
RANK = {name: rank for rank, row in enumerate(LAYERS) for name in row}


def part_of(module: str) -> str:
    """The layer's member that a module of the package belongs to."""
    return module.split(".")[1] if "." in module else "__init__"


def imports() -> list[tuple[Path, str, str]]:
    """(file, importing part, imported part) for every import inside the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                inner = (
                    [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "gdsim" else []
                )
                names = inner or [node.module]
            found += [(path, own, part_of(name)) for name in names if name.split(".")[0] == "gdsim"]
    return found


def test_imports_point_down():
    wrong = [
        f"{path.relative_to(PACKAGE)}: {own} (layer {RANK[own]}) imports {other} (layer {RANK[other]})"
        for path, own, other in imports()
        if own not in ("__init__", other)
        and other in RANK
        and RANK[other] <= RANK[own]
        and (own, other) not in ALLOWED
    ]
    assert wrong == []


def test_every_module_has_a_layer():
    parts = {
        path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()
    }
    assert parts - set(RANK) - {"__init__", "__pycache__", "schemas", "static", "templates"} == set()


def test_help_imports_nothing_heavy():
    """``gdsim --help`` answers at once: no numpy, matplotlib, jinja2 or rich behind it."""
    import subprocess
    import sys

    code = (
        "import sys\nfrom gdsim.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'matplotlib', 'jinja2', 'rich', 'markdown'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_all_core_packages_are_used():
    """numpy, matplotlib, imageio, jinja2, markdown: each is imported by the package."""
    used = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                used.add(node.module.split(".")[0])
    assert {"numpy", "matplotlib", "imageio", "jinja2", "markdown"} <= used


def test_pyplot_is_never_imported():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert all("pyplot" not in alias.name for alias in node.names), path
            elif isinstance(node, ast.ImportFrom) and node.module:
                assert "pyplot" not in node.module, path
                assert all(alias.name != "pyplot" for alias in node.names), path
