"""Fuzz: whatever comes in, only the author's mistakes come out."""

from __future__ import annotations

import contextlib
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gdsim import datasets as built_in
from gdsim.cli import main
from gdsim.content import LinkIndex, read_content, render_page
from gdsim.core.yamltext import parse_yaml
from gdsim.descent.declare import Limits, declare_sweep
from gdsim.descent.table import read_dataset
from gdsim.errors import AuthorErrors
from tests.bad_input.builds import (
    Reader,
)
from tests.content.fakes import FakeFacts

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
        (["--model", ""], "model is empty"),
        (["--model", "3"], "model must be a name or {name: …}, got 3"),
        (["--model", "[line]"], "model must be a name or {name: …}, got ['line']"),
        (["--model", "{name: [line]}"], "model must be a name or {name: …}"),
        (["--model", "{name: polynomial, 3: 1}"], "has no option 3"),
        (
            ["--model", "{name: polynomial, degree: []}"],
            "degree must be a whole number from 0 to 999, got []",
        ),
    ],
)
def test_arguments_of_another_kind_are_told(capsys, arguments, words):
    assert main(["run", *arguments]) == 2
    assert words in capsys.readouterr().err
