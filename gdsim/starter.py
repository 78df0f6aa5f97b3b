"""``gdsim new``: a wiki to begin with."""

from __future__ import annotations

from pathlib import Path

from gdsim.errors import BuildError
from gdsim.site.resources import templates_folder


def write_starter(folder: Path) -> list[str]:
    """Write a content that builds as it is, with a workflow that publishes it; the paths written, sorted.

    Raises:
        BuildError: ``folder`` holds something already, or cannot be written; nothing of it is changed.
    """
    source = templates_folder() / "starter"
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BuildError(f"{folder} holds something already; name a new folder")
        written = []
        for path in sorted(source.rglob("*")):
            if not path.is_file():
                continue
            name = path.relative_to(source).as_posix()
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
            written.append(name)
    except OSError as error:
        raise BuildError(f"{error.filename or folder}: {error.strerror}") from error
    return written
