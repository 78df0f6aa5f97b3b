"""What a search looks through: sections of pages, runs and datasets, as records for the reader's browser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import quote

from gdsim.core.facts import Facts
from gdsim.core.jsontext import json_text
from gdsim.core.page import Page, Source
from gdsim.core.run import Run, Sweep

SCHEMA = "gdsim.search/1"
LONGEST = 1_200  # characters of a section that are searched
MOST_RUNS = 2_500  # each found by itself; more would make the index heavy
GALLERY = "gallery.html"
_HEADING = re.compile(r'<h([2-6])[^>]* id="([^"]*)"[^>]*>.*?</h\1>', re.S)
# What is on the page more than once, is no text, or tells the answer of a question.
# Runs have records of their own.
_PASSED_OVER = re.compile(
    r'<small class="gdsim-sidenote">.*?</small>|<math\b.*?</math>|<svg\b.*?</svg>|<video\b.*?</video>'
    r'|<details class="gdsim-details gdsim-solution">.*?</details></section>'
    r'|<details class="gdsim-gallery-sweep".*?</details>',
    re.S,
)
_TAG = re.compile(r"<[^>]*>")


def search_script(
    players: Mapping[str, str], pages: Sequence[bytes | memoryview], runs: bytes
) -> tuple[bytes, int]:
    """The classic script that hands the records over, and where in it those of pages start.

    Args:
        players: as ``players_in`` found them.
        pages: what ``page_records`` gives of each page, in reading order.
        runs: as ``runs_records`` made it.
    """
    before = f'{_handing_over("search", {"schema": SCHEMA, "players": players})},"pages":['.encode()
    return b"".join([before, b",".join(pages), b'],"runs":', runs, b"});\n"]), len(before)


def page_records(source: Source, page: Page) -> str:
    """The records of a page as JSON, between commas."""
    return json_text(list(_of_page(source, page)))[1:-1]


def runs_records(facts: Facts) -> str:
    """Datasets and runs as JSON; where they are shown is told by ``players``."""
    names = dict.fromkeys(dataset for _, sweep in _sweeps(facts) for dataset in sweep.datasets)
    datasets = [_of_dataset(facts, name) for name in names]
    listed = _listed(dict(_sweeps(facts)))
    runs = (
        record
        for name, sweep in _sweeps(facts)
        for record in _of_sweep(sweep, sweep.title or name, each=name in listed)
    )
    return json_text([*datasets, *runs])


def _listed(sweeps: Mapping[str, Sweep]) -> set[str]:
    """The sweeps whose runs are found one by one: the smallest, as many as the index holds."""
    listed, count = set(), 0
    for name, sweep in sorted(sweeps.items(), key=lambda item: (len(item[1].runs), item[0])):
        count += len(sweep.runs)
        if count > MOST_RUNS:
            break
        listed.add(name)
    return listed


def data_script(name: str, record: dict[str, Any]) -> str:
    """A record as a classic script for the site's own script."""
    return f"{_handing_over(name, record)}}});\n"


def _handing_over(name: str, record: dict[str, Any]) -> str:
    """Such a script as far as the end of what the record holds."""
    return f'gdsimSite.receive("{name}",{json_text(record)[:-1]}'


def _of_page(source: Source, page: Page) -> Iterator[dict[str, Any]]:
    """One record for the beginning of a page, and one a section."""
    tags = " ".join([*source.front.tags, *source.front.aliases])
    names = {heading.id: heading.text for heading in page.toc}
    parts = _HEADING.split(_PASSED_OVER.sub(" ", page.html))
    text = " ".join(filter(None, [source.front.summary, _words(parts[0])]))
    yield _record("page", page.url, source.title, text=text, tags=tags)
    for at in range(1, len(parts), 3):
        fragment, body = unescape(parts[at + 1]), parts[at + 2]
        heading = names.get(fragment, "")
        yield _record("page", f"{page.url}#{fragment}", source.title, heading=heading, text=_words(body))


def _sweeps(facts: Facts) -> Iterator[tuple[str, Sweep]]:
    return ((name, facts.sweep(name)) for name in facts.sweeps())


def _of_dataset(facts: Facts, name: str) -> dict[str, Any]:
    data = facts.points(name)
    return _record("dataset", "", data.title, heading=name, text=data.note) | {"dataset": name}


def _of_sweep(sweep: Sweep, title: str, *, each: bool) -> Iterator[dict[str, Any]]:
    """A record a run; of a wide sweep one with the values of its fields, by which the gallery is filtered."""
    if each:
        yield from (_of_run(run, title) for run in sweep)
        return
    values: dict[str, dict[Any, None]] = {
        "dataset": dict.fromkeys(run.spec.dataset for run in sweep),
        "loss": dict.fromkeys(run.spec.loss.name for run in sweep),
        "optimizer": dict.fromkeys(run.spec.optimizer.name for run in sweep),
        "start": dict.fromkeys(run.spec.init.name for run in sweep),
        "learning rate": dict.fromkeys(run.spec.learning_rate for run in sweep),
    }
    names = [name for field in ("dataset", "loss", "optimizer") for name in values[field]]
    rates = values["learning rate"]
    text = f"{', '.join(names)}, learning rates {min(rates)!r} to {max(rates)!r}"
    found = _record("page", GALLERY, title, heading=f"{len(sweep.runs):,} runs", text=text)
    yield found | {"sweep": sweep.name, "values": {name: list(met) for name, met in values.items()}}


def _of_run(run: Run, title: str) -> dict[str, Any]:
    spec = run.spec
    text = f"{spec.dataset}, {spec.loss.name}, {spec.optimizer.name}, learning rate {spec.learning_rate!r}"
    text += f", start {spec.init.name}, {spec.epochs} epochs" + (", standardised" if spec.standardize else "")
    found = _record("run", "", title, heading=run.id, text=text)
    return found | {"sweep": run.sweep, "dataset": spec.dataset}


def players_in(pages: Iterable[Page]) -> dict[str, str]:
    """Where each sweep is shown first: the way to a page's player."""
    found: dict[str, str] = {}
    for page in pages:
        for player in page.players:
            found.setdefault(player.sweep, _encoded(f"{page.url}#{player.figure}"))
    return found


def _record(
    kind: str, url: str, title: str, *, heading: str = "", text: str = "", tags: str = ""
) -> dict[str, Any]:
    values = {"kind": kind, "url": _encoded(url), "title": title, "heading": heading}
    values |= {"text": text[:LONGEST], "tags": tags}
    return {name: value for name, value in values.items() if value}


def _encoded(url: str) -> str:
    """A site path, with its fragment, as a browser wants it."""
    return quote(url, safe="/~!*'(),;@$+=#&%.-")


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())
