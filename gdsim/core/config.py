"""What a build is asked to do."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Guards:
    """Limits that stop a build before its work; ``--limit NAME=N`` lifts one.

    Args:
        runs: of all sweeps together.
        epochs: of one run.
        site_mb, file_mb: expected and real size, in millions of bytes.
    """

    runs: int = 100_000
    epochs: int = 10_000_000
    site_mb: int = 1_000
    file_mb: int = 95


@dataclass(frozen=True)
class BuildConfig:
    """Options of a build.

    Args:
        content: folder with ``site.yaml``.
        output, cache: folders to write, beside the content when None.
        templates: folder whose files replace templates and styles of the same name.
        jobs: number of workers, ≥ 1; None is one a core.
        executor: ``"process"``, ``"inline"`` or ``"dask"``.
        scheduler: address of a Dask scheduler; None starts a cluster on this machine.
        only: glob of page paths; other pages stay as they are.
        media: whether GIF, MP4 and pictures are made.
    """

    content: Path
    output: Path = field(default=None)  # type: ignore[assignment]
    cache: Path = field(default=None)  # type: ignore[assignment]
    templates: Path | None = None
    jobs: int | None = None
    executor: str = "process"
    scheduler: str | None = None
    only: str | None = None
    media: bool = True
    drafts: bool = False
    guards: Guards = Guards()

    def __post_init__(self) -> None:
        beside = Path(os.path.abspath(self.content)).parent
        if self.output is None:
            object.__setattr__(self, "output", beside / "site")
        if self.cache is None:
            object.__setattr__(self, "cache", beside / ".gdsim-cache")
        # What stands behind a link is replaced, not the link.
        object.__setattr__(self, "output", self.output.resolve())
        object.__setattr__(self, "cache", self.cache.resolve())

    def decides(self) -> dict[str, Any]:
        """The options that decide what is built, as JSON values."""
        return {
            "only": self.only,
            "drafts": self.drafts,
            **self.decides_data(),
        }

    def decides_data(self) -> dict[str, Any]:
        """Those of them that decide runs and media."""
        return {"media": self.media, "guards": asdict(self.guards)}


@dataclass(frozen=True)
class Summary:
    """What a build did.

    Args:
        runs, new_runs: all of them, and those simulated now.
        clips, new_clips: all of them, and those rendered now.
        written: files written or removed; 0 where nothing changed.
        bytes: of the whole site.
    """

    pages: int
    runs: int
    new_runs: int
    clips: int
    new_clips: int
    files: int
    written: int
    bytes: int
    seconds: float = 0.0
