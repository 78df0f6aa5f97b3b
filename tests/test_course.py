"""What every lesson of the course must have, counted from the parsed pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gdsim.content.blocks import Block, Call, Prose, scan_blocks
from gdsim.content.read import read_content
from gdsim.core.page import Source
from gdsim.core.yamltext import parse_yaml

ROOT = Path(__file__).parents[1] / "content"
MARKDOWN = {"try", "answer", "observe", "note", "tip", "warning", "details", "tabs", "tab", "figure"}
FIGURES = {"animation", "race"}
MOST_WORDS = 1500
LONGEST_HEADING = 60
FARTHEST = 100  # words from a figure to what to observe in it
EXPRESSION = re.compile(r"\{\{.*?\}\}|\\value\{.*?\}", re.S)
CONTENT = read_content(ROOT)
REFERENCES = (ROOT / "References.md").read_text(encoding="utf-8").casefold()


@dataclass(frozen=True)
class Lesson:
    """A page and what stands in it, directives inside others included, in order."""

    source: Source

    @cached_property
    def blocks(self) -> list[Block]:
        return list(self._all(self.source.body, self.source.line))

    def _all(self, text: str, line: int) -> Iterator[Block]:
        mistakes: list[Any] = []
        for block in scan_blocks(text, line, self.source.path, mistakes):
            yield block
            if isinstance(block, Call) and block.name in MARKDOWN:
                yield from self._all(block.body, block.line + 1)
        assert not mistakes

    def calls(self, *names: str) -> list[Call]:
        return [block for block in self.blocks if isinstance(block, Call) and block.name in names]

    @cached_property
    def prose(self) -> str:
        """What is read as text, the words inside boxes included; listings and checks left out."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Prose))

    @cached_property
    def words(self) -> int:
        """Of the prose and of what figures, claims and quizzes say."""
        said = [self.prose]
        for call in self.calls(*FIGURES, "map", "table", "thresholds", "claim", "quiz"):
            data = yaml_of(call)
            said += [str(data.get(key, "")) for key in ("title", "caption", "text", "question", "why")]
            said += [f"{option['text']} {option['why']}" for option in data.get("options", [])]
        return len(EXPRESSION.sub("n", "\n".join(said)).split())

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        return [(len(marks), text) for marks, text in re.findall(r"^(#+) (.+)$", self.prose, re.M)]

    @cached_property
    def links(self) -> set[str]:
        """Names of the pages that it links to, by title or alias."""
        written = "\n".join([self.prose, *(call.body for call in self.calls("claim", "quiz", *FIGURES))])
        return {
            link.split("#")[0].split("|")[0].split("/")[-1]
            for link in re.findall(r"\[\[([^\]]+)\]\]", written)
        }


def yaml_of(call: Call) -> dict[str, Any]:
    data = parse_yaml(call.body, "lesson.md").data
    assert isinstance(data, dict) or not data
    return data or {}


LESSONS = [
    Lesson(page) for page in CONTENT.pages if page.folder in ("Course", "Lessons") and not page.is_index
]
COURSE = [lesson for lesson in LESSONS if lesson.source.folder == "Course"]
# Not lessons, but each of their figures says what to see, too.
OTHERS = [
    Lesson(page)
    for page in CONTENT.pages
    if page.title in ("Gradient Descent", "Gradient Descent, visualized", "Fundraising")
]
each = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.source.title)


def test_the_course_is_found() -> None:
    assert len(COURSE) >= 18
    assert len(LESSONS) >= 21


@each
def test_it_opens_with_a_moving_picture_that_states_its_finding(lesson: Lesson) -> None:
    opening = lesson.blocks[0]
    assert isinstance(opening, Call)
    assert opening.name in FIGURES
    said = yaml_of(opening)
    assert len(said["title"].split()) >= 3
    assert len(said["caption"].split()) >= 8


@each
def test_it_says_what_you_will_do_and_what_comes_before(lesson: Lesson) -> None:
    assert len(re.findall(r"^\*\*You will\*\* .{40,}", lesson.prose, re.M)) == 1
    is_first = lesson.source.folder == "Course" and lesson.source.front.order == 1
    assert bool(lesson.source.front.prerequisites) is not is_first
    assert lesson.source.front.summary
    assert lesson.source.front.tags


