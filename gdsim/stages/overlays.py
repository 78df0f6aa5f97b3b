"""The pictures of races that pages show, drawn where neither the old site nor the cache has them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING

from gdsim.cache.key import fonts_digest, key_of, source_digest, versions
from gdsim.cache.store import Store
from gdsim.core.dataclass import dataclass
from gdsim.core.page import OverlayUse, Page
from gdsim.core.progress import Reporter
from gdsim.jobs.executors import InlineExecutor
from gdsim.jobs.run import Runner
from gdsim.site.publish import Blob, Manifest, untouched
from gdsim.stages.reading import Sources

if TYPE_CHECKING:
    from gdsim.core.run import RunSpec
    from gdsim.core.view import View
    from gdsim.stages.runs import Runs

PART = "race.png"
WORTH_A_POOL = 6  # pictures beyond which starting workers pays


@dataclass(frozen=True, eq=False)
class OverlayTask:
    """A picture to be drawn: of each run its spec, the JSON text of its record, and its view."""

    key: str
    use: OverlayUse
    runs: tuple[tuple[RunSpec, bytes, View], ...]

    def __str__(self) -> str:
        return f"race of {len(self.runs)} runs of {self.use.sweep}"


def overlay_key(use: OverlayUse, digests: Mapping[str, str], plugins: str) -> str:
    """All that decides a picture's bytes."""
    return key_of(
        "overlay/1",
        {
            "runs": use.runs,
            "sweep": digests[f"sweep {use.sweep}"],
            "plugins": plugins,
            "fonts": fonts_digest(),
            "source": source_digest("core", "descent", "losses", "models", "render", "scenes"),
            "versions": versions("contourpy", "matplotlib", "numpy", "pillow"),
        },
    )


def draw_overlays(
    sources: Sources,
    pages: Sequence[Page],
    digests: Mapping[str, str],
    runs: Callable[[], Runs],
    store: Store,
    start: Callable[[int], Executor],
    jobs: int,
    reporter: Reporter,
    old: Manifest | None,
) -> dict[str, Blob]:
    """Every picture that a page shows, by site path.

    Args:
        digests: of all that can be asked of each sweep and dataset.
        runs: gives the recorded runs; called only where something is to be drawn.
    """
    if not sources.config.media:
        return {}
    uses = {use.path: use for page in pages for use in page.overlays}
    keys = {path: overlay_key(use, digests, sources.plugins) for path, use in uses.items()}
    files = _standing(sources, old, keys, left_out=len(pages) < len(sources.content.pages))
    missing = [path for path in sorted(keys) if path not in files and store.get(keys[path]) is None]
    if missing:
        recorded = runs()
        tasks = [_task(sources, recorded, uses[path], keys[path]) for path in missing]
        if len(tasks) < WORTH_A_POOL:
            start, jobs = (lambda workers: InlineExecutor()), 1
        with reporter.stage("overlaid", len(tasks), "races") as advance:
            for task, picture in Runner[OverlayTask, bytes](start, jobs).run(draw_overlay, tasks):
                store.put(task.key, {PART: picture})
                advance(1)
    for path in sorted(keys.keys() - files.keys()):
        picture = _picture(store, keys[path])
        files[path] = Blob(keys[path], len(picture), partial(_picture, store, keys[path]))
    return files


def draw_overlay(task: OverlayTask) -> bytes:
    """The task of a worker: the picture as PNG."""
    from gdsim.core.trajectory import Trajectory
    from gdsim.render.overlay import Entry, overlay_of

    return overlay_of(
        [Entry(spec, Trajectory.from_record(json.loads(record)), view) for spec, record, view in task.runs]
    )


def _task(sources: Sources, runs: Runs, use: OverlayUse, key: str) -> OverlayTask:
    specs = {run.id: run.spec for run in sources.declared.sweeps[use.sweep]}
    parts = [
        (specs[name], runs.recorded[use.sweep, name].text, sources.views[use.sweep, name])
        for name in use.runs
    ]
    return OverlayTask(key, use, tuple(parts))


def _picture(store: Store, key: str) -> bytes:
    return store.again(key)[PART]


def _standing(
    sources: Sources, old: Manifest | None, keys: Mapping[str, str], *, left_out: bool
) -> dict[str, Blob]:
    """Pictures that stand untouched in the old site: those wanted, and all where pages are left out."""
    site = sources.config.output

    def kept() -> Iterator[tuple[str, Blob]]:
        for path, entry in (old.files if old else {}).items():
            wanted = keys[path] == entry[0] if path in keys else left_out and is_overlay(path)
            if wanted and untouched(str(site / path), entry):
                yield path, Blob(entry[0], entry[1], (site / path).read_bytes)

    return dict(kept())


def is_overlay(path: str) -> bool:
    """Whether a site path is one of a picture of runs side by side."""
    return fnmatchcase(path, "media/*/race-*.png") and path.count("/") == 2
