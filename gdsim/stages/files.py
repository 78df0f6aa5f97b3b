"""Every file of the site by its path, and the limits on their sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from gdsim.content import linked_from
from gdsim.core.config import Guards
from gdsim.core.jsontext import json_text, script_of
from gdsim.core.page import Page
from gdsim.descent.declared import ground_of
from gdsim.descent.recorded import Key
from gdsim.descent.records import dataset_record, runs_index, sweep_record
from gdsim.errors import AuthorError
from gdsim.site.publish import Blob, Manifest, blob, untouched
from gdsim.stages.clips import Clips
from gdsim.stages.reading import MB, Sources
from gdsim.stages.runs import Runs


def assemble(
    sources: Sources, runs: Runs, pages: list[Page], clips: Clips, old: Manifest | None
) -> dict[str, Blob]:
    """Every file of the site by its path; pages left out stay as they stand in the old site."""
    from gdsim.site.assemble import assemble as assemble_pages

    config, content = sources.config, sources.content
    html = assemble_pages(
        content,
        pages,
        runs.facts,
        assets=sources.assets,
        linked_from=linked_from(pages),
        templates=config.templates,
        media=config.media,
    )
    left_out = {source.url for source in content.pages} - html.keys()
    return {
        **_kept_pages(left_out, config.output, old),
        **{path: blob(data) for path, data in html.items()},
        **data_files(sources, runs, clips),
        **clips.files,
    }


def _kept_pages(urls: Iterable[str], site: Path, old: Manifest | None) -> dict[str, Blob]:
    known = old.files if old else {}
    return {
        url: Blob(known[url][0], known[url][1], (site / url).read_bytes)
        for url in urls
        if url in known and untouched(str(site / url), known[url])
    }


def data_files(sources: Sources, runs: Runs, clips: Clips) -> dict[str, Blob]:
    """Datasets, trajectories and indexes, each as JSON, and as a script where pages read it."""
    declared = sources.declared
    files: dict[str, Blob] = {}

    def both(path: str, text: str) -> None:
        files[f"{path}.json"] = blob(f"{text}\n".encode())
        files[f"{path}.js"] = blob(script_of(text).encode())

    for name in sorted(declared.datasets):
        both(f"datasets/{name}", json_text(dataset_record(declared.datasets[name])))
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


def check(files: Mapping[str, Blob], guards: Guards) -> None:
    """Refuse a site or a file that is larger than its limit."""
    total = sum(file.size for file in files.values())
    if total > guards.site_mb * MB:
        words = (
            f"the site has {total // MB:,} MB, the limit is {guards.site_mb:,}; --limit site-mb=N lifts it"
        )
        raise AuthorError("site.yaml", 1, words)
    for path, file in sorted(files.items()):
        if file.size > guards.file_mb * MB:
            size = file.size // MB
            words = f"{path} has {size:,} MB, the limit is {guards.file_mb:,}; --limit file-mb=N lifts it"
            raise AuthorError("site.yaml", 1, words)
