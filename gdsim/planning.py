"""What a build would do, told before it is done."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from gdsim.cache.store import Store
from gdsim.core.config import BuildConfig
from gdsim.core.dataclass import dataclass
from gdsim.core.run import Run, Sweep
from gdsim.descent.epochs import FRAMES
from gdsim.descent.recorded import trajectory_key
from gdsim.render.rendered import ClipKeys
from gdsim.site.publish import manifest_path, read_manifest, untouched
from gdsim.stages.reading import Sources, expected_of, read


@dataclass(frozen=True)
class SweepPlan:
    """One sweep: its runs and clips, how many of them are at hand, and what the rest will take.

    Args:
        cached_runs: those that the cache holds; cached_clips: those that the cache or the old site holds.
        frames: of the clips still to be drawn, at most.
        bytes: of all records and clips, expected.
    """

    sweep: str
    runs: int
    cached_runs: int
    clips: int
    cached_clips: int
    frames: int
    bytes: int


@dataclass(frozen=True)
class BuildPlan:
    """All sweeps of a build."""

    pages: int
    sweeps: tuple[SweepPlan, ...]

    def record(self) -> dict[str, Any]:
        """The plan as JSON values."""
        return asdict(self)

    def table(self) -> str:
        """The plan as a table."""
        heads = ("sweep", "runs", "cached", "clips", "cached", "frames to draw", "MB expected")
        rows = [
            (s.sweep, s.runs, s.cached_runs, s.clips, s.cached_clips, s.frames, round(s.bytes / 1e6, 1))
            for s in self.sweeps
        ]
        sums = tuple(sum(row[column] for row in rows) for column in range(1, len(heads)))  # type: ignore[misc]
        rows.append(("all", *sums))  # type: ignore[arg-type]
        width = max(len(str(row[0])) for row in (heads, *rows))
        lines = [
            f"{row[0]:<{width}}" + "".join(f"{_shown(cell):>16}" for cell in row[1:])
            for row in (heads, *rows)
        ]
        return "\n".join([*lines, "", f"{self.pages:,} pages"])


def _shown(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int | float) else str(cell)


def plan_build(config: BuildConfig) -> BuildPlan:
    """What building ``config`` would do; reads the content, the cache and the old site, writes nothing."""
    sources = read(config)
    store = Store(config.cache)
    standing = _standing(config)
    sweeps = [
        _plan_sweep(sweep, sources, store, standing, media=config.media)
        for _, sweep in sorted(sources.declared.sweeps.items())
    ]
    return BuildPlan(len(sources.content.pages), tuple(sweeps))


def _standing(config: BuildConfig) -> set[str]:
    """Identities of the files that stand untouched in the old site."""
    old = read_manifest(manifest_path(config.cache, config.output))
    files = old.files if old else {}
    return {entry[0] for name, entry in files.items() if untouched(str(config.output / name), entry)}


def _plan_sweep(
    sweep: Sweep, sources: Sources, store: Store, standing: set[str], *, media: bool
) -> SweepPlan:
    cached_runs = cached_clips = frames = 0
    expected = sum(expected_of(sweep, media=media))
    scenes = sweep.scenes if media else ()
    keys = ClipKeys(sources.plugins)
    for run in sweep:
        entry = store.get(trajectory_key(run, sources.declared.datasets[run.spec.dataset], sources.plugins))
        cached_runs += entry is not None
        cached = _cached_clips(sweep, run, sources, entry, keys, store, standing) if scenes else 0
        cached_clips += cached
        frames += (len(scenes) - cached) * min(FRAMES, run.spec.epochs + 1)
    clips = len(sweep.runs) * len(scenes)
    return SweepPlan(sweep.name, len(sweep.runs), cached_runs, clips, cached_clips, frames, expected)


def _cached_clips(
    sweep: Sweep,
    run: Run,
    sources: Sources,
    entry: dict[str, bytes] | None,
    keys: ClipKeys,
    store: Store,
    standing: set[str],
) -> int:
    if entry is None:
        return 0
    view = sources.views[sweep.name, run.id]
    record = hashlib.sha256(entry["record.json"]).hexdigest()
    wanted = [keys.clip(keys.stage(view, scene), sweep.formats, record) for scene in sweep.scenes]
    endings = (*sweep.formats, "png", "strip.png")  # as a clip's files are identified in a site
    return sum(
        all(f"{key}/{ending}" in standing for ending in endings) or store.get(key) is not None
        for key in wanted
    )
