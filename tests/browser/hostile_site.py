"""A site that is made of payloads: each of them in every field that an author or a reader fills in.

What the build refuses is taken out, payload by payload at its line, until the rest is built.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from payloads import grouped, payloads
from PIL import Image

import gdsim
from gdsim.content import LinkIndex, read_content, render_page
from gdsim.core.page import FrontMatter, Source
from gdsim.errors import AuthorErrors
from tests.content.fakes import FakeFacts

TOGETHER = 25  # payloads in a field that holds text of any length
ROUNDS = 5
Line = tuple[str, int | None]  # text, and the number of the payload in it


@dataclass
class Hostile:
    """The site, and how many payloads the build refused in each kind of field."""

    site: Path
    texts: list[str]
    groups: list[str]
    refused: Counter[str] = field(default_factory=Counter)


def write_hostile_site(folder: Path) -> Hostile:
    """Build it; what is built holds everything that was not refused."""
    texts = payloads()
    plain = [" ".join(text.split()) for text in texts]  # for fields of one line
    calm = [text.replace("{{", "{").replace("{%", "{") for text in plain]  # a title takes no expressions
    groups = [" ".join(group) for group in grouped(calm, TOGETHER)]
    hostile = Hostile(folder / "site", texts, groups)
    content = folder / "content"
    files = {**_bodies(texts, plain), **_fields(groups, grouped(calm, TOGETHER))}
    _write_others(content, groups, calm)
    for number in range(ROUNDS):
        for name, lines in files.items():
            (content / name).parent.mkdir(parents=True, exist_ok=True)
            (content / name).write_text("".join(f"{text}\n" for text, _ in lines), encoding="utf-8")
        try:
            gdsim.build(content, executor="inline", media=False)
        except AuthorErrors as error:
            _take_out(content, files, error, hostile.refused, alone=number > 0)
        else:
            return hostile
    raise AssertionError(f"still refused after {ROUNDS} rounds")


def _bodies(texts: list[str], plain: list[str]) -> dict[str, list[Line]]:
    """Pages with payloads in their text: as paragraphs, and inside of whatever a page can hold."""
    pages: dict[str, list[Line]] = {}
    for name, form in {
        "Paragraphs": "{}\n",
        "Lists": "- {}\n",
        "Headings": "## {}\n",
        "Cells": "| a | b |\n|---|---|\n| {} | x |\n",
        "Pictures": "![{}](../assets/dot.png)\n",
        "Labels": "[[Home|{}]]\n",
        "Notes": "::: note\n{}\n:::\n",
        "Folded": "::: details\ntitle: {q}\n\nx\n:::\n",
        "Figures": "::: figure\ncaption: {q}\n\n![x](../assets/dot.png)\n:::\n",
        "Players": "::: animation rates\nviews: [fit]\ncaption: {q}\n:::\n",
        "Questions": "::: quiz\nquestion: {q}\noptions:\n  - {{text: {q}, why: {q}, correct: true}}\n"
        "  - {{text: b, why: c}}\n:::\n",
        "Listings": "~~~~\n{}\n~~~~\n",
        "Code": "`` {} ``\n",
        "Claims": "::: claim\ncheck: 1 < 2\ntext: {q}\n:::\n",
    }.items():
        used = texts if name in ("Paragraphs", "Listings") else plain
        if name == "Players":  # the same captions as of figures; a tenth of them is enough for a page
            used = plain[::10]
        lines: list[Line] = []
        for number, text in enumerate(used):
            written = form.format(text, q=json.dumps(text, ensure_ascii=False))
            lines += [(line, number) for line in written.split("\n")]
        pages[f"Bodies/{name}.md"] = lines
    return pages


def _fields(groups: list[str], each: list[list[str]]) -> dict[str, list[Line]]:
    """Front matter, sweeps and what stands beside tables, twenty of each."""
    files: dict[str, list[Line]] = {}
    for number, (group, parts) in enumerate(zip(groups, each, strict=True)):
        text = json.dumps(group, ensure_ascii=False)
        names = json.dumps([part[:150].strip() for part in parts], ensure_ascii=False)
        page = f"---\ntitle: {text}\nsummary: {text}\ntags: {names}\naliases: {names}\n---\nText."
        sweep = f"title: {text}\ndataset: d{number}\nlearning_rate: 0.01\nepochs: 3\n"
        sweep += f"init:\n  ? {text}\n  : [0, 0]"
        beside = f"title: {text}\nnote: {text}\nsource: {text}\nx_label: {text}\ny_label: {text}"
        for name, lines in {
            f"Fields/P{number}.md": page,
            f"sweeps/s{number}.yaml": sweep,
            f"data/d{number}.yaml": beside,
        }.items():
            files[name] = [(line, None) for line in lines.split("\n")]
    return files


def _write_others(content: Path, groups: list[str], calm: list[str]) -> None:
    """What is never refused: tables with hostile headers, files with hostile names, a page on all of them."""
    dot = io.BytesIO()
    Image.new("RGB", (8, 8), "#999999").save(dot, "PNG")
    (content / "assets").mkdir(parents=True)
    (content / "data").mkdir()
    (content / "sweeps").mkdir()
    (content / "assets/dot.png").write_bytes(dot.getvalue())
    title = json.dumps(groups[0], ensure_ascii=False)
    (content / "site.yaml").write_text(f"title: {title}\ndescription: {title}\n", encoding="utf-8")
    (content / "sweeps/rates.yaml").write_text(
        "dataset: clean-linear\nlearning_rate: [5e-5, 2e-4]\nepochs: 12\nscenes: [fit]\n"
    )
    for number, group in enumerate(groups):
        (content / f"data/d{number}.csv").write_text(table_under(group), encoding="utf-8")
    names = []
    for number, text in enumerate(calm):
        name = f"{number} {text}"[:80].replace("/", "∕").replace("\\", "＼").rstrip(". ") + ".txt"
        (content / "assets" / name).write_text("x")
        names.append(f"[file {number}](<assets/{quote(name)}>)")
    linked = " ".join(f"[[P{number}]]" for number in range(len(groups)))
    players = "::: animation rates\nviews: [fit, contour]\n:::\n\n::: gallery rates\n:::\n"
    (content / "index.md").write_text(
        f"---\ntitle: Home\n---\n{linked}\n\n{players}\n" + "\n\n".join(names) + "\n", encoding="utf-8"
    )


def table_under(header: str) -> str:
    """A table of three rows whose first column has this header; parted by the mark it has most of."""
    mark = max(",;\t", key=lambda mark: (header.count(mark), mark == ","))
    rows = "".join(f"{x}{mark}{2 * x}\n" for x in (1, 2, 3))
    return '"' + header.replace('"', '""') + f'"{mark}y\n{rows}'


def _take_out(
    content: Path, files: dict[str, list[Line]], error: AuthorErrors, refused: Counter[str], *, alone: bool
) -> None:
    """Drop the payloads at the lines of mistakes; ``alone``: those refused on a page of their own."""
    for path in {mistake.path for mistake in error.mistakes}:
        assert path in files, str(error)
        lines = files[path]
        told = {lines[min(one.line, len(lines)) - 1][1] for one in error.mistakes if one.path == path}
        wrong = _refused_alone(content, path, lines) if alone and path.startswith("Bodies/") else told
        assert wrong, str(error)
        assert None not in wrong, str(error)
        files[path] = [line for line in lines if line[1] not in wrong]
        refused[path] += len(wrong)


def _refused_alone(content: Path, path: str, lines: list[Line]) -> set[int | None]:
    index = LinkIndex(read_content(content))
    wrong = set()
    for number, own in groupby(lines, key=lambda line: line[1]):
        text = "".join(f"{line}\n" for line, _ in own)
        source = Source(path, text, FrontMatter(), {}, text, 1, "T", "bodies/t.html")
        if render_page(source, index, FakeFacts()).mistakes:
            wrong.add(number)
    return wrong
