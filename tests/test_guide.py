"""The guide names all there is: every registered name, option, key, command; and its code runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest

import gdsim
from gdsim import datasets, directives, losses, models, optimizers, scenes
from gdsim.arguments import parser_of
from gdsim.core.facts import DatasetFacts, RunFacts
from gdsim.core.page import FrontMatter, SiteConfig
from gdsim.core.record import fields_by_key
from gdsim.descent.declare import KEYS
from gdsim.descent.table import Sidecar
from gdsim.directives import RunFields

GUIDE = Path(__file__).parent.parent / "content" / "Guide"
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in sorted(GUIDE.glob("*.md")))
CODE = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`+[^`]+`+|```.*?```|^::+ \w.*$", TEXT, re.S | re.M))))


def names() -> Iterator[tuple[str, str]]:
    """(kind, name) of all that an author can write."""
    registries = {
        "dataset": datasets, "model": models, "loss": losses, "optimizer": optimizers, "scene": scenes,
    }  # fmt: skip
    for kind, registry in registries.items():
        yield from ((kind, name) for name in registry.names())
    for kind, registry in (("loss", losses), ("optimizer", optimizers)):
        for name in registry.names():
            parameters = signature(registry.get(name)).parameters.values()
            yield from ((f"{kind} {name}", p.name) for p in parameters if p.kind is p.KEYWORD_ONLY)
    yield from (("run field", name) for name in fields_by_key(RunFields))
    for name in directives.names():
        yield "directive", name
        options = fields_by_key(directives.get(name).options)
        yield from ((f"directive {name}", key) for key in options if key not in fields_by_key(RunFields))
    yield from (("front matter", key) for key in fields_by_key(FrontMatter))
    yield from (("site.yaml", key) for key in fields_by_key(SiteConfig))
    yield from (("sweep", key) for key in KEYS)
    yield from (("data", key) for key in fields_by_key(Sidecar))
    for facts in (RunFacts, DatasetFacts):
        public = (name for name in vars(facts) if not name.startswith("_"))
        yield from ((facts.__name__, name) for name in public if name != "id")
    record = json.loads(
        (Path(gdsim.__file__).parent / "schemas" / "trajectory-1.json").read_text(encoding="utf-8")
    )
    yield from (("trajectory", key) for key in record["properties"])


@pytest.mark.parametrize(("kind", "name"), list(dict.fromkeys(names())), ids=lambda part: part)
def test_every_name_is_in_the_guide(kind, name):
    assert set(re.findall(r"[\w-]+", name)) <= CODE, f"{kind} {name!r} is not in content/Guide"


def options() -> Iterator[tuple[str, str]]:
    """(command, option) of the command line."""
    (choices,) = [action.choices for action in parser_of()._actions if action.choices]
    for command, parser in choices.items():
        yield command, f"gdsim {command}"
        for action in parser._actions:
            yield from ((command, option) for option in action.option_strings if option.startswith("--"))


@pytest.mark.parametrize(("command", "option"), [o for o in options() if o[1] != "--help"])
def test_every_option_of_the_command_line_is_in_the_guide(command, option):
    page = (GUIDE / "The command line.md").read_text(encoding="utf-8")
    assert re.search(rf"{re.escape(option)}(?![\w-])", page), f"gdsim {command} {option} is not in the guide"


def code_blocks() -> list[tuple[str, str]]:
    """(page, code) of the Python listings."""
    return [
        (page.stem, code)
        for page in sorted(GUIDE.glob("*.md"))
        for code in re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)
    ]


@pytest.mark.parametrize(("page", "code"), code_blocks())
def test_code_of_the_guide_runs(page, code):
    registries = [datasets, losses, models, optimizers, scenes, directives]
    before = [dict(registry.registry._entries) for registry in registries if registry.names()]
    try:
        exec(compile(code, f"{page}.md", "exec"), {})
        for registry, known in zip(registries, before, strict=True):
            for name in set(registry.names()) - set(known):
                use(registry, name)
    finally:
        for registry, known in zip(registries, before, strict=True):
            registry.registry._entries.clear()
            registry.registry._entries.update(known)


def use(registry, name: str) -> None:
    """What the guide adds does its work in a run."""
    if registry is datasets:
        assert gdsim.run(name, learning_rate=0.01, epochs=5).n == 10
    if registry is losses:
        run = gdsim.run("fundraising", loss=name, learning_rate=0.01, epochs=50)
        assert run.loss[-1] < run.loss[0]
    if registry is optimizers:
        run = gdsim.run("fundraising", optimizer=name, learning_rate=0.01, epochs=3)
        assert abs(run.path[3] - [0.03, 0.03]).max() < 1e-12
