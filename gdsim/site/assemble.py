"""All files of the site but the runs: pages, what is made of all of them, the author's files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from gdsim.cache.key import source_digest
from gdsim.core.facts import Facts
from gdsim.core.page import Content, Page, Source, asset_url, root_of
from gdsim.core.theme import DARK, LIGHT
from gdsim.site.cards import card_url, cards
from gdsim.site.feed import changed, feed, robots, sitemap
from gdsim.site.fill import Pages
from gdsim.site.made import Maker
from gdsim.site.navigation import Entry, Navigation
from gdsim.site.notebooks import colab_address, notebook_urls
from gdsim.site.publish import Blob, blob
from gdsim.site.resources import PLAYER_PARTS, SITE_PARTS, read_resources
from gdsim.site.sizes import page_with_sizes
from gdsim.site.statics import theme_files
from gdsim.site.tags import tag_url, tags_of


def assemble(
    content: Content,
    pages: Iterable[Page],
    facts: Facts,
    *,
    assets: Mapping[str, bytes],
    linked_from: Mapping[str, Iterable[Page]],
    templates: Path | None = None,
    media: bool = True,
    maker: Maker | None = None,
    posters: Mapping[str, Blob] | None = None,
    digests: Mapping[str, str] | None = None,
    data: Mapping[str, Blob] | None = None,
) -> dict[str, Blob]:
    """Site path → file, the pages in reading order.

    Args:
        pages: rendered; where some are missing (``build --only``) only their HTML is.
        assets: the author's files by content path, as ``read_assets`` gives them.
        linked_from: pages that link to each page, by its site path.
        templates: a folder whose ``pages/`` and ``css/`` override single files of ours.
        media: whether videos and pictures of runs are built.
        maker: keeps what was made before; None makes all of it.
        posters: pictures for the cards of pages by the folder of a run's media.
        digests: of what ``facts`` say, by ``"sweep name"`` and ``"dataset name"``; only what has changed is
            asked for. None asks for all.
        data: the files of runs and datasets by site path, for the gallery and the sizes of downloads.

    Raises:
        AuthorErrors: a template of the author that fails, an accent that cannot be read.
    """
    rendered = {page.path: page for page in pages}
    content = _with_summaries(content, rendered)
    resources = read_resources(templates)
    if len(rendered) == len(content.pages) and not any(page.edits for page in rendered.values()):
        resources = resources.without("editor.js", "runner.html")
    files = {path: blob(data) for path, data in theme_files(resources, content.site.accent).items()}
    sizes = {path: file.size for path, file in (data or {}).items()}
    made = _Site(content, rendered, facts, linked_from, maker or Maker(), sizes)
    made.open(files, templates, resources.templates)
    for source in made.navigation.reading_order:
        if source.path in rendered:
            files[source.url] = made.page(source)
    said = _all_said(facts) if digests is None else dict(digests)
    files |= made.folders() | made.redirects() | made.tags() | made.embeds(said, media=media)
    files |= made.gallery(said, (data or {}).get("runs/index.json"))
    files |= made.own_pages() | made.data(said) | made.for_machines(posters or {})
    files |= asset_files(assets)
    files[".nojekyll"] = blob(b"")
    return files


def asset_files(assets: Mapping[str, bytes]) -> dict[str, Blob]:
    """The author's files by site path."""
    return {asset_url(name): blob(data) for name, data in assets.items()}


def _with_summaries(content: Content, rendered: Mapping[str, Page]) -> Content:
    """The content with the summaries of its pages as rendered: their expressions evaluated."""

    def evaluated(source: Source) -> Source:
        page = rendered.get(source.path)
        return source.with_summary(page.summary) if page else source

    return replace(content, pages=tuple(map(evaluated, content.pages)))


def _all_said(facts: Facts) -> dict[str, str]:
    return {f"sweep {name}": repr(facts.sweep(name)) for name in facts.sweeps()}


