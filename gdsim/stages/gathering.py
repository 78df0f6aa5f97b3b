"""What the runs give to the site: datasets, trajectories, indexes and media."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gdsim.core.jsontext import json_text, script_of
from gdsim.core.run import Run
from gdsim.descent.declared import ground_of
from gdsim.descent.recorded import Key, Recorded
from gdsim.descent.records import dataset_csv, dataset_record, sweep_record
from gdsim.descent.wide import WIDE, outcome_parts
from gdsim.site.carried import INDEX
from gdsim.site.publish import Blob, blob
from gdsim.site.run_index import index_line, runs_index
from gdsim.stages.clips import Clips
from gdsim.stages.data import Data
from gdsim.stages.reading import Sources
from gdsim.stages.runs import Runs


def gather(sources: Sources, runs: Runs, clips: Clips) -> Data:
    """All files that come of the runs."""
    return Data(
        files={**data_files(sources, runs, clips), **clips.files},
        digests=runs.digests,
        runs=len(runs.recorded),
        new_runs=runs.new,
        clips=sum(map(len, clips.media.values())),
        new_clips=clips.new,
    )


def data_files(sources: Sources, runs: Runs, clips: Clips) -> dict[str, Blob]:
    """Datasets, trajectories and indexes, each as JSON, and as a script where pages read it."""
    declared = sources.declared
    files: dict[str, Blob] = {}

    def both(path: str, text: str) -> None:
        files[f"{path}.json"] = blob(f"{text}\n".encode())
        files[f"{path}.js"] = blob(script_of(text).encode())

    for name, dataset in declared.published.items():
        both(f"datasets/{name}", json_text(dataset_record(dataset)))
        files[f"datasets/{name}.csv"] = blob(dataset_csv(dataset))
    for key, recorded in sorted(runs.recorded.items()):
        files |= record_files(f"runs/{'/'.join(key)}", recorded)
    for name in sorted(declared.sweeps):
        sweep = declared.sweeps[name]
        grounds = {ground_of(run): run for run in reversed(sweep.runs)}
        views = [(run, sources.views[name, run.id]) for run in reversed(grounds.values())]
        formats = sweep.formats if sources.config.media else ()
        lines = _Lines(name, runs)
        files[f"runs/{name}/index.js"] = _script(sweep_record(sweep, lines, views, formats))
        if len(sweep.runs) > WIDE:
            for part, record in enumerate(outcome_parts(sweep, lines)):
                files[f"runs/{name}/outcomes-{part}.js"] = _script(record)
    files[INDEX] = blob(_index(declared.runs, runs, clips, files))
    return files


def _script(record: dict[str, Any]) -> Blob:
    return blob(script_of(json_text(record)).encode())


class _Lines(Mapping[str, dict[str, Any]]):
    """What an index says of each run of a sweep, read when it is asked for and not kept."""

    def __init__(self, sweep: str, runs: Runs) -> None:
        self._sweep = sweep
        self._recorded = runs.recorded

    def __getitem__(self, run: str) -> dict[str, Any]:
        return self._recorded[self._sweep, run].summary

    def __iter__(self) -> Iterator[str]:
        return (run for sweep, run in self._recorded if sweep == self._sweep)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def record_files(base: str, recorded: Recorded) -> dict[str, Blob]:
    """A trajectory as JSON and as a script, read from the cache when they are written."""

    def json_file() -> bytes:
        return recorded.text + b"\n"

    def script() -> bytes:
        return script_of(recorded.text.decode()).encode()

    around = len(script_of(""))
    return {
        f"{base}.json": Blob(f"{recorded.digest}/json", recorded.size + 1, json_file),
        f"{base}.js": Blob(f"{recorded.digest}/js", recorded.size + around, script),
    }


def _index(all_runs: Iterable[Run], runs: Runs, clips: Clips, files: Mapping[str, Blob]) -> bytes:
    """``runs/index.json``, line by line: there may be a hundred thousand of them."""

    def listed(run: Run) -> str:
        base = f"{run.sweep}/{run.id}"
        paths = [f"runs/{base}.json", *_media_paths(clips, (run.sweep, run.id))]
        own = {
            path.removeprefix(f"media/{base}/").removeprefix(f"runs/{base}."): {
                "path": path,
                "bytes": (clips.files.get(path) or files[path]).size,
            }
            for path in paths
        }
        return index_line(runs.recorded[run.sweep, run.id].line.decode(), own)

    return runs_index(map(listed, all_runs)).encode()


def _media_paths(clips: Clips, key: Key) -> list[str]:
    return sorted(path for names in clips.media.get(key, {}).values() for path in names.values())
