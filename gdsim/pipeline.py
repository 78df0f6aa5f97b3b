"""The whole build on one screen.

    Pages + Sweeps → Plan → Trajectories → Clips → Site

Content and sweeps are read and checked, runs simulated, pages rendered and their claims checked, clips
drawn, and the site published in one exchange. Whatever is wrong with the content is told before anything
is written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdsim.cache.fingerprint import fingerprint
from gdsim.cache.store import Store
from gdsim.core.config import BuildConfig, Summary
from gdsim.core.files import read_text
from gdsim.core.progress import Reporter, Silent
from gdsim.site.publish import (
    Manifest,
    clear_leftovers,
    leftovers,
    locked,
    manifest_path,
    publish,
    read_manifest,
    write_manifest,
)

if TYPE_CHECKING:
    from concurrent.futures import Executor


def build(content: str | Path = "content", *, reporter: Reporter | None = None, **options: Any) -> Summary:
    """Build the site of a content folder.

    Args:
        content: folder with ``site.yaml``.
        reporter: is told the progress; nobody when None.
        options: see ``gdsim.core.config.BuildConfig``.

    Raises:
        AuthorErrors: every mistake of the content; nothing was written.
        BuildError: the environment failed; the old site stands.
    """
    return build_site(BuildConfig(Path(content), **options), reporter or Silent())


def unchanged(config: BuildConfig) -> Summary | None:
    """The last build's summary where nothing it read has changed and its site stands untouched."""
    manifest = read_manifest(manifest_path(config.cache, config.output))
    if manifest is None or leftovers(config.output) or manifest.fingerprint != fingerprint(config):
        return None
    if not manifest.intact(config.output):
        return None
    return Summary(**{**manifest.summary, "new_runs": 0, "new_clips": 0, "written": 0})


def build_site(config: BuildConfig, reporter: Reporter) -> Summary:
    """Build what has changed; see ``build``."""
    started = time.monotonic()
    same = unchanged(config)
    if same is not None:
        return replace(same, seconds=time.monotonic() - started)
    if not config.content.is_dir():  # told before a lock is made beside it
        read_text(config.content, "site.yaml")
    with locked(config.output), locked(config.cache):
        clear_leftovers(config.output)
        summary = _build(config, reporter)
    return replace(summary, seconds=time.monotonic() - started)


def _build(config: BuildConfig, reporter: Reporter) -> Summary:
    from gdsim import stages

    store = Store(config.cache, reporter.warn)
    store.sweep()
    print_of_inputs = fingerprint(config)

    sources = stages.read(config)
    start, jobs = _executor(config, sources.content.site.plugins)
    runs = stages.simulate(sources, store, start, jobs, reporter)
    pages = stages.write_pages(sources, runs, store, reporter)
    old = read_manifest(manifest_path(config.cache, config.output))
    clips = stages.draw(sources, runs, store, start, jobs, reporter, old)
    files = stages.assemble(sources, runs, pages, clips, old)
    stages.check(files, config.guards)

    entries = publish(config.output, files, old)
    kept = old.files if old else {}
    summary = Summary(
        pages=len(sources.content.pages),
        runs=len(runs.recorded),
        new_runs=runs.new,
        clips=sum(map(len, clips.media.values())),
        new_clips=clips.new,
        files=len(entries),
        written=sum(kept.get(name) != entry for name, entry in entries.items())
        + len(kept.keys() - entries.keys()),
        bytes=sum(entry[1] for entry in entries.values()),
    )
    known = {name: value for name, value in vars(summary).items() if name != "seconds"}
    manifest = Manifest(print_of_inputs or "", entries, known)
    write_manifest(manifest_path(config.cache, config.output), manifest)
    return summary


def _executor(config: BuildConfig, plugins: Sequence[str]) -> tuple[Callable[[int], Executor], int]:
    from gdsim.jobs.executors import cores, executor_of

    jobs = config.jobs or cores()
    return partial(executor_of, config.executor, plugins=plugins, preload=("gdsim.render.clip",)), jobs
