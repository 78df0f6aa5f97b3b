"""The media of every run, drawn where neither the old site nor the cache has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

from gdsim.cache.store import Store
from gdsim.core.dataclass import dataclass
from gdsim.core.progress import Reporter
from gdsim.core.run import Run, Sweep
from gdsim.descent.recorded import Key
from gdsim.render.rendered import ClipKeys, ClipRequest, render_missing
from gdsim.site.publish import Blob, Twin
from gdsim.stages.reading import MB, Sources, expected_of, size_in_words
from gdsim.stages.runs import Runs


@dataclass(frozen=True)
class Clips:
    """The media of the site by path; ``media`` by run and scene; ``new`` of these were drawn now."""

    files: dict[str, Blob]
    media: dict[Key, dict[str, dict[str, str]]]
    new: int


def draw(
    sources: Sources,
    runs: Runs,
    store: Store,
    start: Callable[[int], Executor],
    jobs: int,
    reporter: Reporter,
    twin: Twin,
) -> Clips:
    """The media of every run; drawn where neither the old site nor the cache has them."""
    if not sources.config.media:
        return Clips({}, {}, 0)
    wanted = list(_wanted(sources, runs))
    missing = [
        replace(request, record=runs.recorded[request.run].text)
        for request, names in wanted
        if standing_sizes(request.key, names, twin) is None and store.get(request.key) is None
    ]
    if missing:
        _tell_size(sources, reporter)
    render_missing(missing, store, start, jobs, reporter)
    files: dict[str, Blob] = {}
    media: dict[Key, dict[str, dict[str, str]]] = {}
    for request, names in wanted:
        sizes = standing_sizes(request.key, names, twin)
        if sizes is None:
            sizes = {ending: len(part) for ending, part in store.again(request.key).items()}
        for ending, name in names.items():
            load = partial(_part, store, request.key, ending)
            files[name] = Blob(f"{request.key}/{ending}", sizes[ending], load)
        media.setdefault(request.run, {})[request.scene] = names
    return Clips(files, media, len(missing))


def _tell_size(sources: Sources, reporter: Reporter) -> None:
    """Say before anything is drawn that the site will be large."""
    sweeps = sources.declared.sweeps.values()
    expected = sum(sum(expected_of(sweep, media=True)) for sweep in sweeps)
    if expected > sources.config.guards.site_mb * MB / 2:
        reporter.warn(size_in_words(sources.declared))


def standing_sizes(key: str, names: Mapping[str, str], twin: Twin) -> dict[str, int] | None:
    """Sizes of a clip's files by ending, where all of them stand untouched in the old site."""
    sizes = {}
    for ending, name in names.items():
        size = twin.size(name, f"{key}/{ending}")
        if size is None:
            return None
        sizes[ending] = size
    return sizes


def _part(store: Store, key: str, ending: str) -> bytes:
    return store.again(key)[ending]


def _wanted(sources: Sources, runs: Runs) -> Iterator[tuple[ClipRequest, dict[str, str]]]:
    """Each clip to be had, its record left out, with the site path of each of its files by ending."""
    keys = ClipKeys(sources.plugins)
    for name in sorted(sources.declared.sweeps):
        sweep = sources.declared.sweeps[name]
        for run in sweep:
            record = runs.recorded[name, run.id]
            view = sources.views[name, run.id]
            for scene in sweep.scenes:
                stage = keys.stage(view, scene)
                key = keys.clip(stage, sweep.formats, record.digest)
                names = names_of(sweep, run, scene)
                yield ClipRequest(key, stage, (name, run.id), view, scene, sweep.formats, b""), names


def names_of(sweep: Sweep, run: Run, scene: str) -> dict[str, str]:
    """The site path of each file of a clip by ending."""
    base = f"media/{sweep.name}/{run.id}/{scene}"
    return {ending: f"{base}.{ending}" for ending in (*sweep.formats, "png", "strip.png")}
