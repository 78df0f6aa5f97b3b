"""From Markdown to a page: what each piece becomes, and each mistake at its line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from gdsim.content import LinkIndex, check_links, read_content, render_page
from gdsim.core.page import Page
from tests.content.fakes import FakeFacts, write_content

OTHERS = {
    "index.md": "# Home\n",
    "Notes/Bee.md": "---\ntitle: Bees & co\naliases: [bumble]\n---\n## A heading\n\nText.\n",
    "assets/pic one.png": b"png",
}
Render = Callable[..., Page]
Mistakes = Callable[[str], list[str]]


@pytest.fixture
def render(tmp_path: Path) -> Render:
    """Render ``text`` as the page ``Notes/Page.md`` beside two other pages and an asset."""

    def render_text(text: str, *, media: bool = True, **others: str | bytes) -> Page:
        root = write_content(tmp_path, {**OTHERS, **others, "Notes/Page.md": text})
        content = read_content(root)
        index = LinkIndex(content)
        source = next(page for page in content.pages if page.path == "Notes/Page.md")
        return render_page(source, index, FakeFacts(), media=media)

    return render_text


@pytest.fixture
def mistakes(tmp_path: Path) -> Mistakes:
    """The mistakes of ``text`` as ``line: message``, links between pages included."""

    def mistakes_of(text: str) -> list[str]:
        content = read_content(write_content(tmp_path, {**OTHERS, "Notes/Page.md": text}))
        index = LinkIndex(content)
        pages = [render_page(source, index, FakeFacts()) for source in content.pages]
        found = [mistake for page in pages for mistake in page.mistakes] + check_links(pages)
        return [f"{mistake.line}: {mistake.message}" for mistake in sorted(found)]

    return mistakes_of


def clean(page: Page) -> str:
    """The HTML of a page that has no mistake."""
    assert page.mistakes == ()
    return page.html


def test_expressions_stand_in_text_headings_tables_and_attributes(render: Render) -> None:
    table = "| a |\n|---|\n| {{ 3 | digits(2) }} |\n"
    page = render(f"# In {{{{ 1 + 1 }}}}\n\n{table}\n![at {{{{ 4 }}}}](../assets/pic%20one.png)\n")
    html = clean(page)
    assert '<h2 id="in-2">In 2<a' in html
    assert "<td>3.0</td>" in html
    assert 'alt="at 4"' in html


def test_code_is_never_evaluated(render: Render) -> None:
    inline, fenced = "`{{ x }}` and ``a ` $y$``\n", "```python\n{{ nope }}  # ::: claim\n```\n"
    html = clean(render(f"{inline}\n{fenced}\n    {{{{ nope }}}} $z$ [[q]] `c`\n"))
    assert "<code>{{ x }}</code> and <code>a ` $y$</code>" in html
    assert "{{</span>" in html or "{{ nope }}" in re.sub(r"<[^>]+>", "", html)
    assert "<pre><code>{{ nope }} $z$ [[q]] `c`\n</code></pre>" in html


@pytest.mark.parametrize(
    ("text", "math"),
    [
        ("$x$", 1),
        ("($x$)", 1),
        ("**$x$**", 1),
        ("$5 and $6", 0),
        ("$ x $", 0),
        ("$x $", 0),
        ("\\$x\\$", 0),
        ("costs 5$ or 6$", 0),
        ("$x$ and $y$", 2),
        ("$a\\$b$", 1),
        ("$x$5", 0),
        ("$a\nb$", 1),
        ("$a\n\nb$", 0),
    ],
)
def test_dollars_follow_pandocs_rule(render: Render, text: str, math: int) -> None:
    assert clean(render(text)).count("<math") == math


def test_values_stand_in_formulas(render: Render) -> None:
    html = clean(render('$$\n\\eta < \\value{dataset("fundraising").learning_rate_max | digits(2)}\n$$\n'))
    assert '<span class="gdsim-display"><math display="block">' in html
    assert "<mn>0.036</mn>" in html


def test_links_become_relative_and_are_noted(render: Render) -> None:
    page = render(
        "[[bumble]] [[bees & co|the bees]] [b](Bee.md#a-heading) [h](../index.md) [e](https://x.y/?a=b&c)\n"
    )
    html = clean(page)
    assert '<a class="gdsim-wikilink" href="bee.html">Bees &amp; co</a>' in html
    assert '<a class="gdsim-wikilink" href="bee.html">the bees</a>' in html
    assert 'href="bee.html#a-heading"' in html
    assert 'href="../index.html"' in html
    assert 'href="https://x.y/?a=b&amp;c"' in html
    assert {(link.url, link.fragment) for link in page.links} == {
        ("notes/bee.html", ""),
        ("notes/bee.html", "a-heading"),
        ("index.html", ""),
    }


def test_heading_of_a_wikilink_is_a_fragment(render: Render) -> None:
    html = clean(render("[[Bees & co#A Heading]] [[#Mine]]\n\n## Mine\n"))
    assert 'href="bee.html#a-heading">Bees &amp; co: A Heading</a>' in html
    assert 'href="#mine">Mine</a>' in html


def test_names_that_urls_reserve_are_encoded(render: Render) -> None:
    others = {"assets/a b#?%&é.txt": b"x", "Notes/C# & ünï.md": "x"}
    html = clean(render("[f](<../assets/a b%23%3F%25&é.txt>) [p](<C# & ünï.md>) [[C# & ünï]]\n", **others))
    assert 'href="../files/a%20b%23%3F%25%26%C3%A9.txt"' in html
    assert html.count('href="c-uni.html"') == 2


def test_reference_links_and_autolinks_are_checked_too(mistakes: Mistakes) -> None:
    assert mistakes("A [x][r].\n\n[r]: javascript:alert(1)\n") == [
        "3: links are http, https, mailto or relative, got 'javascript:alert(1)'"
    ]
    assert mistakes("<https://a.b> and <me@a.b>\n") == []
    assert mistakes("\nx <ftp://a.b>\n") == ["2: links are http, https, mailto or relative, got 'ftp://a.b'"]


def test_table_of_contents_lists_headings_once_each(render: Render) -> None:
    page = render("## A *b* $x$\n\n### A\n\n## A\n\n#### Deep\n")
    clean(page)
    assert [(heading.level, heading.id) for heading in page.toc] == [
        (2, "a-b-x"),
        (3, "a"),
        (2, "a-2"),
        (4, "deep"),
    ]
    assert page.toc[0].html.startswith("A <em>b</em> <math>")


def test_a_first_level_heading_moves_all_down(render: Render) -> None:
    assert [heading.level for heading in render("# A\n\n## B\n").toc] == [2, 3]


def test_blocks_of_markdown(render: Render) -> None:
    html = clean(
        render(
            "| l | c | r |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n\nTerm\n:   Meaning\n\n- [x] done\n\n"
            "Text[^n].\n\n[^n]: The *note*.\n\n1. one\n\n    ```text\n    in a list\n    ```\n"
        )
    )
    assert '<td class="gdsim-left">1</td>' in html
    assert '<td class="gdsim-center">2</td>' in html
    assert "<dt>Term</dt>" in html
    assert '<input checked disabled type="checkbox" aria-label="done">' in html
    assert '<small class="gdsim-sidenote"><sup>1</sup> The <em>note</em>.</small>' in html
    assert 'class="footnote gdsim-beside"' in html
    assert '<li>\n<p>one</p>\n<pre class="gdsim-code"' in html


def test_listing_is_highlighted_by_classes(render: Render) -> None:
    html = clean(render("```python\ndef f(): pass\n```\n"))
    assert 'data-language="python"' in html
    assert '<span class="tok-k">def</span>' in html
    assert "style=" not in html


def test_page_survives_a_trip_through_json(render: Render) -> None:
    front = "---\nprerequisites: [bumble]\nused_in: ['[[bumble]]']\n---\n"
    page = render(f"{front}# A [[bumble]]\n\n::: animation rates\n:::\n")
    assert page.mistakes == ()
    assert Page.from_record(json.loads(json.dumps(page.record()))) == page


def test_excerpt_is_the_first_paragraph(render: Render) -> None:
    assert render("## T\n\nOne *two* & three.\n\nFour.\n").excerpt == "One two & three."
    assert len(render("word " * 100).excerpt) < 190


def test_mistakes_inside_a_page_have_their_lines_all_at_once(mistakes: Mistakes) -> None:
    text = """---
