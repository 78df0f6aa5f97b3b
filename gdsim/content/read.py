"""A content folder to Content: site.yaml, pages with their front matter, names of assets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from gdsim.core.files import read_text, walk
from gdsim.core.page import Content, Folder, FrontMatter, SiteConfig, Source
from gdsim.core.slug import slug
from gdsim.core.yamltext import Document, checked, parse_yaml
from gdsim.errors import AuthorErrors, Mistake, near_names

RESERVED = frozenset(("runs", "media", "assets", "files", "datasets", "tags", "embed", "notebooks"))
# Addresses at the top that the site makes itself, now or in a coming version.
_OWN_PAGES = frozenset(("404", "gallery", "search", "graph"))
LONGEST = 200  # bytes of UTF-8 in one part of an address; file systems allow 255 with the ending
# Folders whose files are no pages: declarations, data and files to link to.
_NO_PAGES = ("sweeps/", "data/", "assets/")
_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*?\n)??)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)


def read_content(root: Path, *, drafts: bool = False) -> Content:
    """Everything that pages are made of; ``sweeps/`` and ``data/`` are read elsewhere.

    Raises:
        AuthorErrors: every mistake in site.yaml, front matter, names and addresses.
    """
    mistakes: list[Mistake] = []
    paths = walk(root, mistakes)
    site = _read_site(root, mistakes)
    read = [_read_page(root, path, mistakes) for path in paths if _is_page(path)]
    found = [source for source in read if source]
    kept = [source for source in found if drafts or not source.front.draft]
    folders = _folders(kept, mistakes)
    assets = tuple(path for path in paths if path.startswith("assets/"))
    mistakes += _collisions([*((page.path, page.url) for page in kept), *_plain_folders(folders, kept)])
    mistakes += _collisions((path, path) for path in assets)
    _check_navigation(site, kept, folders, mistakes)
    if mistakes:
        raise AuthorErrors(mistakes)
    pages = tuple(sorted(kept, key=reading_order))
    return Content(site[0], pages, folders, assets, tuple(s.path for s in found if s not in kept))


def reading_order(page: Source) -> tuple[str, bool, float, str, str]:
    """Folder by folder; in a folder its own page first, then by ``order``, then by title."""
    order = page.front.order
    place = float("inf") if order is None else float(order)
    return page.folder.casefold(), not page.is_index, place, page.title.casefold(), page.path


def split_front_matter(text: str) -> tuple[str, str, int]:
    """The YAML between the ``---`` lines (or ``""``), the body, and the line the body starts on."""
    match = _FRONT.match(text)
    if not match:
        return "", text, 1
    return match["yaml"], text[match.end() :], text.count("\n", 0, match.end()) + 1


def _is_page(path: str) -> bool:
    return path.endswith(".md") and not path.startswith(_NO_PAGES)


def _read_site(root: Path, mistakes: list[Mistake]) -> tuple[SiteConfig, Document]:
    empty = Document("site.yaml", 1, {})
    try:
        document = parse_yaml(read_text(root, "site.yaml"), "site.yaml")
        return checked(SiteConfig, document), document
    except AuthorErrors as error:
        mistakes += error.mistakes
        return SiteConfig(title="untitled"), empty


def _read_page(root: Path, path: str, mistakes: list[Mistake]) -> Source | None:
    """A page, or None; its mistakes are added to ``mistakes``."""
    try:
        text = read_text(root, path)
        yaml, body, line = split_front_matter(text)
        document = parse_yaml(yaml, path, first_line=2) if yaml.strip() else Document(path, 1, {})
        front = checked(FrontMatter, document)
        lines = {".".join(map(str, place)): number for place, number in document.lines.items()}
        title = front.title or _title_of(path)
        return Source(path, text, front, lines, body, line, title, url_of(path))
    except AuthorErrors as error:
        mistakes += error.mistakes
    except ValueError as error:
        mistakes.append(Mistake(path, 1, str(error)))
    return None


def _title_of(path: str) -> str:
    name = PurePosixPath(path)
    return name.parent.name or "Home" if name.name == "index.md" else name.stem


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


def _folders(pages: Iterable[Source], mistakes: list[Mistake]) -> tuple[Folder, ...]:
    """Every folder that holds a page, at any depth, the top one included."""
    titles = {page.folder: page.title for page in pages if page.is_index}
    paths = {""}
    for page in pages:
        paths.update(str(parent) for parent in PurePosixPath(page.path).parents if str(parent) != ".")
    return tuple(
        Folder(
            path, titles.get(path, path.rpartition("/")[2] or "Home"), url_of(f"{path}/index.md".lstrip("/"))
        )
        for path in sorted(paths, key=lambda path: (path.casefold(), path))
    )


def _plain_folders(folders: Iterable[Folder], pages: Iterable[Source]) -> list[tuple[str, str]]:
    """(path, site path) of the folders without a page of their own."""
    own = {page.folder for page in pages if page.is_index}
    return [(folder.path or ".", folder.url) for folder in folders if folder.path not in own]


def _collisions(named: Iterable[tuple[str, str]]) -> list[Mistake]:
    """Mistakes for (path, address) pairs that some file system would hold in one file."""
    first: dict[str, str] = {}
    mistakes = []
    for path, address in named:
        key = unicodedata.normalize("NFC", address).casefold()
        other = first.setdefault(key, path)
        if other != path:
            mistakes.append(
                Mistake(path, 1, f"has the same address as {other!r} ({address}); rename one of them")
            )
    return mistakes


def _check_navigation(
    site: tuple[SiteConfig, Document],
    pages: list[Source],
    folders: tuple[Folder, ...],
    mistakes: list[Mistake],
) -> None:
    known = {page.path.removesuffix(".md") for page in pages} | {
        folder.path for folder in folders if folder.path
    }
    for index, name in enumerate(site[0].navigation):
        if name.removesuffix(".md").strip("/") not in known:
            message = f"navigation: there is no page or folder {name!r}{near_names(name, known)}"
            mistakes.append(site[1].mistake(("navigation", index), message))
