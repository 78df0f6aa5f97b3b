"""The steps of a build, where content, descent, render and site meet; each makes only what is missing."""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from gdsim.cache.key import key_of, source_digest, versions
from gdsim.cache.store import Store
from gdsim.content import LinkIndex, check_links, linked_from, read_assets, read_content, render_page
from gdsim.core.config import BuildConfig, Guards
from gdsim.core.facts import NoFacts, NotRun
from gdsim.core.files import read_text
from gdsim.core.jsontext import digest, json_text, script_of
from gdsim.core.page import Content, Page, Source
from gdsim.core.progress import Reporter
from gdsim.core.run import Run
from gdsim.core.trajectory import Trajectory
from gdsim.core.view import View
from gdsim.core.yamltext import Place, parse_yaml
from gdsim.descent.declare import Limits
from gdsim.descent.declared import Declared, ground_of, read_declared, views_of
from gdsim.descent.epochs import FRAMES
from gdsim.descent.facts import Numbers
from gdsim.descent.recorded import Key, Recorded, record_runs
from gdsim.descent.records import dataset_record, runs_index, sweep_record
from gdsim.errors import AuthorError, AuthorErrors, BuildError, Mistake, near_names
from gdsim.render.rendered import ClipRequest, clip_key, render_missing
from gdsim.site.publish import Blob, Manifest, blob, untouched
from gdsim.site.style import palettes

MB = 1_000_000
# What a clip takes, for guards and plans: measured on the default site, a little more than the mean.
CLIP_BYTES = 60_000
FRAME_BYTES = 1_200
Start = Callable[[int], Executor]


@dataclass(frozen=True)
class Sources:
    """All that was read."""

    config: BuildConfig
    content: Content
    assets: dict[str, bytes]
    declared: Declared
    views: dict[Key, View]


@dataclass(frozen=True)
class Runs:
    """Every run recorded; ``new`` of them were simulated now."""

    recorded: dict[Key, Recorded]
    facts: Numbers
    new: int


@dataclass(frozen=True)
class Clips:
    """The media of the site by path; ``media`` by run and scene; ``new`` of these were drawn now."""

    files: dict[str, Blob]
    media: dict[Key, dict[str, dict[str, str]]]
    new: int


def read(config: BuildConfig) -> Sources:
    """Content, sweeps and datasets, with the mistakes of all of them at once."""
    mistakes: list[Mistake] = []
    limits = Limits(runs=config.guards.runs, epochs=config.guards.epochs)
    content = declared = None
    assets: dict[str, bytes] = {}
    try:
        content = read_content(config.content, drafts=config.drafts)
        mistakes += _import_plugins(content, config)
        mistakes += _accent_mistakes(content, config)
        assets = read_assets(config.content, content.assets)
    except AuthorErrors as error:
        mistakes += error.mistakes
    try:
        declared = read_declared(config.content, limits)
    except AuthorErrors as error:
        mistakes += error.mistakes
    if content is not None and (declared is None or mistakes):
        mistakes += _mistakes_without_runs(content)
    if content is None or declared is None or mistakes:
        raise AuthorErrors(mistakes)
    if config.media:
        _refuse_too_much(declared, config.guards)
    views = {
        (sweep.name, run_id): view
        for sweep in declared.sweeps.values()
        for run_id, view in views_of(sweep, declared.datasets).items()
    }
    return Sources(config, content, assets, declared, views)


def _mistakes_without_runs(content: Content) -> list[Mistake]:
    """What is wrong with the pages whatever the runs will say, told beside what keeps these from running."""
    index = LinkIndex(content)
    pages = [render_page(source, index, NoFacts()) for source in content.pages]
    found = [mistake for page in pages for mistake in page.mistakes]
    asking = {(mistake.path, mistake.line) for mistake in found if NotRun.WORDS in mistake.message}
    return [mistake for mistake in found if (mistake.path, mistake.line) not in asking]


def _in_site_yaml(config: BuildConfig, place: Place, message: str) -> Mistake:
    return parse_yaml(read_text(config.content, "site.yaml"), "site.yaml").mistake(place, message)


def _accent_mistakes(content: Content, config: BuildConfig) -> list[Mistake]:
    try:
        palettes(content.site.accent)
    except ValueError as error:
        return [_in_site_yaml(config, ("accent",), str(error))]
    return []


def _import_plugins(content: Content, config: BuildConfig) -> list[Mistake]:
    """Import the author's modules, which register what they add; they may stand beside the content."""
    folder = str(config.content.absolute().parent)
    if content.site.plugins and folder not in sys.path:
        sys.path.insert(0, folder)
    mistakes = []
    for number, module in enumerate(content.site.plugins):
        try:
            importlib.import_module(module)
        except (Exception, SystemExit) as error:
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            words = f"plugin {module!r} cannot be imported: {reason}"
            mistakes.append(_in_site_yaml(config, ("plugins", number), words))
    return mistakes


def expected_bytes(run: Run, scenes: int) -> int:
    """About what the media of a run take."""
    return scenes * (CLIP_BYTES + FRAME_BYTES * min(FRAMES, run.spec.epochs + 1))


