"""What makes pages a wiki: aliases that redirect, tags, feed, sitemap, search, previews, cards."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree

import pytest
from PIL import Image

from gdsim.content import read_content
from gdsim.core.theme import DARK, LIGHT
from gdsim.errors import AuthorErrors
from gdsim.site.social import SIZE, card
from tests.content.fakes import write_content
from tests.site.built import Links, broken_links, built

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FILES: dict[str, str | bytes] = {
    "site.yaml": "title: Wiki\ndescription: Words.\nurl: https://example.org/sub\n",
    "index.md": "---\nsummary: Start.\n---\n[Descent](Topics/Descent.md#how) and [[Topics/Ünï code]].\n",
    "Topics/Descent.md": (
        "---\naliases: [GD, Old/Place]\ntags: [maths, Learning Rate]\ndate: 2026-03-04\n"
        "updated: 2026-05-06\nprerequisites: [Home]\n---\nIt walks *downhill* & stops.\n\n"
        "## How\n\nStep by step, $x^2$ and `code`.[^1]\n\n::: animation rates\n:::\n\n[^1]: A note.\n"
    ),
    "Topics/Ünï code.md": "---\ntags: [maths]\ndate: 2026-04-01\n---\n<b>Bold</b> words.\n",
    "Moved/index.md": "---\naliases: [Before]\n---\nx\n",
}


@pytest.fixture
def site(tmp_path: Path) -> dict[str, bytes]:
    return built(tmp_path, FILES)


def handed_over(site: dict[str, bytes], path: str, name: str) -> Any:
    """The record in a data script."""
    text = site[path].decode()
    assert text.startswith(f'gdsimSite.receive("{name}",') and text.endswith(");\n")
    return json.loads(text[len(f'gdsimSite.receive("{name}",') : -3])


def test_plain_and_wiki_links_make_backlinks(site: dict[str, bytes]) -> None:
    for url in ("topics/descent.html", "topics/uni-code.html"):
        linked = site[url].decode().partition("Linked from</h2>")[2].partition("</section>")[0]
        assert re.findall(r">([^<]+)</a>", linked) == ["Home"]


def test_used_in_names_the_pages_that_build_on_a_page(tmp_path: Path) -> None:
    later = "---\nprerequisites: [First]\n---\nx\n"
    first = "---\nused_in: [Everywhere.]\n---\nx\n"
    site = built(tmp_path, {"site.yaml": "title: W\n", "First.md": first, "a/Later.md": later})
    used = site["first.html"].decode().partition("Used in</h2>")[2].partition("</section>")[0]
    assert re.findall(r"<li>(.*?)</li>", used) == [
        "Everywhere.",
        '<a href="a/later.html">Later</a> builds on it',
    ]


def test_aliases_are_pages_that_lead_on_without_a_script(site: dict[str, bytes]) -> None:
    ways = {"topics/gd.html": "descent.html", "old/place.html": "../topics/descent.html"}
    ways["before/index.html"] = "../moved/index.html"
    for url, way in ways.items():
        html = site[url].decode()
        assert f'<meta http-equiv="refresh" content="0; url={way}">' in html
        assert f'<a href="{way}">' in html
        # What follows # in the address is kept by the one script; all else needs none.
        assert re.findall(r"<script[^>]*>", html) == re.findall(
            r'<script src="[./]*assets/site\.\w+\.js" defer>', html
        )
        assert re.search(
            r'<link rel="canonical" href="https://example.org/sub/(topics/descent.html|moved/)">', html
        )
    assert broken_links(site) == []


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"b.md": "---\naliases: [a]\n---\n", "a.md": ""},
            "b.md:2: alias 'a' has the address of 'a.md' (a.html)",
        ),
        (
            {"b.md": "---\naliases:\n  - c\n  - A\n---\n", "a.md": ""},
            "b.md:4: alias 'A' has the address of 'a.md'",
        ),
        (
            {"x.md": "---\naliases: [d/index]\n---\n", "d/y.md": ""},
            "x.md:2: alias 'd/index' has the address of",
        ),
        (
            {"a.md": "---\naliases: [c]\n---\n", "b.md": "---\naliases: [C]\n---\n"},
            "b.md:2: alias 'C' has the address of an alias of 'a.md' (c.html)",
        ),
        ({"a.md": "---\naliases: [Runs/x]\n---\n"}, "a.md:2: alias 'Runs/x': the address 'runs' is taken"),
        ({"a.md": f"---\naliases: ['{'x' * 300}']\n---\n"}, "a.md:2: alias"),
        (
            {"a.md": "---\ntags: ['C#']\n---\n", "b.md": "---\ntags: [c++]\n---\n"},
            "b.md:2: tag 'c++' has the address",
        ),
        (
            {"a.md": "---\ntags: [index]\n---\n"},
            "a.md:2: tag 'index' has the address of the list of all tags",
        ),
    ],
)
def test_addresses_that_are_taken_are_refused(
    tmp_path: Path, files: dict[str, str | bytes], message: str
) -> None:
    with pytest.raises(AuthorErrors) as error:
        read_content(write_content(tmp_path, {"site.yaml": "title: W\n", **files}))
    assert message in str(error.value)


def test_alias_that_is_the_page_itself_makes_no_redirect(tmp_path: Path) -> None:
    site = built(tmp_path, {"site.yaml": "title: W\n", "A b.md": "---\naliases: [a B, a-b]\n---\nx\n"})
    assert [path for path in site if path.startswith("a-b")] == ["a-b.html"]
    assert b"refresh" not in site["a-b.html"]


def test_every_page_says_where_to_ask_and_comment_if_there_is_a_place(tmp_path: Path) -> None:
    where = "https://example.org/wiki/discussions"
    pages = {"a.md": "x\n", "b/c.md": "x\n"}
    site = built(tmp_path / "with", {"site.yaml": f"title: W\ndiscussion: {where}\n", **pages})
    for name in ("index.html", "a.html", "b/index.html", "b/c.html", "gallery.html", "404.html"):
        assert f'<a href="{where}">Ask or comment</a>' in site[name].decode(), name
    bare = built(tmp_path / "without", {"site.yaml": "title: W\n", **pages})
    assert b"Ask or comment" not in bare["a.html"]


def test_tags_written_alike_share_a_page_with_all_of_its_pages(site: dict[str, bytes]) -> None:
    page = site["tags/maths.html"].decode()
    assert re.findall(r'<ul class="gdsim-children">(.*)</ul>', page, re.S)[0].count("<li>") == 2
    assert "2 pages with this tag" in page
    index = site["tags/index.html"].decode()
    assert re.findall(r'<a class="gdsim-tag" href="([^"]+)">([^<]+)</a>', index) == [
        ("learning-rate.html", "Learning Rate"),
        ("maths.html", "maths"),
    ]


def test_wiki_without_tags_has_no_pages_of_tags(tmp_path: Path) -> None:
    site = built(tmp_path, {"site.yaml": "title: W\n", "index.md": "x\n"})
    assert not [path for path in site if path.startswith("tags/")]
    assert b"tags/" not in site["search.html"]
    assert broken_links(site) == []


def test_feed_lists_dated_pages_the_last_changed_first(site: dict[str, bytes]) -> None:
    feed = ElementTree.fromstring(site["feed.xml"])
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Descent", "Ünï code"]
    assert feed.findtext(f"{ATOM}updated") == "2026-05-06T00:00:00Z"
    assert entries[0].findtext(f"{ATOM}published") == "2026-03-04T00:00:00Z"
    assert entries[0].findtext(f"{ATOM}id") == "https://example.org/sub/topics/descent.html"
    assert entries[0].findtext(f"{ATOM}summary") == "It walks downhill & stops."
    links = [entry.find(f"{ATOM}link") for entry in entries]
    assert [link.get("href") for link in links if link is not None] == [
        "https://example.org/sub/topics/descent.html",
        "https://example.org/sub/topics/uni-code.html",
    ]


def test_sitemap_lists_pages_and_no_redirects(site: dict[str, bytes]) -> None:
    urls = ElementTree.fromstring(site["sitemap.xml"]).findall(f"{MAP}url")
    found = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in urls}
    root = "https://example.org/sub/"
    assert found == {
        root: None,
        f"{root}moved/": None,
        f"{root}topics/": None,
        f"{root}topics/descent.html": "2026-05-06",
        f"{root}topics/uni-code.html": "2026-04-01",
        f"{root}tags/learning-rate.html": None,
        f"{root}tags/maths.html": None,
    }
    assert site["robots.txt"].decode().endswith(f"Sitemap: {root}sitemap.xml\n")


def test_site_without_an_address_has_neither_feed_nor_sitemap_nor_cards(tmp_path: Path) -> None:
    site = built(tmp_path, {**FILES, "site.yaml": "title: Wiki\n"})
    assert not {"feed.xml", "sitemap.xml"} & site.keys()
    assert not [path for path in site if path.startswith("assets/cards/")]
    assert b"og:" not in site["index.html"]
    assert b"feed.xml" not in site["index.html"]


def test_search_has_a_record_for_each_section_and_run(site: dict[str, bytes]) -> None:
    record = handed_over(site, "search-index.js", "search")
    assert record["schema"] == "gdsim.search/1"
    pages = {page["url"]: page for page in record["pages"]}
    assert pages["topics/descent.html"]["text"] == "It walks downhill & stops."
    assert pages["topics/descent.html"]["tags"] == "maths Learning Rate GD Old/Place"
    how = pages["topics/descent.html#how"]
    assert (how["title"], how["heading"]) == ("Descent", "How")
    assert how["text"].startswith("Step by step, and code")
    assert how["text"].count("A note.") == 1
    runs = [run["heading"] for run in record["runs"] if run["kind"] == "run"]
    assert runs[0] == "line-up.mse.gd.lr-0.01.origin"
    assert {run["heading"] for run in record["runs"] if run["kind"] == "dataset"} == {
        "line-up",
        "fundraising",
    }
    assert record["players"] == {"rates": "topics/descent.html#player-rates"}


def test_addresses_in_the_search_lead_to_sections(site: dict[str, bytes]) -> None:
    record = handed_over(site, "search-index.js", "search")
    for page in record["pages"]:
        url, _, fragment = page["url"].partition("#")
        assert not fragment or fragment in Links(site[url].decode()).ids


def test_data_scripts_hold_no_markup_and_end_no_script(tmp_path: Path) -> None:
    page = "---\ntitle: </script><b>\n---\n`</script><!--`\n"
    site = built(tmp_path, {"site.yaml": "title: W\n", "x.md": page})
    for path in ("search-index.js", "previews.js"):
        assert b"<" not in site[path]


def test_previews_have_title_summary_and_first_words(site: dict[str, bytes]) -> None:
    pages = handed_over(site, "previews.js", "previews")["pages"]
    assert pages["topics/descent.html"] == ["Descent", "", "It walks downhill & stops."]
    assert pages["index.html"][1] == "Start."


def test_card_is_shown_where_a_page_is_shared(site: dict[str, bytes]) -> None:
    html = site["topics/descent.html"].decode()
    address = re.findall(r'property="og:image" content="([^"]+)"', html)[0]
    assert address == "https://example.org/sub/assets/cards/topics/descent.png"
    picture = Image.open(io.BytesIO(site["assets/cards/topics/descent.png"]))
    assert picture.size == SIZE
    assert 'property="og:description" content="It walks downhill &amp; stops."' in html


def test_card_has_title_and_poster_and_is_the_same_each_time() -> None:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#d55e00").save(out, "PNG")
    plain, drawn = card("A title", "Site", LIGHT), card("A title", "Site", LIGHT, out.getvalue())
    assert plain == card("A title", "Site", LIGHT)
    colours = Image.open(io.BytesIO(drawn)).convert("RGB").getcolors(1 << 20) or []
    assert max(colours)[0] > 100_000
    assert any(colour == (0xD5, 0x5E, 0) for _, colour in colours)
    assert all(
        colour != (0xD5, 0x5E, 0) for _, colour in Image.open(io.BytesIO(plain)).getcolors(1 << 20) or []
    )


@pytest.mark.parametrize("title", ["x" * 400, "word " * 100, "", "漢字"])
def test_card_takes_any_title(title: str) -> None:
    assert Image.open(io.BytesIO(card(title, "S" * 90, LIGHT))).size == SIZE


def icon_of(site: dict[str, bytes], page: str) -> str:
    """Site path of the icon that a page names."""
    html = site[page].decode()
    (address,) = re.findall(r'<link rel="icon" type="image/svg\+xml" href="([^"]+)">', html)
    return unquote(urljoin(f"/{page}", address))[1:]


def test_every_page_shows_the_icon_and_colours_the_browser(site: dict[str, bytes]) -> None:
    pages = [path for path in site if path.endswith(".html") and not path.startswith("assets/")]
    assert {"topics/descent.html", "old/place.html", "tags/maths.html"} < set(pages)
    (icon,) = {icon_of(site, page) for page in pages if page != "404.html"}
    svg = site[icon].decode()
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert "prefers-color-scheme:dark" in svg
    for page in pages:
        html = site[page].decode()
        assert re.findall(r'name="theme-color" content="([^"]+)" media="\(([^)]+)\)"', html) == [
            (LIGHT.paper, "prefers-color-scheme: light"),
            (DARK.paper, "prefers-color-scheme: dark"),
        ], page


def test_icon_takes_the_accent_and_can_be_replaced(tmp_path: Path) -> None:
    accent = {**FILES, "site.yaml": 'title: W\naccent: "#7a2e8e"\n'}
    coloured = built(tmp_path / "a", accent)
    assert b"stroke:#7a2e8e" in coloured[icon_of(coloured, "index.html")]
    (tmp_path / "own").mkdir()
    (tmp_path / "own/favicon.svg").write_text("<svg/>")
    replaced = built(tmp_path / "b", FILES, templates=tmp_path / "own")
    assert replaced[icon_of(replaced, "topics/descent.html")] == b"<svg/>"


def test_formula_that_is_a_heading_of_a_table_has_its_letters_as_a_name(tmp_path: Path) -> None:
    site = built(
        tmp_path, {"site.yaml": "title: W\n", "index.md": "| $\\eta$ | two $x$ |\n|---|---|\n| $y$ | 2 |\n"}
    )
    html = site["index.html"].decode()
    assert '<th><math aria-label="η">' in html
    assert html.count("<math aria-label") == 1
