"""Whole builds of bad input: each ends refused with lines, or built with a site that holds nothing live."""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_site import tree, write_content

import gdsim
from gdsim import datasets as built_in
from gdsim.cli import main
from gdsim.content import LinkIndex, read_content, render_page
from gdsim.core.yamltext import parse_yaml
from gdsim.descent.declare import Limits, declare_sweep
from gdsim.descent.table import read_dataset
from gdsim.errors import AuthorErrors
from tests.content.fakes import FakeFacts

OWN = "dataset: houses\nlearning_rate: {}\nepochs: 5\nscenes: [fit]\n"
RATES = "dataset: clean-linear\nlearning_rate: {}\nepochs: 12\n"
PLAIN = "# Home\n"  # instead of a home page that asks for runs
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&$\\foo${{ 7 * 7 }}</title>"
LIVE_TAGS = {
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "svg",
    "style",
    "applet",
    "frame",
    "portal",
    "template",
}


def build(content, **options):
    return gdsim.build(content, executor="inline", **{"media": False, **options})


def changed(folder, files):
    """The small content with these files, texts or bytes."""
    texts = {name: text for name, text in files.items() if isinstance(text, str)}
    content = write_content(folder, texts)
    for name, data in files.items():
        if isinstance(data, bytes):
            (content / name).parent.mkdir(parents=True, exist_ok=True)
            (content / name).write_bytes(data)
    return content


def refused(content, **options):
    """The messages of a build that is refused; the old site stands, each mistake has its file and line."""
    site = content.parent / "site"
    before = tree(site) if site.exists() else None
    with pytest.raises(AuthorErrors) as caught:
        build(content, **options)
    assert (tree(site) if site.exists() else None) == before
    for mistake in caught.value.mistakes:
        assert mistake.path
        assert mistake.line >= 1
        assert str(mistake).replace("\n", "").isprintable()
    return [str(mistake) for mistake in caught.value.mistakes]


class Reader(HTMLParser):
    """What a browser would make of a page: its elements, addresses and ids, and whatever is live in it."""

    def __init__(self, html):
        super().__init__()
        self.addresses, self.ids, self.live, self.words = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag in LIVE_TAGS or (tag == "script" and "assets/player." not in (names.get("src") or "")):
            self.live.append((tag, attrs))
        if (
            tag == "meta"
            and (names.get("http-equiv") or "Content-Security-Policy") != "Content-Security-Policy"
        ):
            self.live.append((tag, attrs))
        outward = tag == "a" or (tag == "link" and names.get("rel") == "canonical")
        for name, value in attrs:
            text = "".join((value or "").split()).lower()
            if name.startswith("on") or name in {
                "style",
                "srcdoc",
                "action",
                "formaction",
                "ping",
                "background",
            }:
                self.live.append((tag, name, value))
            if name in {"href", "src", "poster", "data", "xlink:href", "srcset"}:
                if text.startswith(("javascript:", "data:", "vbscript:", "file:", "//")):
                    self.live.append((tag, name, value))
                elif not (text.startswith(("http://", "https://", "mailto:")) and outward):
                    self.addresses.append(value or "")
            if name == "id":
                self.ids.append(value)

    def handle_data(self, data):
        self.words.append(data)


def strict(text):
    return json.loads(text, parse_constant=pytest.fail)


def assert_sound(site, *, media=False):
    """Strict JSON, every link resolves, nothing live, no outside request; returns the pages' text."""
    files = tree(site)
    pages = {}
    for name, data in files.items():
        if name.endswith(".json"):
            strict(data)
        elif name.endswith(".js") and not name.startswith("assets/"):
            strict(data.decode().removeprefix("gdsim.receive(").removesuffix(");\n"))
        elif name.endswith(".html"):
            pages[name] = Reader(data.decode())
    for name, page in pages.items():
        assert page.live == [], name
        assert len(page.ids) == len(set(page.ids)), name
        if name == "404.html":
            continue
        for address in page.addresses:
            way, _, fragment = address.partition("#")
            target = unquote(urljoin(f"/{name}", way))[1:]
            if target.startswith("media/") and not media:
                continue
            assert target in files, f"{name}: {address}"
            assert not fragment or unquote(fragment) in pages[target].ids, f"{name}: {address}"
    return {name: "".join(page.words) for name, page in pages.items()}


def built(content, **options):
    """The text of each page of a content that builds."""
    build(content, **options)
    return assert_sound(content.parent / "site", media=options.get("media", False))


def records(content, sweep):
    folder = content.parent / "site/runs" / sweep
    return [strict(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


# CSV


@pytest.mark.parametrize("cell", ["nan", "inf", "", "words", "1_000", "١٢", "1e309", "1,5", "０"])
def test_cells_that_are_no_numbers_are_refused_and_the_old_site_stands(tmp_path, cell):
    content = write_content(tmp_path)
    build(content)
    changed(tmp_path, {"data/houses.csv": f'size,price\n1,2\n2,"{cell}"\n3,x\n'})
    found = refused(content)
    assert [line.split(" must be")[0] for line in found] == [
        "data/houses.csv:3: price",
        "data/houses.csv:4: price",
    ]


BROKEN_TABLES = {
    "empty": (b"", "1: the table is empty"),
    "header only": (b"x,y\n", "1: there is a header and no row"),
    "ragged": (b"x,y\n1,2\n3\n", "3: has 1 cells"),
    "NUL": (b"x,y\n1,\x002\n", "2: holds the control character U+0000"),
    "escape": (b"x,y\n1,2\n\x1b[31m,2\n", "3: holds the control character U+001B"),
    "bidi": ("x,\u202ey\n1,2\n".encode(), "1: holds the control character U+202E"),
    "unclosed quote": (b'x,y\n1,"2\n3,4\n', "2: CSV:"),
    "huge cell": (b"x,y\n1," + b"9" * 200_000 + b"\n", "2: CSV: field larger"),
    "huge numbers as header": (b"9" * 100_000 + b",8\n1,2\n", "1: the header row names the columns"),
    "Latin-1": ("größe,y\n1,2\n".encode("latin-1"), "1: is not UTF-8 (perhaps Latin-1)"),
    "UTF-16": ("x,y\n1,2\n".encode("utf-16"), "1: is UTF-16"),
    "UTF-16 without mark": ("x,y\n1,2\n".encode("utf-16-le"), "1: is UTF-16"),
    "UTF-16 big end": ("x,y\n1,2\n".encode("utf-16-be"), "1: is UTF-16"),
    "too large a number": (b"x,y\n1e308,1\n1,2\n", "2: x must be within"),
    "one column": (b"x\n1\n", "1: found one column"),
    "comment": (b"# note\nx,y\n1,2\n", "1: found one column"),
    "too large": (b"x,y\n" + b"1,2\n" * (16 << 20) + b"1,2\n", "1: is larger than 64 MB"),
}


@pytest.mark.parametrize("case", BROKEN_TABLES)
def test_a_broken_table_is_the_only_mistake_told(tmp_path, case):
    """The sweep on it is not blamed for a dataset that is there and cannot be read."""
    data, words = BROKEN_TABLES[case]
    found = refused(changed(tmp_path, {"data/houses.csv": data}))
    assert len(found) == 1
    assert found[0].startswith(f"data/houses.csv:{words}")
    assert len(found[0]) < 400
    assert not (tmp_path / ".gdsim-cache").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfsize,price\r\n1,2\r\n2,4.5\r\n",
        b"size;price\n1;2\n2;4,5\n",
        b"size\tprice\r1\t2\r2\t4.5\r",
        b"size,price\r\n1,2\n2,4.5\r\r\n",
        b'"size\nin m",price\n1,2\n2,"4.5"\n',
        b",price\n1,2\n2,4.5\n",
    ],
    ids=["BOM and CRLF", "semicolon and comma", "tab and CR", "mixed ends", "quoted line", "no name"],
)
def test_other_forms_of_tables_are_built_right(tmp_path, data):
    content = changed(tmp_path, {"data/houses.csv": data, "sweeps/own.yaml": OWN.format("[0.01]")})
    built(content)
    points = strict((tmp_path / "site/datasets/houses.json").read_text(encoding="utf-8"))["points"]
    assert points == {"x": [1, 2], "y": [2, 4.5]}


