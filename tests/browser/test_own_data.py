"""A table of the reader's is read, or refused, in the page as by the build."""

from __future__ import annotations

import base64
import random
from pathlib import Path

from answers import ask

from gdsim.descent.table import read_dataset
from gdsim.errors import AuthorErrors

TABLES: list[bytes] = [
    b"x,y\n1,2\n3,4\n",
    b"rooms;price\n1,5;2\n3;-4,25e2\n",
    b"a\tb\tc\n1\t2\tz\n.5\t4.\tz\n",
    b"\xef\xbb\xbfx,y\r\n1,2\r\n\r\n3,4",
    b'"a ""b""","c,d"\n"1",2\n',
    b' x , y \n,\n 1 , +2e0 \n',
    b"",
    b"\n\n",
    b"x\n1\n2\n",
    b"1,2\n3,4\n",
    b"x,y\n",
    b"x,y\n1\n1,2,3\n\n4,5\n6\n",
    b"x,x\n1,2\n",
    b"x,y\nnan,1\ninf,2\n,3\n1_000,4\n1e309,5\n-1e71,6\n0x1,7\n1 2,8\n",
    "x,y\n٣,4\n５,6\n".encode(),
    "größe,preis\u200b\n1,zwei\u202f\n".encode(),
    b"x,y\n" + b"a,b\n" * 130,
    b'x,y\n1,"2\n3,4\n',
    b'x,y\n"1"2,3\n',
    b'x,y\n1,2"3\n',
    b'x,y\n"1\n",2\n3,4\nz,5\n',
    b"x,y\n1," + b"9" * 140_000 + b"\n",
    b"x,y\n1,\x00\n",
    b"x,y\n\x1b1,2\n\x072,3\n",
    "x\u202e,y\n1,2\n".encode(),
    "x,y\n1,2\n".encode("utf-16"),
    "x,y\n1,2\n".encode("utf-16-le"),
    "größe,y\n1,2\n".encode("latin-1"),
    b"x,y\n1,2\n3,\xe9",
    b"x,'y\n1,it's\n2,\"it's \"\"it\"\"\"\n",
    b"it's,y\\\n\\,1\n",
]  # fmt: skip
CLEAN = ["1,2\n", "-3.5,4e2\n", '"5",6\n', "\n", " 7 , 8 \r\n", ",\n"]
PIECES = [
    "x", "y", "1", "-2.5", "3e4", ".", "1,5", ",", ",", ",", ";", "\t", "\n", "\n", "\r\n", '"', '""', " ",
    "nan", "1_0", "é", "\u2028", "\ufeff", "\u00a0", "\\", "'", "\u200b", "\U0001f600", "\x85", "x,y\n1,2\n",
]  # fmt: skip


def drawn_tables(count: int) -> list[bytes]:
    """Tables put together at random, most of them broken."""
    stream = random.Random(11)
    tables = []
    for _ in range(count):
        head, pieces = stream.choice(
            [("x,y\n", CLEAN), ("x,y\n1,2\n", PIECES), ("x;y\n", PIECES), ("", PIECES)]
        )
        tables.append((head + "".join(stream.choices(pieces, k=stream.randrange(25)))).encode())
    return tables


def test_tables_are_read_and_refused_as_by_the_build(tmp_path: Path) -> None:
    """The same points and labels, or the same messages, for each table."""
    (tmp_path / "data").mkdir()
    tables = [*TABLES, *drawn_tables(600)]
    questions = [
        {"ask": "table", "base64": base64.b64encode(table).decode(), "filename": "data/own.csv"}
        for table in tables
    ]
    taken = 0
    for table, answer in zip(tables, ask(questions), strict=True):
        (tmp_path / "data" / "own.csv").write_bytes(table)
        try:
            dataset = read_dataset(tmp_path, "data/own.csv")
        except AuthorErrors as errors:
            assert answer == {"mistakes": [str(mistake) for mistake in errors.mistakes]}, table
            continue
        read, taken = answer["dataset"], taken + 1
        assert read["points"] == {"x": dataset.x.tolist(), "y": dataset.y.tolist()}, table
        assert read["labels"] == {"x": dataset.x_label, "y": dataset.y_label}, table
        assert (read["name"], read["title"], read["n"]) == (dataset.name, dataset.title, dataset.n), table
    assert taken > 40
