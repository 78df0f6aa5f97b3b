"""The whole build on one screen.

    Pages + Sweeps → Plan → Trajectories → Clips → Site

Content and sweeps are read and checked, runs simulated, pages rendered and their claims checked, clips
drawn, and the site published in one exchange. Whatever is wrong with the content is told before anything
is written.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdsim.cache.fingerprint import Fingerprint, fingerprint
from gdsim.cache.store import Store
from gdsim.core.config import BuildConfig, Summary
from gdsim.core.files import read_text
from gdsim.core.progress import Reporter, Silent
from gdsim.errors import BuildError
from gdsim.site.lock import sweep
from gdsim.site.publish import (
    Manifest,
    Twin,
    clear_leftovers,
    leftovers,
    locked,
    manifest_path,
    publish,
    read_manifest,
    twin_of,
    write_manifest,
)

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from gdsim.stages.data import Data
    from gdsim.stages.reading import Sources
    from gdsim.stages.remembered import Remembered
    from gdsim.stages.runs import Runs


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


def unchanged(config: BuildConfig, now: Fingerprint | None) -> Summary | None:
    """The last build's summary where nothing it read has changed and its site stands untouched.

    Args:
        now: the fingerprint of what would be read.
    """
    manifest = read_manifest(manifest_path(config.cache, config.output))
    if manifest is None or now is None or manifest.fingerprint != now.all or leftovers(config.output):
        return None
    if not manifest.intact(config.output):
        return None
    return Summary(**{**manifest.summary, "new_runs": 0, "new_clips": 0, "written": 0})


def build_site(config: BuildConfig, reporter: Reporter, remembered: Remembered | None = None) -> Summary:
    """Build what has changed; see ``build``.

    Args:
        remembered: what builds before this one in the same process have read.
    """
    started = time.monotonic()
    # Taken before anything is read: what is edited meanwhile is seen by the next build.
    now = fingerprint(config)
    summary = unchanged(config, now)
    if summary is None:
        if not config.content.is_dir():  # told before a lock is made beside it
            read_text(config.content, "site.yaml")
        try:
            with locked(config.output), locked(config.cache):
                clear_leftovers(config.output)
                summary = _build(config, now, reporter, remembered)
        except BrokenPipeError:  # nobody reads what the reporter prints
            raise
        except OSError as error:
            raise BuildError(f"{error.filename or config.output}: {error.strerror or error}") from error
    else:
        sweep(config.output)
        sweep(config.cache)
    return summary._replace(seconds=time.monotonic() - started)


def _build(
    config: BuildConfig, now: Fingerprint | None, reporter: Reporter, remembered: Remembered | None
) -> Summary:
    from gdsim.stages.around import Around
    from gdsim.stages.data import late_facts, no_data, standing_data
    from gdsim.stages.files import assemble, check
    from gdsim.stages.pages import write_pages
    from gdsim.stages.reading import read

    store = Store(config.cache, reporter.warn)
    store.sweep()
    old = read_manifest(manifest_path(config.cache, config.output))
    twin = twin_of(config.cache, config.output, old)

    data = standing_data(config.output, now and now.data, old)
    sources = read(config, standing=data is not None, store=store, pages=now.pages if now else None)
    if data is None and sources.experiments.none:
        data = no_data()
    around = Around(sources, store, now)
    simulated: Callable[[], Runs] = cache(lambda: _simulate(sources, store, reporter))
    if data is None:
        runs = simulated()
        facts = runs.facts
        pages = write_pages(sources, facts, runs.digests, around, store, reporter)
        data = _draw(sources, runs, store, twin, reporter)
    else:
        simulated = partial(_standing_runs, simulated, data, now and now.data, remembered)
        facts = late_facts(lambda: simulated().facts, data.digests)
        pages = write_pages(sources, facts, data.digests, around, store, reporter)
    files = assemble(sources, facts, data, pages, around, store, old, twin) | data.files
    if any(page.overlays for page in pages) or len(pages) < len(sources.content.pages):
        from gdsim.stages.overlays import draw_overlays

        how = _executor(sources)
        files |= draw_overlays(sources, pages, data.digests, simulated, store, *how, reporter, old)
    check(files, config.guards)

    entries = publish(config.output, files, old, reporter.warn, twin)
    before = old.files if old else {}
    changed = len(entries.items() - before.items())
    summary = Summary(
        pages=len(sources.content.pages),
        runs=data.runs,
        new_runs=data.new_runs,
        clips=data.clips,
        new_clips=data.new_clips,
        files=len(entries),
        written=changed + len(before.keys() - entries.keys()),
        bytes=sum(entry[1] for entry in entries.values()),
    )
    known = {name: value for name, value in summary._asdict().items() if name != "seconds"}
    manifest = Manifest(now.all if now else "", entries, known, data.to_stand(now and now.data))
    write_manifest(manifest_path(config.cache, config.output), manifest)
    return summary


def _simulate(sources: Sources, store: Store, reporter: Reporter) -> Runs:
    from gdsim.stages.runs import simulate

    return simulate(sources, store, *_executor(sources), reporter)


def _standing_runs(
    simulated: Callable[[], Runs], data: Data, fingerprint: str | None, remembered: Remembered | None
) -> Runs:
    """The runs; what they say must be what pages are kept under."""

    def made() -> Runs:
        runs = simulated()
        if runs.digests != data.digests:
            raise BuildError("sweeps or data were edited during the build; run it again")
        return runs

    return remembered.runs(fingerprint, made) if remembered and fingerprint else made()


def _draw(sources: Sources, runs: Runs, store: Store, twin: Twin, reporter: Reporter) -> Data:
    from gdsim.stages.clips import draw
    from gdsim.stages.gathering import gather

    return gather(sources, runs, draw(sources, runs, store, *_executor(sources), reporter, twin))


def _executor(sources: Sources) -> tuple[Callable[[int], Executor], int]:
    from gdsim.stages.workers import workers_for

    return workers_for(sources)