EVERY = (
    "dataset: houses\nlearning_rate: [0.001, 1.0e+300, 1.0e-300]\nepochs: 4\nloss: [mse, mae, huber, ridge]\n"
    "optimizer: [gd, sgd, momentum, adagrad, adam, line-search]\nscenes: [fit]\n"
)


@pytest.mark.parametrize(
    "table",
    ["1,2\n", "1,2\n1,3\n", "1,2\n2,2\n", "0,0\n0,0\n", "1e-200,1e-200\n2e-200,3e-200\n",
    "1e70,1e70\n-1e70,0\n",
     "1e-155,1\n2e-155,2\n", "1,1\n1.0000000000000002,2\n", "5e-324,1\n1e-323,2\n"],
    ids=["one row", "constant x", "constant y", "zeros", "tiny", "huge", "variance near zero",
    "nearly constant",
         "denormal"],
)  # fmt: skip
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_tables_at_the_edge_build_with_every_optimizer_and_loss(tmp_path, table):
    files = {"index.md": PLAIN, "data/houses.csv": f"x,y\n{table}", "sweeps/own.yaml": EVERY}
    built(changed(tmp_path, files))
    assert len(records(tmp_path / "content", "own")) == 72


def test_a_start_so_far_away_that_the_loss_overflows_is_refused(tmp_path):
    sweep = OWN.format("0.1") + "init: {near: [1, 1], far: [1.0e+100, 0]}\n"
    found = refused(
        changed(tmp_path, {"data/houses.csv": "x,y\n1e70,1\n-1e70,2\n", "sweeps/own.yaml": sweep})
    )
    assert found == [
        "sweeps/own.yaml:5: init: 'far' is too far away: the loss there overflows on dataset 'houses'"
    ]


def test_two_hundred_thousand_rows_are_built(tmp_path):
    rows = "".join(f"{i % 997},{i % 89}\n" for i in range(200_000))
    started = time.monotonic()
    built(changed(tmp_path, {"index.md": PLAIN, "data/houses.csv": f"x,y\n{rows}"}))
    assert time.monotonic() - started < 48  # a million in 4 minutes


# YAML

YAML_TRAPS = {
    "unfinished": ("dataset: [a\n", "sweeps/rates.yaml:2: YAML:"),
    "no mapping": ("a: b: c\n", "sweeps/rates.yaml:1: YAML: mapping values are not allowed"),
    "tab": ("dataset:\n\t- a\n", "sweeps/rates.yaml:2: YAML:"),
    "duplicate key": ("dataset: a\ndataset: b\n", "sweeps/rates.yaml:2: YAML: found duplicate key"),
    "alias": ("a: &a 1\nb: *a\n", "sweeps/rates.yaml:2: YAML: alias *a"),
    "merge": ("dataset: outliers\nlearning_rate: 1\ninit:\n  <<: {a: [0, 0]}\n",
    "sweeps/rates.yaml:3: YAML: <<"),
    "tag": ("x: 1\ny: !foo bar\n", "sweeps/rates.yaml:2: YAML: tag '!foo'"),
    "python": (
        "a: !!python/object/apply:os.system ['touch pwned']\n",
        "sweeps/rates.yaml:1: YAML: tag 'python/object",
    ),
    "directive": ("%YAML 1.1\n---\na: 1\n", "sweeps/rates.yaml:2: YAML: leave the %YAML line out"),
    "two documents": ("a: 1\n---\nb: 1\n", "sweeps/rates.yaml:2: YAML:"),
    "list as key": ("[a, b]: 1\n", "sweeps/rates.yaml:1: YAML: a key is a word"),
    "brackets": ("[" * 5000, "sweeps/rates.yaml:1: YAML: nested deeper"),
    "braces": ("a: " + "{" * 5000, "sweeps/rates.yaml:1: a value that starts with {{ is quoted"),
    "dashes": ("- " * 5000, "sweeps/rates.yaml:1: YAML: nested deeper"),
    "marks": ("? " * 5000, "sweeps/rates.yaml:1: YAML: nested deeper"),
    "quotes": ("'" * 5000, "sweeps/rates.yaml:1: a sweep is keys and values"),
    "stars": ("*" * 5000, "sweeps/rates.yaml:1: YAML: alias"),
    "digits": ("\nepochs: " + "9" * 5000, "sweeps/rates.yaml:2: YAML: Exceeds the limit"),
    "hexadecimal digits": ("\nepochs: 0x" + "f" * 5000,
    "sweeps/rates.yaml:2: YAML: this whole number is too large"),
    "bad date": ("\ntitle: 2026-13-45\n", "sweeps/rates.yaml:2: YAML: month must be in 1..12"),
    "escaped NUL": ('a: "\\0"\n', "sweeps/rates.yaml:1: YAML: this text holds the control character U+0000"),
    "escaped surrogate": ('a: "\\ud800"\n',
    "sweeps/rates.yaml:1: YAML: this text holds the control character U+D800"),
    "escaped bidi": ('a: "\\u202e"\n',
    "sweeps/rates.yaml:1: YAML: this text holds the control character U+202E"),
    "terminal": ('"\\e]0;x\\a": 1\n', "sweeps/rates.yaml:1: YAML: this text holds the control character"),
    "a megabyte": ("a: [" + "1, " * 340_000 + "1]\n", "sweeps/rates.yaml:1: YAML: has 1,020,00"),
    "over a megabyte": ("a" * (1 << 20) + "a", "sweeps/rates.yaml:1: is larger than 1 MB"),
    "laughs": (
        "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi",
        strict=True)),
        "sweeps/rates.yaml:2: YAML: alias *a",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", YAML_TRAPS)
