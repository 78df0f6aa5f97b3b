"""Removing what gdsim made, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from gdsim.core.config import BuildConfig
from gdsim.errors import BuildError
from gdsim.site.publish import is_site, locked


def clean_up(config: BuildConfig, *, site: bool) -> Iterator[str]:
    """Remove the cache, and with ``site`` the site; yields a sentence for each.

    Raises:
        BuildError: a folder is not one that gdsim made, or cannot be removed.
    """
    with locked(config.output), locked(config.cache):
        if _exists(config.cache):
            if not _is_cache(config.cache):
                raise BuildError(f"{config.cache} holds files that gdsim did not make; nothing was removed")
            _remove(config.cache)
            yield f"removed {config.cache}"
        if site and _exists(config.output):
            if not is_site(config.output):
                raise BuildError(f"{config.output} is not a site that gdsim made; it was not removed")
            _remove(config.output)
            yield f"removed {config.output}"


def _exists(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink()


def _is_cache(folder: Path) -> bool:
    """Whether everything in ``folder`` is named as the store names it."""
    return all(
        path.name in ("sites", "packs") or (len(path.name) == 2 and set(path.name) <= set("0123456789abcdef"))
        for path in folder.iterdir()
    )


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise BuildError(f"{error.filename or folder} cannot be removed: {error.strerror}") from error