def _refuse_too_much(declared: Declared, guards: Guards) -> None:
    total = 0
    for sweep in declared.sweeps.values():
        total += sum(expected_bytes(run, len(sweep.scenes)) for run in sweep) if sweep.formats else 0
        if total > guards.site_mb * MB:
            words = (
                f"all sweeps up to this one would take about {total // MB:,} MB, the limit is "
                f"{guards.site_mb:,} MB; --no-media leaves the media out, --limit site-mb=N lifts this"
            )
            raise AuthorErrors([Mistake(sweep.path, 1, words)])


def simulate(sources: Sources, store: Store, start: Start, jobs: int, reporter: Reporter) -> Runs:
    """Every run recorded."""
    declared = sources.declared
    recorded, new = record_runs(declared.runs, declared.datasets, store, start, jobs, reporter)

    def load(run: Run) -> Trajectory:
        return recorded[run.sweep, run.id].trajectory

    return Runs(recorded, Numbers(declared.sweeps, declared.datasets, load), new)


def write_pages(sources: Sources, runs: Runs, store: Store, reporter: Reporter) -> list[Page]:
    """The pages as HTML, every expression evaluated and every claim checked.

    With ``only``, pages whose path does not match are taken from the cache, and left out where it has none.
    """
    content, only = sources.content, sources.config.only
    if only and not any(fnmatchcase(source.path, only) for source in content.pages):
        paths = [source.path for source in content.pages]
        raise AuthorError("--only", 1, f"no page matches {only!r}{near_names(only, paths)}")
    index = LinkIndex(content)
    shared = {
        "index": index.key,
        "media": sources.config.media,
        "facts": _facts_digest(sources, runs),
        "source": source_digest("content", "core", "descent", "directives"),
        "versions": versions("jinja2", "markdown", "math-core", "nh3", "pygments", "pymdown-extensions"),
    }
    pages: list[Page] = []
    with reporter.stage("pages", len(content.pages), "pages") as advance:
        for source in content.pages:
            key = key_of("page/1", {**shared, "path": source.path, "url": source.url, "text": source.text})
            page = _cached_page(store, key)
            if page is None and (not only or fnmatchcase(source.path, only)):
                page = _new_page(source, index, runs, store, key, media=sources.config.media)
            pages += [page] if page else []
            advance(1)
    mistakes = [mistake for page in pages for mistake in page.mistakes] + check_links(pages)
    if mistakes:
        raise AuthorErrors(mistakes)
    return pages


def _cached_page(store: Store, key: str) -> Page | None:
    parts = store.get(key)
    return None if parts is None else Page.from_record(json.loads(parts["page.json"]))


def _new_page(source: Source, index: LinkIndex, runs: Runs, store: Store, key: str, *, media: bool) -> Page:
    page = render_page(source, index, runs.facts, media=media)
    if not page.mistakes:
        store.put(key, {"page.json": json_text(page.record()).encode()})
    return page


def _facts_digest(sources: Sources, runs: Runs) -> str:
    """Digest of all that a page may ask of runs and datasets."""
    records = {"/".join(key): hashlib.sha256(found.text).hexdigest() for key, found in runs.recorded.items()}
    datasets = {name: [data.digest, data.title] for name, data in sources.declared.datasets.items()}
    titles = {name: sweep.title for name, sweep in sources.declared.sweeps.items()}
    return digest([records, datasets, titles])


def draw(
    sources: Sources,
    runs: Runs,
    store: Store,
    start: Start,
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
        request
        for request, names in wanted
        if not _stands(request, names, standing) and store.get(request.key) is None
    ]
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


def _standing(site: Path, old: Manifest | None) -> dict[str, int]:
    """Sizes of the files that stand untouched in the old site, by identity."""
    if old is None:
        return {}
    return {entry[0]: entry[1] for name, entry in old.files.items() if untouched(str(site / name), entry)}


def _stands(request: ClipRequest, names: Mapping[str, str], standing: Mapping[str, int]) -> bool:
    return all(f"{request.key}/{ending}" in standing for ending in names)


def _part(store: Store, key: str, ending: str) -> bytes:
    parts = store.get(key)
    if parts is None:
        raise BuildError("the cache changed during the build; run it again")
    return parts[ending]


def _wanted(sources: Sources, runs: Runs) -> Iterator[tuple[ClipRequest, dict[str, str]]]:
    """Each clip to be had, with the site path of each of its files by ending."""
    for name in sorted(sources.declared.sweeps):
        sweep = sources.declared.sweeps[name]
        for run in sweep:
            record = runs.recorded[name, run.id]
            view = sources.views[name, run.id]
            for scene in sweep.scenes:
                key = clip_key(view, scene, sweep.formats, hashlib.sha256(record.text).hexdigest())
                base = f"media/{name}/{run.id}/{scene}"
                names = {ending: f"{base}.{ending}" for ending in (*sweep.formats, "png", "strip.png")}
                yield ClipRequest(key, (name, run.id), view, scene, sweep.formats, record.text), names


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


def check(files: Mapping[str, Blob], guards: Guards) -> None:
    """Refuse a site or a file that is larger than its limit."""
    total = sum(file.size for file in files.values())
    if total > guards.site_mb * MB:
        raise BuildError(
            f"the site has {total // MB:,} MB, the limit is {guards.site_mb:,}; --limit site-mb=N lifts it"
        )
    for path, file in sorted(files.items()):
        if file.size > guards.file_mb * MB:
            size = file.size // MB
            raise BuildError(
                f"{path} has {size:,} MB, the limit is {guards.file_mb:,}; --limit file-mb=N lifts it"
            )
