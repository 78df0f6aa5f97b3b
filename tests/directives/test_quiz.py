"""Quizzes: what a reader without scripts gets, what the script is told, and each mistake at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.directives.writing import html_of, mistakes_of

CHOICES = """::: quiz
question: In $y$, what is `b`?
options:
  - {text: "Slope {{ 1 + 1 }}", why: "No, *that* is w."}
  - {text: "Intercept", correct: true, why: "It is y at {{ 0 }}."}
:::
"""
NUMBER = """::: quiz
question: What is the limit?
answer: dataset("fundraising").learning_rate_max
tolerance: 1 %
why: |
  It is {{ dataset("fundraising").learning_rate_max | digits(2) }}.
:::
"""


def test_options_read_without_scripts_and_their_explanations_are_folded(tmp_path: Path) -> None:
    html = html_of(tmp_path, CHOICES)
    shown, folded = html.split("<details")
    assert "<p>In <math><mi>y</mi></math>, what is <code>b</code>?</p>" in shown
    assert '<ol class="gdsim-options"><li>Slope 2</li><li>Intercept</li></ol>' in shown
    assert "Right" not in shown
    assert "correct" not in shown
    assert "<li><p><strong>Not this.</strong> No, <em>that</em> is w.</p></li>" in folded
    assert '<li data-correct><p><strong class="gdsim-right">Right.</strong> It is y at 0.</p></li>' in folded
    assert " open" not in folded


def test_questions_of_a_page_are_numbered_as_one_quiz(tmp_path: Path) -> None:
    html = html_of(tmp_path, f"{CHOICES}\nText.\n\n:::: try\n{NUMBER}::::\n")
    assert re.findall(r">(Question \d of \d)<", html) == ["Question 1 of 2", "Question 2 of 2"]
    assert re.findall(r'<section class="gdsim-quiz" id="([\w-]+)" data-kind="(\w+)"', html) == [
        ("question-1", "one"),
        ("question-2", "number"),
    ]
    assert html.count('data-page="notes/page.html"') == 2


def test_several_right_options_say_so(tmp_path: Path) -> None:
    html = html_of(tmp_path, CHOICES.replace('why: "No,', 'correct: true, why: "No,'))
    assert 'data-kind="several"' in html
    assert "More than one is right." in html.split("<details")[0]


def test_number_and_tolerance_come_from_expressions(tmp_path: Path) -> None:
    html = html_of(tmp_path, NUMBER)
    data = re.search(r'<data class="gdsim-right" value="([^"]+)" data-tolerance="([^"]+)">([^<]+)<', html)
    assert data
    assert float(data[1]) == 0.0361775
    assert float(data[2]) == pytest.approx(0.000361775)
    assert data[3] == "0.0361775"
    assert "give or take 0.000362" in html
    assert "<p>It is 0.036.</p>" in html
    assert "0.036" not in html.split("<details")[0]


@pytest.mark.parametrize(
    ("answer", "value", "tolerance", "words"),
    [
        ("answer: 12", 12.0, 0.0, ">12</data>."),
        ("answer: -3\ntolerance: 0.5", -3.0, 0.5, ">−3</data>, give or take 0.5."),
        ("answer: '{{ run(\"rates\").epoch }}'", 3.0, 0.0, ">3</data>."),
        ("answer: 2.5\ntolerance: 0", 2.5, 0.0, ">2.5</data>."),
    ],
)
def test_answers_are_numbers_or_expressions(
    tmp_path: Path, answer: str, value: float, tolerance: float, words: str
) -> None:
    html = html_of(tmp_path, f"::: quiz\nquestion: How many?\n{answer}\n:::\n")
    assert f'value="{value!r}" data-tolerance="{tolerance!r}"' in html
    assert words in html


def test_what_is_kept_is_forgotten_when_the_answer_changes(tmp_path: Path) -> None:
    def digest(text: str) -> str:
        found = re.search(r'data-digest="(\w{12})"', html_of(tmp_path, text))
        assert found
        return found[1]

    assert digest(CHOICES) == digest(f"Words before.\n\n{CHOICES}")
    changed = [
        CHOICES.replace("Intercept", "Offset"),
        CHOICES.replace("what", "which"),
        CHOICES.replace("0 }", "1 }"),
    ]
    assert len({digest(text) for text in [CHOICES, *changed]}) == 4


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("question: q\n", "2: a quiz has options to choose from, or an answer that is a number"),
        ("question: ' '\nanswer: 1\n", "3: the question is empty"),
        ("answer: 1\n", "2: the key 'question' is missing"),
        (
            "question: q\nanswer: 1\noptions:\n  - {text: a, why: b}\n  - {text: c, why: d, correct: true}\n",
            "4: 'answer' beside options: a quiz has one or the other",
        ),
        (
            "question: q\ntolerance: 1\noptions:\n  - {text: a, why: b}\n  - {text: c, why: d}\n",
            "4: 'tolerance' beside options",
        ),
        (
            "question: q\noptions:\n  - {text: a, why: b}\n  - {text: c, why: d, correct: true}\nwhy: x\n",
            "7: 'why' beside options: each option has its own",
        ),
        ("question: q\ntolerance: 1\n", "4: a tolerance without an answer"),
        (
            "question: q\noptions:\n  - {text: a, why: b, correct: true}\n",
            "4: a question wants two options or more, got 1",
        ),
        ("question: q\noptions: []\n", "4: a question wants two options or more, got 0"),
        (
            "question: q\noptions:\n  - {text: a, why: b}\n  - {text: c, why: d}\n",
            "4: no option is right; mark one or more with 'correct: true'",
        ),
        (
            "question: q\noptions:\n  - {text: a, why: b, correct: true}\n  - {text: a, why: d}\n",
            "6: this option stands there twice: 'a'",
        ),
        ("question: q\noptions:\n  - {text: a}\n  - {text: c, why: d}\n", "5: the key 'why' is missing"),
        ("question: q\noptions:\n  - {text: 0.5, why: b}\n", '5: options.0.text: put it in quotes: "0.5"'),
        ("question: q\noptions:\n  - {text: true, why: b}\n", '5: options.0.text: put it in quotes: "true"'),
        ("question: q\noptions:\n  - {text: '', why: b}\n", "5: options.0.text: must not be empty"),
        ("question: q\noptions:\n  - {txt: a, why: b}\n", "5: unknown key 'txt'; did you mean 'text'?"),
        ("question: one: two\nanswer: 1\n", "3: YAML: mapping values are not allowed here; quote a value"),
        ("question: {{ 1 }}\nanswer: 1\n", "3: a value that starts with {{ is quoted"),
        ("question: q\nanswer: 0.5\n", "4: say how near counts: 'tolerance: 0.01', or 'tolerance: 1 %'"),
        ("question: q\nanswer: 1\ntolerance: -1\n", "5: tolerance: wants a number from 0"),
        ("question: q\nanswer: 1\ntolerance: some\n", "5: tolerance: wants a number from 0, or a share"),
        ("question: q\nanswer: nope\ntolerance: 1\n", "4: answer: 'nope': 'nope' is unknown"),
        ("question: q\nanswer: '\"a\"'\ntolerance: 1\n", "4: answer: wants a number, got 'a'"),
        ("question: q\nanswer: 1 < 2\ntolerance: 1\n", "4: answer: wants a number, got 'True'"),
        (
            'question: q\nanswer: run("rates", learning_rate=9)\n',
            "4: answer: 'run(\"rates\", learning_rate=9)': sweep 'rates' has no learning_rate 9",
        ),
        ("question: see [[Nowhere]]\nanswer: 1\n", "3: there is no page 'Nowhere'"),
        (
            'question: q\noptions:\n  - {text: "{{ nope }}", why: b}\n  - {text: c, why: d, correct: true}\n',
            "5: 'nope': 'nope' is unknown",
        ),
        (
            "question: q\noptions:\n  - {text: a, why: b}\n  - correct: true\n    text: c\n    why: $\\fo$\n",
            '8: TeX: Unknown command "\\fo".',
        ),
    ],
)
def test_each_mistake_has_its_line(tmp_path: Path, body: str, message: str) -> None:
    found = mistakes_of(tmp_path, f"\n::: quiz\n{body}:::\n")
    assert any(line.startswith(message) for line in found), found
