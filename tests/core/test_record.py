"""Records are checked by their annotations; what is wrong is told with its line, all of it at once."""

from __future__ import annotations

import datetime
import math
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Annotated, Any

import pytest

from gdsim.core.page import FrontMatter, SiteConfig
from gdsim.core.record import Check, Read, Record, checked, fields_by_key
from gdsim.core.yamltext import Document, parse_yaml
from gdsim.errors import AuthorErrors


def small(value: int) -> int:
    if value > 9:
        raise ValueError("must be at most 9")
    return value


class Inner(Record):
    name: str
    count: int = 1


class Base(Record):
    title: str = ""


class Outer(Base):
    rate: float | None = None
    rates: float | list[float] | None = None
    answer: int | float | str | None = None
    open: bool = False
    inner: list[Inner] | None = None
    options: dict[str, float] | None = None
    anything: Any = None
    size: Annotated[int, Check(small)] = 3
    words: Annotated[list[str], Read(lambda value: [value] if isinstance(value, str) else value)] = None
    for_: str = ""


@dataclass(frozen=True)
class Data:
    name: str
    tags: list[str] = field(default_factory=list)


def read(kind: type, text: str) -> Any:
    return checked(kind, parse_yaml(text, "x.yaml"))


def mistakes(kind: type, text: str) -> list[str]:
    with pytest.raises(AuthorErrors) as told:
        read(kind, text)
    return [f"{mistake.line}: {mistake.message}" for mistake in told.value.mistakes]


def test_fields_that_are_left_out_have_their_defaults():
    record = read(Outer, "title: A")
    assert (record.title, record.rate, record.size, record.open) == ("A", None, 3, False)


def test_a_whole_number_is_taken_for_a_float_and_stays_whole_where_that_may_stand():
    record = read(Outer, "rate: 1\nrates: [1, 2.5]\nanswer: 2")
    assert [type(record.rate), *map(type, record.rates)] == [float] * 3
    assert type(record.answer) is int
    assert type(read(Outer, "answer: 2.0").answer) is float
    assert type(read(Outer, "rates: 2").rates) is float


def test_records_stand_in_lists_of_records():
    record = read(Outer, "inner:\n- name: a\n- {name: b, count: 2}")
    assert [(inner.name, inner.count) for inner in record.inner] == [("a", 1), ("b", 2)]


def test_a_key_that_is_a_word_of_python_has_a_field_that_ends_in_an_underscore():
    assert read(Outer, "for: me").for_ == "me"
    assert "for" in fields_by_key(Outer)


