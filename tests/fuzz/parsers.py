"""What each parser promises of any bytes: something good, or the author's mistakes, each with its line."""

# ruff: noqa: E501 (lists of pieces)

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdsim import datasets
from gdsim.content import LinkIndex, render_page
from gdsim.content.expression import Expressions
from gdsim.content.front import YamlReader
from gdsim.content.read import split_front_matter
from gdsim.core.files import text_of
from gdsim.core.page import Content, Folder, FrontMatter, SiteConfig, Source
from gdsim.core.yamltext import parse_yaml
from gdsim.descent.declare import Limits, declare_sweep
from gdsim.descent.table import dataset_of
from gdsim.errors import AuthorErrors
from tests.bad_input.builds import Reader
from tests.content.fakes import FakeFacts

KNOWN = {name: datasets.get(name)() for name in datasets.names()}
LIMITS = Limits(runs=200, epochs=1000)
BESIDE = b"\x1f"  # between a table and the YAML beside it


@dataclass(frozen=True)
class Parser:
    """A parser under fuzz.

    Args:
        read: takes any bytes, and says whether they were good; an assertion or an exception is a crash.
        good: inputs to start from.
        pieces: what such inputs are made of.
    """

    name: str
    read: Callable[[bytes], bool]
    good: tuple[bytes, ...]
    pieces: tuple[bytes, ...]


def _checked(error: AuthorErrors, text: bytes) -> bool:
    ends = text.count(b"\n") + text.count(b"\r") + 1
    for mistake in error.mistakes:
        assert 1 <= mistake.line <= ends, mistake
        assert mistake.message
        assert str(mistake).replace("\n", "").isprintable()
    return False


def table(data: bytes) -> bool:
    """``data/t.csv``, and ``data/t.yaml`` where the mark of one is in it."""
    rows, mark, beside = data.partition(BESIDE)
    try:
        text = text_of(beside, "data/t.yaml") if mark else None
        read = dataset_of(rows, "data/t.csv", text, "data/t.yaml")
    except AuthorErrors as error:
        return _checked(error, data)
    assert read.n >= 1
    assert np.isfinite(read.x).all()
    assert np.isfinite(read.y).all()
    return True


def front_matter(data: bytes) -> bool:
    """A page's text, cut into front matter and body."""
    try:
        text = text_of(data, "P.md")
        yaml, body, line = split_front_matter(text)
        assert text.endswith(body)
        assert yaml in text
        assert not body or text.split("\n")[line - 1 :] == body.split("\n")
        if yaml.strip():
            record, _ = YamlReader().record(FrontMatter, yaml, "P.md", 2)
            json.dumps(vars(record), default=str).encode()
    except AuthorErrors as error:
        return _checked(error, data)
    return True


def sweep(data: bytes) -> bool:
    """``sweeps/s.yaml`` over the built-in datasets."""
    try:
        found = declare_sweep(parse_yaml(text_of(data, "sweeps/s.yaml"), "sweeps/s.yaml"), KNOWN, LIMITS)
    except AuthorErrors as error:
        return _checked(error, data)
    assert 1 <= len(found.runs) <= LIMITS.runs
    assert len({run.id for run in found.runs}) == len(found.runs)
    return True


def _page(text: str) -> Source:
    return Source("A.md", text, FrontMatter(), {}, text, 1, "A", "a.html")


_CONTENT = Content(SiteConfig(title="x"), (_page(""),), (Folder("", "Home", "index.html"),), ())
_INDEX = LinkIndex(_CONTENT)
_FACTS = FakeFacts()


def markdown(data: bytes) -> bool:
    """The body of a page, rendered; nothing live comes of it."""
    try:
        text = text_of(data, "A.md")
    except AuthorErrors as error:
        return _checked(error, data)
    page = render_page(_page(text), _INDEX, _FACTS)
    for mistake in page.mistakes:
        assert 1 <= mistake.line <= text.count("\n") + 1, mistake
    if page.mistakes:
        return False
    assert Reader(page.html).live == []
    assert "<script" not in page.html
    assert not any("\ue000" <= character <= "\uf8ff" for character in page.html)  # marks of our own
    json.dumps(page.record(), ensure_ascii=False).encode()
    return True


_EXPRESSIONS = Expressions(_FACTS)


def expression(data: bytes) -> bool:
    """``{{ … }}`` over the facts of the runs."""
    try:
        text = _EXPRESSIONS.text(data.decode("utf-8", "replace"))
    except ValueError as error:
        assert str(error)
        return False
    assert isinstance(text, str)
    return True


def _split(text: str) -> tuple[bytes, ...]:
    return tuple(piece.encode() for piece in text.split("·"))


