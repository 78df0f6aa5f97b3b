"""The media of every run, drawn where neither the old site nor the cache has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path

from gdsim.cache.store import Store
from gdsim.core.dataclass import dataclass
from gdsim.core.progress import Reporter
from gdsim.descent.recorded import Key
from gdsim.render.rendered import ClipKeys, ClipRequest, render_missing
from gdsim.site.publish import Blob, Manifest, untouched
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
    old: Manifest | None,
) -> Clips:
    """The media of every run; drawn where neither the old site nor the cache has them."""
    if not sources.config.media:
        return Clips({}, {}, 0)
    wanted = list(_wanted(sources, runs))
    standing = _standing(sources.config.output, old)
    missing = [
        replace(request, record=runs.recorded[request.run].text)
        for request, names in wanted
        if not _stands(request, names, standing) and store.get(request.key) is None
    ]
    if missing:
        _tell_size(sources, reporter)
    render_missing(missing, store, start, jobs, reporter)
    files: dict[str, Blob] = {}
    media: dict[Key, dict[str, dict[str, str]]] = {}
    for request, names in wanted:
        parts = None if _stands(request, names, standing) else store.get(request.key)
        for ending, name in names.items():
            identity = f"{request.key}/{ending}"
            size = standing[identity] if parts is None else len(parts[ending])
            files[name] = Blob(identity, size, partial(_part, store, request.key, ending))
        media.setdefault(request.run, {})[request.scene] = names
    return Clips(files, media, len(missing))


def _tell_size(sources: Sources, reporter: Reporter) -> None:
    """Say before anything is drawn that the site will be large."""
    sweeps = sources.declared.sweeps.values()
    expected = sum(sum(expected_of(sweep, media=True)) for sweep in sweeps)
    if expected > sources.config.guards.site_mb * MB / 2:
        reporter.warn(size_in_words(sources.declared))


def _standing(site: Path, old: Manifest | None) -> dict[str, int]:
    """Sizes of the files that stand untouched in the old site, by identity."""
    if old is None:
        return {}
    return {entry[0]: entry[1] for name, entry in old.files.items() if untouched(str(site / name), entry)}


def _stands(request: ClipRequest, names: Mapping[str, str], standing: Mapping[str, int]) -> bool:
    return all(f"{request.key}/{ending}" in standing for ending in names)


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
                base = f"media/{name}/{run.id}/{scene}"
                names = {ending: f"{base}.{ending}" for ending in (*sweep.formats, "png", "strip.png")}
                yield ClipRequest(key, stage, (name, run.id), view, scene, sweep.formats, b""), names