class _Site:
    """The pages of one site, kind by kind."""

    def __init__(
        self,
        content: Content,
        rendered: Mapping[str, Page],
        facts: Facts,
        linked_from: Mapping[str, Iterable[Page]],
        maker: Maker,
        sizes: Mapping[str, int],
    ) -> None:
        self._content = content
        self._sizes = sizes
        self._rendered = dict(rendered)
        self._facts = facts
        self._linked_from = linked_from
        self._maker = maker
        self.navigation = Navigation(content, rendered.values())
        self._top = self.navigation.tree("")
        self._built_on = self._prerequisites()
        self._tags = tags_of(self.navigation.reading_order)
        self._notebooks = notebook_urls(content.pages)

    def open(self, files: Iterable[str], templates: Path | None, digest: str) -> None:
        """Make ready to fill templates, knowing the published names of style and scripts."""
        from gdsim.site.graph import LinkGraph, Node

        # assets/site.<digest>.css → site.css
        names = {f"{path[7:].partition('.')[0]}.{path.rpartition('.')[2]}": path for path in files}
        shared = {
            "header": tuple(replace(entry, summary="", date=None) for entry in self.navigation.header),
            "style": names["site.css"],
            "icon": names["favicon.svg"],
            "papers": {"light": LIGHT.paper, "dark": DARK.paper},
            "script": names["player.js"],
            "scripts": {name: names.get(f"{name}.js", "") for name in ("first", "site", "editor")},
            "player_parts": {name: names[f"{name}.js"] for name in PLAYER_PARTS},
            "site_parts": {name: names[f"{name}.js"] for name in SITE_PARTS},
            "runner": names.get("runner.html", ""),
            "tagged": bool(self._tags),
            "elsewhere": tuple(self._elsewhere()),
        }
        self._pages = Pages(self._content.site, shared, self._maker, templates, digest)
        nodes = [Node(source.title, source.url) for source in self.navigation.reading_order]
        self._graph = LinkGraph(nodes, self._rendered.values())

    def _prerequisites(self) -> Mapping[str, list[Entry]]:
        """Pages that ask for a page to be read first, by its site path."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for source in self.navigation.reading_order:
            page = self._rendered.get(source.path)
            for url, _ in page.prerequisites if page else ():
                found[url].append(Entry(source.title, source.url))
        return found

    def _elsewhere(self) -> Iterator[tuple[str, str]]:
        """Pages of the site's own that every footer links."""
        yield "search.html", "Search"
        if self._tags:
            yield "tags/index.html", "Tags"
        yield "graph.html", "Graph"
        yield "gallery.html", "Every run"

    def page(self, source: Source) -> Blob:
        """A page of the author; one called ``index.md`` also lists its folder."""
        page, home = page_with_sizes(self._rendered[source.path], self._sizes), source.path == "index.md"
        navigation, linked = self.navigation, self._linked_from.get(source.url, ())
        before, after = navigation.around(source.path)
        built_on = tuple(self._built_on.get(source.url, ()))
        near = self._graph.around(source.url)
        card = card_url(source.url) if self._content.site.url else ""
        notebook = self._notebooks[source.path] if page.notebook else ""

        def values() -> dict[str, object]:
            return {
                "front": source.front,
                "title": source.title,
                "description": source.front.summary or page.excerpt,
                "breadcrumb": () if home else navigation.breadcrumb(source.path),
                "tree": navigation.tree(source.path),
                "children": navigation.children(source.folder) if source.is_index else (),
                "linked_from": tuple(Entry(p.title, p.url) for p in linked),
                "tags": tuple((tag, tag_url(tag)) for tag in dict.fromkeys(source.front.tags)),
                "built_on": built_on,
                "before": before,
                "after": after,
                "near": near,
                "card": card,
                "players": bool(page.players),
                "editors": page.edits,
                "notebook": notebook,
                "colab": colab_address(self._content.site.repository, notebook) if notebook else "",
            }

        decides = (
            (source.front, page.frame, page.edits, home, notebook, card),
            navigation.decides(source.path),
            navigation.decides_children(source.folder) if source.is_index else "",
            [(p.title, p.url) for p in linked],
            (built_on, before, after, near),
        )
        template = "home.html" if home else "page.html"
        return self._pages.fill_around(template, source.url, page, decides, values)

    def folders(self) -> dict[str, Blob]:
        """Folders without a page of their own: the list alone."""
        own = {source.folder for source in self._content.pages if source.is_index}
        return {
            folder.url: self._pages.fill(
                "folder.html",
                folder.url,
                title=folder.title if folder.path else self._content.site.title,
                breadcrumb=self.navigation.breadcrumb(folder.path) if folder.path else (),
                tree=self.navigation.tree(folder.path),
                children=self.navigation.children(folder.path),
            )
            for folder in self._content.folders
            if folder.path not in own
        }

    def redirects(self) -> dict[str, Blob]:
        """A page for each alias, which leads to the page of that name now."""
        return {
            url: self._pages.fill("redirect.html", url, title=source.title, target=source.url)
            for source in self._content.pages
            for url in source.redirects
        }

    def tags(self) -> dict[str, Blob]:
        """A page for each tag, and the list of them."""
        if not self._tags:
            return {}
        known = [Entry(tag.name, url, pages=len(tag.pages)) for url, tag in self._tags.items()]
        url = "tags/index.html"
        home = (Entry("Home", "index.html"),)
        index = self._pages.fill(
            "tags.html", url, title="Tags", breadcrumb=home, tree=self._top, tags=tuple(known)
        )
        return {url: index} | {
            url: self._pages.fill(
                "tag.html",
                url,
                title=tag.name,
                breadcrumb=(*home, Entry("Tags", "tags/index.html")),
                tree=self._top,
                children=tuple(map(self.navigation.page, tag.pages)),
            )
            for url, tag in self._tags.items()
        }

    def embeds(self, said: Mapping[str, str], *, media: bool) -> dict[str, Blob]:
        """The player of each sweep alone, opened with its first run."""
        names = sorted(key.removeprefix("sweep ") for key in said if key.startswith("sweep "))
        urls = {name: f"embed/{name}.html" for name in names}
        return {
            url: self._pages.fill_late(
                "embed.html",
                url,
                (said[f"sweep {name}"], media, source_digest("directives")),
                partial(self._embedded, name, url, media),
            )
            for name, url in urls.items()
        }

    def _embedded(self, name: str, url: str, media: bool) -> dict[str, object]:
        from gdsim.directives.animation import default_views, player_figure

        sweep = self._facts.sweep(name)
        run = sweep.runs[0]
        figure = player_figure(
            sweep,
            run,
            self._facts.trajectory(run),
            figure=f"player-{name}",
            root=root_of(url),
            media=media,
            views=default_views(sweep),
        )
        return {"title": sweep.title or name, "figure": figure, "players": True}

    def gallery(self, said: Mapping[str, str], index: Blob | None) -> dict[str, Blob]:
        """Every run of the site; ``index`` is the file that lists them."""
        uses = [(page.url, page.players) for page in self._rendered.values() if page.players]

        def make() -> bytes:
            from gdsim.site.gallery import gallery_of, players_of, records_in

            players = players_of(self._rendered.values())
            runs = records_in(index.load()) if index else iter(())
            titles = {name: self._facts.sweep(name).title for name in self._facts.sweeps()}
            return gallery_of(runs, players, titles).encode()

        # A part of the page, made anew where runs, sweeps or players are others.
        decides = (sorted(said.items()), index and index.identity, uses)
        part = self._maker.part("gallery/1", (decides, source_digest("site", "directives")), make)
        url, home = "gallery.html", (Entry("Home", "index.html"),)
        values = {"title": "Every run", "breadcrumb": home, "tree": self._top}
        return {url: self._pages.fill("gallery.html", url, gallery=part.decode(), **values)}

    def own_pages(self) -> dict[str, Blob]:
        """Search, graph, and the page a host shows for a missing address, whose links start at the root."""
        from gdsim.site.graph import edges_of, whole_picture

        home = (Entry("Home", "index.html"),)
        picture = self._maker.part(
            "graph/1",
            (edges_of(self._graph), source_digest("site")),
            lambda: whole_picture(self._graph, "graph.html").encode(),
        )
        return {
            "search.html": self._pages.fill(
                "search.html", "search.html", title="Search", breadcrumb=home, tree=self._top
            ),
            "graph.html": self._pages.fill(
                "graph.html",
                "graph.html",
                title="Graph",
                breadcrumb=home,
                tree=self._top,
                picture=picture.decode(),
                count=len(self._graph.nodes),
                links=len(self._graph.edges),
            ),
            "404.html": self._pages.fill(
                "404.html", "404.html", title="Page not found", root=self._pages.root(), tree=self._top
            ),
        }

    def data(self, said: Mapping[str, str]) -> dict[str, Blob]:
        """What the site's script reads on demand: what can be searched, and previews of pages."""
        from gdsim.site.previews import previews_script
        from gdsim.site.searched import SEARCH, search_file

        sources = self.navigation.reading_order
        shown = [(source, self._rendered[source.path]) for source in sources if source.path in self._rendered]
        words = [(source.url, source.title, source.front.summary, page.excerpt) for source, page in shown]
        return {
            SEARCH: search_file(shown, said, self._facts, self._maker),
            "previews.js": self._maker.file(
                "previews.js",
                "previews/1",
                (words, source_digest("site")),
                lambda: previews_script(sources, self._rendered).encode(),
            ),
        }

    def for_machines(self, posters: Mapping[str, Blob]) -> dict[str, Blob]:
        """robots.txt; where the site's address is known, also feed, sitemap and cards."""
        site, absolute = self._content.site, self._pages.absolute
        if not site.url:
            return {"robots.txt": blob(robots().encode())}
        order = self.navigation.reading_order
        own = {source.folder for source in order if source.is_index}
        listed = [(source.url, changed(source)) for source in order]
        listed += [(folder.url, None) for folder in self._content.folders if folder.path not in own]
        listed += [(url, None) for url in self._tags]
        return {
            "robots.txt": blob(robots(absolute("sitemap.xml")).encode()),
            "sitemap.xml": blob(sitemap(listed, absolute).encode()),
            "feed.xml": blob(feed(site, order, self._rendered, absolute).encode()),
            **cards(order, self._rendered, site, posters, self._maker),
        }
