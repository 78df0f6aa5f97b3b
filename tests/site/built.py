"""Sites of small contents, made in memory, and what their pages hold."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin

from gdsim.content import LinkIndex, linked_from, read_assets, read_content, render_page
from gdsim.site.assemble import assemble
from tests.content.fakes import FakeFacts, write_content


def built(root: Path, files: Mapping[str, str | bytes], **options: object) -> dict[str, bytes]:
    """The site of a content folder with exactly these files."""
    content = read_content(write_content(root, dict(files)))
    index = LinkIndex(content)
    pages = [render_page(source, index, FakeFacts()) for source in content.pages]
    assert [mistake for page in pages for mistake in page.mistakes] == []
    made = assemble(
        content,
        pages,
        FakeFacts(),
        assets=read_assets(root, content.assets),
        linked_from=linked_from(pages),
        **options,  # type: ignore[arg-type]
    )
    return {path: file.load() for path, file in made.items()}


class Links(HTMLParser):
    """Addresses and ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "poster") and not (tag == "link" and ("rel", "canonical") in attrs):
                self.addresses.append(value or "")
            if name == "id":
                self.ids.append(value or "")


def broken_links(site: Mapping[str, bytes]) -> list[str]:
    """Every relative link of the site's pages that leads to no file, or to no id; media of runs aside."""
    pages = {path: Links(data.decode()) for path, data in site.items() if path.endswith(".html")}
    pages.pop("404.html", None)
    broken = []
    for path, links in pages.items():
        for address in links.addresses:
            if address.startswith(("https://", "http://", "mailto:", "data:")):
                continue
            way, _, fragment = address.partition("#")
            target = unquote(urljoin(f"/{path}", way))[1:]
            name = unquote(fragment.partition("&")[0])
            made_elsewhere = target.startswith(("media/", "runs/", "datasets/", "notebooks/"))
            known = target in site and (not name or target not in pages or name in pages[target].ids)
            if not known and not made_elsewhere:
                broken.append(f"{path}: {address}")
    return broken
