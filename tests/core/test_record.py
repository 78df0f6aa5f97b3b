"""A record that is right is checked without pydantic, to the same value; one that is wrong is told by it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gdsim.core.page import FrontMatter, SiteConfig
from gdsim.core.yamltext import _accepted, _model_of, checked, checked_record, parse_yaml
from gdsim.errors import AuthorErrors

GOOD = [
    (FrontMatter, "title: ' A '\ntags: [a, b]\ndate: 2026-01-02\nupdated: 2026-01-02 10:00:00\norder: 1.5"),
    (FrontMatter, "draft: true\norder: 2\ntitle: null\nprerequisites: []\naliases:\n  - x"),
    (SiteConfig, "title: ' Wiki '\nurl: https://a.org/b/\nnavigation: [A]"),
]
BAD = [
    (FrontMatter, "titel: A"),
    (FrontMatter, "tags: a"),
    (FrontMatter, "tags: [1]"),
    (FrontMatter, "order: '1'"),
    (FrontMatter, "draft: 1"),
    (FrontMatter, "title: ' '"),
    (FrontMatter, "tags: [' ']"),
    (SiteConfig, "description: x"),
    (SiteConfig, "title: x\nurl: ftp://a.org"),
]


@pytest.mark.parametrize(("kind", "text"), GOOD)
def test_a_right_record_is_what_pydantic_gives(kind, text):
    document = parse_yaml(text, "x.yaml")
    found = _accepted(kind, document.data)
    assert found is not None
    assert repr(found) == repr(kind(**vars(checked(_model_of(kind), document))))


@pytest.mark.parametrize(("kind", "text"), BAD)
def test_a_wrong_record_is_refused(kind, text):
    document = parse_yaml(text, "x.yaml")
    assert _accepted(kind, document.data) is None
    with pytest.raises(AuthorErrors, match=r"x\.yaml:\d: "):
        checked_record(kind, document)


def test_a_right_record_imports_neither_pydantic_nor_the_yaml_library():
    code = (
        "import sys\nfrom gdsim.core.page import FrontMatter\nfrom gdsim.core.yamltext import *\n"
        "checked_record(FrontMatter, parse_yaml('tags: [a]', 'x.yaml'))\n"
        "print(sorted({'pydantic', 'ruamel.yaml'} & sys.modules.keys()))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