def test_a_trap_of_yaml_is_refused_soon_with_its_line(tmp_path, case):
    """In sweeps, front matter, sidecars, site.yaml and directives alike: one reader reads them all."""
    text, words = YAML_TRAPS[case]
    content = changed(tmp_path, {"sweeps/rates.yaml": text})
    started = time.monotonic()
    found = refused(content)
    assert time.monotonic() - started < 20
    assert found[0].startswith(words)
    assert len(found[0]) < 400
    assert not (tmp_path / "pwned").exists()
    assert not (tmp_path / ".gdsim-cache").exists()


def test_bombs_take_little_memory(tmp_path):
    """All of them in one process that may take 600 MB more than Python with what it imports."""
    for number, (text, _) in enumerate(YAML_TRAPS.values()):
        changed(tmp_path, {f"sweeps/bomb{number}.yaml": text})
    changed(tmp_path, {f"{n}.md": sign * 5000 for n, sign in enumerate("[(<*_`{$&|>#~:\\")})
    script = (
        "import sys\nfrom gdsim.cli import main\ncode = main(sys.argv[1:])\n"
        "peak = [line for line in open('/proc/self/status') if line.startswith('VmHWM')]\n"
        "print(peak[0].split()[1])\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--no-media", "--content", tmp_path / "content"],
        capture_output=True,
        text=True,
        timeout=20,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1800 << 20, 1800 << 20)),
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert int(done.stdout) < 600 << 10


@pytest.mark.parametrize(
    "unit", ["[", "![", "[[", "](", "*a ", "<b>", "` a", "$a ", "- ", "# ", "[^1]", "&lt;", "(", "_"]
)
def test_five_thousand_openings_on_a_page_end_soon(tmp_path, unit):
    content = changed(tmp_path, {"index.md": PLAIN, "P.md": unit * 5000})
    started = time.monotonic()
    try:
        built(content)
    except AuthorErrors as error:
        assert all(mistake.path == "P.md" for mistake in error.mistakes)
    assert time.monotonic() - started < 20


# Unknown names, rates, sizes, many files


def test_mistakes_of_every_file_are_told_at_once(tmp_path):
    files = {
        "site.yaml": "title: T\naccent: '#ffff00'\nplugins:\n  - no_such_module\n",
        "index.md": "::: animatio rates\n:::\n\n{{ run('rates').w }} {{ 1 / 0 }}\n\n![x](assets/p.png)\n",
        "Topics/Houses.md": '::: animation rates\n:::\n\n\n[x](javascript:alert(1))\n\n::: claim\n'
        'check: run("rates").diverged\ntext: x\n:::\n',
        "assets/live.svg": "<svg>\n<a href='java&#115;cript:alert(1)'/></svg>",
        "data/broken.csv": "x,y\n1,nan\n",
        "data/houses.yaml": "titel: H\n",
        "data/lost.yaml": "title: L\n",
        "data/notes.txt": "x",
        "sweeps/rates.yaml": RATES.format(-1).replace("linear", "liner")
        + "loss: mes\noptimizer: gdd\nscenes: fitt\n",
        "sweeps/own.yaml": "dataset: [houses, broken]\nepochs: 10000000000\nlearning_rate: 0.1\n",
    }  # fmt: skip
    expected = [
        "Topics/Houses.md:5: links are http, https, mailto or relative, got 'javascript:alert(1)'",
        "assets/live.svg:2: holds 'javascript:', which could run in the page",
        "data/broken.csv:2: y must be a number, got 'nan'",
        "data/houses.yaml:1: unknown key 'titel'; did you mean 'title'?",
        "data/lost.yaml:1: there is no table 'data/lost.csv' beside it",
        "data/notes.txt:1: data/ holds .csv and .yaml and .yml files; move this one",
        "index.md:1: unknown directive 'animatio'; did you mean 'animation'?",
        "index.md:6: there is no file 'assets/p.png'",
        "site.yaml:2: accent #ffff00 has a contrast of",
        "site.yaml:4: plugin 'no_such_module' cannot be imported: ModuleNotFoundError",
        "sweeps/own.yaml:2: epochs must be at most 10,000,000, got 10,000,000,000",
        "sweeps/rates.yaml:1: unknown dataset 'clean-liner'; did you mean 'clean-linear'?",
        "sweeps/rates.yaml:2: learning_rate must be a number > 0 and below 1.8e308, got -1",
        "sweeps/rates.yaml:4: unknown loss 'mes'; did you mean 'mse'?",
        "sweeps/rates.yaml:5: unknown optimizer 'gdd'; did you mean 'gd'?",
        "sweeps/rates.yaml:6: scenes: unknown name 'fitt'; did you mean 'fit'?",
    ]
    found = refused(changed(tmp_path, files))
    assert len(found) == len(expected), "\n".join(found)
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(start)
    assert not (tmp_path / ".gdsim-cache").exists()


def test_mistakes_of_many_pages_are_told_at_once(tmp_path):
    pages = {
        f"Many/Page {n}.md": f"{{{{ run('ratess').final.w }}}}\n\n[[Page {n + 1}]]\n\n[[Nope {n}]]\n"
        for n in range(60)
    }
    found = refused(changed(tmp_path, pages))
    assert sum("unknown sweep 'ratess'; did you mean 'rates'?" in line for line in found) == 60
    assert sum("there is no page 'Nope" in line for line in found) == 60
    assert sum(".md:3: there is no page 'Page 60'; did you mean" in line for line in found) == 1


@pytest.mark.parametrize(
    "rate", ["0", "-0.1", ".nan", "1e400", "-.inf", "fast", "'0.1'", "true", "[[1]]", "{a: 1}", ""]
)
def test_a_rate_that_is_none_is_refused_with_the_range(tmp_path, rate):
    found = refused(changed(tmp_path, {"sweeps/rates.yaml": RATES.format(rate)}))
    assert found[0].startswith("sweeps/rates.yaml:2: learning_rate")
    assert not (tmp_path / ".gdsim-cache").exists()


