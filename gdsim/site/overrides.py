"""The author's own templates, looked through before any is filled: what they extend, include and replace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gdsim.errors import Mistake, near_names
from gdsim.site.resources import jinja

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

OURS = "gdsim/"  # before the name of the template that an override replaces


def template_mistakes(folder: Path) -> list[Mistake]:
    """What is wrong in ``folder/pages``: syntax, names and blocks that do not exist, files nobody uses."""
    if not folder.is_dir():
        return [Mistake(str(folder.absolute()), 1, "there is no such folder of templates")]
    return list(_Overrides(folder.absolute() / "pages").mistakes())


class _Overrides:
    def __init__(self, pages: Path) -> None:
        self._pages = pages
        self._jinja = jinja(pages.parent)
        ours = jinja()
        self._known = {name for name in self._jinja.list_templates() if name.endswith(".html")}
        self._ours = {name for name in ours.list_templates() if name.endswith(".html")}
        self._used: set[str] = set()

    def mistakes(self) -> Iterator[Mistake]:
        paths = sorted(path for path in self._pages.rglob("*.html") if path.is_file())
        names = [path.relative_to(self._pages).as_posix() for path in paths]
        for path, name in zip(paths, names, strict=True):
            yield from self._in_one(path, name)
        for path, name in zip(paths, names, strict=True):
            if name not in self._ours | self._used:
                message = f"template: replaces none of ours, and none of yours uses it{self._near(name)}"
                yield Mistake(str(path), 1, message)

    def _in_one(self, path: Path, name: str) -> Iterator[Mistake]:
        from jinja2 import TemplateSyntaxError

        try:
            tree = self._jinja.parse(path.read_text("utf-8"), name, str(path))
        except TemplateSyntaxError as error:
            yield Mistake(str(path), error.lineno, f"template: {error.message}")
            return
        except (UnicodeDecodeError, RecursionError) as error:
            yield Mistake(str(path), 1, f"template: {error}")
            return
        for line, named, needed in _named(tree):
            self._used.update(named or self._known)  # a name that is computed may be any
            if name in named:
                words = f"template: {name!r} uses itself; write '{OURS}{name}' for the one that it replaces"
                yield Mistake(str(path), line, words)
            elif needed and not any(_exists(self._jinja, other) for other in named):
                listed = " or ".join(map(repr, named))
                yield Mistake(str(path), line, f"template: there is no {listed}{self._near(named[0])}")
        yield from self._stray_blocks(tree, path, name)

    def _stray_blocks(self, tree: nodes.Template, path: Path, name: str) -> Iterator[Mistake]:
        """Blocks that are shown nowhere: what a template extends has none of their name."""
        from jinja2 import nodes

        known = _blocks_above(self._jinja, tree, {name})
        if known is None:
            return
        for node in tree.body:
            if isinstance(node, nodes.Block) and node.name not in known:
                words = f"template: no template above this one has a block {node.name!r}"
                yield Mistake(str(path), node.lineno, words + near_names(node.name, known))

    def _near(self, name: str) -> str:
        like = name.startswith(OURS)
        return near_names(
            name, {known for known in self._known if known.startswith(OURS) == like and known != name}
        )


def _named(tree: nodes.Template) -> Iterator[tuple[int, list[str], bool]]:
    """Line and names of what a template uses, none where they are computed; whether one must be there."""
    from jinja2 import nodes

    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        template = getattr(node, "template")  # noqa: B009 (each of the four has one)
        items = template.items if isinstance(template, nodes.List | nodes.Tuple) else [template]
        names = [
            item.value for item in items if isinstance(item, nodes.Const) and isinstance(item.value, str)
        ]
        written = len(names) == len(items)
        yield node.lineno, names, written and not getattr(node, "ignore_missing", False)


def _exists(environment: Environment, name: str) -> bool:
    from jinja2 import TemplateNotFound

    try:
        _source(environment, name)
    except TemplateNotFound:
        return False
    return True


def _source(environment: Environment, name: str) -> str:
    assert environment.loader
    return environment.loader.get_source(environment, name)[0]


def _blocks_above(environment: Environment, tree: nodes.Template, seen: set[str]) -> set[str] | None:
    """Names of the blocks of all that ``tree`` extends; None where it extends nothing, or it is not known."""
    from jinja2 import TemplateError, nodes

    above = next(tree.find_all(nodes.Extends), None)
    if above is None or not isinstance(above.template, nodes.Const) or above.template.value in seen:
        return None
    name = str(above.template.value)
    try:
        parent = environment.parse(_source(environment, name))
    except TemplateError:
        return None
    own = {block.name for block in parent.find_all(nodes.Block)}
    return own | (_blocks_above(environment, parent, {*seen, name}) or set())
