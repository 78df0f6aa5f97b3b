"""``::: quiz``: a question to answer in the page; all of a page are one quiz.

Without scripts it reads as a question with its answer folded below. The script takes the answer out of the
page until the reader has tried.
"""

from __future__ import annotations

import hashlib
import math
from html import escape
from typing import Annotated, Any

from gdsim.core.notebook import Part, Text, folded
from gdsim.core.record import Check, Read, Record
from gdsim.core.words import number_in_words
from gdsim.directives import Asks, Call, Host, Notebook, Options, in_notebook, register, text_line

DIGITS = 6


def _quoted(value: Any) -> Any:
    if isinstance(value, (bool, int, float)):
        raise ValueError(f'put it in quotes: "{str(value).lower() if isinstance(value, bool) else value}"')
    return value


def _not_empty(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value


Words = Annotated[str, Read(_quoted), Check(_not_empty)]


class Option(Record):
    """One answer to choose: Markdown, why it is right or wrong, and whether it is right."""

    text: Words
    why: Words
    correct: bool = False


class Quiz(Options):
    """A question in Markdown with options to choose from, or with a number and how near to it counts.

    ``answer`` is a number or an expression; ``tolerance`` a number, or a share such as ``1 %``; ``why``
    explains the number.
    """

    question: str
    options: list[Option] | None = None
    answer: int | float | str | None = None
    tolerance: int | float | str | None = None
    why: str = ""


@register("quiz", options=Quiz, body="yaml")
def quiz(call: Call, host: Host) -> str:
    """The question with its folded answer; upgraded by the script."""
    options: Quiz = call.options
    if not options.question.strip():
        call.refuse(("question",), "the question is empty")
    _check_kind(call, options)
    question = host.markdown(options.question, text_line(call, "question", options.question))
    kind, choices, solution = (
        _numeric(call, host, options) if options.options is None else _choices(call, host, options.options)
    )
    number = host.count("question")
    fragment = host.new_id(f"question {number}")
    digest = hashlib.sha256(f"{question}{choices}{solution}".encode()).hexdigest()[:12]
    place = host.late(lambda: f"Question {number} of {host.total('question')}")
    return (
        f'<section class="gdsim-quiz" id="{fragment}" data-kind="{kind}"'
        f' data-page="{escape(host.url)}" data-digest="{digest}" aria-labelledby="{fragment}-place">'
        f'<p class="gdsim-label gdsim-quiz-place" id="{fragment}-place">{place}</p>'
        f'<div class="gdsim-question">{question}</div>{choices}'
        '<details class="gdsim-details gdsim-solution"><summary>Answer</summary>'
        f"{solution}</details></section>"
    )


@in_notebook("quiz")
def quiz_folded(call: Call, notebook: Notebook) -> list[Part]:
    """The question with its options as a list, and the answer folded below."""
    options: Quiz = call.options
    question = [Text("**Question.**"), *notebook.markdown(options.question)]
    if options.options is None:
        answer = _answer(call, notebook, options.answer)
        within = _tolerance(call, options.tolerance, answer)
        near = f", give or take {number_in_words(within, 3)}" if within else ""
        shown = str(answer) if isinstance(answer, int) else number_in_words(answer, DIGITS)
        solution = [Text(f"It is {shown}{near}."), *notebook.markdown(options.why)]
        return [*question, *folded("Answer", solution)]
    listed = "\n".join(f"{k}. {notebook.line(option.text)}" for k, option in enumerate(options.options, 1))
    judged = "\n".join(
        f"{k}. **{'Right.' if option.correct else 'Not this.'}** {notebook.line(option.why)}"
        for k, option in enumerate(options.options, 1)
    )
    return [*question, Text(listed), *folded("Answer", [Text(judged)])]


def _check_kind(call: Call, options: Quiz) -> None:
    """Either options or a number, not both, not neither."""
    if options.options is None and options.answer is None:
        if options.tolerance is not None:
            call.refuse(("tolerance",), "a tolerance without an answer")
        call.refuse((), "a quiz has options to choose from, or an answer that is a number")
    if options.options is not None:
        for key in ("answer", "tolerance", "why"):
            if getattr(options, key) not in (None, ""):
                other = "each option has its own" if key == "why" else "a quiz has one or the other"
                call.refuse((key,), f"{key!r} beside options: {other}")


def _choices(call: Call, host: Host, options: list[Option]) -> tuple[str, str, str]:
    """Kind, options and folded solution of a question with options to choose from."""
    if len(options) < 2:
        call.refuse(("options",), f"a question wants two options or more, got {len(options)}")
    right = sum(option.correct for option in options)
    if not right:
        call.refuse(("options",), "no option is right; mark one or more with 'correct: true'")
    texts: list[str] = []
    items, solutions = [], []
    for number, option in enumerate(options):
        if option.text in texts:
            call.refuse(("options", number), f"this option stands there twice: {option.text!r}")
        texts.append(option.text)
        line = call.document.line_of(("options", number, "text"))
        words = host.inline(option.text, line)
        why = host.markdown(option.why, call.document.line_of(("options", number, "why")))
        mark = (
            '<strong class="gdsim-right">Right.</strong>' if option.correct else "<strong>Not this.</strong>"
        )
        items.append(f"<li>{words}</li>")
        solutions.append(f"<li{' data-correct' if option.correct else ''}>{_begun(why, mark)}</li>")
    hint = '<p class="gdsim-hint">More than one is right.</p>' if right > 1 else ""
    kind = "several" if right > 1 else "one"
    return kind, f'{hint}<ol class="gdsim-options">{"".join(items)}</ol>', f"<ol>{''.join(solutions)}</ol>"


def _begun(html: str, mark: str) -> str:
    """Blocks with ``mark`` before their first word."""
    if html.startswith("<p>"):
        return f"<p>{mark} {html[3:]}"
    return f"<p>{mark}</p>{html}"


def _numeric(call: Call, host: Host, options: Quiz) -> tuple[str, str, str]:
    """Kind, nothing, and folded solution of a question whose answer is a number."""
    answer = _answer(call, host, options.answer)
    within = _tolerance(call, options.tolerance, answer)
    near = f", give or take {number_in_words(within, 3)}" if within else ""
    why = host.markdown(options.why, text_line(call, "why", options.why)) if options.why.strip() else ""
    shown = str(answer) if isinstance(answer, int) else number_in_words(answer, DIGITS)
    solution = (
        f'<p>It is <data class="gdsim-right" value="{float(answer)!r}" data-tolerance="{float(within)!r}">'
        f"{escape(shown.replace('-', '−') if isinstance(answer, int) else shown)}</data>{near}.</p>{why}"
    )
    return "number", "", solution


def _answer(call: Call, host: Asks, written: Any) -> int | float:
    """The number that an answer stands for."""
    if isinstance(written, str):
        source = written.strip()
        if source.startswith("{{") and source.endswith("}}"):
            source = source[2:-2]
        try:
            written = host.value(source)
        except ValueError as error:
            call.refuse(("answer",), f"answer: {error}")
    if isinstance(written, bool) or not hasattr(written, "__float__"):
        call.refuse(("answer",), f"answer: wants a number, got {str(written)[:80]!r}")
    if not math.isfinite(float(written)):
        call.refuse(("answer",), f"answer: wants a finite number, got {written}")
    return written if isinstance(written, int) else float(written)


def _tolerance(call: Call, written: int | float | str | None, answer: float) -> float:
    """How far from the answer still counts; a whole number needs none."""
    if written is None:
        if isinstance(answer, int):
            return 0.0
        call.refuse(("answer",), "say how near counts: 'tolerance: 0.01', or 'tolerance: 1 %' of the answer")
    within = float(written) if not isinstance(written, str) else _share(written) * abs(answer)
    if not (math.isfinite(within) and within >= 0):
        call.refuse(
            ("tolerance",), f"tolerance: wants a number from 0, or a share such as '1 %', got {written!r}"
        )
    return within


def _share(written: str) -> float:
    """``"1 %"`` as 0.01; NaN where it is no share."""
    number, percent, rest = written.partition("%")
    try:
        return float(number.strip()) / 100 if percent and not rest.strip() and "_" not in number else math.nan
    except ValueError:
        return math.nan