@pytest.mark.parametrize("factor", ["1e308", "1e-322"])
def test_a_multiple_of_the_threshold_that_is_no_rate_is_refused(tmp_path, factor):
    files = {"data/houses.csv": "x,y\n1e-9,1\n2e-9,2\n" if factor == "1e308" else "x,y\n1e9,1\n2e9,2\n"}
    files["data/houses.yaml"] = "x: x\n"
    files["sweeps/own.yaml"] = (
        OWN.format(f"{{times_max: [0.5, {factor}]}}") + "loss: {name: ridge, l2: 1.0e-9}\n"
    )
    content = changed(tmp_path, files)
    try:
        built(content)
    except AuthorErrors as error:
        assert "no learning rate" in str(error)
    else:
        assert all(0 < record["learning_rate"] < 1e309 for record in records(content, "own"))


def test_the_largest_rates_diverge_in_page_text_and_pictures(tmp_path):
    page = '::: animation rates\nlearning_rate: 1e300\n:::\n\n::: table rates\n:::\n\n::: claim\n' \
        'check: run("rates", learning_rate=1e300).diverged\ntext: It leaves.\n:::\n'  # fmt: skip
    content = changed(
        tmp_path, {"index.md": page, "sweeps/rates.yaml": RATES.format("[1.0e+300, 5e-324, 1.7e+308]")}
    )
    text = built(content, media=True)["index.html"]
    assert "the run diverged at epoch 1." in text
    assert "diverged at epoch 1" in text
    for record in records(content, "rates"):
        diverged = record["learning_rate"] > 1
        assert record["outcome"] == (
            {"status": "diverged", "epoch": 1} if diverged else {"status": "budget", "epoch": 12}
        )


@pytest.mark.parametrize(
    ("sweep", "words"),
    [
        ("epochs: 1000000000\n",
        "epochs must be at most 10,000,000, got 1,000,000,000; --limit epochs=N lifts"),
        (f"init: {{{', '.join(f's{k}: [0, {k}]' for k in range(5000))}}}\nepochs: {list(range(1, 2001))}\n",
         "declares 10,000,000 runs, the limit of a build is 100,000; --limit runs=N lifts"),
    ],
    ids=["10⁹ epochs", "10⁷ runs"],
)  # fmt: skip
def test_too_much_is_refused_before_any_work_with_counts(tmp_path, sweep, words):
    content = changed(tmp_path, {"sweeps/rates.yaml": f"dataset: clean-linear\nlearning_rate: 1e-4\n{sweep}"})
    started = time.monotonic()
    assert any(words in line for line in refused(content, media=True))
    assert time.monotonic() - started < 20
    assert not (tmp_path / ".gdsim-cache").exists()


def test_a_site_too_large_is_refused_before_any_work(tmp_path):
    found = refused(
        changed(
            tmp_path, {"sweeps/rates.yaml": RATES.format(f"[{', '.join(f'{k}e-6' for k in range(1, 9000))}]")}
        ),
        media=True,
    )
    assert "would take about" in found[0]
    assert "--limit site-mb=N lifts this" in found[0]
    assert not (tmp_path / ".gdsim-cache").exists()


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("dataset", "[[1]]", "unknown dataset [1]"),
        ("dataset", "{a: 1}", "unknown dataset {'a': 1}"),
        ("dataset", "../houses.csv", "unknown dataset '../houses.csv'"),
        ("dataset", "/etc/passwd", "unknown dataset '/etc/passwd'"),
        ("optimizer", "{name: adam, 3: 1}", "optimizer 'adam' has no option 3"),
        ("loss", "{name: huber, ~: 1}", "loss 'huber' has no option None"),
        ("loss", "[{name: huber, delta: [1]}]", "huber: delta must be a number"),
        ("title", "[a]", "title must be text"),
        ("init", "{a: [1, 2, 3]}", "init: a must be [w, b]"),
        ("init", "{[1]: [0, 0]}", "YAML: a key is a word"),
        ("scenes", "[[fit]]", "scenes: unknown name ['fit']"),
    ],
)
def test_values_of_another_kind_are_refused(tmp_path, key, value, words):
    sweep = {"dataset": "clean-linear", "learning_rate": "0.1", key: value}
    text = "".join(f"{name}: {item}\n" for name, item in sweep.items())
    assert any(words in line for line in refused(changed(tmp_path, {"sweeps/rates.yaml": text})))


# Markup and other live text


def test_hostile_text_everywhere_is_shown_as_text(tmp_path):
    """Titles, tags, labels, CSV headers, notes, names, captions: nothing runs, nothing is evaluated."""
    quoted = json.dumps(HOSTILE)
    cell = '"' + HOSTILE.replace('"', '""') + '"'
    content = changed(tmp_path, {
        "site.yaml": f"title: {quoted}\ndescription: {quoted}\nurl: https://example.org/a'b/\nrepository: https://x.org/'\n",
        "index.md": f"---\ntitle: {quoted}\nsummary: {quoted}\ntags: [{quoted}]\naliases: [{quoted}]\n---\n"
        "::: animation rates\n:::\n\n::: table own\n:::\n",
        "Topics/<b onclick=alert(1)>'&.md": "# A\n\n[[Home]] [b](<#a>)\n",
        "Topics/Houses.md": "[[Home|<script>alert(1)</script>]]\n",
        "Home.md": "x\n",
        "data/houses.csv": f"{cell},$\\frac{{a}}$\n1,2\n2,4\n3,5.5\n",
        "data/houses.yaml": f"title: {quoted}\nnote: {quoted}\nunits: {{x: {quoted}, y: $y$}}\n",
        "sweeps/rates.yaml": RATES.format("[5e-5, 2e-4]") + f"title: {quoted}\n",
        "sweeps/own.yaml": OWN.format("[0.01]") + f"init: {{{quoted}: [0, 0]}}\n",
        "assets/<img src=x onerror=alert(1)>.txt": "x",
    })  # fmt: skip
    texts = built(content, media=True)
    assert texts["index.html"].count(HOSTILE) >= 3
    assert HOSTILE in texts["embed/rates.html"]
    assert not any(
        "49" in text for name, text in texts.items() if "{{ 7 * 7 }}" in text and name == "404.html"
    )
    record = strict((tmp_path / "site/datasets/houses.json").read_text(encoding="utf-8"))
    assert record["title"] == record["labels"]["x"] == record["units"]["x"] == HOSTILE