def test_functions_see_a_value_before_and_after_its_check():
    assert read(Outer, "words: one").words == ["one"]
    assert mistakes(Outer, "size: 10") == ["1: size: must be at most 9, got 10"]
    assert mistakes(Outer, "size: x") == ["1: size: input should be a valid integer, got 'x'"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titel: A", ["1: unknown key 'titel'; did you mean 'title'?"]),
        ("5: A", ["1: unknown key 5; known: "]),
        ("for_: me", ["1: unknown key 'for_'; did you mean 'for'?"]),
        ("title: 5", ["1: title: input should be a valid string, got 5"]),
        ("title:", ["1: title: input should be a valid string, got None"]),
        ("rate: true", ["1: rate: input should be a valid number, got True"]),
        (f"rate: 1{'0' * 308}", ["1: rate: input should be a valid number, got 1000"]),
        ("size: 1.0", ["1: size: input should be a valid integer, got 1.0"]),
        ("size: true", ["1: size: input should be a valid integer, got True"]),
        ("open: 1", ["1: open: input should be a valid boolean, got 1"]),
        ("options: [1]", ["1: options: input should be a valid dictionary, got [1]"]),
        ("options:\n  a: b", ["2: options.a: input should be a valid number, got 'b'"]),
        ("options:\n  1: 2", ["2: options.1: input should be a valid string, got 1"]),
        ("inner: a", ["1: inner: input should be a valid list, got 'a'"]),
        ("inner:\n- a", ["2: inner.0: input should be keys and values, got 'a'"]),
        ("inner:\n- count: 2", ["2: the key 'name' is missing"]),
        ("inner:\n- name: a\n  cuont: 2", ["3: unknown key 'cuont'; did you mean 'count'?"]),
        (
            "rates: [1, x]",
            [
                "1: rates.1: input should be a valid number, got 'x'",
                "1: rates: input should be a valid number, got [1, 'x']",
            ],
        ),
        (
            "title: 5\nopen: 1\nsise: 2",
            [
                "1: title: input should be a valid string, got 5",
                "2: open: input should be a valid boolean, got 1",
                "3: unknown key 'sise'; did you mean 'size'?",
            ],
        ),
        ("- a", ["1: expected keys and values, got list"]),
        ("title: |\n  x\nrate: " + "y" * 100, [f"3: rate: input should be a valid number, got '{'y' * 79}…"]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, told):
    found = mistakes(Outer, text)
    assert len(found) == len(told)
    assert all(line.startswith(start) for line, start in zip(found, told, strict=True)), found


def test_a_dataclass_is_read_alike():
    assert read(Data, "name: a") == Data("a")
    assert mistakes(Data, "tags: [1]") == [
        "1: tags.0: input should be a valid string, got 1",
        "1: the key 'name' is missing",
    ]


def test_what_is_not_finite_is_a_float():
    assert math.isnan(checked(Outer, Document("x", 1, {"rate": math.nan})).rate)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            FrontMatter,
            "title: ' A '\ntags: [a, b]\ndate: 2026-01-02\nupdated: 2026-01-02 10:00:00\norder: 1.5",
            FrontMatter(
                title="A",
                tags=["a", "b"],
                date=datetime.date(2026, 1, 2),
                updated=datetime.date(2026, 1, 2),
                order=1.5,
            ),
        ),
        (
            FrontMatter,
            "draft: true\norder: 2\ntitle: null\nprerequisites: []\naliases:\n  - x",
            FrontMatter(draft=True, order=2, aliases=["x"]),
        ),
        (
            SiteConfig,
            "title: ' Wiki '\nurl: https://a.org/b/\nnavigation: [A]",
            SiteConfig("Wiki", url="https://a.org/b/", navigation=["A"]),
        ),
    ],
)
def test_front_matter_and_site_as_written(kind, text, expected):
    assert repr(read(kind, text)) == repr(expected)


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (FrontMatter, "titel: A", "unknown key 'titel'; did you mean 'title'?"),
        (FrontMatter, "tags: a", "tags: input should be a valid list, got 'a'"),
        (FrontMatter, "tags: [1]", "tags.0: input should be a valid string, got 1"),
        (FrontMatter, "order: '1'", "order: input should be a valid number, got '1'"),
        (FrontMatter, "draft: 1", "draft: input should be a valid boolean, got 1"),
        (FrontMatter, "date: soon", "date: input should be a valid date, got 'soon'"),
        (FrontMatter, "title: ' '", "title: must not be empty; leave it out to use the file name, got ' '"),
        (FrontMatter, "tags: [' ']", "tags: holds an empty item, got [' ']"),
        (SiteConfig, "description: x", "the key 'title' is missing"),
        (SiteConfig, "title: x\nurl: ftp://a.org", "url: must start with https:// or http:// and hold no"),
    ],
)
def test_wrong_front_matter_and_site(kind, text, message):
    assert any(line.partition(": ")[2].startswith(message) for line in mistakes(kind, text))


def test_checking_needs_no_library():
    code = (
        "import sys\nfrom gdsim.core.page import FrontMatter\nfrom gdsim.core.record import checked\n"
        "from gdsim.core.yamltext import parse_yaml\n"
        "checked(FrontMatter, parse_yaml('tags: [a]', 'x.yaml'))\n"
        "print(sorted({'rich', 'ruamel.yaml'} & sys.modules.keys()))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
