"""``::: python``: where the code comes from, what it runs on, and what is refused."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from gdsim.content import LinkIndex, read_content, render_page
from gdsim.core.page import Page
from tests.content.fakes import FakeFacts, write_content

BASE = "import numpy as np\n\n\ndef step(w, b, learning_rate):\n    return w, b\n"
OTHER = BASE.replace("return w, b", "return w + 1, b")


def render(root: Path, text: str) -> Page:
    files = {"index.md": text, "code/base.py": BASE, "code/other.py": OTHER}
    content = read_content(write_content(root, files))
    return render_page(content.pages[0], LinkIndex(content), FakeFacts())


def test_a_listing_reads_without_scripts(tmp_path: Path) -> None:
    page = render(tmp_path, "::: python {title: 'A *program*'}\nprint('<1>')\n:::\n")
    assert page.mistakes == ()
    assert page.html.startswith('<div class="gdsim-python" data-label="A *program*"><p class="gdsim-label">')
    assert '<span class="tok-nb">print</span>' in page.html
    assert "&lt;1&gt;" in page.html
    assert "data-player" not in page.html


def test_a_file_is_run_on_the_last_player_above_or_on_the_one_named(tmp_path: Path) -> None:
    text = "::: animation rates\n:::\n\n::: animation rates\n:::\n\n::: python {file: base.py}\n:::\n"
    assert 'data-player="player-rates-2"' in render(tmp_path, text).html
    named = text.replace("base.py", "base.py, player: rates")
    assert 'data-player="player-rates-2"' in render(tmp_path, named).html


def test_numbers_travel_with_the_listing(tmp_path: Path) -> None:
    page = render(
        tmp_path, "::: python {file: base.py, learning_rate: 1e-3, epochs: 7, w: 0.65, b: 0}\n:::\n"
    )
    fixed = re.search(r'data-fixed="([^"]*)"', page.html)
    assert fixed
    assert json.loads(unescape(fixed[1])) == {"learning_rate": 0.001, "epochs": 7, "w": 0.65, "b": 0}


def test_of_a_listing_with_a_base_only_the_changes_are_shown(tmp_path: Path) -> None:
    page = render(tmp_path, "::: python {file: other.py, base: base.py}\n:::\n")
    pre = page.html[page.html.index("<pre") :]
    assert '<span class="tok-gi">+    return w + 1, b</span>' in pre
    assert "import numpy" not in pre
    assert "import numpy" in page.html  # the editor opens the whole


def test_a_listing_that_is_its_base_is_not_shown_again(tmp_path: Path) -> None:
    page = render(tmp_path, "::: python {file: base.py, base: base.py, w: 1, title: From elsewhere}\n:::\n")
    assert page.mistakes == ()
    assert "<pre" not in page.html
    assert 'data-source="import numpy' in page.html


CELLS = "import math\n\n# %% one\na = math.pi\n\n\n# %% two\nprint(a)\n"


def test_of_a_file_of_cells_the_part_asked_for_is_shown(tmp_path: Path) -> None:
    files = {"index.md": "::: python {file: cells.py, part: one}\n:::\n", "code/cells.py": CELLS}
    content = read_content(write_content(tmp_path, files))
    html = render_page(content.pages[0], LinkIndex(content), FakeFacts()).html
    assert re.sub("<[^>]*>", "", html).strip() == "a = math.pi"
    assert 'data-source="import math' in html  # the editor opens the whole
    assert "print(a)" in html


def test_an_unknown_part_is_refused_with_the_near_one(tmp_path: Path) -> None:
    files = {"index.md": "::: python {file: cells.py, part: tow}\n:::\n", "code/cells.py": CELLS}
    content = read_content(write_content(tmp_path, files))
    (mistake,) = render_page(content.pages[0], LinkIndex(content), FakeFacts()).mistakes
    assert "part: code/cells.py has no line '# %% tow'; did you mean 'two'?" in mistake.message


def test_a_listing_that_is_not_to_run_is_code_and_nothing_else(tmp_path: Path) -> None:
    page = render(tmp_path, "::: python {file: base.py, run: false}\n:::\n")
    assert page.html.startswith('<pre class="gdsim-code"')
    assert "gdsim-python" not in page.html


def test_a_listing_may_stand_alone_below_a_player(tmp_path: Path) -> None:
    text = "::: animation rates\n:::\n\n::: python {file: base.py, player: none}\n:::\n"
    html = render(tmp_path, text).html
    assert "gdsim-python" in html
    assert "data-player" not in html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("::: python\n:::\n", "3: this python is empty; write its code"),
        (
            "::: python {file: bse.py}\n:::\n",
            "3: file: there is no listing 'code/bse.py'; did you mean 'base.py'?",
        ),
        (
            "::: python {file: base.py}\nprint(1)\n:::\n",
            "3: give the code as the body or as a file, not both",
        ),
        ("::: python\na = 1\nb = +\n:::\n", "3: this python cannot be compiled: its line 2: invalid syntax"),
        ("::: python {file: base.py, player: rates}\n:::\n", "3: player: no player of 'rates' stands above"),
        ("::: python {file: base.py, learning_rate: -1}\n:::\n", "3: learning_rate must be > 0, got -1"),
        ("::: python {file: base.py, epochs: 0}\n:::\n", "3: epochs must be > 0, got 0"),
        ("::: python {file: base.py, base: nope.py}\n:::\n", "3: base: there is no listing 'code/nope.py'"),
        ("::: python {file: ../site.yaml}\n:::\n", "3: file: there is no listing 'code/../site.yaml'"),
    ],
)
def test_mistakes_of_a_python(tmp_path: Path, text: str, message: str) -> None:
    (mistake,) = render(tmp_path, f"\n\n{text}").mistakes
    assert f"{mistake.line}: {mistake.message}".startswith(message)


def test_an_edited_listing_changes_what_pages_depend_on(tmp_path: Path) -> None:
    def key(root: Path, code: str) -> str:
        return LinkIndex(read_content(write_content(root, {"index.md": "Home", "code/a.py": code}))).key

    assert key(tmp_path / "one", "a = 1\n") != key(tmp_path / "two", "a = 2\n")
    assert key(tmp_path / "one", "a = 1\n") == key(tmp_path / "three", "a = 1\n")
