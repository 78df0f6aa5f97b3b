"""``::: thresholds DATASET``: what learning rates do there, from theory, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Any

from gdsim.core.facts import ThresholdFacts
from gdsim.core.jsontext import json_text
from gdsim.core.notebook import Part, Text
from gdsim.core.race import rate_about
from gdsim.core.trajectory import Theory
from gdsim.core.words import number_in_words, rate_in_words
from gdsim.directives import Call, Host, Notebook, Options, in_notebook, markdown_table, register
from gdsim.directives._choosing import text
from gdsim.directives.animation import caption_of

FRACTION = 0.01
MOST_RATES = 8
DIGITS = 4
SHARES = (0.05, 0.5, 0.95)  # of the threshold; the fastest rate comes besides
TITLE = "Which learning rates work on"
SCALED = ", with standardised inputs"
CRAWLS = 0.1  # share of the threshold below which a rate crawls
# Each number with its name and what it means.
FACTS = {
    "learning_rate_max": (
        "η<sub>max</sub>, the threshold",
        "Below it every run settles. Above it each step overshoots by more than it gains, and the loss "
        "grows without bound.",
    ),
    "swing_from": (
        "Swings from",
        "Above it each step lands on the other side of the valley, below it on the same side.",
    ),
    "fastest": (
        "Fastest",
        "Here the slowest direction shrinks most at each epoch.",
    ),
    "condition_number": (
        "Condition number",
        "So many times steeper is the loss across the valley than along it. The larger it is, the longer "
        "the last stretch.",
    ),
}


class ThresholdOptions(Options):
    """The loss, standardised inputs or not, learning rates to compare, the start, and words.

    With ``follow`` the numbers become those of the data that the page's nearest player shows.
    """

    loss: str | dict[str, Any] = "mse"
    standardize: bool = False
    rates: list[float] | None = None
    init: list[float] | None = None
    follow: bool = False
    title: str = ""
    caption: str = ""


@register("thresholds", options=ThresholdOptions, body="yaml", argument="DATASET")
def thresholds(call: Call, host: Host) -> str:
    """A panel of thresholds and of epochs to 1 % at a few learning rates; words where there are none."""
    options: ThresholdOptions = call.options
    data = host.facts.points(call.argument)
    try:
        facts = host.facts.thresholds(data.name, options.loss, standardize=options.standardize)
    except ValueError as error:
        call.refuse(("loss",), str(error))
    start, rates = _start(call, facts), _rates(call)
    name = data.title or data.name.replace("-", " ")
    named = escape(name + (SCALED if options.standardize else ""))
    words = caption_of(call, host)
    if not options.title:
        data_name = f'<span class="gdsim-data-name">{named}</span>'
        words = f'<strong class="gdsim-title">{TITLE} {data_name}</strong> {words}'
    theory = facts.theory
    if theory is None:
        body = f'<p class="gdsim-none">There is no threshold to compute: {text(facts.why_none)}.</p>'
    else:
        body = _panel(facts, theory, rates or default_rates(theory), start)
    fragment = host.new_id(f"thresholds-{data.name}")
    attributes = _attributes(call, data.name, start)
    above = len(host.players)

    def late() -> str:
        followed = ""
        if options.follow:
            player = _nearest_player(host, data.name, above)
            if not player:
                line = call.document.line_of(("follow",))
                host.mistake(line, "follow: there is no player on this page whose data it could follow")
            followed = f' data-follow="{escape(player)}"'
        return (
            f'<section class="gdsim-thresholds gdsim-wide" id="{escape(fragment)}"'
            f' aria-label="{TITLE} {named}"{attributes}{followed}>'
            f"<p>{words}</p>{body}</section>"
        )

    return host.late(late)


@in_notebook("thresholds")
def thresholds_listed(call: Call, notebook: Notebook) -> list[Part]:
    """The numbers as a list, and the epochs to 1 % as a table."""
    options: ThresholdOptions = call.options
    data = notebook.facts.points(call.argument)
    facts = notebook.facts.thresholds(data.name, options.loss, standardize=options.standardize)
    name = data.title or data.name.replace("-", " ")
    title = notebook.line(options.title) if options.title else f"{TITLE} {name}"
    theory = facts.theory
    if theory is None:
        return [Text(f"**{title}** There is no threshold to compute: {facts.why_none}.")]
    start, rates = _start(call, facts), _rates(call) or default_rates(theory)
    listed = "\n".join(
        f"- **{_plain(words)}**: {_shown(key, getattr(theory, key))}. {meaning}"
        for key, (words, meaning) in FACTS.items()
    )
    rows = [
        [rate_in_words(rate), behaviour(rate, theory)]
        + [_epochs(facts.epochs_to(rate, start, FRACTION, param)) for param in facts.params]
        for rate in rates
    ]
    table = markdown_table(
        ["learning rate", "the run", *(f"epochs to 1 % of {p}" for p in facts.params)], rows
    )
    return [Text(f"**{title}**"), Text(listed), Text(table), Text(notebook.line(options.caption))]


def _plain(words: str) -> str:
    return words.replace("<sub>", "$_{").replace("</sub>", "}$").replace("η$_{max}$", "$\\eta_{max}$")


def default_rates(theory: Theory) -> list[float]:
    """A slow, a middling and a daring learning rate, and the fastest; all below the threshold."""
    wanted = [share * theory.learning_rate_max for share in SHARES] + [theory.fastest]
    return sorted({_shortened(rate) for rate in wanted})


def behaviour(rate: float, theory: Theory) -> str:
    """What plain descent does at a learning rate."""
    if rate >= theory.learning_rate_max:
        return "diverges"
    if rate > theory.swing_from:
        return "swings, and settles"
    return "crawls" if rate < CRAWLS * theory.learning_rate_max else "slides down one side"


def _nearest_player(host: Host, dataset: str, above: int) -> str:
    """The nearest player that opens with the dataset, else the nearest; ``above`` of them stand above."""
    players = [*reversed(host.players[:above]), *host.players[above:]]
    for use in players:
        runs = {run.id: run for run in host.facts.sweep(use.sweep)}
        if runs[use.run].spec.dataset == dataset:
            return use.figure
    return players[0].figure if players else ""


def _start(call: Call, facts: ThresholdFacts) -> tuple[float, ...]:
    count = len(facts.params) or 2
    start = call.options.init or [0.0] * count
    if len(start) != count or not all(math.isfinite(value) and abs(value) <= 1e100 for value in start):
        names = ", ".join(facts.params or ("w", "b"))
        call.refuse(("init",), f"init must be [{names}], numbers within ±1e100, got {start}")
    return tuple(start)


def _rates(call: Call) -> list[float] | None:
    rates: list[float] | None = call.options.rates
    if rates is None:
        return None
    if not 1 <= len(rates) <= MOST_RATES:
        call.refuse(("rates",), f"rates holds 1 to {MOST_RATES} learning rates, got {len(rates)}")
    for index, rate in enumerate(rates):
        if not (math.isfinite(rate) and rate > 0):
            call.refuse(("rates", index), f"a learning rate is a number > 0 and below 1.8e308, got {rate}")
    return rates


def _shortened(rate: float) -> float:
    """``rate`` cut, not rounded, to four digits."""
    exponent = math.floor(math.log10(rate)) - DIGITS + 1
    for whole in (round(rate / 10.0**exponent), round(rate / 10.0**exponent) - 1):
        short = float(f"{whole}e{exponent}")
        if short <= rate:
            break
    return short


def _attributes(call: Call, dataset: str, start: Sequence[float]) -> str:
    options: ThresholdOptions = call.options
    loss = {"name": options.loss} if isinstance(options.loss, str) else options.loss
    rates = "" if options.rates is None else f' data-rates="{escape(json_text(options.rates))}"'
    standardize = " data-standardize" if options.standardize else ""
    return (
        f' data-dataset="{escape(dataset)}" data-loss="{escape(json_text(loss))}"'
        f' data-start="{escape(json_text(list(start)))}"{rates}{standardize}'
    )


def _panel(facts: ThresholdFacts, theory: Theory, rates: Sequence[float], start: tuple[float, ...]) -> str:
    terms = "".join(
        f'<div><dt>{name}</dt><dd><data data-fact="{key}" value="{getattr(theory, key)!r}">'
        f"{_shown(key, getattr(theory, key))}</data> {words}</dd></div>"
        for key, (name, words) in FACTS.items()
    )
    heads = "".join(f'<th scope="col" class="gdsim-number"><i>{name}</i></th>' for name in facts.params)
    rows = "".join(_row(facts, theory, rate, start) for rate in rates)
    where = ", ".join(number_in_words(value, 6) for value in start)
    return (
        f"{_zones(theory)}<dl>{terms}</dl>"
        '<div class="gdsim-scroll" tabindex="0"><table class="gdsim-table"><caption>'
        f"Epochs from ({where}) until each parameter stays within 1 % of its best value.</caption><thead><tr>"
        f'<th scope="col" class="gdsim-number">learning rate</th><th scope="col">the run</th>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _shown(fact: str, value: float) -> str:
    return number_in_words(value, DIGITS) if fact == "condition_number" else rate_about(value, DIGITS)


def _zones(theory: Theory) -> str:
    """Learning rates from 0 to 1.5 times the threshold on a line; swinging starts at half of it."""
    swing, most = rate_about(theory.swing_from, 3), rate_about(theory.learning_rate_max, 3)
    return (
        '<div class="gdsim-zones" aria-hidden="true"><span>slides<b>0</b></span>'
        f'<span>swings<b data-fact="swing_from" data-digits="3">{swing}</b></span>'
        f'<span>diverges<b data-fact="learning_rate_max" data-digits="3">{most}</b></span></div>'
    )


def _row(facts: ThresholdFacts, theory: Theory, rate: float, start: tuple[float, ...]) -> str:
    cells = "".join(
        f'<td class="gdsim-number">{_epochs(facts.epochs_to(rate, start, FRACTION, name))}</td>'
        for name in facts.params
    )
    return (
        f'<tr><th scope="row" class="gdsim-number">{rate_in_words(rate)}</th>'
        f"<td>{behaviour(rate, theory)}</td>{cells}</tr>"
    )


def _epochs(epochs: int | None) -> str:
    return "never" if epochs is None else f"{epochs:,}"
