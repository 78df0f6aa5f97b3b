"""Keys: digests of everything that decides the bytes of a result."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from gdsim.core.jsontext import digest

PACKAGE = Path(__file__).resolve().parent.parent


def key_of(stage: str, decides: Any) -> str:
    """The key of a result of ``stage`` (name and version), from JSON values that decide it."""
    return digest({"stage": stage, "decides": decides})


@cache
def source_digest(*folders: str) -> str:
    """Digest of the package's own sources in ``folders``, such as ``"render"`` or ``"errors.py"``."""
    files: list[Path] = []
    for folder in folders:
        path = PACKAGE / folder
        files += path.rglob("*.py") if path.is_dir() else [path]
    return digest_files(sorted(files), PACKAGE)


@cache
def fonts_digest() -> str:
    """Digest of the fonts that frames are lettered with."""
    folder = PACKAGE / "static" / "fonts"
    return digest_files(sorted(folder.glob("*.ttf")), folder)


@cache
def versions(*packages: str) -> tuple[str, ...]:
    """Versions of installed packages that take part in a result, such as ``"numpy 2.4.0"``."""
    return tuple(f"{package} {_version(package)}" for package in packages)


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def digest_files(files: Iterable[Path], root: Path) -> str:
    """Digest over names (relative to ``root``) and bytes, in the given order."""
    total = hashlib.sha256()
    for file in files:
        data = file.read_bytes()
        total.update(f"{file.relative_to(root).as_posix()}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


def installed() -> list[str]:
    """Names with versions of all that is installed beside the package, without reading metadata."""
    names = {
        entry.name
        for folder in map(Path, sys.path)
        if folder.name in {"site-packages", "dist-packages"} and folder.is_dir()
        for entry in folder.iterdir()
        if entry.suffix == ".dist-info"
    }
    return [sys.version, *sorted(names)]
