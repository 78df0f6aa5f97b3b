"""The author's own modules: imported, and digested with the modules beside them that they import."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gdsim.cache.key import PACKAGE, digest_files
from gdsim.jobs.importing import import_plugin

# By module: what it was when it was imported. Python does not import it again, however it is edited.
_IMPORTED: dict[str, str] = {}
INSTALLED = {"site-packages", "dist-packages"}


def import_plugins(modules: Sequence[str], folder: Path, refuse: Callable[[int, str], None]) -> None:
    """Import modules, which register what they add; they may stand in ``folder``.

    Args:
        refuse: is told the place of a module in the list and what is wrong with it.
    """
    if modules and str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    for number, module in enumerate(modules):
        try:
            import_plugin(module)
        except (Exception, SystemExit) as error:
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            refuse(number, f"plugin {module!r} cannot be imported: {reason}")
            continue
        now = plugins_digest([module])
        if _IMPORTED.setdefault(module, now) != now:
            refuse(number, f"plugin {module!r} was edited after it was imported; start gdsim again")


def plugins_digest(modules: Sequence[str]) -> str:
    """Digest of the files of imported modules: they decide results, as ours do."""
    return "".join(digest_files(*_files(module)) for module in modules)


def own_files(module: str) -> tuple[list[Path], Path]:
    """The author's files that an imported module needs, and their folder; none of an installed one."""
    files, root = _files(module)
    return ([] if INSTALLED & set(root.parts) else files), root


def _files(module: str) -> tuple[list[Path], Path]:
    """The files of a module, or of a whole package, with those beside it that they import; their folder."""
    file = Path(sys.modules[module].__file__ or "")
    package = file.name == "__init__.py"
    waiting = sorted(file.parent.rglob("*.py")) if package else [file]
    root = file.parents[min(module.count(".") + package, len(file.parents) - 1)]
    follow = not INSTALLED & set(root.parts)
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file() or path.is_relative_to(PACKAGE):
            continue
        found.add(path)
        waiting += _imported(path, root) if follow and path.suffix == ".py" else []
    return sorted(found), root


def _imported(path: Path, root: Path) -> Iterator[Path]:
    """Where the modules that ``path`` imports would stand below ``root``."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names = [(root, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = path.parents[node.level - 1] if node.level else root
            base = node.module or ""
            names = [(start, base), *((start, f"{base}.{alias.name}".strip(".")) for alias in node.names)]
        else:
            continue
        for start, name in names:
            parts = name.split(".")
            for end in range(1, len(parts) + 1):
                stem = start.joinpath(*parts[:end])
                yield from (stem.with_name(f"{stem.name}.py"), stem / "__init__.py") if stem.name else ()
