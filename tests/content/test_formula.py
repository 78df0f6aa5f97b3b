"""TeX to MathML without styles."""

from __future__ import annotations

import re

import pytest

from gdsim.content.formula import FormulaError, mathml, number_in_tex
from gdsim.site.resources import templates_folder

FORMULAS = (
    r"x^2",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
    r"\begin{align} a &= b \\ c &= d \end{align}",
    r"\begin{cases} a & b \\ c & d \end{cases}",
    r"\left( w x_i + b \right)^2 ,",
    r"\begin{array}{l|c||r} a & b & c \\ \hline d & e & f \end{array}",
    r"\nabla L(\theta) \leftarrow \hat y, \text{<b>words</b>}",
)


@pytest.mark.parametrize("tex", FORMULAS)
def test_formula_has_no_style_and_only_known_classes(tex: str) -> None:
    made = mathml(tex, display=True)
    assert made.startswith('<math display="block">')
    assert " style=" not in made
    assert "<b>" not in made
    sheet = (templates_folder() / "css" / "math.css").read_text("utf-8")
    for names in re.findall(r'class="([^"]*)"', made):
        for name in names.split():
            assert f".{name} {{" in sheet


@pytest.mark.parametrize(
    ("tex", "reason", "line"),
    [
        (r"\frac{1", "Expected closing token", 0),
        ("x\n\\fooo", 'Unknown command "\\fooo"', 1),
        (" ", "empty", 0),
        (r"\color{red} x", "come from the theme", 0),
        (r"\href{javascript:x}{y}", "Unknown command", 0),
        ("{" * 100 + "}" * 100, "nests deeper", 0),
        (r"\sqrt" * 500 + "x", "nests deeper", 0),
        ("x" * 5000, "5000 characters", 0),
        (r"\def\a{\a\a}\a", "expan", 0),
    ],
)
def test_bad_formula_is_refused_with_its_line(tex: str, reason: str, line: int) -> None:
    with pytest.raises(FormulaError) as caught:
        mathml(tex, display=False)
    assert reason in str(caught.value)
    assert caught.value.line == line


def test_numbers_in_formulas() -> None:
    assert number_in_tex("5e-5") == r"{5 \times 10^{-5}}"
    assert number_in_tex("-2.5") == "-2.5"
    assert number_in_tex("true") == "true"


def test_math_sheet_names_no_colour() -> None:
    assert "#" not in (templates_folder() / "css" / "math.css").read_text("utf-8")
