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
from gdsim.site.publish import Twin, manifest_path, read_manifest, twin_of
from gdsim.stages.clips import names_of, standing_sizes
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
    twin = twin_of(config.cache, config.output, read_manifest(manifest_path(config.cache, config.output)))
    sweeps = [
        _plan_sweep(sweep, sources, store, twin, media=config.media)
        for _, sweep in sorted(sources.declared.sweeps.items())
    ]
    return BuildPlan(len(sources.content.pages), tuple(sweeps))


def _plan_sweep(sweep: Sweep, sources: Sources, store: Store, twin: Twin, *, media: bool) -> SweepPlan:
    cached_runs = cached_clips = frames = 0
    expected = sum(expected_of(sweep, media=media))
    scenes = sweep.scenes if media else ()
    keys = ClipKeys(sources.plugins)
    for run in sweep:
        entry = store.get(trajectory_key(run, sources.declared.datasets[run.spec.dataset], sources.plugins))
        cached_runs += entry is not None
        cached = _cached_clips(sweep, run, sources, entry, keys, store, twin) if scenes else 0
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
    twin: Twin,
) -> int:
    if entry is None:
        return 0
    view = sources.views[sweep.name, run.id]
    record = hashlib.sha256(entry["record.json"]).hexdigest()
    wanted = {scene: keys.clip(keys.stage(view, scene), sweep.formats, record) for scene in sweep.scenes}
    return sum(
        standing_sizes(key, names_of(sweep, run, scene), twin) is not None or store.get(key) is not None
        for scene, key in wanted.items()
    )