@pytest.mark.parametrize("title", ["$x$", "$\\foo$", "$", "a $ b $ c", "$$", "\\frac{", "%_^{}~#"])
def test_dollars_and_tex_in_titles_and_labels_are_letters(tmp_path, title):
    quoted = json.dumps(title)
    files = {
        "Topics/Houses.md": f"---\ntitle: {quoted}\nsummary: {quoted}\n---\nText.\n",
        "index.md": f"---\nprerequisites: [{quoted}]\n---\nx\n",
        "data/houses.csv": f"{title},{title} \u00b2\n1,2\n2,4\n",
        "data/houses.yaml": f"title: {quoted}\n",
        "sweeps/own.yaml": OWN.format("[0.01]") + f"title: {quoted}\n",
    }
    texts = built(changed(tmp_path, files), media=title in {"$\\foo$", "$"})
    assert texts["topics/houses.html"].count(title) >= 3
    assert title in texts["embed/own.html"]


NOWHERE = [
    "javascript:alert(1)", "JaVa&#x53;cript:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd",
    "//evil.example/x", "/etc/passwd", "../../../etc/passwd", "..%2f..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/x",
    "..\\..\\x", "\\\\host\\x", "blob:x", "ftp://x", "a%00.md", "Hauses.md", "#nope", "Houses.md#nope",
    "?x=1",
]  # fmt: skip


@pytest.mark.parametrize("form", ["[x](<{}>)", "![x](<{}>)", "[x][{n}]\n\n[{n}]: <{}>", '<a href="{}">x</a>'])
def test_addresses_that_lead_nowhere_or_out_are_refused_each_at_its_line(tmp_path, form):
    parts = [form.format(address, n=number) for number, address in enumerate(NOWHERE)]
    found = refused(changed(tmp_path, {"Topics/Links.md": "\n\n".join(parts) + "\n"}))
    lines = {int(line.split(":")[1]) for line in found if line.startswith("Topics/Links.md:")}
    per_part = parts[0].count("\n") + 2
    if form.startswith("<a"):  # what the wall took away is only known to be in the page
        assert len(lines) >= len(NOWHERE) - 7
    else:
        assert {(line - 1) // per_part for line in lines} == set(range(len(NOWHERE)))


@pytest.mark.parametrize(
    "text",
    ["[x][r]\n\n[r]: <JaVa\tScript:alert(1)>", '<a href="data:text/html,<script>alert(1)</script>">x</a>'],
)
def test_addresses_that_are_no_markup_are_text(tmp_path, text):
    built(changed(tmp_path, {"Topics/Links.md": text}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x [[Hauses]]\n", "1: there is no page 'Hauses'; did you mean 'Houses'?"),
        ("\n\n[[Houses#Nothing]]\n", "3: 'Topics/Houses.md' has no heading #nothing; known: houses"),
        ("[[../../etc/passwd]]\n", "1: there is no page '../../etc/passwd'"),
        ("![x](../assets/pictur.png)\n",
        "1: there is no file 'assets/pictur.png'; did you mean 'assets/picture.png'?"),
        ("::: animation ../rates\n:::\n", ""),
        ("::: animation ratess\n:::\n", "1: unknown sweep 'ratess'; did you mean 'rates'?"),
        ("{{ dataset('hauses').n }}\n", "unknown dataset 'hauses'; did you mean 'houses'?"),
        ("&#x202e;abc &#0; &#27;\n", "1: shows the control character U+202E"),
        ("x\n\n{{ '\\x1b[31m' }}\n", "shows the control character U+001B"),
        ("{{ '\\ud800' }}\n", "shows the control character U+D800"),
        ("{{ run(5).final.w }} {{ run('rates').final.w }} {{ dataset(7).n }}\n", "unknown sweep 5"),
    ],
)  # fmt: skip
def test_broken_references_and_hidden_characters_are_refused(tmp_path, text, words):
    content = changed(tmp_path, {"Topics/Links.md": text, "assets/picture.png": b"png"})
    if words:
        assert any(words in line for line in refused(content))
    else:
        built(content)


def test_numbers_as_names_of_sweeps_and_datasets_are_found(tmp_path):
    files = {
        "sweeps/5.yaml": OWN.format("[0.01]"),
        "data/7.csv": "x,y\n1,2\n2,3\n",
        "P.md": "{{ run(5).epoch }} {{ run('rates').epoch }} {{ dataset(7).n }} {{ dataset('houses').n }}\n",
    }
    assert " 2 4" in built(changed(tmp_path, files))["p.html"]


def test_a_bar_in_a_table_may_have_its_backslash(tmp_path):
    page = (
        "| a | b |\n|---|---|\n| {{ dataset('houses').n \\| digits(3) }} | [[Houses\\|the label]] |\n"
        "| {{ 2 | digits(2) }} | [[Houses|other]] |\n"
    )
    text = built(changed(tmp_path, {"P.md": page}))["p.html"]
    assert "4.00" in text
    assert "the label" in text
    assert "2.0" in text


@pytest.mark.parametrize("name", ["P.md", "site.yaml", "sweeps/s.yaml", "data/s.csv", "data/houses.yaml"])
@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"title: a\0b\n", b"\x1b[31m", "\u202e".encode(), b"\xed\xa0\x80"]
)
def test_text_that_is_none_is_refused_with_escaped_messages(tmp_path, name, data):
    found = refused(changed(tmp_path, {name: data}))
    assert [line.split(":")[0] for line in found] == [name]


# Names


ODD_NAMES = {
    "spaces": "a  b c", "emoji": "party 🎉 👩‍👩‍👧", "sign": "C# & co?", "percent": "100%41 %2e%2e",
    "ampersand": "a&amp;b",
    "right to left": "שלום עולם", "long": "x" * 100, "long right to left": "ש" * 100, "quotes": "a'b\"c",
    "dots": "a..b...",
    "device": "con", "plus": "1 + 1 = 2; ok", "dollar": "$HOME", "compatible": "𝐁𝐨𝐥𝐝 ﬁne ²",
    "turkish": "Işık İ ß",
    "at": "@me ~x [y] (z)", "only signs": "???", "wide": "ﷺ½ ５",
}  # fmt: skip


