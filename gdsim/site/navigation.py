"""Where a page stands: its breadcrumb, the header's entries, the pages of a folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from gdsim.core.page import Content, Date, Folder, Page, Source


@dataclass(frozen=True)
class Entry:
    """A page or folder in a list; ``url`` is its site path, ``pages`` how many a folder holds."""

    title: str
    url: str
    summary: str = ""
    date: Date | None = None
    pages: int = 0


class Navigation:
    """The wiki as a tree, made once; asked for each page."""

    def __init__(self, content: Content, pages: Iterable[Page]) -> None:
        self._excerpts = {page.path: page.excerpt for page in pages}
        self._sources = content.pages
        self._folders = {folder.path: folder for folder in content.folders}
        names = content.site.navigation or self._top_names()
        self.header = tuple(self._named(name) for name in names)

    def breadcrumb(self, path: str) -> tuple[Entry, ...]:
        """Home and the folders above the page or folder at ``path``, without itself."""
        parents = [str(parent) for parent in PurePosixPath(path).parents]
        if path.endswith("/index.md"):
            parents = parents[1:]
        above = [self._folders["" if parent == "." else parent] for parent in reversed(parents)]
        return tuple(Entry(folder.title if folder.path else "Home", folder.url) for folder in above)

    def children(self, folder: str) -> tuple[Entry, ...]:
        """What stands directly in a folder: its pages in their order, then its folders."""
        pages = [
            self._entry(source) for source in self._sources if source.folder == folder and not source.is_index
        ]
        folders = [self._folder(f) for f in self._folders.values() if f.path and _parent(f.path) == folder]
        return (*pages, *folders)

    def _entry(self, source: Source) -> Entry:
        summary = source.front.summary or self._excerpts.get(source.path, "")
        return Entry(source.title, source.url, summary, source.front.date)

    def _folder(self, folder: Folder) -> Entry:
        inside = [source for source in self._sources if source.path.startswith(f"{folder.path}/")]
        own = next((source for source in inside if source.is_index and source.folder == folder.path), None)
        summary = own.front.summary if own else ""
        return Entry(folder.title, folder.url, summary, pages=len(inside) - (own is not None))

    def _top_names(self) -> list[str]:
        pages = [source.path for source in self._sources if not source.folder and not source.is_index]
        return [*(path for path in self._folders if path and "/" not in path), *pages]

    def _named(self, name: str) -> Entry:
        bare = name.removesuffix(".md").strip("/")
        if bare in self._folders:
            return self._folder(self._folders[bare])
        return next(self._entry(source) for source in self._sources if source.path == f"{bare}.md")


def _parent(path: str) -> str:
    return path.rpartition("/")[0]
