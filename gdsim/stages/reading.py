"""All that a build reads, and what is wrong with it, at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from gdsim.cache.fingerprint import DATA
from gdsim.cache.store import Store
from gdsim.content.assets import read_assets
from gdsim.content.front import YamlReader
from gdsim.content.index import LinkIndex
from gdsim.content.known import KnownSources
from gdsim.content.read import read_content
from gdsim.core.config import BuildConfig, Guards
from gdsim.core.dataclass import dataclass
from gdsim.core.files import read_text
from gdsim.core.page import Content
from gdsim.core.yamltext import Place, parse_yaml
from gdsim.errors import AuthorErrors, Mistake
from gdsim.site.style import palettes
from gdsim.stages.plugins import import_plugins, plugins_digest

if TYPE_CHECKING:
    from gdsim.core.run import Run, Sweep
    from gdsim.core.view import View
    from gdsim.descent.declared import Declared
    from gdsim.descent.recorded import Key

MB = 1_000_000
# What a clip takes, for guards and plans: measured on the default site, a little more than the mean.
CLIP_BYTES = 100_000
FRAME_BYTES = 1_200
# What a run's record takes, as JSON and as a script, with its lines in the indexes.
RECORD_BYTES = 2_500
EPOCH_BYTES = 110
# What is told of a name that nothing is registered by, and that is near to no other.
_UNREGISTERED = re.compile(
    r"(unknown (dataset|model|loss|optimizer|scene|directive) |^scenes: unknown name |^views: .* is unknown)"
    r"(?!.*did you mean)"
)


class Experiments:
    """Sweeps and datasets, read when first asked for."""

    def __init__(self, config: BuildConfig) -> None:
        self._config = config

    @cached_property
    def none(self) -> bool:
        """Whether there is neither a sweep nor a table, as in a wiki of prose."""
        return not any(os.path.lexists(self._config.content / folder) for folder in DATA)

    @cached_property
    def declared(self) -> Declared:
        """Sweeps and datasets by name; AuthorErrors has every mistake in them."""
        from gdsim.descent.declare import Limits
        from gdsim.descent.declared import read_declared

        guards = self._config.guards
        declared = read_declared(self._config.content, Limits(runs=guards.runs, epochs=guards.epochs))
        _refuse_too_much(declared, guards, media=self._config.media)
        return declared

    @cached_property
    def views(self) -> dict[Key, View]:
        """The view of each run, by sweep and id."""
        from gdsim.descent.declared import views_of

        return {
            (sweep.name, run_id): view
            for sweep in self.declared.sweeps.values()
            for run_id, view in views_of(sweep, self.declared.datasets).items()
        }


@dataclass(frozen=True)
class Sources:
    """All that was read.

    Args:
        plugins: a digest of the author's own modules.
        index: what pages may link to.
        index_key: its key.
    """

    config: BuildConfig
    content: Content
    assets: dict[str, bytes]
    experiments: Experiments
    plugins: str
    index: LinkIndex
    index_key: str

    @property
    def declared(self) -> Declared:
        """Sweeps and datasets by name."""
        return self.experiments.declared

    @property
    def views(self) -> dict[Key, View]:
        """The view of each run, by sweep and id."""
        return self.experiments.views


def read(
    config: BuildConfig,
    *,
    standing: bool = False,
    store: Store | None = None,
    pages: Mapping[str, tuple[str, bytes]] | None = None,
) -> Sources:
    """Content, sweeps and datasets, with the mistakes of all of them at once.

    Args:
        standing: sweeps and data are known to be what they were; they are read only where they are asked for.
        store: keeps what has been read of pages.
        pages: digest and bytes of those whose files were read for the fingerprint.
    """
    mistakes: list[Mistake] = []
    experiments, yaml = Experiments(config), YamlReader(store)
    known = KnownSources(store, os.path.abspath(config.content), pages)
    content = None
    assets: dict[str, bytes] = {}
    try:
        content = read_content(config.content, drafts=config.drafts, yaml=yaml, known=known)
        loaded = _import_plugins(content.site.plugins, config, mistakes)
        mistakes += _accent_mistakes(content, config)
        mistakes += _template_mistakes(config)
        assets = read_assets(config.content, content.assets)
    except AuthorErrors as error:
        mistakes += error.mistakes
        if content is None:
            named = _named_plugins(config)
            loaded = named is not None and _import_plugins(named, config, mistakes)
    if not standing and not experiments.none:
        try:
            _ = experiments.declared
        except AuthorErrors as error:
            mistakes += error.mistakes
    if content is not None and mistakes:
        mistakes += _mistakes_without_runs(content)
    if content is None or mistakes:
        raise AuthorErrors(mistakes if loaded else _without_names_of_plugins(mistakes))
    index = LinkIndex(content)
    yaml.keep()
    known.keep()
    plugins = plugins_digest(content.site.plugins)
    return Sources(config, content, assets, experiments, plugins, index, index.key)


def _mistakes_without_runs(content: Content) -> list[Mistake]:
    """What is wrong with the pages whatever the runs will say, told beside what keeps these from running."""
    from gdsim.content.render import render_page
    from gdsim.core.facts import NoFacts, NotRun

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


def _template_mistakes(config: BuildConfig) -> list[Mistake]:
    if config.templates is None:
        return []
    from gdsim.site.overrides import template_mistakes

    return template_mistakes(config.templates)


def _import_plugins(modules: Sequence[str], config: BuildConfig, mistakes: list[Mistake]) -> bool:
    """Import the author's modules, which may stand beside the content; whether all of them are there."""
    wrong: list[Mistake] = []

    def refuse(number: int, words: str) -> None:
        wrong.append(_in_site_yaml(config, ("plugins", number), words))

    import_plugins(modules, config.content.absolute().parent, refuse)
    mistakes += wrong
    return not wrong