@pytest.mark.parametrize("lesson", [*LESSONS, *OTHERS], ids=lambda lesson: lesson.source.title)
def test_soon_after_each_figure_stands_what_to_observe(lesson: Lesson) -> None:
    """Before another figure, and while the figure is still on screen or nearly so."""
    waiting: list[Call] = []
    words = 0
    for block in lesson.blocks:
        if isinstance(block, Prose):
            words += len(block.text.split())
        elif not isinstance(block, Call):
            continue
        elif block.name == "observe" and waiting:
            assert words <= FARTHEST, f"line {block.line}: {words} words below the figure"
            waiting.clear()
        elif block.name in FIGURES:
            assert not waiting, f"line {waiting[0].line}: no observe before the next figure"
            waiting.append(block)
            words = 0
    assert not waiting, f"line {waiting[0].line}: no observe after the last figure"


@each
def test_it_has_an_experiment_that_can_be_done_here_with_its_answer(lesson: Lesson) -> None:
    tried = [
        call
        for call in lesson.calls("try")
        if ("sweep:" in call.options or "::: python" in call.body)
        and re.search("^:+ answer", call.body, re.M)
    ]
    assert tried


@pytest.mark.parametrize("lesson", COURSE, ids=lambda lesson: lesson.source.title)
def test_it_tries_out_what_people_say(lesson: Lesson) -> None:
    titles = [
        *(call.options for call in lesson.calls("try", "details")),
        *(text for _, text in lesson.headings),
    ]
    assert any("People say" in title for title in titles)


@each
def test_it_claims_twice_at_least(lesson: Lesson) -> None:
    claims = [yaml_of(call) for call in lesson.calls("claim")]
    assert len(claims) >= 2
    assert all("run(" in claim["check"] or "dataset(" in claim["check"] for claim in claims)


@each
def test_its_quiz_explains_every_option_and_asks_for_a_number(lesson: Lesson) -> None:
    questions = [yaml_of(call) for call in lesson.calls("quiz")]
    assert len(questions) >= 2
    numeric = [question for question in questions if "answer" in question]
    assert numeric
    assert all(question["why"].strip() for question in numeric)
    for question in questions:
        if question in numeric:
            continue
        assert len(question["options"]) >= 2
        assert sum(bool(option.get("correct")) for option in question["options"]) == 1
        assert all(len(option["why"].split()) >= 3 for option in question["options"])


@each
def test_it_shows_code_from_a_file(lesson: Lesson) -> None:
    listings = lesson.calls("python")
    assert listings
    assert all("file: " in call.options for call in listings)


@each
def test_it_is_linked_both_ways_and_to_the_glossary(lesson: Lesson) -> None:
    names = {lesson.source.title, *lesson.source.front.aliases}
    others = [Lesson(page) for page in CONTENT.pages if page.path != lesson.source.path]
    assert len(lesson.links) >= 3
    assert sum(bool(other.links & names) for other in others) >= 2
    assert "Glossary" in lesson.links


@each
def test_it_ends_with_sources_that_the_references_have(lesson: Lesson) -> None:
    assert lesson.headings[-1] == (2, "Sources")
    cited = re.findall(r"^- (.+)$", lesson.prose.rsplit("## Sources", 1)[1], re.M)
    assert len(cited) >= 2
    for line in cited:
        (title, *_), years = re.findall(r"\*([^*]+)\*", line), re.findall(r"\b1[789]\d\d\b|\b20\d\d\b", line)
        assert title.casefold() in REFERENCES, f"References lack {title!r}"
        assert years, line


@each
def test_it_is_short_and_its_headings_scan(lesson: Lesson) -> None:
    assert lesson.words <= MOST_WORDS
    texts = [text for _, text in lesson.headings]
    assert len(texts) >= 4
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts)) <= LONGEST_HEADING
    levels = [1, *(level for level, _ in lesson.headings)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_order_has_no_gaps_and_each_lesson_leads_to_the_next() -> None:
    ordered = sorted(COURSE, key=lambda lesson: lesson.source.front.order or 0)
    assert [lesson.source.front.order for lesson in ordered] == list(range(1, len(ordered) + 1))
    for lesson, after in pairwise(ordered):
        last = lesson.prose.rsplit("## Sources", 1)[0]
        assert f"[[{after.source.title}" in last[-600:], lesson.source.title


def test_glossary_terms_stand_in_order_and_are_linked_from_lessons() -> None:
    (page,) = (page for page in CONTENT.pages if page.title == "Glossary")
    terms = [text for level, text in Lesson(page).headings if level == 2]
    assert len(terms) >= 30
    assert terms == sorted(terms, key=str.casefold)
    linked = {
        link.split("|")[0]
        for lesson in [*LESSONS, *OTHERS]
        for link in re.findall(r"\[\[Glossary#([^\]]+)\]\]", lesson.source.body)
    }
    assert linked <= set(terms)
