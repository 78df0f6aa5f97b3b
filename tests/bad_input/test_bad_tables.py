"""CSV: cells that are no numbers, broken tables, other forms, tables at the edge, many rows."""

from __future__ import annotations

import pytest
from guard import ends_soon
from small_site import write_content

from tests.bad_input.builds import (
    OWN,
    PLAIN,
    build,
    built,
    changed,
    records,
    refused,
    strict,
)


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
    with ends_soon(48):  # a million in 4 minutes
        built(changed(tmp_path, {"index.md": PLAIN, "data/houses.csv": f"x,y\n{rows}"}))
