"""The bytes of a notebook are those that nbformat would write."""

from __future__ import annotations

import nbformat

from gdsim.core.notebook import Code, Text, folded, joined, quoted
from gdsim.notebooks.ipynb import notebook_bytes

PARTS = [Text("# Größe\n\n$x$ — “quoted”"), Code("x = 1\nprint(x)"), Text("same"), Text("same"), Code("")]


def test_bytes_are_what_nbformat_writes() -> None:
    made = notebook_bytes(PARTS, "Größe")
    read = nbformat.reads(made.decode(), as_version=4)
    nbformat.validate(read)
    assert nbformat.writes(read) == made.decode().removesuffix("\n")


def test_an_edit_changes_the_id_of_no_other_cell() -> None:
    before = nbformat.reads(notebook_bytes(PARTS, "T").decode(), as_version=4)
    edited = [PARTS[0], Code("x = 2"), *PARTS[2:]]
    after = nbformat.reads(notebook_bytes(edited, "T").decode(), as_version=4)
    kept = [a.id == b.id for a, b in zip(before.cells, after.cells, strict=True)]
    assert kept == [True, False, True, True, True]
    assert len({cell.id for cell in before.cells}) == len(PARTS)


def test_text_is_joined_and_code_kept() -> None:
    parts = joined([Text("a"), Text(" \n"), Text("b"), Code("\nx = 1\n"), Code(" "), Text("c")])
    assert parts == [Text("a\n\nb"), Code("x = 1"), Text("c")]


def test_folded_and_quoted_text_leaves_code_to_run() -> None:
    parts = folded("Answer", [Text("a"), Code("x = 1"), Text("b")])
    assert [type(part) for part in parts] == [Text, Code, Text]
    assert parts[0] == Text("<details>\n<summary>Answer</summary>\n\na\n\n</details>")
    assert quoted([Text("a\n\nb"), Code("x")]) == [Text("> a\n>\n> b"), Code("x")]
