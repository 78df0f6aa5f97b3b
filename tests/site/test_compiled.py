"""Templates are compiled once; a damaged file is compiled again and never run."""

from __future__ import annotations

import sys

import pytest
from jinja2 import DictLoader, Environment

from gdsim.site.compiled import CompiledTemplates

TEXT = "{{ a }} and {{ b }}"


@pytest.fixture(autouse=True)
def _writing(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def render(folder, text=TEXT):
    environment = Environment(loader=DictLoader({"x.html": text}), bytecode_cache=CompiledTemplates(folder))
    return environment.get_template("x.html").render(a=1, b=2)


def test_a_compiled_template_is_kept_and_used(tmp_path, monkeypatch):
    assert render(tmp_path / "c") == "1 and 2"
    (kept,) = (tmp_path / "c").iterdir()
    monkeypatch.setattr(Environment, "_compile", lambda *_: pytest.fail("it was compiled again"))
    assert render(tmp_path / "c") == "1 and 2"
    assert kept.stat().st_mode & 0o777 == 0o644


def test_an_edited_template_is_compiled_again(tmp_path):
    render(tmp_path)
    assert render(tmp_path, "{{ b }}") == "2"
    assert render(tmp_path, "{{ b }}") == "2"


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_damaged_file_is_made_again(tmp_path, place):
    render(tmp_path)
    (kept,) = tmp_path.iterdir()
    good = kept.read_bytes()
    bad = bytearray(good)
    bad[place] ^= 1
    kept.write_bytes(bad)
    assert render(tmp_path) == "1 and 2"
    assert kept.read_bytes() == good


def test_nothing_is_written_where_python_writes_no_bytecode(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert render(tmp_path / "c") == "1 and 2"
    assert not (tmp_path / "c").exists()


def test_a_folder_that_cannot_be_made_is_no_mistake(tmp_path):
    (tmp_path / "file").write_text("")
    assert render(tmp_path / "file" / "c") == "1 and 2"