title: Bad
used_in: ["[[Nope]]"]
prerequisites:
  - Homme
---
Line 7 {{ foo }} and [[Bea]].
Line 8 [x](missing.md) [y](javascript:alert(1)) [z](file:///etc/passwd) ![p](../assets/pic.png)
Line 9 [a](/abs) [b](../../up.md) $\\foo$ [h](Bee.md#nope) [i](Bee.md)

::: animatio rates
:::

::: claim
check: run("rates", learning_rate=0.05).diverged == false
text: Never.
:::

::: claim
check: 1 < 2
text: |
  Good,
  [[bad link]]
:::

$$
x = 1 \\\\
y = \\fooo
$$

Unclosed {{ here

[^9] has no text.

- list

    ::: note
    :::

```pythn
```

::: table rates
"""
    found = mistakes(text)
    expected = [
        "3: there is no page 'Nope'",
        "5: there is no page 'Homme'; did you mean 'Home'?",
        "7: 'foo': 'foo' is unknown",
        "7: there is no page 'Bea'",
        "8: links are http, https, mailto or relative, got 'file:///etc/passwd'",
        "8: links are http, https, mailto or relative, got 'javascript:alert(1)'",
        "8: there is no file 'Notes/missing.md'",
        "8: there is no file 'assets/pic.png'; did you mean 'assets/pic one.png'?",
        "9: '../../up.md' leads out of the content folder",
        "9: '/abs' starts at the root of a server",
        "9: 'Notes/Bee.md' has no heading #nope; known: a-heading",
        '9: TeX: Unknown command "\\foo".',
        "11: unknown directive 'animatio'; did you mean 'animation'?",
        '15: the claim is false: run("rates", learning_rate=0.05).diverged == false; '
        'met: run("rates", learning_rate=0.05).diverged = true',
        "23: there is no page 'bad link'",
        '28: TeX: Unknown command "\\fooo".',
        "31: {{ is never closed by }}",
        "33: the footnote [^9] has no text",
        "37: a directive starts at the left margin",
        "40: unknown language 'pythn' of a listing; did you mean 'python'?",
        "43: the directive 'table' is never closed",
    ]
    assert len(found) == len(expected), found
    for line, start in zip(sorted(found), sorted(expected), strict=True):
        assert line.startswith(start)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("::: note\nx\n", "1: the directive 'note' is never closed; end it with a line of :::"),
        (
            "::: note\nx\n\n::: tip\ny\n:::\n",
            "1: the directive 'note' is not closed before another opens at line 4",
        ),
        (":::: note\n::: tip\nx\n::::\n", "2: the directive 'tip' is never closed"),
        ("x\n\n:::\n", "3: ::: closes no directive"),
        ("::: 5\n:::\n", "1: expected '::: name argument {option: value}', got '5'"),
        ("::: note {titel: x}\n:::\n", "1: unknown key 'titel'; did you mean 'title'?"),
        ("::: note x\n:::\n", "1: 'note' takes no argument, got 'x'; write {title: x}"),
        ("::: animation\n:::\n", "1: write '::: animation SWEEP': the SWEEP is missing"),
        ("::: animation rates {pick: []}\n:::\n", "1: the options of 'animation' are its lines"),
        ("::: animation rates\nviews fit\n:::\n", "1: expected keys and values, got str"),
        (
            "::: animation rates\n\nviews: [fit, fitt]\n:::\n",
            "3: views: 'fitt' is unknown; did you mean 'fit'?",
        ),
        ("::: animation rates\ntitle: {{ 1 }}\n:::\n", '2: a value that starts with {{ is quoted: "{{ … }}"'),
        ("```\nx\n", "1: this code fence is never closed"),
        ("> " * 30 + "x", "1: quotes or lists nest too deep here"),
        ("[" * 30_000, "1: 1 lines with 30000 characters and no empty line; divide them"),
        ("a \ue000 b\n", "1: holds the private character U+E000, which shows nothing"),
        ("$$ x\n\n$$ y $$\n", "1: $$ is never closed"),
        ("![x](https://a.b/c.png)\n", "1: a picture must be a file under assets/"),
        ("[x](https:////../x.md:y) [y](a\\b.md)\n", "1: 'a\\\\b.md' holds a character that no address has"),
        ("$\\value{nope}$\n", "1: 'nope': 'nope' is unknown"),
        ("[x]( java&#115;cript:alert(1) )\n", "1: "),
        ("x\n\n## A <b>bold head\n\nText\n", "3: <b> is never closed by </b>; close it, or write \\<"),
        ("One <I\nid=x>two\n\nthree\n", "1: <I id=x> is never closed by </i>"),
        ("| a |\n|---|\n| <del>x |\n", "3: <del> is never closed by </del>"),
        ("::: note\n\n- <u>x\n\n:::\n", "3: <u> is never closed by </u>"),
        ("If a <b and c> d.\n\nLater <b>bold</b>.\n", "1: <b and c> is never closed by </b>"),
        ('::: claim\ncheck: 1 < 2\n\ntext: "A [bad](nope.md)"\n:::\n', "4: there is no file 'Notes/nope.md'"),
        ('::: claim\ncheck: 1 < 2\ntext: "One\n  two\n\n  [[Nope]]"\n:::\n', "6: there is no page 'Nope'"),
        ("::: claim\ncheck: 1 < 2\ntext: >\n  One\n\n  [[Nope]]\n:::\n", "6: there is no page 'Nope'"),
        ("::: claim\ncheck: 1 < 2\ntext: One\n  {{ nope }}\n:::\n", "4: 'nope': 'nope' is unknown"),
        ("<details><summary>More</summary>\n\n::: note\nx\n:::\n", "1: <details> is never closed"),
    ],
)
def test_each_mistake_says_what_and_where(mistakes: Mistakes, text: str, message: str) -> None:
    found = mistakes(text)
    assert any(line.startswith(message) for line in found), found


@pytest.mark.parametrize(
    "text",
    [
        "A <b>bold <i>word</b></i> and <br> and </b>.",
        "A word, \\<b> escaped, `<b>` and $a <b> c$ too. <!-- <b> -->",
        "```html\n<b>\n```\n\n    <b> in a listing\n",
        "<small>\n\nTwo paragraphs\n\nof small print\n\n</small>",
        "<details><summary>More</summary>\n\n::: note\nx\n:::\n\n</details>",
        "<ul><li>one<li>two</ul>\n\n<table><tr><td>x</table>\n\n<p>text",
        "A Vector<T> and <https://example.org>.",
    ],
)
def test_html_that_is_closed_or_needs_no_end_is_no_mistake(render: Render, text: str) -> None:
    assert render(text).html


def test_fences_hide_directives_and_longer_ones_hold_others(render: Render) -> None:
    text = ":::: note\n```\n:::\n::::\n```\n::: tip\nInside {{ 1 }}.\n:::\n::::\n\nAfter.\n"
    html = clean(render(text))
    assert html.index("gdsim-note") < html.index("gdsim-tip") < html.index("Inside 1.") < html.index("After.")
    assert ":::\n::::" in html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<iframe src=https://evil.example></iframe>",
    "<style>*{display:none}</style><p style='position:fixed'>",
    '<div id="gdsim" class="gdsim-player" data-sweep="x">',
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><input name=x><button>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "{% for x in range(9) %}{{ '<script>' }}{% endfor %}",
    "`<script>alert(1)</script>`",
    "$\\text{<script>alert(1)</script>}$",
    '[x](https://a.b/"onmouseover="alert(1))',
    '![<script>alert(1)</script>](../assets/pic%20one.png "\\"><script>alert(1)</script>")',
    "## <script>alert(1)</script> {{ '<script>alert(1)</script>' }}",
    "```<script>\nalert(1)\n```",
    "::: note {title: '<script>alert(1)</script>'}\n<script>alert(1)</script>\n:::",
    "[[Bees & co|<script>alert(1)</script>]]",
    "::: quiz\nquestion: <script>alert(1)</script>\noptions:\n"
    "  - {text: '<img src=x onerror=alert(1)>', why: '<script>alert(1)</script>'}\n"
    "  - {text: '\"><script>alert(1)</script>', why: b, correct: true}\n:::",
    ':::: tabs\n::: tab <script>alert(1)</script>\na\n:::\n::: tab "onclick="alert(1)\nb\n:::\n::::',
    "::: figure {caption: a, name: '\"><script>alert(1)</script>'}\nb\n:::",
    "::: figure {caption: '<script>alert(1)</script>', name: x}\n<script>alert(1)</script>\n:::\n\n[[#x]]",
    "<!-- <script>alert(1)</script> --> <!-- {{ nope }} -->",
    "<a title='\ue0001\ue001' href=https://a.b>x</a>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_live_comes_out_of_hostile_text(render: Render, text: str) -> None:
    page = render(f"Before.\n\n{text}\n\nAfter.\n")
    shown = page.html + "".join(heading.html for heading in page.toc)
    for tag in re.findall(r"<[^>]*>", shown):
        assert not re.match(r"<(script|style|iframe|svg|base|meta|form|button|object|link)\b", tag, re.I), tag
        assert not re.search(r"\s(on\w+|style|srcdoc)\s*=", re.sub(r'"[^"]*"', '""', tag), re.I), tag
        assert "javascript:" not in tag.lower()
        assert 'id="gdsim"' not in tag
        assert 'class="gdsim-player"' not in tag
    assert "After." in page.html


def test_same_text_gives_the_same_bytes_in_any_process(render: Render) -> None:
    import subprocess
    import sys

    script = (
        "from gdsim.content.wall import Markdown;"
        'print(Markdown().made(\'- [x] a\\n- [ ] b\\n\\n![a](b.png "t")\\n\\n[x](y "z")\'))'
    )
    from gdsim.content.finish import finish

    class Plain:
        def is_block(self, token: int) -> bool:
            return False

        html = text = source = staticmethod(str)

        def address(self, value: str, *, image: bool) -> str:
            return value

        def heading(self, level: int, text: str, html: str) -> str:
            return text

        def no_address(self) -> None:
            pass

        def stray(self, text: str) -> None:
            pass

    outputs = {
        finish(
            subprocess.run(
                [sys.executable, "-c", script],
                capture_output=True,
                text=True,
                check=True,
                env={"PYTHONHASHSEED": seed},
            ).stdout,
            Plain(),
        )
        for seed in ("0", "1", "2", "3")
    }
    assert len(outputs) == 1


def test_expressions_stand_in_the_front_matter(render: Render) -> None:
    front = "---\nsummary: About {{ 1 + 1 }} of <5>.\nused_in: ['In {{ 3 }} *places*', '[[bumble]]']\n---\n"
    page = render(f"{front}Text.\n")
    clean(page)
    assert page.summary == "About 2 of <5>."
    assert page.used_in[0] == "In 3 <em>places</em>"


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("title: T\nsummary: Of {{ nope }}", "3: 'nope': 'nope' is unknown"),
        ("title: T\nsummary: Of {{ 1", "3: {{ is never closed by }}"),
        ("summary: s\nused_in:\n  - a\n  - b {{ nope }}", "5: 'nope': 'nope' is unknown"),
        ("tags: [a]\ntitle: 'T {{ 1 }}'", "3: title: is plain text, not evaluated"),
    ],
)
def test_mistakes_in_the_front_matter_have_their_lines(mistakes: Mistakes, front: str, message: str) -> None:
    found = mistakes(f"---\n{front}\n---\nText.\n")
    assert any(line.startswith(message) for line in found), found


def test_values_stand_in_formulas_of_tables_and_options(render: Render) -> None:
    html = clean(render("| a |\n|---|\n| $x < \\value{3 \\| digits(2)}$ |\n\n$a_{\\value{7}}$\n"))
    assert "<mn>3.0</mn>" in html
    assert "<msub><mi>a</mi><mn>7</mn></msub>" in html


def test_a_link_without_words_to_a_place_of_the_page_says_its_heading(render: Render) -> None:
    html = clean(render("Before [[#Mine]].\n\n## Mine\n\n[[#mine|x]] `[[#mine]]`\n"))
    assert 'Before <a class="gdsim-wikilink" href="#mine">Mine</a>.' in html
    assert '<a class="gdsim-wikilink" href="#mine">x</a> <code>[[#mine]]</code>' in html
