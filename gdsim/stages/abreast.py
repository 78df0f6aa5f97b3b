"""Many new pages at once: those that ask nothing of the runs are rendered by several processes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from gdsim.content.index import LinkIndex
from gdsim.content.listing import Listings
from gdsim.core.dataclass import dataclass
from gdsim.core.page import Page, Source
from gdsim.stages.reading import Sources

FEWEST = 200  # fewer are done by the time that processes have started
SHARES = 4  # for each process, so that none waits long for the last
# Directives that hold Markdown and ask nothing themselves.
QUIET = {"note", "tip", "warning", "observe", "details", "tabs", "tab"}
Rendered = tuple[list[Page], dict[tuple[str, str], str]]
_VALUE = re.compile(r"\{\{|\\value\{")
_DIRECTIVE = re.compile(r"^ {0,3}:{3,}[ \t]*([^\W\d_][\w-]*)", re.M)


@dataclass(frozen=True)
class Share:
    """Pages for one process, with all that they are rendered from."""

    sources: tuple[Source, ...]
    index: LinkIndex
    media: bool

    def __str__(self) -> str:
        return f"pages {self.sources[0].path} to {self.sources[-1].path}"


def render_abreast(sources: Sources, new: Sequence[Source], listings: Listings) -> Iterator[Page]:
    """Those of the ``new`` pages that could be rendered by several processes, in any order.

    ``listings`` gets what they made of code.

    A page that may ask for runs is not among them, nor is any where there are too few to pay.
    """
    config = sources.config
    if config.executor != "process" or len(new) < FEWEST:
        return
    quiet = [source for source in new if _is_quiet(source)]
    if len(quiet) < FEWEST:
        return
    from gdsim.jobs.executors import cores, executor_of
    from gdsim.jobs.run import Runner

    jobs = config.jobs or cores()
    if jobs < 2:
        return
    size = -(-len(quiet) // (jobs * SHARES))
    shares = [
        Share(tuple(quiet[at : at + size]), sources.index, config.media) for at in range(0, len(quiet), size)
    ]
    start = partial(
        executor_of,
        config.executor,
        plugins=sources.content.site.plugins,
        preload=("gdsim.content.render",),
    )
    for _, (pages, known) in Runner[Share, Rendered](start, jobs).run(render_share, shares):
        listings.take(known)
        yield from pages


def render_share(share: Share) -> Rendered:
    """The pages of a share, without those that turned out to ask for runs, and the listings met."""
    from gdsim.content.render import render_page
    from gdsim.core.facts import NoFacts, Watched

    listings = Listings()
    pages = []
    for source in share.sources:
        watched = Watched(NoFacts())
        page = render_page(source, share.index, watched, media=share.media, listings=listings)
        if not watched.asked:
            pages.append(replace(page, asked=()))
    return pages, listings.known


def _is_quiet(source: Source) -> bool:
    front = source.front
    texts = (source.body, front.summary, *front.used_in)
    return not any(map(_VALUE.search, texts)) and set(_DIRECTIVE.findall(source.body)) <= QUIET
