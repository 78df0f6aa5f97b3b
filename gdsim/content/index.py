"""What pages may link to: every page and folder by path, title and alias, and every asset."""

from __future__ import annotations

import posixpath
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple, Self

from gdsim.core.jsontext import digest
from gdsim.core.page import Content, asset_url
from gdsim.errors import near_names


class Target(NamedTuple):
    """A page that can be linked: its content path, site path and title."""

    path: str
    url: str
    title: str


class LinkIndex:
    """Names → targets, built once from all pages; says nothing of headings, which ``check_links`` does.

    A page that is edited but keeps its name, title and aliases leaves the index as it was: ``key()``.
    """

    def __init__(self, content: Content) -> None:
        self._pages: list[Any] = sorted((s.path, s.url, s.title, s.front.aliases) for s in content.pages)
        self._listed: Sequence[Sequence[str]] = content.folders
        self._assets = frozenset(content.assets)
        self._drafts = frozenset(content.drafts)
        self._code = dict(content.code)

    @cached_property
    def key(self) -> str:
        """Digest of everything that links are resolved with."""
        return digest(self.record())

    def record(self) -> list[Any]:
        """The index as JSON values."""
        files = [sorted(self._assets), sorted(self._drafts), sorted(self._code.items())]
        return [self._pages, self._listed, *files]

    @classmethod
    def from_record(cls, record: list[Any]) -> Self:
        """The index of that ``record()``, also after a trip through JSON."""
        index = object.__new__(cls)
        index._pages, index._listed, assets, drafts, code = record
        index._assets, index._drafts, index._code = frozenset(assets), frozenset(drafts), dict(code)
        return index

    @cached_property
    def _files(self) -> dict[str, Target]:
        return {path: Target(path, url, title) for path, url, title, _ in self._pages}

    @cached_property
    def _folders(self) -> dict[str, Target]:
        return {
            path: self._files.get(f"{path}/index.md".lstrip("/"), Target(path, url, title))
            for path, title, url in self._listed
        }

    @cached_property
    def _targets(self) -> list[Target]:
        targets = (*self._files.values(), *self._folders.values())
        return list({target.url: target for target in targets}.values())

    @cached_property
    def _by_path(self) -> dict[str, list[Target]]:
        by_path = {fold(path.removesuffix(".md")): [target] for path, target in self._files.items()}
        by_path.update({fold(path): [target] for path, target in self._folders.items() if path})
        return by_path

    @cached_property
    def _by_title(self) -> dict[str, list[Target]]:
        return _grouped(pair for target in self._targets for pair in _titles(target))

    @cached_property
    def _by_alias(self) -> dict[str, list[Target]]:
        return _grouped((alias, self._files[path]) for path, _, _, names in self._pages for alias in names)

    def _named(self, name: str) -> Iterator[tuple[str, list[Target]]]:
        """What has this name by path, by title and by alias, each looked up when it is asked for."""
        wanted = fold(name.strip().strip("/").removesuffix(".md"))
        yield "path", self._by_path.get(wanted, [])
        yield "title", self._by_title.get(wanted, [])
        yield "alias", self._by_alias.get(wanted, [])

    @cached_property
    def _names(self) -> list[str]:
        aliases = {alias for _, _, _, aliases in self._pages for alias in aliases}
        return sorted({target.title for target in self._targets} | aliases)

    def code(self, name: str) -> str:
        """The listing in ``code/`` of that name.

        Raises:
            ValueError: there is none, with the nearest name.
        """
        if name not in self._code:
            raise ValueError(f"there is no listing 'code/{name}'{near_names(name, self._code)}")
        return self._code[name]

    def page(self, name: str) -> Target:
        """The page that a wikilink names, by path, then title, then alias, case folded.

        Raises:
            ValueError: none, or several, with their names.
        """
        for kind, found in self._named(name):
            if len(found) > 1:
                paths = ", ".join(repr(target.path) for target in sorted(found, key=lambda t: t.path))
                raise ValueError(f"[[{name}]] is the {kind} of several pages: {paths}; link by path")
            if found:
                return found[0]
        wanted = fold(name.strip().strip("/").removesuffix(".md"))
        if any(fold(path.removesuffix(".md")) in (wanted, f"{wanted}/index") for path in self._drafts):
            raise ValueError(f"[[{name}]] is a draft; publish it or build with --drafts")
        raise ValueError(f"there is no page {name!r}{near_names(name, self._names)}")

    def knows(self, name: str) -> bool:
        """Whether ``name`` as a whole names a page; names may hold a ``#``."""
        return any(found for _, found in self._named(name))

    def file(self, path: str) -> str:
        """Site path of the page, folder or asset at content path ``path``.

        Raises:
            ValueError: there is none, with the nearest path.
        """
        clean = unicodedata.normalize("NFC", posixpath.normpath(path)) if path else ""
        clean = "" if clean == "." else clean
        if clean in self._files:
            return self._files[clean].url
        if clean in self._folders:
            return self._folders[clean].url
        for asset in (clean, posixpath.normpath(path)):
            if asset in self._assets:
                return asset_url(asset)
        if clean in self._drafts:
            raise ValueError(f"{path!r} is a draft; publish it or build with --drafts")
        raise ValueError(f"there is no file {path!r}{self._near_file(clean)}")

    def _near_file(self, path: str) -> str:
        """A hint: the nearest path, else a file of that name elsewhere."""
        paths = [*self._files, *self._assets]
        name = path.rpartition("/")[2].casefold()
        same = [known for known in paths if known.rpartition("/")[2].casefold() == name]
        if same:
            return f"; did you mean {min(same)!r}?"
        hint = near_names(path, paths)
        return hint if "did you mean" in hint else ""


def fold(name: str) -> str:
    """``name`` as names are compared: Unicode composed, case folded, single spaces."""
    composed = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return " ".join(composed.casefold().split())


def _titles(target: Target) -> Iterable[tuple[str, Target]]:
    """A page's title, and its file name where that is another."""
    yield target.title, target
    if target.path.endswith(".md") and not target.path.endswith("index.md"):
        yield target.path.rpartition("/")[2].removesuffix(".md"), target


def _grouped(pairs: Iterable[tuple[str, Target]]) -> dict[str, list[Target]]:
    groups: dict[str, list[Target]] = defaultdict(list)
    for name, target in pairs:
        if target not in groups[fold(name)]:
            groups[fold(name)].append(target)
    return dict(groups)
