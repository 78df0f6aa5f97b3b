"""What a build is asked to do.

Annotations are no strings here, nor in what else is read at each start: NamedTuple would compile every one.
"""

import os
from pathlib import Path
from typing import Any, NamedTuple


class Guards(NamedTuple):
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

    def __init__(
        self,
        content: Path,
        *,
        output: Path | None = None,
        cache: Path | None = None,
        templates: Path | None = None,
        jobs: int | None = None,
        executor: str = "process",
        scheduler: str | None = None,
        only: str | None = None,
        media: bool = True,
        drafts: bool = False,
        guards: Guards | None = None,
    ) -> None:
        beside = Path(os.path.abspath(content)).parent
        self.content = content
        # What stands behind a link is replaced, not the link.
        self.output = (output or beside / "site").resolve()
        self.cache = (cache or beside / ".gdsim-cache").resolve()
        self.templates = templates
        self.jobs = jobs
        self.executor = executor
        self.scheduler = scheduler
        self.only = only
        self.media = media
        self.drafts = drafts
        self.guards = guards or Guards()

    def decides(self) -> dict[str, Any]:
        """The options that decide what is built, as JSON values."""
        return {
            "only": self.only,
            "drafts": self.drafts,
            **self.decides_data(),
        }

    def decides_data(self) -> dict[str, Any]:
        """Those of them that decide runs and media."""
        return {"media": self.media, "guards": self.guards._asdict()}


class Summary(NamedTuple):
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
