"""Site paths of pages, folders, aliases and tags, and the mistakes where two would be one file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from gdsim.core.page import Folder, FrontMatter, Source
from gdsim.core.slug import slug
from gdsim.errors import Mistake

RESERVED = frozenset(("runs", "media", "assets", "files", "datasets", "tags", "embed", "notebooks"))
# Addresses at the top that the site makes itself, now or in a coming version.
_OWN_PAGES = frozenset(("404", "gallery", "search", "graph"))
LONGEST = 200  # bytes of UTF-8 in one part of an address; file systems allow 255 with the ending


def url_of(path: str) -> str:
    """Site path of the page at ``path``: each part slugged, ``.md`` → ``.html``.

    Raises:
        ValueError: a part is too long for a file name, or the first is reserved.
    """
    parts = [slug(part) for part in path.removesuffix(".md").split("/")]
    for part in parts:
        if len(part.encode()) > LONGEST:
            raise ValueError(f"the name is too long: {len(part.encode())} bytes, at most {LONGEST}")
    if parts[0] in RESERVED or (len(parts) == 1 and parts[0] in _OWN_PAGES):
        raise ValueError(
            f"the address {parts[0]!r} is taken by the site itself; rename {path.partition('/')[0]!r}"
        )
    return "/".join(parts) + ".html"


def shared_addresses(
    pages: Sequence[Source], folders: Sequence[Folder], assets: Sequence[str]
) -> list[Mistake]:
    """Mistakes for pages, folders, assets, aliases and tags whose file another one takes."""
    return [
        *_collisions([*((page.path, page.url) for page in pages), *_plain_folders(folders, pages)]),
        *_collisions((path, path) for path in assets),
        *_alias_collisions(pages, folders),
        *_tag_collisions(pages),
    ]


def redirects_of(
    path: str, front: FrontMatter, lines: Mapping[str, int], mistakes: list[Mistake]
) -> tuple[str, ...]:
    """Site paths of a page's aliases: beside the page, or from the top where the alias holds a ``/``."""
    own = url_of(path)
    found = []
    for number, alias in enumerate(front.aliases):
        try:
            url = url_of(_path_of_alias(path, alias))
        except ValueError as error:
            mistakes.append(Mistake(path, _line_of(lines, "aliases", number), f"alias {alias!r}: {error}"))
            continue
        found += [url] if url != own else []
    return tuple(dict.fromkeys(found))


def _path_of_alias(path: str, alias: str) -> str:
    """The content path that a page had under another name; that of a folder's page is a folder's."""
    name = alias.strip().strip("/").removesuffix(".md")
    index = path.rpartition("/")[2] == "index.md"
    beside = PurePosixPath(path).parent.parent if index else PurePosixPath(path).parent
    parts = [part for part in (name.split("/") if "/" in alias else [*beside.parts, name]) if part.strip()]
    return "/".join([*parts, *(["index"] if index else [])]) + ".md"


def _line_of(lines: Mapping[str, int], key: str, number: int) -> int:
    return lines.get(f"{key}.{number}", lines.get(key, 1))


def _alias_collisions(pages: Iterable[Source], folders: Iterable[Folder]) -> list[Mistake]:
    """Mistakes for aliases whose address is that of a page, a folder or another page's alias."""
    taken = {_same(page.url): repr(page.path) for page in pages}
    for folder in folders:
        taken.setdefault(_same(folder.url), f"folder {folder.path!r}")
    mistakes = []
    for page in pages:
        for number, alias in enumerate(page.front.aliases):
            url = next((url for url in page.redirects if _is_of(url, page.path, alias)), None)
            other = taken.get(_same(url)) if url else None
            if url and other and other != f"an alias of {page.path!r}":
                words = f"alias {alias!r} has the address of {other} ({url}); choose another"
                mistakes.append(Mistake(page.path, _line_of(page.lines, "aliases", number), words))
            elif url:
                taken[_same(url)] = f"an alias of {page.path!r}"
    return mistakes


def _is_of(url: str, path: str, alias: str) -> bool:
    try:
        return url_of(_path_of_alias(path, alias)) == url
    except ValueError:
        return False


def _same(address: str) -> str:
    """``address`` as a file system may see it."""
    return unicodedata.normalize("NFC", address).casefold()


def _tag_collisions(pages: Iterable[Source]) -> list[Mistake]:
    """Mistakes for tags that are written otherwise but would share a page."""
    first: dict[str, tuple[str, str]] = {"index": ("", "the list of all tags")}
    mistakes = []
    for page in pages:
        for number, tag in enumerate(page.front.tags):
            line, plain = _line_of(page.lines, "tags", number), " ".join(tag.casefold().split())
            if len(slug(tag).encode()) > LONGEST:
                mistakes.append(Mistake(page.path, line, f"the tag is too long, at most {LONGEST} bytes"))
                continue
            known, where = first.setdefault(slug(tag), (plain, f"{tag!r} in {page.path!r}"))
            if known != plain:
                words = f"tag {tag!r} has the address of {where}; write both alike, or change one"
                mistakes.append(Mistake(page.path, line, words))
    return mistakes


def _plain_folders(folders: Iterable[Folder], pages: Iterable[Source]) -> list[tuple[str, str]]:
    """(path, site path) of the folders without a page of their own."""
    own = {page.folder for page in pages if page.is_index}
    return [(folder.path or ".", folder.url) for folder in folders if folder.path not in own]


def _collisions(named: Iterable[tuple[str, str]]) -> list[Mistake]:
    """Mistakes for (path, address) pairs that some file system would hold in one file."""
    first: dict[str, str] = {}
    mistakes = []
    for path, address in named:
        other = first.setdefault(_same(address), path)
        if other != path:
            mistakes.append(
                Mistake(path, 1, f"has the same address as {other!r} ({address}); rename one of them")
            )
    return mistakes
