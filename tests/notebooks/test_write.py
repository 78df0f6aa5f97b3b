"""What the Markdown and the directives of a page become in its notebook, and that the notebook runs."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
import pytest
from nbformat import NotebookNode
from small_site import write_content

import gdsim

mpl.use("Agg")

LESSON = """---
title: A lesson
summary: Ends at {{ run("rates").final.w | digits(4) }}.
---
The slope is {{ run("rates").final.w | digits(4) }}, see [[Home]], [[Home|there]] and [[#Later]]; a
[site](https://example.org/), a [page](index.md), ![a dot](assets/dot.svg), $w^2$ and `{{ code }}`.

$$ w = \\value{run("rates").final.w | digits(2)} $$

```python
w = 1.5
print("w is", w)
```

```yaml
not: run
```

```python
import gdsim
```

## Later

::: animation rates
views: [fit, contour, surface, loss, params]
title: It costs $5 and `w`
caption: |
  Two
  lines.
:::

::: race rates
vary: learning_rate
:::

::: map rates
:::

::: table rates
columns: [learning_rate, w, status]
caption: The table.
:::

::: thresholds houses
:::

::: claim
check: run("rates", learning_rate=2e-4).diverged == false
text: It does **not** diverge.
:::

:::: try {title: "Try it"}
What happens?

::: answer
This.
:::
::::

::: note
Mind the gap.
:::

::: tip
A tip.
:::

::: warning
A warning.
:::

::: observe
Look.
:::

::: details {title: "More"}
Inside.

```python
inside = w + 1
```

Below.
:::

:::: tabs
::: tab One
First.
:::
::: tab Two
Second.
:::
::::

::: figure {sweep: own, scene: fit, caption: "The best houses."}
:::

:::: example
::: note
Shown.
:::
::::

::: download own
:::

::: gallery own
:::

::: quiz
question: How many?
answer: 3
why: Count.
:::

::: quiz
question: Which?
options:
  - {text: "A", why: "No."}
  - {text: "B", correct: true, why: "Yes."}
:::

::: python {player: rates, learning_rate: 1e-4, epochs: 7, w: 1, b: 2}
def step(w, b, learning_rate):
    residual = w * DATA_X + b - DATA_Y
    return w - learning_rate * 2 * (residual * DATA_X).mean(), b - learning_rate * 2 * residual.mean()
:::
"""
# Names of ours, and a module that another name hides.
CLASH = """---
title: Clash
---
```python
from random import random

def descend(x):
    return x - 1

line = descend(random())
```

::: animation rates
:::

```python
print(descend(5))
```
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    dot = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    pages = {"Lesson.md": LESSON, "Clash.md": CLASH, "assets/dot.svg": dot, "Plain.md": "No code.\n"}
    gdsim.build(write_content(folder, pages), output=folder / "site", cache=folder / "cache", media=False)
    return folder / "site"


@pytest.fixture(scope="module")
def lesson(site: Path) -> NotebookNode:
    return nbformat.read(site / "notebooks" / "lesson.ipynb", as_version=nbformat.NO_CONVERT)


def run(notebook: NotebookNode) -> tuple[str, dict[str, Any]]:
    """What the cells print, and the names that they leave behind."""
    names: dict[str, Any] = {}
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, "cell", "exec"), names)
    return said.getvalue(), names


def texts(notebook: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def codes(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_the_notebook_is_valid_and_only_pages_with_code_have_one(site: Path, lesson: NotebookNode) -> None:
    nbformat.validate(lesson)
    assert {path.name for path in (site / "notebooks").iterdir()} == {"lesson.ipynb", "clash.ipynb"}
    assert "download>Open as notebook</a>" in (site / "lesson.html").read_text(encoding="utf-8")
    assert "notebook" not in (site / "plain.html").read_text(encoding="utf-8")


def test_prose_has_values_math_and_plain_words_for_links(lesson: NotebookNode) -> None:
    text = texts(lesson)
    value = re.search(r"\*Ends at (0\.\d+)\.\*", text)
    assert value
    assert f"The slope is {value[1]}" in text
    assert (
        "see Home, there and *Later*; a\n[site](https://example.org/), a page, *(a dot)*, $w^2$ and" in text
    )
    assert "`{{ code }}`" in text
    assert re.search(r"\$\$ w = 0\.\d+ \$\$", text)
    assert "## Later\n" in text


def test_listings_that_need_more_stay_text(lesson: NotebookNode) -> None:
    assert 'w = 1.5\nprint("w is", w)' in codes(lesson)
    assert "```yaml\nnot: run\n```" in texts(lesson)
    assert "```python\nimport gdsim\n```" in texts(lesson)


def test_directives_have_their_forms(lesson: NotebookNode) -> None:
    text = texts(lesson)
    for wanted in (
        "| learning rate | w | outcome |\n| --- | --- | --- |\n| 5e-5 |",
        "It does **not** diverge.\n\n<details>\n<summary>✓ checked</summary>",
        "> **Try it**\n>\n> What happens?\n>\n> <details>\n> <summary>Answer</summary>\n>\n> This.",
        "> **Note**\n>\n> Mind the gap.",
        "> **Tip**\n>\n> A tip.",
        "> **Warning**\n>\n> A warning.",
        "> **What to observe**\n>\n> Look.",
        "<summary>More</summary>\n\nInside.",
        "**One**\n\nFirst.\n\n**Two**\n\nSecond.",
        "```markdown\n::: note\nShown.\n:::\n```",
        "*The page has the data of 2 runs to download.*",
        "*The page lists 2 runs here, to filter and to open.*",
        "How many?\n\n<details>\n<summary>Answer</summary>\n\nIt is 3.\n\nCount.",
        "1. A\n2. B\n\n<details>\n<summary>Answer</summary>\n\n1. **Not this.** No.\n2. **Right.** Yes.",
        "epochs to 1 % of w",
        "\nTwo lines.",
        "The best houses.",
    ):
        assert wanted in text, wanted
    assert "inside = w + 1" in codes(lesson)


def test_figures_are_drawn_by_calls_that_can_be_read(lesson: NotebookNode) -> None:
    code = "\n".join(codes(lesson))
    assert 'run_1 = descend("clean-linear", learning_rate=5e-5, epochs=12, start=(0, 0))' in code
    assert "views=[show_fit, show_contour, show_surface, show_loss, show_params]" in code
    assert r'title="It costs \\$5 and w"' in code
    assert 'draw(run_2, run_3, views=[show_contour, show_loss], labels=["5e-5", "2e-4"])' in code
    assert '"5e-5": dict(learning_rate=5e-5)' in code
    assert '"#d55e00"' in code


def test_the_notebook_runs_and_agrees(lesson: NotebookNode) -> None:
    said, names = run(lesson)
    assert "w is 1.5\n" in said
    assert said.count("as on the page") == 4  # one animation, a race of two, one figure
    assert "the page has" not in said
    edited = names["run_5"]
    assert edited.path.shape == (8, 2)
    assert edited.path[0].tolist() == [1, 2]
    assert edited.problem.dataset == "clean-linear"


def test_names_of_the_lesson_come_first(site: Path) -> None:
    clash = nbformat.read(site / "notebooks" / "clash.ipynb", as_version=4)
    said, names = run(clash)
    assert said.endswith("as on the page\n4\n")
    assert names["descend"](3) == 2
    assert "run_1 = descend_(" in "\n".join(codes(clash))


def test_a_changed_run_says_what_the_page_has(lesson: NotebookNode) -> None:
    changed = nbformat.from_dict(lesson)
    changed.cells = [*lesson.cells]
    for k, cell in enumerate(changed.cells):
        if cell.cell_type == "code" and cell.source.startswith("run_1 ="):
            changed.cells[k] = nbformat.v4.new_code_cell(cell.source.replace("5e-5", "6e-5"))
    assert "the page has epoch 12" in run(changed)[0]
