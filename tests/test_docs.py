"""What README and CONTRIBUTING show is true: commands, code and links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gdsim
from gdsim import optimizers
from gdsim.arguments import parser_of

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Code blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


def test_the_two_commands_open_the_readme_and_are_what_ci_runs():
    first = blocks(README, "sh")[0]
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    for command in ("pip install uv && uv run build.py", "pip install uv && uv run pytest"):
        assert command in first
        assert command in ci


def test_every_command_is_in_the_readme():
    (choices,) = [action.choices for action in parser_of()._actions if action.choices]
    for name in choices:
        assert f"`gdsim {name}`" in README


def test_python_of_the_readme_runs():
    for code in blocks(README, "python"):
        exec(compile(code, "README.md", "exec"), {})


def test_the_optimizer_of_contributing_works():
    (code,) = blocks(CONTRIBUTING, "python")
    exec(compile(code, "CONTRIBUTING.md", "exec"), {})
    try:
        ours = gdsim.run("fundraising", optimizer={"name": "heavy", "beta": 0.5}, learning_rate=0.01)
        theirs = gdsim.run("fundraising", optimizer={"name": "momentum", "beta": 0.5}, learning_rate=0.01)
        assert ours.path.tolist() == theirs.path.tolist()
    finally:
        del optimizers.registry._entries["heavy"]


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_links_and_named_files_exist(text):
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (ROOT / target).exists(), target
    for path in re.findall(r"`((?:gdsim|tests|content|templates|bench)/[\w./]*)`", text):
        assert path.endswith("heavy.py") or (ROOT / path).exists(), path


def test_public_names_are_all_there():
    for name in gdsim.__all__:
        assert getattr(gdsim, name) is not None
