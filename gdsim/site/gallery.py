"""``gallery.html``: every run of the site, as the index of runs has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from gdsim.core.page import Page, relative_url, root_of
from gdsim.core.run import Choice, Init, Run, RunSpec
from gdsim.directives._choosing import embed_address, outcome_in_words, run_in_words, varying_fields
from gdsim.directives.gallery import Listed, gallery_html, run_file, section_html

URL = "gallery.html"
# Links of the list without scripts; more would make the page heavy.
MOST_LISTED = 600


def players_of(pages: Iterable[Page], url: str = URL) -> dict[str, str]:
    """Address of the first player of each sweep, from the page at ``url``, ending in its figure's id."""
    players: dict[str, str] = {}
    for page in pages:
        for use in page.players:
            players.setdefault(use.sweep, f"{relative_url(page.url, url)}#{quote(use.figure)}")
    return dict(sorted(players.items()))


def gallery_of(
    index: Mapping[str, Any], players: Mapping[str, str], titles: Mapping[str, str], *, url: str = URL
) -> str:
    """The gallery of all runs as HTML; each opens in a page's player, else in its sweep's embedded one.

    Args:
        index: ``runs/index.json``.
        players: by sweep, see ``players_of``.
        titles: of the sweeps; the name stands in where one is empty.
        url: site path of the page it stands in.
    """
    sweeps: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for record in index["runs"]:
        sweeps[record["sweep"]].append(record)
    share = MOST_LISTED / max(len(index["runs"]), 1)
    root = root_of(url)
    sections = []
    for name, records in sorted(sweeps.items()):
        shown = records if share >= 1 else records[: max(int(share * len(records)), 1)]
        sections.append(
            section_html(
                name,
                titles.get(name) or name,
                players.get(name) or embed_address(root, name),
                _listed(records, shown, root),
                total=len(records),
                folded=len(sweeps) > 1,
                some=False,
            )
        )
    return gallery_html(root, sections)


def _listed(
    records: Sequence[Mapping[str, Any]], shown: Sequence[Mapping[str, Any]], root: str
) -> list[Listed]:
    fields = varying_fields(map(_run, records))
    return [_item(record, _run(record), fields, root) for record in shown]


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
