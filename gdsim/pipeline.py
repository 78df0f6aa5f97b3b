"""The whole build on one screen.

    Pages + Sweeps → Plan → Trajectories → Clips → Site

Content and sweeps are read and checked, runs simulated, pages rendered and their claims checked, clips
drawn, and the site published in one exchange. Whatever is wrong with the content is told before anything
is written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gdsim.cache.fingerprint import Fingerprint, fingerprint
from gdsim.cache.store import Store
from gdsim.core.config import BuildConfig, Summary
from gdsim.core.files import read_text
from gdsim.core.progress import Reporter, Silent
from gdsim.errors import BuildError
from gdsim.site.lock import sweep
from gdsim.site.publish import (
    Blob,
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

    from gdsim.core.facts import Facts
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


class _Given(NamedTuple):
    """What all of one build works with; see ``build_site``.

    Args:
        old: manifest of the last build, which left ``twin``.
    """

    config: BuildConfig
    now: Fingerprint | None
    reporter: Reporter
    remembered: Remembered | None
    store: Store
    old: Manifest | None
    twin: Twin


class _Made(NamedTuple):
    """A site before it is published.

    Args:
        files: all of them by site path.
        counts: of pages, runs and clips, as in ``Summary``.
        data: what the next build needs to take over what came of sweeps and data.
    """

    files: dict[str, Blob]
    counts: dict[str, int]
    data: dict[str, Any]


def _build(
    config: BuildConfig, now: Fingerprint | None, reporter: Reporter, remembered: Remembered | None
) -> Summary:
    from gdsim.stages.files import check

    store = Store(config.cache, reporter.warn)
    store.sweep()
    old = read_manifest(manifest_path(config.cache, config.output))
    twin = twin_of(config.cache, config.output, old)
    given = _Given(config, now, reporter, remembered, store, old, twin)
    made = _edited(given) or _whole(given)
    check(made.files, config.guards)

    entries = publish(config.output, made.files, old, reporter.warn, twin)
    before = old.files if old else {}
    changed = sum(before.get(path) != entry for path, entry in entries.items())
    counts = {
        **made.counts,
        "files": len(entries),
        "written": changed + len(before.keys() - entries.keys()),
        "bytes": sum(entry[1] for entry in entries.values()),
    }
    manifest = Manifest(now.all if now else "", entries, counts, made.data)
    write_manifest(manifest_path(config.cache, config.output), manifest)
    return Summary(**counts)


def _edited(given: _Given) -> _Made | None:
    """The site that stands, with the pages whose text has changed; None where more has."""
    config, now, _, _, store, old, twin = given
    if now is None or old is None:
        return None
    from gdsim.stages.data import late_facts
    from gdsim.stages.edited import edited

    digests = old.data["digests"]

    def facts(sources: Sources) -> Facts:
        runs = _standing_runs(given, sources, digests)
        return late_facts(lambda: runs().facts, digests)

    files = edited(config, now, old, twin, store, facts)
    return _Made(files, {**old.summary, "new_runs": 0, "new_clips": 0}, old.data) if files else None


def _whole(given: _Given) -> _Made:
    """The site from the beginning; what was made before comes from the cache."""
    from gdsim.stages.data import late_facts, no_data, standing_data
    from gdsim.stages.files import assemble
    from gdsim.stages.pages import write_pages
    from gdsim.stages.reading import read
    from gdsim.stages.standing import note

    config, now, reporter, _, store, old, twin = given
    data = standing_data(config.output, now and now.data, old)
    sources = read(config, standing=data is not None, store=store, pages=now.pages if now else None)
    if data is None and sources.experiments.none:
        data = no_data()
    if data is None:
        simulated: Callable[[], Runs] = cache(partial(_simulate, given, sources))
        runs = simulated()
        facts = runs.facts
        pages = write_pages(sources, facts, runs.digests, store, reporter)
        data = _draw(given, sources, runs)
    else:
        simulated = _standing_runs(given, sources, data.digests)
        facts = late_facts(lambda: simulated().facts, data.digests)
        pages = write_pages(sources, facts, data.digests, store, reporter)
    files = assemble(sources, facts, data, pages, store, old, twin) | data.files
    if any(page.overlays for page in pages) or len(pages) < len(sources.content.pages):
        from gdsim.stages.overlays import draw_overlays

        how = _executor(sources)
        files |= draw_overlays(sources, pages, data.digests, simulated, store, *how, reporter, old)
    if now is not None:
        note(config, now, store, sources, pages, files)
    counts = {
        "pages": len(sources.content.pages),
        "runs": data.runs,
        "new_runs": data.new_runs,
        "clips": data.clips,
        "new_clips": data.new_clips,
    }
    return _Made(files, counts, data.to_stand(now and now.data))


def _simulate(given: _Given, sources: Sources) -> Runs:
    from gdsim.stages.runs import simulate

    return simulate(sources, given.store, *_executor(sources), given.reporter)


def _standing_runs(given: _Given, sources: Sources, digests: Mapping[str, str]) -> Callable[[], Runs]:
    """Gives the runs of the last build; what they say must be what pages are kept under."""

    def made() -> Runs:
        runs = _simulate(given, sources)
        if runs.digests != digests:
            raise BuildError("sweeps or data were edited during the build; run it again")
        return runs

    now, remembered = given.now, given.remembered
    return cache(partial(remembered.runs, now.data, made) if remembered and now else made)


def _draw(given: _Given, sources: Sources, runs: Runs) -> Data:
    from gdsim.stages.clips import draw
    from gdsim.stages.gathering import gather

    how = _executor(sources)
    return gather(sources, runs, draw(sources, runs, given.store, *how, given.reporter, given.twin))


def _executor(sources: Sources) -> tuple[Callable[[int], Executor], int]:
    from gdsim.stages.workers import workers_for

    return workers_for(sources)