PARSERS = (
    Parser(
        "table",
        table,
        (
            b"x,y\n1,2\n3,4\n",
            b"a;b\n1,5;2\n-3;4e2\n",
            b"size (m2)\tprice\tn\n1\t2\t3\n4\t5\t6\n",
            b"\xef\xbb\xbfx,y\r\n\"1\",2\r\n\r\n.5,4.\r\n",
            b"x,y,z\n1,2,3\n4,5,6\n" + BESIDE + b"title: T\nx: [x, z]\ny: y\nunits: {x: m}\n",
        ),
        (*_split('1·2.5·-3e2·1e309·nan·"·""·"4"·,·;·\t·\n·\r\n·\r·x·y·1,5· ·\'·=1+1·1_0·٣·５·é·\u202e·\x1b·'
                 'x: ·y: ·title: ·units: ·source: ·{·}·[·]·: ·~·&a ·*a·x_label: '),
         b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", BESIDE),
    ),
    Parser(
        "front_matter",
        front_matter,
        (
            b"---\ntitle: T\ntags: [a, b]\ndate: 2026-01-01\norder: 2\n---\nBody.\n",
            b"---\naliases: [Old]\nprerequisites: ['[[Home]]']\nsummary: Words.\ndraft: true\n...\n",
            b"Body alone.\n",
        ),
        _split('---\n·...\n·title: ·tags: ·[a, b]·date: ·updated: ·2026-01-01·2026-13-01·2026-01-01T25:00:00Z·'
               'order: ·draft: ·true·aliases: ·used_in: ·prerequisites: ·summary: ·level: ·[[Home]]·\'·"·[·]·{·}·'
               '\n·5·.inf·.nan·1e400·: ·- ·{{ 1 }}·~·"\\u202e"·\r·x·\0·&a ·*a·<<: ·!!set ·!!binary ·|·>·? ·#·%·'
               '@·`·\u2028·\x85·0x·0o9·99999999999999999999'),
    ),
    Parser(
        "sweep",
        sweep,
        (
            b"dataset: outliers\nlearning_rate: {times_max: [0.5, 1.2]}\nepochs: 12\n",
            b"title: T\ndataset: [clean-linear, outliers]\nloss: [mse, {name: huber, delta: 1}]\n"
            b"optimizer: [gd, {name: momentum, beta: 0.9}]\nlearning_rate: 1e-4\ninit:\n  a: [1, 2]\n"
            b"  r: {random: 2, low: [-1, -1], high: [1, 1]}\nstandardize: [true, false]\ntolerance: 1e-3\n"
            b"scenes: [fit, contour]\nformats: [gif]\n",
        ),
        _split('dataset: ·outliers·clean-linear·learning_rate: ·1e-4·5e-5·\n·  ·- ·[·]·{·}·, ·: ·? ·& ·&a·*a·!·!!·'
               '!!set ·!!binary ·!!float ·!!int ·%YAML 1.1\n·---\n·...\n·|·>·|-\n·\'·"·"\\·#·~·<<: ·0x·0o9·'
               '99999999999999999999·.inf·.nan·1e400·2026-13-45·12:30:45·true·init: ·epochs: ·\t·é·\u2028·\x85·@·'
               '`·=·loss: ·{name: huber, ·delta: ·model: ·polynomial·degree: ·times_max: ·random: ·seed: ·low: ·'
               'high: ·scenes: ·formats: ·optimizer: ·momentum·beta: ·tolerance: ·standardize: ·mse·adam'),
    ),
    Parser(
        "markdown",
        markdown,
        (
            b"# H\n\nWords *and* `code` and $x^2$ and [[A]] and [a](A.md#h).\n\n- one\n    - two\n\n> q\n",
            b"| a | b |\n|---|---|\n| 1 | {{ run('rates').final.w }} |\n\n[^1]: note\n\nText[^1].\n",
            b"::: note\nWords.\n:::\n\n::: claim\ncheck: 1 < 2\ntext: x\n:::\n\n```python\nprint(1)\n```\n",
            b"::: quiz\nquestion: Q?\noptions:\n  - {text: a, correct: true, why: yes}\n  - {text: b, why: no}\n:::\n",
            b"::: animation rates\nviews: [fit]\ncaption: C\n:::\n\n::: table rates\ncolumns: [w, b]\n:::\n",
        ),
        _split(':::·::::·::: note·::: claim\n·check: 1 < 2\n·text: x\n·::: animation rates\n·views: [fit]\n·'
               '::: table rates\n·columns: ·::: quiz\n·question: ·options: ·::: tabs\n·::: details T\n·'
               '::: gallery rates\n·::: python\n·{{·}}·{{ 1 }}·{{ run(5) }}·$·$$·\\$·$x$·`·```·```python\n·~~~·[[·'
               ']]·[·]·](·)·![·[^1]·[^1]: n\n·<·>·<b>·</b>·<!--·-->·<script>·<svg onload=x>·<a href=·&·&amp;·'
               '&#x202e;·&#0;·#·\n·\n\n·    ·- ·1. ·> ·|·|---|\n·*·_·**·\\·\\|·\\value{·}·{·a·é·🎉·\u202f·\t·=·'
               '---\n·javascript:·http://a.b·../·A.md·#a·"·\'·{%·%}·\ue0000\ue001·\0·<details>·</details>·<img src=·'
               '{: .c onclick=x}·{#i}·\\frac{·\\begin{matrix}·&lt;·\u2028'),
    ),
    Parser(
        "expression",
        expression,
        (
            b"run('rates', dataset='line-up', learning_rate=0.01).final.w | digits(3)",
            b"abs(log10(dataset('line-up').optimum.loss) - 2**-3) < 1 and not approx(1, 2, rel=0.1)",
            b"run('rates').epochs_to(0.5) if 1 < 2 else [1, 2][0]",
        ),
        _split('run(·\'rates\'·dataset·=·learning_rate·0.01·)·.final·.w·.losses· | ·digits(·3·dataset(·\'line-up\'·'
               '.optimum·abs(·log10(·approx(·round(·min(·max(·+·-·*·/·//·%·**·<·>·==·!=·in ·is ·not ·and · or · if ·'
               ' else ·[·]·{·}·:·,·"·\'·0·1·9999999999·1e999·1_0·true·none·~·|·_·__class__·.mro·.format·[0]·loop·'
               'self·{{·}}·{%·#}·\n·\\·é·('),
    ),
)  # fmt: skip
