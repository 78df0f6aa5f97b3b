"""Tabs: panels one below the other without scripts, and each mistake at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.directives.writing import html_of, mistakes_of, render

NESTED = """::::: tabs
:::: tab In *words*
::: note
Step {{ 1 + 1 }}.
:::
::::
:::: tab In code
```python
# no heading
```
::::
:::::
"""
HEADED = "::: tabs\n\n## One\na\n\n### Inner\nb\n\n## Two ##\n```\n## no heading\n```\n:::\n"
PANEL = re.compile(
    r'<section class="gdsim-tab" id="([\w-]+)" aria-labelledby="\1-title"><p [^>]*id="\1-title">(.*?)</p>'
)


def test_nested_tabs_hold_any_markdown(tmp_path: Path) -> None:
    html = html_of(tmp_path, NESTED)
    assert PANEL.findall(html) == [("tab-in-words", "In <em>words</em>"), ("tab-in-code", "In code")]
    assert '<p class="gdsim-label">Note</p><p>Step 2.</p>' in html
    assert '<span class="tok-c1"># no heading</span>' in html
    assert "hidden" not in html


def test_headings_divide_too_and_deeper_ones_stay(tmp_path: Path) -> None:
    page = render(tmp_path, HEADED)
    assert page.mistakes == ()
    assert [title for _, title in PANEL.findall(page.html)] == ["One", "Two"]
    assert [heading.text for heading in page.toc] == ["Inner"]
    assert "## no heading" in page.html


def test_ids_stay_unique_and_can_be_linked(tmp_path: Path) -> None:
    page = render(tmp_path, f"{HEADED}\n{HEADED}\n[there](#tab-two-2)\n")
    assert [fragment for fragment, _ in PANEL.findall(page.html)] == [
        "tab-one",
        "tab-two",
        "tab-one-2",
        "tab-two-2",
    ]
    assert "tab-two-2" in page.ids


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("::: tabs\n:::\n", "1: tabs want two or more, got no tab; write '::: tab Title' … ':::'"),
        (":::: tabs\n::: tab A\na\n:::\n::::\n", "1: tabs want two or more, got one tab"),
        ("::: tabs\n\nHello.\n## A\na\n## B\nb\n:::\n", "3: this text is in no tab; write '::: tab Title'"),
        (
            ":::: tabs\n::: tab A\na\n:::\n\nStray.\n::::\n",
            "6: only '::: tab Title' can stand here, between tabs",
        ),
        (":::: tabs\n::: tab A\na\n:::\n::: note\na\n:::\n::::\n", "5: only '::: tab Title' can stand here"),
        (
            ":::: tabs\n::: tab\na\n:::\n::: tab B\nb\n:::\n::::\n",
            "2: this tab has no title: '::: tab Title'",
        ),
        (":::: tabs\n::: tab A\n\n:::\n::: tab B\nb\n:::\n::::\n", "2: this tab is empty"),
        (":::: tabs\n::: tab A\na\n:::\n::: tab A\nb\n:::\n::::\n", "5: a second tab is called 'A'"),
        (
            ":::: tabs\n::: tab A {x: 1}\na\n:::\n::: tab B\nb\n:::\n::::\n",
            "2: a tab takes a title and no options",
        ),
        (":::: tabs\n::: tab A\na\n::::\n", "2: the directive 'tab' is never closed"),
        ("::: tab A\na\n:::\n", "1: unknown directive 'tab'; did you mean 'tabs'?"),
        (
            ":::: tabs\n::: tab A\n{{ nope }}\n:::\n::: tab B\n[[Nope]]\n:::\n::::\n",
            "3: 'nope': 'nope' is unknown",
        ),
        (
            ":::: tabs\n::: tab A\n{{ nope }}\n:::\n::: tab B\n[[Nope]]\n:::\n::::\n",
            "6: there is no page 'Nope'",
        ),
        ("::: tabs {wide: true}\n## A\na\n## B\nb\n:::\n", "1: unknown key 'wide'; there are none"),
        ("::: tabs x\n## A\na\n## B\nb\n:::\n", "1: 'tabs' takes no argument, got 'x'"),
    ],
)
def test_each_mistake_has_its_line(tmp_path: Path, text: str, message: str) -> None:
    found = mistakes_of(tmp_path, text)
    assert any(line.startswith(message) for line in found), found
