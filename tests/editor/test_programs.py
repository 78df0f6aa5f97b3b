"""The programs that lessons show: each is shown whole, runs, and says in the page what it says elsewhere."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest
from test_numpy import page_python

CONTENT = Path(__file__).parents[2] / "content"
PROGRAMS = sorted((CONTENT / "code" / "lessons").glob("*.py"))
SHOWN = re.compile(
    r"^:::+ python \{file: lessons/(\w+\.py)(?:, part: ([\w ]+))?, (run: false|player: none)\}$", re.M
)
USES = [
    (page, *match.groups())
    for page in sorted(CONTENT.rglob("*.md"))
    for match in SHOWN.finditer(page.read_text(encoding="utf-8"))
]
CELL = re.compile(r"^# %% (.+)$", re.M)
# As the page runs code: what is a way out of the interpreter cannot be imported, nor by what is imported.
GUARDED = "import builtins, harness\nbuiltins.__import__ = harness._guarded_import\n"
RUN_IN_PAGES = sorted({name for _, name, _, how in USES if how == "player: none"})


def printed(program: Path, folder: Path) -> str:
    code = compile(program.read_text(encoding="utf-8"), program.name, "exec")
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as out:
        exec(code, {"__name__": "__main__"})
    return out.getvalue()


def test_lessons_show_no_other_python_than_these() -> None:
    pages = [page for page in sorted(CONTENT.rglob("*.md")) if page.parent.name != "Guide"]
    typed = [page.name for page in pages if re.search("^ *```+ *py", page.read_text(encoding="utf-8"), re.M)]
    assert typed == []


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_program_is_shown_on_one_page_whole_and_in_its_order(program: Path) -> None:
    pages = {page for page, name, _, _ in USES if name == program.name}
    parts = [part for _, name, part, _ in USES if name == program.name]
    assert len(pages) == 1
    assert parts == (CELL.findall(program.read_text(encoding="utf-8")) or [None])


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_program_runs_from_top_to_bottom(program: Path, tmp_path: Path) -> None:
    out = printed(program, tmp_path)
    assert out.strip() or list(tmp_path.iterdir())


@pytest.mark.parametrize("name", RUN_IN_PAGES)
def test_program_prints_the_same_in_the_page(name: str, tmp_path: Path) -> None:
    program = CONTENT / "code" / "lessons" / name
    assert page_python(tmp_path, GUARDED + program.read_text(encoding="utf-8")) == printed(program, tmp_path)


def test_a_seed_starts_the_normal_numbers_anew_too(tmp_path: Path) -> None:
    """They come in pairs, and half a pair must not outlive a seed."""
    code = "import random\nfor _ in range(2):\n    random.seed(3)\n    print(f'{random.gauss(0, 1):.9f}')\n"
    program = tmp_path / "seeds.py"
    program.write_text(code, encoding="utf-8")
    assert page_python(tmp_path, GUARDED + code) == printed(program, tmp_path)


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use[0].stem} {use[2] or ''}")
def test_each_listing_is_followed_by_its_breakdown(use: tuple[Path, str, str | None, str]) -> None:
    """A list below it, whose items name what stands in the code."""
    page, name, part, how = use
    text = page.read_text(encoding="utf-8")
    call = f"{name}, part: {part}, {how}" if part else f"{name}, {how}"
    after = text.split(f"::: python {{file: lessons/{call}}}\n:::\n", 1)[1].lstrip()
    breakdown = after.split("\n\n", 1)[0]
    assert breakdown.startswith("- "), f"{page.name}: no list below {call}"
    code = (CONTENT / "code" / "lessons" / name).read_text(encoding="utf-8")
    named = re.findall(r"`([^`]+)`", breakdown)
    assert any(re.split(r"\W", word)[0] in code for word in named), f"{page.name}: {call}"
