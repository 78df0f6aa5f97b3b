"""What every directive holds to."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdsim import directives
from gdsim.content import LinkIndex, read_content, render_page
from gdsim.core.page import Page
from tests.content.fakes import FakeFacts, write_content

# The least that a page must write to use each of them.
MINIMAL = {
    "animation": "::: animation rates\n:::\n",
    "claim": "::: claim\ncheck: 1 < 2\ntext: One is less than two.\n:::\n",
    "table": "::: table rates\n:::\n",
    "race": "::: race rates\nvary: learning_rate\n:::\n",
    "map": "::: map rates\n:::\n",
    "thresholds": "::: thresholds line-up\n:::\n",
    "scatter": "::: scatter line-up\n:::\n",
    "figure": "::: figure {caption: A picture.}\n![A dot](assets/dot.png)\n:::\n",
    "details": "::: details {title: More}\nBody.\n:::\n",
    "answer": "::: answer\nBody.\n:::\n",
    "quiz": "::: quiz\nquestion: How many?\nanswer: 2\n:::\n",
    "tabs": "::: tabs\n## One\nBody.\n\n## Two\nBody.\n:::\n",
    "gallery": "::: gallery\n:::\n",
    "download": "::: download rates\n:::\n",
    "python": "::: python\nprint(1)\n:::\n",
    "record": "::: record\nlines: [What I saw]\n:::\n",
    "example": "::: example\nSome *Markdown*.\n:::\n",
    **{name: f"::: {name}\nBody.\n:::\n" for name in ("note", "tip", "warning", "observe", "try")},
}


def render(root: Path, text: str, *, media: bool = True) -> Page:
    """``text`` as the home page."""
    content = read_content(write_content(root, {"index.md": text, "assets/dot.png": b"png"}))
    return render_page(content.pages[0], LinkIndex(content), FakeFacts(), media=media)


@pytest.mark.parametrize("name", directives.names())
def test_minimal_use_renders_without_script_or_style(tmp_path: Path, name: str) -> None:
    page = render(tmp_path, MINIMAL[name])
    assert page.mistakes == ()
    assert page.html
    assert "<script" not in page.html
    assert " style=" not in page.html


@pytest.mark.parametrize("name", directives.names())
def test_unknown_option_is_a_mistake_with_its_line(tmp_path: Path, name: str) -> None:
    directive = directives.get(name)
    argument = " rates" if directive.argument else ""
    if directive.body == "yaml":
        text, line = f"\n::: {name}{argument}\nnonsense: 1\n:::\n", 3
    else:
        text, line = f"\n::: {name}{argument} {{nonsense: 1}}\n:::\n", 2
    (mistake, *_) = [m for m in render(tmp_path, text).mistakes if "nonsense" in m.message]
    assert mistake.line == line
    assert "unknown key 'nonsense'" in mistake.message


@pytest.mark.parametrize("name", directives.names())
def test_directive_and_options_are_documented(name: str) -> None:
    directive = directives.get(name)
    assert directive.html.__doc__
    assert directive.options.__doc__


def test_animation_is_a_figure_that_reads_without_scripts(tmp_path: Path) -> None:
    text = (
        "::: animation rates\ndataset: fundraising\nlearning_rate: 0.02\nviews: [fit, contour]\n"
        "pick: [dataset, learning_rate]\ntitle: The *title*\ncaption: |\n  {{ 1 + 1 }} & more\n:::\n"
    )
    page = render(tmp_path, text + "\n" + text)
    run = "fundraising.mse.gd.lr-0.02.origin"
    assert page.mistakes == ()
    assert page.html.startswith(
        f'<figure class="gdsim-player" id="player-rates" data-sweep="rates" data-run="{run}" data-root=""'
        ' data-views="fit contour" data-varies="dataset learning_rate" data-pick="dataset learning_rate">'
        '<div class="gdsim-fallback">'
        '<video controls preload="none" width="640" height="480"'
    )
    assert f'poster="media/rates/{run}/fit.png" src="media/rates/{run}/fit.mp4"' in page.html
    assert f'src="media/rates/{run}/fit.strip.png"' in page.html
    assert '<p class="gdsim-description">Loss falls from 1.25 to 0.25 in 10 epochs.</p>' in page.html
    assert '<strong class="gdsim-title">The <em>title</em></strong> <span>2 &amp; more</span>' in page.html
    assert [use.figure for use in page.players] == ["player-rates", "player-rates-2"]
    assert "player-rates-2" in page.ids


def test_animation_without_media_has_words_alone(tmp_path: Path) -> None:
    page = render(tmp_path, MINIMAL["animation"], media=False)
    assert '<div class="gdsim-fallback"></div><figcaption>' in page.html


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("learning_rate: 0.3", "3: sweep 'rates' has no learning_rate 0.3; it has 0.01, 0.02, 0.05"),
        ("epochs: many", "3: epochs: input should be a valid integer, got 'many'"),
        ("dataset: fundraisin", "3: sweep 'rates' has no dataset 'fundraisin'; it has line-up, fundraising"),
        ("pick: [datset]", "3: pick: 'datset' is unknown; did you mean 'dataset'?"),
        ("caption: {{ 1 }}", '3: a value that starts with {{ is quoted: "{{ … }}"'),
        ("caption: one: two", "3: YAML: mapping values are not allowed here; quote a value that holds ': '"),
        ("title: |\n  one\n\n  two", "4: only one paragraph of text can stand here"),
        ("caption: |\n  one {{ nope }}", "4: 'nope': 'nope' is unknown"),
    ],
)
def test_mistakes_of_an_animation(tmp_path: Path, body: str, message: str) -> None:
    page = render(tmp_path, f"\n::: animation rates\n{body}\n:::\n")
    found = [f"{mistake.line}: {mistake.message}" for mistake in page.mistakes]
    assert any(line.startswith(message) for line in found), found


def test_true_claim_shows_text_check_and_values(tmp_path: Path) -> None:
    words = 'It is **small**: {{ run("rates").final.w | digits(2) }}.'
    text = f'::: claim\ncheck: run("rates").final.w < 3\ntext: |\n  {words}\n:::\n'
    page = render(tmp_path, text)
    assert '<div class="gdsim-claim"><p>It is <strong>small</strong>: 2.0.</p><details' in page.html
    assert '<code>run("rates").final.w &lt; 3</code>' in page.html
    assert '<dt><code>run("rates").final.w</code></dt><dd>2</dd>' in page.html


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ("2 < 1", "the claim is false: 2 < 1; met: nothing that could change"),
        (
            'run("rates").final.w > 3',
            'the claim is false: run("rates").final.w > 3; met: run("rates").final.w = 2',
        ),
        ("1 + 1", "check: '1 + 1' gives 2, not true or false"),
        ("nope", "check: 'nope': 'nope' is unknown"),
        ("1 <", "check: '1 <': "),
    ],
)
def test_claim_that_does_not_hold_is_refused(tmp_path: Path, check: str, message: str) -> None:
    (mistake,) = render(tmp_path, f"\n\n::: claim\ntext: So.\ncheck: {check}\n:::\n").mistakes
    assert mistake.line == 5
    assert mistake.message.startswith(message)


def test_table_shows_where_the_chosen_runs_end(tmp_path: Path) -> None:
    fields = "dataset: line-up\nlearning_rate: [0.01, 0.05]\ncolumns: [learning_rate, w, status]\ndigits: 3\n"
    page = render(tmp_path, f"::: table rates\n{fields}:::\n")
    assert page.html.count("<tr>") == 3
    assert (
        '<td class="gdsim-number">0.05</td><td class="gdsim-number">2.1e6</td><td>diverged at epoch 10</td>'
        in page.html
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("learning_rate: 0.3", "2: learning_rate 0.3 is in none of these runs; known: 0.01, 0.02, 0.05"),
        ("columns: [w, losss]", "2: columns: 'losss' is unknown; did you mean 'loss'?"),
        ("digits: 0", "2: digits must be from 1 to 17, got 0"),
    ],
)
def test_mistakes_of_a_table(tmp_path: Path, body: str, message: str) -> None:
    (mistake,) = render(tmp_path, f"::: table rates\n{body}\n:::\n").mistakes
    assert f"{mistake.line}: {mistake.message}".startswith(message)


def test_answer_is_folded_inside_its_experiment(tmp_path: Path) -> None:
    page = render(tmp_path, ":::: try {title: Double it}\nDo.\n\n::: answer\nDone {{ 2 }}.\n:::\n::::\n")
    assert '<p class="gdsim-label">Double it</p><p>Do.</p>' in page.html
    assert "<summary>Answer</summary><p>Done 2.</p></details></div>" in page.html


def test_strip_has_the_size_that_is_drawn(tmp_path: Path) -> None:
    """The width in the page is that of the snapshots side by side, so that nothing moves while it loads."""
    from gdsim.render.still import moments

    page = render(tmp_path, MINIMAL["animation"])
    assert f'width="{640 * len(moments(11))}" height="480"' in page.html
