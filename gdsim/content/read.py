"""A content folder to Content: site.yaml, pages with their front matter, names of assets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from gdsim.content.addresses import redirects_of, shared_addresses, url_of
from gdsim.content.front import YamlReader
from gdsim.content.known import KnownSources
from gdsim.core.files import read_text, text_of, walk
from gdsim.core.page import Content, Folder, FrontMatter, SiteConfig, Source
from gdsim.core.yamltext import Document
from gdsim.errors import AuthorErrors, Mistake, near_names

# Folders whose files are no pages: declarations, data and files to link to.
_NO_PAGES = ("sweeps/", "data/", "assets/", "code/")
_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*?\n)??)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)


def read_content(
    root: Path, *, drafts: bool = False, yaml: YamlReader | None = None, known: KnownSources | None = None
) -> Content:
    """Everything that pages are made of; ``sweeps/`` and ``data/`` are read elsewhere.

    Args:
        yaml: reads front matter, from a cache where it has one.
        known: pages whose bytes have not changed.

    Raises:
        AuthorErrors: every mistake in site.yaml, front matter, names and addresses.
    """
    mistakes: list[Mistake] = []
    yaml, known = yaml or YamlReader(), known or KnownSources()
    paths = walk(root, mistakes)
    site = read_site(root, yaml, mistakes)
    own = [path for path in paths if _is_page(path)]
    read = [known.get(path) or read_page(root, path, yaml, known, mistakes) for path in own]
    found = [source for source in read if source]
    kept = [source for source in found if drafts or not source.front.draft]
    assets = tuple(path for path in paths if path.startswith("assets/"))
    code = tuple(_read_code(root, paths, mistakes))
    folders = _folders(kept)
    mistakes += shared_addresses(kept, folders, assets)
    _check_navigation(site, kept, folders, mistakes)
    if mistakes:
        raise AuthorErrors(mistakes)
    pages = tuple(sorted(kept, key=reading_order))
    left_out = tuple(source.path for source in found if source.front.draft and not drafts)
    return Content(site[0], pages, folders, assets, left_out, code)


def read_site(root: Path, yaml: YamlReader, mistakes: list[Mistake]) -> tuple[SiteConfig, Document]:
    """site.yaml, or an empty one; its mistakes are added to ``mistakes``."""
    empty = Document("site.yaml", 1, {})
    try:
        return yaml.record(SiteConfig, read_text(root, "site.yaml"), "site.yaml", 1)
    except AuthorErrors as error:
        mistakes += error.mistakes
        return SiteConfig(title="untitled"), empty


def read_page(
    root: Path, path: str, reader: YamlReader, known: KnownSources, mistakes: list[Mistake]
) -> Source | None:
    """A page, or None; its mistakes are added to ``mistakes``."""
    before = len(mistakes)
    try:
        data = known.data(path)
        text = read_text(root, path) if data is None else text_of(data, path)
        yaml, body, line = split_front_matter(text)
        front, document = FrontMatter(), Document(path, 1, {})
        if yaml.strip():
            front, document = reader.record(FrontMatter, yaml, path, 2)
        lines = {".".join(map(str, place)): number for place, number in document.lines.items()}
        title = front.title or _title_of(path)
        redirects = redirects_of(path, front, lines, mistakes)
        source = Source(path, text, front, lines, body, line, title, url_of(path), redirects)
        if len(mistakes) == before:
            known.put(source)
        return source
    except AuthorErrors as error:
        mistakes += error.mistakes
    except ValueError as error:
        mistakes.append(Mistake(path, 1, str(error)))
    return None


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


def _read_code(root: Path, paths: Iterable[str], mistakes: list[Mistake]) -> Iterable[tuple[str, str]]:
    """Name and text of each listing that pages may show."""
    for path in paths:
        if path.startswith("code/") and path.endswith(".py"):
            try:
                yield path.removeprefix("code/"), read_text(root, path)
            except AuthorErrors as error:
                mistakes += error.mistakes


def _is_page(path: str) -> bool:
    return path.endswith(".md") and not path.startswith(_NO_PAGES)


def _title_of(path: str) -> str:
    name = PurePosixPath(path)
    return name.parent.name or "Home" if name.name == "index.md" else name.stem


def _folders(pages: Iterable[Source]) -> tuple[Folder, ...]:
    """Every folder that holds a page, at any depth, the top one included."""
    titles = {page.folder: page.title for page in pages if page.is_index}
    paths = {""}
    for page in pages:
        folder = page.folder
        while folder not in paths:
            paths.add(folder)
            folder = folder.rpartition("/")[0]
    return tuple(
        Folder(
            path, titles.get(path, path.rpartition("/")[2] or "Home"), url_of(f"{path}/index.md".lstrip("/"))
        )
        for path in sorted(paths, key=lambda path: (path.casefold(), path))
    )


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