@pytest.mark.parametrize("case", ODD_NAMES)
def test_odd_names_are_built_and_every_link_resolves(tmp_path, case):
    name = ODD_NAMES[case]
    quoted = json.dumps(name, ensure_ascii=False)
    encoded = f"<{name.replace('%', '%25').replace('#', '%23')}"
    page = (
        f"::: animation {name}\n:::\n\n{{{{ run({quoted}).final.w }}}} {{{{ dataset({quoted}).n }}}}\n\n"
        f"[p]({encoded}.md>) [f](<../assets/{encoded[1:]}.txt>)\n\n## {name.replace('&', '&amp;')}\n"
    )
    if not {"[", "]", "#", "|"} & set(name):
        page += f"\n[[{name}]] [[#{name}]]\n"
    files = {
        f"{name}/{name}.md": page,
        f"assets/{name}.txt": "x",
        f"data/{name}.csv": f"{json.dumps(name).replace(chr(92) + chr(34), chr(34) * 2)},y\n1,2\n2,3.5\n",
        f"sweeps/{name}.yaml": OWN.format(0.01).replace("houses", quoted) + f"init: {{{quoted}: [0, 0]}}\n",
    }
    content = changed(tmp_path, files)
    texts = built(content, media=case in {"emoji", "percent", "long right to left"})
    assert sum(name in text for text in texts.values()) >= 2
    assert all(len(os.fsencode(part)) <= 255 for path in tree(tmp_path / "site") for part in path.split("/"))


@pytest.mark.parametrize(
    "pair", [("A", "a"), ("é", "e\u0301"), ("a b", "a-b"), ("ﬁ", "fi"), ("ß", "SS")], ids=str
)
@pytest.mark.parametrize("place", ["{}.md", "data/{}.csv", "sweeps/{}.yaml", "X/{}/p.md"])
def test_names_that_collide_are_refused_naming_both(tmp_path, pair, place):
    text = {"data/{}.csv": "x,y\n1,2\n2,3\n", "sweeps/{}.yaml": OWN.format("[0.01]")}.get(place, "x\n")
    first, second = (place.format(name) for name in pair)
    found = refused(changed(tmp_path, {first: text, second: text}))
    assert any(first in line and second in line for line in found)


def test_assets_that_collide_are_refused_naming_both(tmp_path):
    found = refused(changed(tmp_path, {"assets/A.txt": "x", "assets/a.txt": "y"}))
    assert found[0].startswith("assets/a.txt:1: has the same address as 'assets/A.txt'")


@pytest.mark.parametrize(
    "name", ["runs.md", "media/x.md", "Assets.md", "embed.md", "404.md", "Search.md", "datasets/index.md"]
)
def test_a_page_at_an_address_of_the_site_is_refused(tmp_path, name):
    (found,) = refused(changed(tmp_path, {name: "x\n"}))
    assert found.startswith(f"{name}:1: the address ")


@pytest.mark.parametrize("name", ["{}.md", "data/{}.csv", "sweeps/{}.yaml"])
def test_a_name_that_grows_too_long_is_refused(tmp_path, name):
    path = name.format("ﷺ" * 60)
    text = {"data/{}.csv": "x,y\n1,2\n2,3\n", "sweeps/{}.yaml": OWN.format("[0.01]")}.get(name, "x\n")
    (found,) = refused(changed(tmp_path, {path: text}))
    assert found.startswith(path)
    assert "too long" in found


def test_long_names_of_starts_and_datasets_keep_ids_short(tmp_path):
    inits = ", ".join(f"{'x' * 300}{k}: [0, {k}]" for k in range(2))
    content = changed(tmp_path, {"sweeps/own.yaml": OWN.format("[0.01]") + f"init: {{{inits}}}\n"})
    built(content)
    assert len({record["id"] for record in records(content, "own")}) == 2


@pytest.mark.parametrize("name", [b"b\xff.md", b"assets/b\xff.png", b"data/b\xff.csv", b"sweeps/b\xff.yaml",
b"a\nb.md",
                                  b"assets/a\x1b[31mb.png", "a\u202eb.md".encode(),
                                  b"\xff/a.md"])  # fmt: skip
def test_file_names_that_cannot_be_shown_are_refused(tmp_path, name):
    path = os.fsencode(write_content(tmp_path)) + b"/" + name
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(b"x,y\n1,2\n")
    (found,) = refused(tmp_path / "content")
    assert "the name of this file" in found
    assert "\n" not in found
    done = subprocess.run(
        [sys.executable, "-m", "gdsim.cli", "build", "--json", "--content", tmp_path / "content"],
        capture_output=True,
    )
    assert (done.returncode, len(strict(done.stdout)["problems"]), done.stderr) == (2, 1, b"")


PLACES = ["assets/x.png", "P.md", "site.yaml", "sweeps/s.yaml", "data/s.csv", "data/houses.yaml"]


@pytest.mark.parametrize("kind", ["out", "loop", "device", "fifo", "dangling", "folder"])
def test_what_is_no_file_of_the_content_is_refused_wherever_it_stands(tmp_path, kind):
    """Nothing outside is read: the secret is nowhere in the messages or beside the content."""
    (tmp_path / "secret").write_text("title: secret\n")
    found = {}
    for place in PLACES:
        content = write_content(tmp_path / place.replace("/", "-"))
        path = content / place
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if kind == "fifo":
            os.mkfifo(path)
        elif kind == "folder":
            path.mkdir()
        else:
            targets = {
                "out": tmp_path / "secret",
                "loop": path.name,
                "device": "/dev/zero",
                "dangling": "nowhere",
            }
            path.symlink_to(targets[kind])
        if kind == "folder" and place not in {"site.yaml", "data/houses.yaml"}:
            built(content)
            continue
        found[place] = refused(content)
        assert not any("secret" in line for line in found[place])
    assert all(len(lines) == 1 and lines[0].startswith(f"{place}:1: ") for place, lines in found.items())


@pytest.mark.parametrize("folder", ["Topics/Up", "sweeps", "data", "assets"])
def test_links_to_folders_are_refused(tmp_path, folder):
    content = write_content(tmp_path)
    if (content / folder).exists():
        (content / folder).rename(tmp_path / "moved")
    (content / folder).symlink_to(tmp_path)
    assert f"{folder}:1: this is a link to a folder; put the folder itself here" in refused(content)


