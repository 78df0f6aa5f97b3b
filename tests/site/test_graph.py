"""Pictures of the links: places that are the same everywhere, every page and link in them."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest

from gdsim.core.page import Link, Page
from gdsim.site.graph import AROUND, NAMED, LinkGraph, Node, layout, small_picture, whole_picture


def graph_of(links: dict[str, list[str]]) -> LinkGraph:
    nodes = [Node(name.title(), f"{name}.html") for name in links]
    pages = [
        Page(f"{name}.md", f"{name}.html", name, "", links=tuple(Link(f"{to}.html", "", 1) for to in targets))
        for name, targets in links.items()
    ]
    return LinkGraph(nodes, pages)


TRIANGLE = {"a": ["b", "b", "a", "gone"], "b": ["c"], "c": ["a"], "alone": []}


def test_links_count_once_and_both_ways() -> None:
    graph = graph_of(TRIANGLE)
    assert graph.edges == [(0, 1), (0, 2), (1, 2)]
    around = graph.around("a.html")
    assert [node.url for node in around.pages] == ["b.html", "c.html"]
    assert (around.among, around.left) == (((0, 1),), 0)
    assert graph.around("alone.html").pages == ()


def test_page_with_many_neighbours_shows_those_with_most_links() -> None:
    many = {f"n{k:02}": ["hub"] for k in range(20)} | {"hub": [], "x": ["n19", "n18"]}
    around = graph_of(many).around("hub.html")
    assert len(around.pages) == AROUND
    assert around.left == 20 - AROUND
    assert {"n18.html", "n19.html"} < {node.url for node in around.pages}


def test_layout_is_the_same_each_time_and_draws_linked_pages_together() -> None:
    edges = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]
    places = layout(6, edges)
    assert places == layout(6, edges)
    linked = [math.dist(places[a], places[b]) for a, b in edges]
    apart = [math.dist(places[a], places[b]) for a in range(3) for b in range(3, 6)]
    assert max(linked) < min(apart)
    assert min(linked) > 0.3


@pytest.mark.parametrize("count", [0, 1, 2, 400])
def test_layout_takes_any_number_of_pages(count: int) -> None:
    places = layout(count, [])
    assert len(places) == len(set(places)) == count
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places)


def test_whole_picture_is_xml_with_a_link_for_every_page_and_a_line_for_every_link() -> None:
    svg = whole_picture(graph_of(TRIANGLE), "graph.html")
    root = ElementTree.fromstring(svg)
    links = [element for element in root.iter() if element.tag == "a"]
    assert [element.get("href") for element in links] == ["a.html", "b.html", "c.html", "alone.html"]
    assert ["".join(element.itertext()) for element in links] == ["A", "B", "C", "Alone"]
    assert len(list(root.iter("line"))) == 3
    assert "style=" not in svg
    width, height = (float(size) for size in root.get("viewBox", "").split()[2:])
    for circle in root.iter("circle"):
        assert 0 < float(circle.get("cx", "0")) < width
        assert 0 < float(circle.get("cy", "0")) < height


def test_page_without_a_written_name_has_a_title() -> None:
    svg = whole_picture(graph_of({f"p{k:03}": [] for k in range(NAMED + 5)}), "graph.html")
    assert len(re.findall("<text", svg)) == NAMED
    assert len(re.findall("<title>P0", svg)) == 5


def test_titles_are_text() -> None:
    node = Node('<script>&"', "x.html")
    graph = LinkGraph(
        [node, Node("b", "b.html")], [Page("x.md", "x.html", "x", "", links=(Link("b.html", "", 1),))]
    )
    for svg in (whole_picture(graph, "graph.html"), small_picture(graph.around("b.html"), "b.html")):
        assert "<script" not in svg
        assert '<script>&"' in "".join(ElementTree.fromstring(svg).itertext())


def test_small_picture_links_from_where_the_page_stands() -> None:
    svg = small_picture(graph_of(TRIANGLE).around("a.html"), "deep/in/a.html")
    assert re.findall(r'href="([^"]+)"', svg) == ["../../b.html", "../../c.html"]
    assert "A and the 2 pages linked with it" in svg


def test_small_picture_is_as_tall_as_its_names_need() -> None:
    def height(count: int) -> int:
        links = {"hub": []} | {f"n{k:02}": ["hub"] for k in range(count)}
        root = ElementTree.fromstring(small_picture(graph_of(links).around("hub.html"), "hub.html"))
        _, top, _, height = map(int, root.get("viewBox", "").split())
        ys = [float(circle.get("cy", "")) for circle in root.iter() if circle.tag.endswith("circle")]
        assert top + 30 < min(ys)
        assert max(ys) < top + height - 30
        return height

    assert height(2) < 0.4 * height(12)


def test_names_that_are_shown_cover_neither_each_other_nor_a_dot() -> None:
    """Of forty pages that are all linked with ten of them; other names wait until they are pointed at."""
    hubs = [f"hub number {k}" for k in range(10)]
    svg = whole_picture(
        graph_of(dict.fromkeys(hubs, hubs) | {f"page {k:02}": hubs for k in range(30)}), "g.html"
    )
    root = ElementTree.fromstring(svg)
    covered, hidden = [], 0
    for element in root.iter():
        if element.tag == "circle":
            x, y, r = (float(element.get(name, "")) for name in ("cx", "cy", "r"))
            covered.append((x - r, y - r, x + r, y + r))
        elif element.tag == "text" and element.get("class") == "gdsim-crowded":
            hidden += 1
        elif element.tag == "text":
            x, y, width = (
                float(element.get("x", "")),
                float(element.get("y", "")),
                6.9 * len(element.text or ""),
            )
            left = x - width * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "")]
            covered.append((left, y - 13, left + width, y + 4))
    assert 40 + 15 < len(covered) == 80 - hidden
    for number, a in enumerate(covered):
        for b in covered[number + 1 :]:
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])
