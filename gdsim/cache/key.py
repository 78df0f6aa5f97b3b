"""Keys: digests of everything that decides the bytes of a result."""

from __future__ import annotations

import hashlib
import os
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


def key_of_words(stage: str, *words: str) -> str:
    """Like ``key_of``, for many small results: of digests, paths and names, which hold no NUL."""
    return hashlib.sha256("\0".join((stage, *words)).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def source_digest(*folders: str) -> str:
    """Digest of the package's own sources in ``folders``, such as ``"render"`` or ``"errors.py"``."""
    return digest([_digest_of(folder) for folder in folders])


@cache
def _digest_of(folder: str) -> str:
    path = PACKAGE / folder
    return digest_files(sorted(path.rglob("*.py")) if path.is_dir() else [path], PACKAGE)


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
    name = package.replace("-", "_").replace(".", "_").lower()
    found = _installed().get(name)
    if found is not None:
        return found
    from importlib.metadata import PackageNotFoundError, version  # slow to import

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
    return [sys.version, *sorted(f"{name} {version}" for name, version in _installed().items())]


@cache
def _installed() -> dict[str, str]:
    """Version by normalised name; of several on the path, the first."""
    found: dict[str, str] = {}
    for folder in sys.path:
        if os.path.basename(folder) in {"site-packages", "dist-packages"} and os.path.isdir(folder):
            for entry in os.listdir(folder):
                if entry.endswith(".dist-info"):
                    name, _, version = entry.removesuffix(".dist-info").partition("-")
                    found.setdefault(name.replace(".", "_").lower(), version)
    return found