@pytest.mark.parametrize("folder", ["sweeps", "data"])
def test_a_file_where_a_folder_is_meant_is_told(tmp_path, folder):
    content = write_content(tmp_path)
    (content / folder).rename(tmp_path / "moved")
    (content / folder).write_text("x")
    assert any(line.startswith(f"{folder}:1: cannot be read: Not a directory") for line in refused(content))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.svg", b"<svg><script>alert(1)</script></svg>"),
        ("x.svg", b"<svg><a href='java&#x73;cript:alert(1)'/></svg>"),
        ("x.svg", b"<svg><a href='java\nscript:alert(1)'/></svg>"),
        ("x.svg", b"<svg><set attributeName='href' to='x'/></svg>"),
        ("x.svg", "<svg onload='x'/>".encode("utf-16")),
        ("x.svgz", b"\x1f\x8b"),
        ("x.xml", b"<?xml-stylesheet href='x.xsl'?><a/>"),
        ("x.xhtml", b"<html/>"),
        ("huge.bin", b"0" * ((50 << 20) + 1)),
    ],
    ids=[
        "script",
        "entity",
        "line end",
        "animated",
        "UTF-16",
        "compressed",
        "style sheet",
        "page",
        "too large",
    ],
)
def test_a_live_or_huge_asset_is_refused(tmp_path, name, data):
    (found,) = refused(changed(tmp_path, {f"assets/{name}": data}))
    assert found.startswith(f"assets/{name}:1: ")
    assert not (tmp_path / ".gdsim-cache").exists()


# Places and site.yaml


def test_a_content_folder_that_is_a_link_is_built_beside_the_link(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    content = write_content(tmp_path / "there")
    (tmp_path / "here/content").symlink_to(content)
    built(tmp_path / "here/content")
    assert not (tmp_path / "there/site").exists()


def test_a_content_given_by_dots_is_built_beside_itself(tmp_path, monkeypatch):
    content = write_content(tmp_path)
    monkeypatch.chdir(content / "Topics")
    build(Path(".."))
    assert (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize(
    ("place", "words"),
    [("file", "site.yaml:1: cannot be read: Not a directory"), ("none", "site.yaml:1: there is no such file"),
     ("none/deep", "site.yaml:1: there is no such file"), ("empty", "site.yaml:1: there is no such file")],
)  # fmt: skip
def test_a_content_that_is_no_content_is_told_and_nothing_written(tmp_path, place, words):
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    before = tree(tmp_path)
    assert refused(tmp_path / place) == [words]
    left = set(tree(tmp_path)) - set(before)
    assert left <= {".site.lock", ".gdsim-cache.lock"}
    assert place == "empty" or not left


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "1: expected keys and values, got nothing"),
        ("[]", "1: expected keys and values, got list"),
        ("titel: x\n", "1: the key 'title' is missing"),
        ("title: 5\n", "1: title: input should be a valid string, got 5"),
        ("title: T\nurl: 'https://['\n", "2: url: names no host that can be read"),
        ("title: T\nurl: 'https://'\n", "2: url: names no host that can be read"),
        ("title: T\nurl: 'https://x:99999/'\n", "2: url: names no host that can be read"),
        ("title: T\nurl: 'javascript:alert(1)'\n", "2: url: must start with https:// or http://"),
        ("title: T\nrepository: \"https://x/ onload=alert(1)\"\n", "2: repository: must start with"),
        ("title: T\n\naccent: 'red; } body { display: none'\n", "3: accent must be a colour"),
        ("title: T\nnavigation:\n- Topics\n- Nowhere\n",
        "4: navigation: there is no page or folder 'Nowhere'"),
        ("title: T\nplugins:\n- ''\n", "3: plugin '' cannot be imported: ValueError"),
    ],
)  # fmt: skip
def test_a_bad_site_yaml_is_refused_with_its_line(tmp_path, text, words):
    assert any(
        line.startswith(f"site.yaml:{words}") for line in refused(changed(tmp_path, {"site.yaml": text}))
    )


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.exit(0)",
        "1 / 0",
        "def (",
        "raise Exception('\\x1b[31m\\ntwo lines')",
        "import no_such",
    ],
)
def test_a_plugin_that_fails_is_told(tmp_path, code, request):
    name = f"plugin_{abs(hash(request.node.name)):x}"
    (tmp_path / f"{name}.py").write_text(code)
    (found,) = refused(changed(tmp_path, {"site.yaml": f"title: T\n\nplugins:\n  - {name}\n"}))
    assert found.startswith(f"site.yaml:4: plugin {name!r} cannot be imported: ")
    assert "\n" not in found


def test_a_page_of_a_megabyte_is_read_and_of_a_byte_more_refused(tmp_path):
    text = ("word " * 99 + "\r\n\n") * 2087
    page = text.encode().ljust(1 << 20, b"\n")
    built(changed(tmp_path, {"P.md": page}))
    assert refused(changed(tmp_path, {"P.md": page + b"\n"})) == [
        "P.md:1: is larger than 1 MB, the most that is read of such a file"
    ]


def test_mixed_line_ends_keep_line_numbers(tmp_path):
    page = b"---\r\ntitle: P\r---\n\r\n::: animation rates\r:::\r\n\n| a |\r|---|\r\n| 1 |\r\n\r\n[[Nope]]\r"
    (found,) = refused(changed(tmp_path, {"P.md": page}))
    assert found.startswith("P.md:12: there is no page 'Nope'")


def test_a_mended_content_equals_a_clean_build(tmp_path):
    """Recovers: after each kind of refusal the next build gives the bytes of a clean one."""
    clean = write_content(tmp_path / "clean")
    build(clean)
    content = write_content(tmp_path / "dirty")
    for files in (
        {"data/houses.csv": "x,y\n1,nan\n"},
        {"sweeps/rates.yaml": "[" * 5000},
        {"index.md": "{{ nope }}\n"},
        {"site.yaml": "titel: x\n"},
    ):
        refused(changed(tmp_path / "dirty", files))
        write_content(tmp_path / "dirty")
    build(content)
    assert tree(tmp_path / "dirty/site") == tree(tmp_path / "clean/site")


# Fuzz: whatever comes in, only the author's mistakes come out

KNOWN = {name: built_in.get(name)() for name in built_in.names()}
FUZZ = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
CELLS = st.sampled_from(
    [b"1", b"2.5", b"-3e2", b"1e309", b"nan", b"", b'"', b'""', b'"4"', b",", b";", b"\t", b"\n", b"\r\n",
    b"\r", b"\0",
     b"x", b"y", b"\xef\xbb\xbf", b"\xff", b"\xc3\xa9", b"1,5", b" ", b"\x1b", b"'", b"=1+1", b"1_0",
     b"\xe2\x80\xae"]
)  # fmt: skip
TABLES = st.one_of(
    st.binary(max_size=60),
    st.lists(CELLS | st.binary(max_size=4), max_size=40).map(b"".join),
    st.lists(CELLS, max_size=40).map(lambda cells: b"x,y\n1,2\n" + b"".join(cells)),
)
SIDECARS = st.none() | st.lists(
    st.sampled_from(["x: ", "y: ", "title: ", "units: ", "{", "}", "[", "]", "x", "y", ", ", "\n", "5", "~",
    ": ", "&a ", "*a"]),
    max_size=10,
).map("".join)  # fmt: skip


