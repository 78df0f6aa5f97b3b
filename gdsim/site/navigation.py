"""Where a page stands: the wiki as a tree in the author's order, and what each page shows of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from gdsim.core.dataclass import dataclass
from gdsim.core.jsontext import digest
from gdsim.core.page import Content, Date, Folder, Page, Source

# Entries of one folder that the side navigation shows; of more, those around the page that is read.
MOST = 60


@dataclass(frozen=True)
class Entry:
    """A page or folder in a list; ``url`` is its site path, ``pages`` how many a folder holds."""

    title: str
    url: str
    summary: str = ""
    date: Date | None = None
    pages: int = 0


@dataclass(frozen=True)
class Branch:
    """An entry of the side navigation.

    Args:
        pages: how many a folder holds; 0 for a page.
        current: whether it is the page that is read.
        inside: what stands in it, where the page that is read is in it.
        left_out: how many more entries its list has.
    """

    title: str
    url: str
    pages: int = 0
    current: bool = False
    inside: tuple[Branch, ...] = ()
    left_out: int = 0


class Navigation:
    """The wiki as a tree, made once; asked for each page."""

    def __init__(self, content: Content, pages: Iterable[Page]) -> None:
        self._excerpts = {page.path: page.excerpt for page in pages}
        self._folders = {folder.path: folder for folder in content.folders}
        self._own = {source.folder: source for source in content.pages if source.is_index}
        self._counts = _counts(content.pages)
        self._digests: dict[str, str] = {}
        self._inside = self._sorted(content)
        self.header = self._header(content)
        self.reading_order = tuple(self._walk(""))
        self._places = {source.path: place for place, source in enumerate(self.reading_order)}

    def breadcrumb(self, path: str) -> tuple[Entry, ...]:
        """Home and the folders above the page or folder at ``path``, without itself."""
        parents = [str(parent) for parent in PurePosixPath(path).parents]
        if path.endswith("/index.md"):
            parents = parents[1:]
        above = [self._folders["" if parent == "." else parent] for parent in reversed(parents)]
        return tuple(Entry(folder.title if folder.path else "Home", folder.url) for folder in above)

    def children(self, folder: str) -> tuple[Entry, ...]:
        """What stands directly in a folder, in the author's order."""
        return tuple(
            self._folder(item) if isinstance(item, Folder) else self._entry(item)
            for item in self._inside[folder]
        )

    def tree(self, path: str) -> tuple[Branch, ...]:
        """The side navigation of the page or plain folder at ``path``: the top, and the way to it open."""
        here = path.rpartition("/")[0] if path.endswith(".md") else path
        return self._branches("", path, here)[0]

    def decides(self, path: str) -> tuple[str, ...]:
        """Digests of the lists that ``breadcrumb`` and ``tree`` of the page at ``path`` are made from."""
        return tuple(self._listed(folder) for folder in ("", *self._way(path)))

    def decides_children(self, folder: str) -> str:
        """Digest of what ``children`` gives."""
        return digest(repr(self.children(folder)))

    def around(self, path: str) -> tuple[Entry | None, Entry | None]:
        """The pages before and after the one at ``path`` in reading order."""
        place = self._places[path]
        before = self.reading_order[place - 1] if place else None
        after = self.reading_order[place + 1] if place + 1 < len(self.reading_order) else None
        return self._named(before), self._named(after)

    def page(self, source: Source) -> Entry:
        """The entry of a page, with its summary."""
        return self._entry(source)

    def _way(self, path: str) -> Iterator[str]:
        """The folders from the top to the one that a page stands in."""
        end = path.find("/")
        while end >= 0:
            yield path[:end]
            end = path.find("/", end + 1)

    def _listed(self, folder: str) -> str:
        if folder not in self._digests:
            items = [
                (item.path, item.title, item.url, self._counts[item.path], item.path in self._own)
                for item in self._inside[folder]
            ]
            self._digests[folder] = digest(items)
        return self._digests[folder]

    def _branches(self, folder: str, path: str, here: str) -> tuple[tuple[Branch, ...], int]:
        items = self._inside[folder]
        shown = _window(items, path) if folder else items
        return tuple(self._branch(item, path, here) for item in shown), len(items) - len(shown)

    def _branch(self, item: Source | Folder, path: str, here: str) -> Branch:
        if isinstance(item, Source):
            return Branch(item.title, item.url, current=item.path == path)
        own = self._own.get(item.path)
        current = path == (own.path if own else item.path)
        entry = self._folder(item)
        opened = f"{here}/".startswith(f"{item.path}/")
        inside, left_out = self._branches(item.path, path, here) if opened else ((), 0)
        return Branch(item.title, item.url, entry.pages, current, inside, left_out)

    def _sorted(self, content: Content) -> Mapping[str, list[Source | Folder]]:
        inside: dict[str, list[Source | Folder]] = defaultdict(list)
        for source in content.pages:
            if not source.is_index:
                inside[source.folder].append(source)
        for folder in content.folders:
            if folder.path:
                inside[folder.path.rpartition("/")[0]].append(folder)
        ranks = _ranks(content.site.navigation)
        for items in inside.values():
            items.sort(key=lambda item: self._place(item, ranks))
        return inside

    def _place(self, item: Source | Folder, ranks: Mapping[str, int]) -> tuple[float, float, bool, str, str]:
        """By site.yaml at the top, then by ``order``, pages before folders, then by title."""
        folder = isinstance(item, Folder)
        own = self._own.get(item.path) if isinstance(item, Folder) else item
        order = own.front.order if own else None
        rank = ranks.get(item.path.removesuffix(".md"), len(ranks))
        return (
            rank,
            float("inf") if order is None else float(order),
            folder,
            item.title.casefold(),
            item.path,
        )

    def _walk(self, folder: str) -> Iterator[Source]:
        """Every page, a folder's own first."""
        if folder in self._own:
            yield self._own[folder]
        for item in self._inside.get(folder, ()):
            if isinstance(item, Folder):
                yield from self._walk(item.path)
            else:
                yield item

    def _header(self, content: Content) -> tuple[Entry, ...]:
        if not content.site.navigation:
            return self.children("")
        pages = {source.path: source for source in content.pages}
        names = [name.removesuffix(".md").strip("/") for name in content.site.navigation]
        return tuple(
            self._folder(self._folders[name]) if name in self._folders else self._entry(pages[f"{name}.md"])
            for name in names
        )

    def _entry(self, source: Source) -> Entry:
        summary = source.front.summary or self._excerpts.get(source.path, "")
        return Entry(source.title, source.url, summary, source.front.date)

    def _named(self, source: Source | None) -> Entry | None:
        return Entry(source.title, source.url) if source else None

    def _folder(self, folder: Folder) -> Entry:
        own = self._own.get(folder.path)
        summary = own.front.summary if own else ""
        return Entry(folder.title, folder.url, summary, pages=self._counts[folder.path] - (own is not None))


def _counts(pages: Iterable[Source]) -> Mapping[str, int]:
    """Pages below each folder."""
    counts: dict[str, int] = defaultdict(int)
    for source in pages:
        folder = source.folder
        while folder:
            counts[folder] += 1
            folder = folder.rpartition("/")[0]
    return counts


def _ranks(navigation: Iterable[str]) -> dict[str, int]:
    """The place of each name at the top of the content that site.yaml names."""
    names = [name.removesuffix(".md").strip("/") for name in navigation]
    return {name: rank for rank, name in enumerate(names) if "/" not in name}


def _window(items: list[Source | Folder], path: str) -> list[Source | Folder]:
    """All of a short list; of a long one those around the page at ``path`` and the folders."""
    if len(items) <= MOST:
        return items
    place = next((at for at, item in enumerate(items) if item.path == path), 0)
    start = max(0, min(place - MOST // 2, len(items) - MOST))
    return items[start : start + MOST]