def _named_plugins(config: BuildConfig) -> list[str] | None:
    """The modules named by a site.yaml that something may be wrong with; None where that cannot be told."""
    try:
        data = parse_yaml(read_text(config.content, "site.yaml"), "site.yaml").data
    except AuthorErrors:
        return None
    named = data.get("plugins", []) if isinstance(data, dict) else None
    return named if isinstance(named, list) and all(isinstance(name, str) for name in named) else None


def _without_names_of_plugins(mistakes: list[Mistake]) -> list[Mistake]:
    """Without names like no known one: the plugin that was not loaded may register them."""
    return [mistake for mistake in mistakes if not _UNREGISTERED.search(mistake.message)]


def expected_bytes(run: Run, scenes: int) -> int:
    """About what the media of a run take."""
    from gdsim.descent.epochs import FRAMES

    return scenes * (CLIP_BYTES + FRAME_BYTES * min(FRAMES, run.spec.epochs + 1))


def expected_of(sweep: Sweep, *, media: bool) -> tuple[int, int]:
    """About what the records and what the media of a sweep take."""
    from gdsim.descent.epochs import stored_epochs

    scenes = len(sweep.scenes) if media and sweep.formats else 0
    stored = {epochs: len(stored_epochs(epochs)) for epochs in {run.spec.epochs for run in sweep}}
    records = sum(RECORD_BYTES + EPOCH_BYTES * stored[run.spec.epochs] for run in sweep)
    return records, sum(expected_bytes(run, scenes) for run in sweep)


def _refuse_too_much(declared: Declared, guards: Guards, *, media: bool) -> None:
    total = 0
    for sweep in declared.sweeps.values():
        total += sum(expected_of(sweep, media=media))
        if total > guards.site_mb * MB:
            less = "--no-media leaves the media out" if media else "fewer runs or epochs make less"
            words = (
                f"all sweeps up to this one would take about {total // MB:,} MB, the limit is "
                f"{guards.site_mb:,} MB; {less}, --limit site-mb=N lifts this"
            )
            raise AuthorErrors([Mistake(sweep.path, 1, words)])


def size_in_words(declared: Declared) -> str:
    """What the site will take, and what could be left out."""
    expected = [expected_of(sweep, media=True) for sweep in declared.sweeps.values()]
    records, media = (sum(column) for column in zip(*expected, strict=True))
    return (
        f"the site will take about {(records + media) // MB:,} MB, of which films and pictures take "
        f"{media // MB:,}; fewer scenes or formats in sweeps, or --no-media, make it smaller"
    )
