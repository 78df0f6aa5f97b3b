"""``gallery.html``: every run of the site, as the index of runs has them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from gdsim.core.page import Page, relative_url, root_of
from gdsim.core.run import Choice, Init, Run, RunSpec
from gdsim.directives._choosing import embed_address, outcome_in_words, run_in_words, varying_fields
from gdsim.directives.gallery import MOST_LISTED, Listed, gallery_html, run_file, section_html

URL = "gallery.html"
# Fields of a run of which a sweep may have several values.
MAY_VARY = ("dataset", "learning_rate", "init", "loss", "optimizer", "epochs", "standardize")


def players_of(pages: Iterable[Page], url: str = URL) -> dict[str, str]:
    """Address of the first player of each sweep, from the page at ``url``, ending in its figure's id."""
    players: dict[str, str] = {}
    for page in pages:
        for use in page.players:
            players.setdefault(use.sweep, f"{relative_url(page.url, url)}#{quote(use.figure)}")
    return dict(sorted(players.items()))


def gallery_of(
    records: Iterable[Mapping[str, Any]],
    players: Mapping[str, str],
    titles: Mapping[str, str],
    *,
    url: str = URL,
) -> str:
    """The gallery of all runs as HTML; each opens in a page's player, else in its sweep's embedded one.

    Args:
        records: the runs of ``runs/index.json``, one after the other.
        players: by sweep, see ``players_of``.
        titles: of the sweeps; the name stands in where one is empty.
        url: site path of the page it stands in.
    """
    sweeps: dict[str, _Section] = {}
    count = 0
    for record in records:
        sweeps.setdefault(record["sweep"], _Section()).add(record)
        count += 1
    share = MOST_LISTED / max(count, 1)
    root = root_of(url)
    sections = []
    for name, section in sorted(sweeps.items()):
        most = section.count if share >= 1 else max(int(share * section.count), 1)
        fields = section.varying()
        sections.append(
            section_html(
                name,
                titles.get(name) or name,
                players.get(name) or embed_address(root, name),
                [_item(record, _run(record), fields, root) for record in section.first[:most]],
                total=section.count,
                folded=len(sweeps) > 1,
                some=None,
            )
        )
    return gallery_html(root, sections)


def records_in(index: bytes) -> Iterator[Mapping[str, Any]]:
    """The runs of ``runs/index.json``, each read when the one before it is done with."""
    text = index.decode()
    read = json.JSONDecoder().raw_decode
    at = text.index("[") + 1
    while text[at] != "]":
        record, at = read(text, at + (text[at] == ","))
        yield record


class _Section:
    """The runs of a sweep: how many, the first of them, and one of each set of fields."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[Mapping[str, Any]] = []
        self._met: dict[str, dict[Any, Run]] = {name: {} for name in MAY_VARY}

    def add(self, record: Mapping[str, Any]) -> None:
        """One more run."""
        self.count += 1
        if len(self.first) < MOST_LISTED:
            self.first.append(record)
        for name, met in self._met.items():
            value = record[name]
            key = json.dumps(value) if isinstance(value, dict) else value
            if key not in met:
                met[key] = _run(record)

    def varying(self) -> list[str]:
        """The fields in which the runs differ, as ``varying_fields`` tells them."""
        return varying_fields(run for met in self._met.values() for run in met.values())


def _item(record: Mapping[str, Any], run: Run, fields: Sequence[str], root: str) -> Listed:
    names = [file.partition(".") for file in record["files"] if file != "json"]
    scenes = list(dict.fromkeys(scene for scene, _, _ in names))
    formats = [ending for _, _, ending in names if ending in ("mp4", "gif")]
    outcome = record["outcome"]
    return Listed(
        run,
        run_in_words(run, fields),
        outcome_in_words(outcome["status"], outcome["epoch"]),
        run_file(root, run.sweep, run.id, scenes, formats),
    )


def _run(record: Mapping[str, Any]) -> Run:
    """The run of a line of the index, as far as words about it need it."""
    spec = RunSpec(
        dataset=record["dataset"],
        model=record["model"],
        loss=_choice(record["loss"]),
        optimizer=_choice(record["optimizer"]),
        learning_rate=record["learning_rate"],
        init=Init(record["init"]),
        epochs=record["epochs"],
        standardize=record["standardize"],
    )
    return Run(record["sweep"], record["id"], spec)


def _choice(mapping: Mapping[str, Any]) -> Choice:
    return Choice.of(mapping["name"], {key: value for key, value in mapping.items() if key != "name"})
