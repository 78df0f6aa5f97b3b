"""What each command does with its arguments, once these are read; the result is an exit code."""

from __future__ import annotations

import argparse
import json
import os
import shlex
from pathlib import Path
from typing import Any

from gdsim.core.config import BuildConfig, Guards
from gdsim.errors import AuthorError, BuildError, printable


def build(options: argparse.Namespace) -> int:
    """``gdsim build``."""
    from gdsim.pipeline import build_site
    from gdsim.report import reporter

    config = _config(options)
    summary = build_site(config, reporter(quiet=options.quiet or options.json))
    if options.json:
        print(json.dumps(summary._asdict()))
    elif not options.quiet:
        print(told(summary, config.output))
    return 0


def told(summary: Any, output: Path) -> str:
    """One line on what a build did."""
    what = (
        f"{summary.pages:,} pages, {summary.runs:,} runs ({summary.new_runs:,} new), "
        f"{summary.clips:,} clips ({summary.new_clips:,} new), {summary.bytes / 1e6:.1f} MB"
    )
    if not summary.written:
        return f"{output}: nothing has changed; {what}"
    return f"{output}: {what}, {summary.written:,} files written, {summary.seconds:.1f} s"


def serve(options: argparse.Namespace) -> int:
    """``gdsim serve``."""
    from gdsim.preview.watch import serve as serve_site
    from gdsim.report import reporter

    return serve_site(_config(options), options.port, reporter(quiet=True))


def plan(options: argparse.Namespace) -> int:
    """``gdsim plan``."""
    from gdsim.planning import plan_build

    planned = plan_build(_config(options))
    print(json.dumps(planned.record()) if options.json else planned.table())
    return 0


def check(options: argparse.Namespace) -> int:
    """``gdsim check``."""
    from gdsim.checking import check_site

    report = check_site(_config(options).output)
    print(json.dumps(report.record()) if options.json else printable(report.table()))
    return 2 if report.problems else 0


def new(options: argparse.Namespace) -> int:
    """``gdsim new``."""
    from gdsim.starter import write_starter

    for name in write_starter(Path(options.folder)):
        print(printable(name))
    print(f"Next: cd {printable(shlex.quote(options.folder))} && gdsim build, then open site/index.html")
    return 0


def run(options: argparse.Namespace) -> int:
    """``gdsim run``."""
    from gdsim.single import run_once

    return run_once(options)


def clean(options: argparse.Namespace) -> int:
    """``gdsim clean``."""
    from gdsim.cleaning import clean_up

    for sentence in clean_up(_config(options), site=options.site):
        print(sentence)
    return 0


def _config(options: argparse.Namespace) -> BuildConfig:
    content = Path(options.content) if options.content else _nearest_content(Path.cwd())
    if getattr(options, "scheduler", None) and options.executor != "dask":
        raise AuthorError("--scheduler", 1, "a scheduler needs --executor dask beside it")
    options.content_shown = os.path.join(os.path.relpath(content), "")
    guards = Guards(**dict(getattr(options, "limit", None) or ()))
    return BuildConfig(
        content=content,
        output=Path(options.output) if options.output else None,
        cache=Path(options.cache) if options.cache else None,
        templates=Path(options.templates) if getattr(options, "templates", None) else None,
        jobs=getattr(options, "jobs", None),
        executor=getattr(options, "executor", "process"),
        scheduler=getattr(options, "scheduler", None),
        only=getattr(options, "only", None),
        media=not getattr(options, "no_media", False),
        drafts=getattr(options, "drafts", False),
        guards=guards,
    )


def _nearest_content(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / "content" / "site.yaml").is_file():
            return folder / "content"
        if folder.name == "content" and (folder / "site.yaml").is_file():
            return folder
    raise BuildError(f"no content/site.yaml in {start} or above it; name the folder with --content DIR")
