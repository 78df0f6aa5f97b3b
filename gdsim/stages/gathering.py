"""What the runs give to the site: datasets, trajectories, indexes and media."""

from __future__ import annotations

from gdsim.core.jsontext import json_text, script_of
from gdsim.descent.declared import ground_of
from gdsim.descent.recorded import Key
from gdsim.descent.records import dataset_csv, dataset_record, runs_index, sweep_record
from gdsim.site.publish import Blob, blob
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

    for name in sorted(declared.datasets):
        both(f"datasets/{name}", json_text(dataset_record(declared.datasets[name])))
        files[f"datasets/{name}.csv"] = blob(dataset_csv(declared.datasets[name]))
    summaries = {key: recorded.summary for key, recorded in runs.recorded.items()}
    listed: dict[Key, dict[str, dict[str, object]]] = {}
    for key, recorded in sorted(runs.recorded.items()):
        base = "/".join(key)
        both(f"runs/{base}", recorded.text.decode())
        paths = [f"runs/{base}.json", *_media_paths(clips, key)]
        listed[key] = {
            path.removeprefix(f"media/{base}/").removeprefix(f"runs/{base}."): {
                "path": path,
                "bytes": (clips.files.get(path) or files[path]).size,
            }
            for path in paths
        }
    for name in sorted(declared.sweeps):
        sweep = declared.sweeps[name]
        grounds = {ground_of(run): run for run in reversed(sweep.runs)}
        views = [(run, sources.views[name, run.id]) for run in reversed(grounds.values())]
        formats = sweep.formats if sources.config.media else ()
        lines = {run.id: summaries[name, run.id] for run in sweep}
        files[f"runs/{name}/index.js"] = blob(
            script_of(json_text(sweep_record(sweep, lines, views, formats))).encode()
        )
    ordered = [declared.sweeps[name] for name in sorted(declared.sweeps)]
    files["runs/index.json"] = blob(f"{json_text(runs_index(ordered, summaries, listed))}\n".encode())
    return files


def _media_paths(clips: Clips, key: Key) -> list[str]:
    return sorted(path for names in clips.media.get(key, {}).values() for path in names.values())
