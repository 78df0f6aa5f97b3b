"""The author's CSV: what is read, and what is refused with its line."""

from __future__ import annotations

import numpy as np
import pytest

from gdsim.descent.table import read_dataset
from gdsim.errors import AuthorErrors

GOOD = "size,price\n1,2.5\n2,4.5\n3,6.5\n"


@pytest.fixture
def read(tmp_path):
    """Write ``data/houses.csv`` (and its YAML) and read it."""

    def read_it(table, sidecar=None):
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data/houses.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
        if sidecar is not None:
            (tmp_path / "data/houses.yaml").write_text(sidecar, encoding="utf-8")
        return read_dataset(tmp_path, "data/houses.csv")

    return read_it


def test_header_and_numbers(read):
    data = read(GOOD)
    assert (data.name, data.title, data.x_label, data.y_label) == ("houses", "houses", "size", "price")
    assert data.x.tolist() == [1, 2, 3]
    assert data.y.tolist() == [2.5, 4.5, 6.5]


def test_sidecar_says_the_rest(read):
    data = read(
        "id,size,price\n7,1,2\n8,2,4\n",
        "title: Houses\nnote: A note.\nx: size\ny: price\n"
        "x_label: area\nunits: {x: m², price: k€}\nsource: me\n",
    )
    assert data.x.tolist() == [1, 2]
    assert data.x_axis == "area (m²)"
    assert data.y_axis == "price (k€)"
    assert (data.title, data.note, data.source) == ("Houses", "A note.", "me")


@pytest.mark.parametrize(
    "table",
    [
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace(",", ";").replace(".", ","),
        GOOD.replace(",", "\t"),
        GOOD.replace("2.5", '"2.5"'),
        GOOD + "\n\n",
        GOOD.replace("2.5", " 2.5 "),
        GOOD.replace("2.5", "+25e-1"),
        GOOD.replace("size", '"size;;;\t\t\t"'),
        GOOD.replace(",", ";").replace(".", ",").replace("size", '"size,\n"";,"" ;"'),
        GOOD.replace("size", 'size 5"').replace("price", 'price 6"').replace(",", "\t"),
        "\n\n" + GOOD.replace(",", ";").replace(".", ","),
    ],
    ids=[
        *("bom", "crlf", "semicolon", "tab", "quoted", "blank lines", "spaces", "exponent", "quoted marks"),
        *("quoted header of two lines", "quotes inside of cells", "blank lines at the start"),
    ],
)
def test_other_forms_are_read_right(read, table):
    data = read(table)
    np.testing.assert_array_equal(data.x, [1, 2, 3])
    np.testing.assert_array_equal(data.y, [2.5, 4.5, 6.5])


@pytest.mark.parametrize(
    "cell",
    ["nan", "inf", "-Infinity", "", "words", "1_000", "١٢", "1e309", "0x10", "1,5", "1 000", "1e", "--1"],
)
def test_a_cell_that_is_no_number_is_refused_with_its_line(read, cell):
    with pytest.raises(AuthorErrors) as caught:
        read(f'size,price\n1,2\n2,"{cell}"\n3,x\n')
    messages = [str(mistake) for mistake in caught.value.mistakes]
    assert messages[0].startswith("data/houses.csv:3: price must be")
    assert messages[1].startswith("data/houses.csv:4: price must be a number, got 'x'")


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        ("", 1, "the table is empty"),
        ("\n\n", 1, "the table is empty"),
        ("size,price\n", 1, "a header and no row"),
        ("1,2\n3,4\n", 1, "the header row names the columns"),
        ("size\n1\n", 1, "found one column, 'size'"),
        ("size,price\n1,2\n3\n", 3, "has 1 cells, the header has 2"),
        ("size,price\n1,2,3\n", 2, "has 3 cells, the header has 2"),
        ("size,size\n1,2\n", 1, "two columns are named 'size'"),
        ('size,price\n1,"2\n', 2, "CSV:"),
        ("size,price\n1,\x002\n", 2, "control character U+0000"),
        (b"size,price\n1,2\n\xe9,4\n", 3, "is not UTF-8 (perhaps Latin-1)"),
        (GOOD.encode("utf-16"), 1, "is UTF-16; save it as UTF-8"),
        ("size,price\n1," + "9" * 200_000 + "\n", 2, "CSV: field larger than field limit"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(read, table, line, words):
    with pytest.raises(AuthorErrors) as caught:
        read(table)
    (mistake,) = caught.value.mistakes
    assert mistake.line == line
    assert words in mistake.message


@pytest.mark.parametrize(
    ("sidecar", "message"),
    [
        ("titel: Houses\n", "data/houses.yaml:1: unknown key 'titel'; did you mean 'title'?"),
        ("title: H\nx: sice\n", "data/houses.yaml:2: there is no column 'sice'; did you mean 'size'?"),
        ("x: [size, price]\n", "data/houses.yaml:1: x names every column, and none is left for y"),
        ("x: [size, size]\n", "data/houses.yaml:1: x names the column 'size' twice"),
        ("x: [size, price]\ny: price\n", "data/houses.yaml:2: x and y are the same column, 'price'"),
        ("y: size\nx: size\n", "data/houses.yaml:1: x and y are the same column, 'size'"),
        ("units: {width: m}\n", "data/houses.yaml:1: units: unknown key 'width'"),
        ("title: 5\n", "data/houses.yaml:1: title: input should be a valid string, got 5"),
        ("- title\n", "data/houses.yaml:1: expected keys and values, got list"),
        ("title: {{ x }}\n", "data/houses.yaml:1: a value that starts with {{ is quoted"),
    ],
)
def test_a_bad_sidecar_is_refused_with_its_line(read, sidecar, message):
    with pytest.raises(AuthorErrors) as caught:
        read(GOOD, sidecar)
    assert str(caught.value).startswith(message)


def test_values_whose_squares_overflow_are_refused(read):
    with pytest.raises(AuthorErrors, match=r"houses.csv:2: size must be within ±1e\+70"):
        read("size,price\n1e308,2\n-1e308,3\n")


def test_one_row_and_constant_columns_are_read(read):
    assert read("size,price\n1,2\n").n == 1
    assert read("size,price\n1,2\n1,2\n").n == 2


def test_many_mistakes_are_counted(read):
    with pytest.raises(AuthorErrors) as caught:
        read("size,price\n" + "a,1\n" * 5000)
    assert len(caught.value.mistakes) == 101
    assert "and 4,900 more lines" in caught.value.mistakes[-1].message


def test_a_link_out_of_the_content_is_refused(tmp_path):
    (tmp_path / "secret.csv").write_text(GOOD)
    (tmp_path / "content/data").mkdir(parents=True)
    (tmp_path / "content/data/houses.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(AuthorErrors, match="leads out of the content folder"):
        read_dataset(tmp_path / "content", "data/houses.csv")


def test_a_hundred_thousand_rows_are_read(read):
    data = read("x,y\n" + "".join(f"{i},{i % 7}\n" for i in range(100_000)))
    assert data.n == 100_000