@FUZZ
@given(data=TABLES, sidecar=SIDECARS)
def test_any_bytes_are_a_dataset_or_mistakes(tmp_path, data, sidecar):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data/t.csv").write_bytes(data)
    (tmp_path / "data/t.yaml").unlink(missing_ok=True)
    if sidecar is not None:
        (tmp_path / "data/t.yaml").write_text(sidecar, encoding="utf-8")
    try:
        assert read_dataset(tmp_path, "data/t.csv").n >= 1
    except AuthorErrors as error:
        assert all(mistake.line >= 1 for mistake in error.mistakes)


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
    | st.sampled_from(["mse", "huber", "adam", "momentum", "houses", "outliers", "clean-linear", "fit",
    "gif", 5e-5, 1e300, 10])
)  # fmt: skip
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["name", "delta", "beta", "random", "low", "high", "times_max", "a", "seed", "l2"])
        | st.text(max_size=3) | st.integers(), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
KEYS = ["title", "dataset", "model", "loss", "optimizer", "learning_rate", "init", "epochs", "standardize",
"tolerance",
        "scenes", "formats", "x"]  # fmt: skip
YAML_PIECES = [
    "dataset: ", "outliers", "learning_rate: ", "1e-4", "\n", "  ", "- ", "[", "]", "{", "}", ", ", ": ",
    "? ", "& ", "&a",
    "*a", "!", "!!", "!!set ", "!!binary ", "!!float ", "!!int ", "%YAML 1.1\n", "---\n", "...\n", "|", ">",
    "|-\n", "'", '"',
    '"\\', "#", "~", "<<: ", "0x", "0o9", "9" * 20, ".inf", ".nan", "1e400", "2026-13-45", "12:30:45",
    "2026-01-01T25:00:00Z",
    "true", "init: ", "epochs: ", "\t", "é", "\u2028", "\x85", "@", "`", "=", "loss: ", "{name: huber, ",
    "delta: ",
]  # fmt: skip


def outcome_of(text):
    limits = Limits(runs=200, epochs=1000)
    try:
        return declare_sweep(parse_yaml(text, "sweeps/s.yaml"), KNOWN, limits)
    except AuthorErrors as error:
        assert all(mistake.line >= 1 and str(mistake) for mistake in error.mistakes)
        return None


@FUZZ
@given(st.lists(st.sampled_from(YAML_PIECES) | st.text(max_size=5), max_size=25).map("".join))
def test_any_text_is_a_sweep_or_mistakes(text):
    outcome_of(text)


@FUZZ
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6))
def test_any_values_are_a_sweep_or_mistakes(fields):
    """Well-formed YAML of any shape: JSON is YAML, but for its NaN."""
    base = {"dataset": "outliers", "learning_rate": 1e-4}
    for record in (fields, {**base, **fields}):
        outcome_of(json.dumps(record).replace("NaN", ".nan").replace("Infinity", ".inf"))


FRONT = st.lists(
    st.sampled_from(["---\n", "title: ", "tags: ", "[a, b]", "date: ", "2026-01-01", "2026-13-01",
    "order: ", "draft: ", "true",
                     "aliases: ", "used_in: ", "prerequisites: ", "[[Home]]", "'[[Home]]'", "[", "]", "\n",
                     "5", ".inf", ": ",
                     "- ", "{{ 1 }}", "summary: ", "~", "\"\\u202e\"", "\r", "x",
                     "\0"]) | st.text(max_size=6),
    max_size=20,
).map("".join)  # fmt: skip
PAGES = st.lists(
    st.sampled_from([":::", "::: note\n", "::: claim\n", "check: ", "text: ", "::: animation rates\n",
    "::: table rates\n",
                     "columns: ", "[w, b]", "{{", "}}", "{{ run('rates').final.w }}", "{{ run(5) }}", "\\|",
                     "$", "[[Home]]",
                     "[[", "]]", "](", "<", "&#x202e;", "&#0;", "\n", "\n\n", "| a | b |\n|---|---|\n", "|",
                     "```\n", "- ", "x"])
    | st.text(max_size=6), max_size=30,
).map("".join)  # fmt: skip


@FUZZ
@given(front=FRONT, body=PAGES)
def test_any_page_is_rendered_or_mistakes(tmp_path, front, body):
    (tmp_path / "site.yaml").write_text("title: T\n")
    (tmp_path / "index.md").write_text("---\ntitle: Home\n---\n")
    for text in (f"---\n{front}\n---\n{body}", front + body):
        (tmp_path / "P.md").write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            content = read_content(tmp_path)
            index = LinkIndex(content)
            for source in content.pages:
                page = render_page(source, index, FakeFacts())
                json.dumps(page.record(), ensure_ascii=False).encode()
                assert page.mistakes or not Reader(page.html).live
        except AuthorErrors as error:
            assert all(mistake.line >= 1 for mistake in error.mistakes)


ARGUMENTS = st.lists(
    st.sampled_from(["mse", "huber", "gd", "adam", "{name: ", "}", "delta: ", "beta1: ", "1", "-1", "0.5",
    "1e400", "[", "]", ", ",
                     "random:", "0,0", "~", "!!set ", "&a ", "'", "{times_max: ", "true", ".nan", "\n", "é",
                     "\udcff", "x"])
    | st.text(max_size=4), max_size=6,
).map("".join)  # fmt: skip


@FUZZ
@given(
    flag=st.sampled_from(["--loss", "--optimizer", "--learning-rate", "--init", "--dataset", "--model"]),
    text=ARGUMENTS,
)
def test_any_argument_is_run_or_a_mistake(flag, text):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        code = main(["run", "--epochs=3", f"{flag}={text}"])
    assert code in {0, 2}
    assert code == 0 or said.getvalue().endswith("nothing was written.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--learning-rate", "[0.1, 0.2]"], "this is one run, got lists that make 2"),
        (["--loss", "[mse, mae]"], "this is one run"),
        (["--epochs", "[1, 2]"], "this is one run"),
        (["--optimizer", "{name: adam, 3: 1}"], "has no option 3"),
        (["--epochs", "0x" + "f" * 5000], "too large"),
    ],
)
def test_arguments_of_another_kind_are_told(capsys, arguments, words):
    assert main(["run", *arguments]) == 2
    assert words in capsys.readouterr().err
