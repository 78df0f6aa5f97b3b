"""All that a build reads, and what is wrong with it, at once."""

from __future__ import annotations

import hashlib
import importlib
import sys
from dataclasses import dataclass
from pathlib import Path

from gdsim.content import LinkIndex, read_assets, read_content, render_page
from gdsim.core.config import BuildConfig, Guards
from gdsim.core.facts import NoFacts, NotRun
from gdsim.core.files import read_text
from gdsim.core.jsontext import digest
from gdsim.core.page import Content
from gdsim.core.run import Run
from gdsim.core.view import View
from gdsim.core.yamltext import Place, parse_yaml
from gdsim.descent.declare import Limits
from gdsim.descent.declared import Declared, read_declared, views_of
from gdsim.descent.epochs import FRAMES
from gdsim.descent.recorded import Key
from gdsim.errors import AuthorErrors, Mistake
from gdsim.site.style import palettes

MB = 1_000_000
# What a clip takes, for guards and plans: measured on the default site, a little more than the mean.
CLIP_BYTES = 60_000
FRAME_BYTES = 1_200


@dataclass(frozen=True)
class Sources:
    """All that was read; ``plugins`` is a digest of the author's own modules."""

    config: BuildConfig
    content: Content
    assets: dict[str, bytes]
    declared: Declared
    views: dict[Key, View]
    plugins: str


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
    return Sources(config, content, assets, declared, views, _plugins_digest(content))


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


def _plugins_digest(content: Content) -> str:
    """Digest of the files of the author's modules: they decide results, as ours do."""
    files: list[Path] = []
    for module in content.site.plugins:
        file = Path(sys.modules[module].__file__ or "")
        files += sorted(file.parent.rglob("*.py")) if file.name == "__init__.py" else [file]
    return digest([hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()])


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
