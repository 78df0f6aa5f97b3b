"""The files of the site: pages that need no server, and nothing inline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gdsim.errors import AuthorErrors
from tests.content.fakes import DOT
from tests.site.built import Links, broken_links, built

FILES = {
    "site.yaml": (
        "title: Wiki & more\ndescription: A wiki.\n"
        + "url: https://example.org/sub\nrepository: https://example.org/r\n"
    ),
    "index.md": "---\nsummary: Start <here>.\n---\n::: animation rates\n:::\n\n[[Descent]]\n",
    "Topics/Math/Descent.md": (
        "---\nsummary: Downhill.\ndate: 2026-03-04\nupdated: 2026-04-05\ntags: [a & b]\naliases: [GD]\n"
        "used_in: ['[[C# & ünï]]']\nprerequisites: [Home]\n---\n"
        "## One\n\n## Two $x$\n\n![dot](../../assets/a%20dot.png)\n\n::: animation rates\n:::\n"
    ),
    "Topics/C# & ünï.md": "[[GD#Two $x$]]\n",
    "Guide/index.md": "---\ntitle: The guide\n---\nWords.\n",
    "Guide/More.md": "More words.\n",
    "assets/a dot.png": DOT,
}


def site_of(root: Path, files: dict[str, str | bytes] | None = None, **options: object) -> dict[str, bytes]:
    """The site of a content folder with these files beside ``FILES``."""
    return built(root, {**FILES, **(files or {})}, **options)


@pytest.fixture
def site(tmp_path: Path) -> dict[str, bytes]:
    return site_of(tmp_path)


def text(site: dict[str, bytes], path: str) -> str:
    return site[path].decode()


def test_site_has_pages_folders_embeds_assets_and_nothing_else(site: dict[str, bytes]) -> None:
    plain = [path for path in sorted(site) if not path.startswith("assets/")]
    assert plain == [
        ".nojekyll",
        "404.html",
        "embed/rates.html",
        "feed.xml",
        "files/a dot.png",
        "gallery.html",
        "graph.html",
        "guide/index.html",
        "guide/more.html",
        "index.html",
        "previews.js",
        "robots.txt",
        "search-index.js",
        "search.html",
        "sitemap.xml",
        "tags/a-b.html",
        "tags/index.html",
        "topics/c-uni.html",
        "topics/index.html",
        "topics/math/descent.html",
        "topics/math/gd.html",
        "topics/math/index.html",
    ]


def test_every_relative_link_leads_to_a_file_and_every_fragment_to_an_id(site: dict[str, bytes]) -> None:
    assert broken_links(site) == []


def test_ids_are_unique(site: dict[str, bytes]) -> None:
    for path, data in site.items():
        if path.endswith(".html"):
            ids = Links(data.decode()).ids
            assert len(ids) == len(set(ids)), path


def test_policy_comes_first_and_nothing_is_inline(site: dict[str, bytes]) -> None:
    for path, data in site.items():
        if not path.endswith(".html"):
            continue
        html = data.decode()
        head = html.partition("<head>")[2].lstrip()
        assert head.startswith(
            '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;'
        ), path
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html), path
        assert set(re.findall(r"<script[^>]*>(.*?)</script>", html, re.S)) <= {""}, path
        assert html.count("<h1") == 1, path


def test_player_script_stands_only_on_pages_with_a_player(site: dict[str, bytes]) -> None:
    assert "assets/player." in text(site, "index.html")
    assert "assets/player." in text(site, "embed/rates.html")
    assert "assets/player." not in text(site, "guide/index.html")


def test_theme_is_set_before_the_first_paint_and_the_rest_waits(site: dict[str, bytes]) -> None:
    scripts = re.findall(r'<script src="\.\./assets/(\w+)\.[^>]*?"( defer)?', text(site, "guide/index.html"))
    assert scripts == [("first", ""), ("site", " defer")]
    assert "assets/search." in text(site, "guide/index.html")


def test_page_tells_where_it_stands(site: dict[str, bytes]) -> None:
    html = text(site, "topics/math/descent.html")
    assert "<title>Descent · Wiki &amp; more</title>" in html
    assert '<meta name="description" content="Downhill.">' in html
    assert '<link rel="canonical" href="https://example.org/sub/topics/math/descent.html">' in html
    assert '<html lang="en">' in html
    crumbs = re.findall(
        r"<li><a href=\"([^\"]+)\">([^<]+)</a></li>", html.partition("Breadcrumb")[2].partition("</ol>")[0]
    )
    assert crumbs == [("../../index.html", "Home"), ("../index.html", "Topics"), ("index.html", "Math")]
    assert '<time datetime="2026-03-04">4 March 2026</time>' in html
    assert 'updated <time datetime="2026-04-05">5 April 2026</time>' in html
    assert '<a class="gdsim-tag" rel="tag" href="../../tags/a-b.html">a &amp; b</a>' in html
    assert 'Read first:\n<span><a href="../../index.html">Home</a></span>' in html


def test_relations_are_shown_also_when_empty(site: dict[str, bytes]) -> None:
    full, empty = text(site, "topics/math/descent.html"), text(site, "guide/more.html")
    used, linked = full.partition("Used in</h2>")[2].split("Linked from</h2>")
    assert 'href="../c-uni.html">C# &amp; ünï</a>' in used
    assert re.findall(r'<a href="([^"]+)"', linked.partition("</section>")[0]) == [
        "../../index.html",
        "../c-uni.html",
    ]
    assert "Nothing noted yet." in empty
    assert "No page links here yet." in empty


def test_folder_page_lists_children_with_or_without_a_text_of_its_own(site: dict[str, bytes]) -> None:
    topics = text(site, "topics/index.html")
    assert '<a href="c-uni.html">C# &amp; ünï</a>' in topics
    assert re.search(r'<a href="math/index.html">Math</a>\s*<span class="gdsim-count">1 page</span>', topics)
    guide = text(site, "guide/index.html")
    assert "<p>Words.</p>" in guide
    assert '<a href="more.html">More</a>' in guide


def test_navigation_follows_site_yaml(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"site.yaml": "title: W\nnavigation: [Guide, Topics/Math/Descent]\n"})
    nav = text(site, "index.html").partition('aria-label="Site"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"[^>]*>([^<]+)<', nav) == [
        ("guide/index.html", "The guide"),
        ("topics/math/descent.html", "Descent"),
    ]


def test_missing_page_links_from_the_root_of_the_site(site: dict[str, bytes]) -> None:
    addresses = Links(text(site, "404.html")).addresses
    assert "/sub/index.html" in addresses
    assert all(address.startswith(("/sub/", "https://", "#")) for address in addresses)


def test_style_script_and_fonts_carry_their_digest(site: dict[str, bytes]) -> None:
    names = [path for path in site if re.match(r"assets/[^/]+$", path) and not path.endswith(".txt")]
    assert all(re.search(r"\.[0-9a-f]{12}\.(css|js|svg|woff2)$", name) for name in names)
    (sheet,) = [data.decode() for path, data in site.items() if path.endswith(".css")]
    for address in re.findall(r'url\("([^"]+)"\)', sheet):
        assert f"assets/{address}" in site


def test_site_without_url_has_no_canonical_link(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"site.yaml": "title: W\n"})
    assert "canonical" not in text(site, "index.html")


def test_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    assert site_of(tmp_path / "a") == site_of(tmp_path / "b c")


def test_single_templates_and_styles_are_overridden(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "pages").mkdir(parents=True)
    (own / "css").mkdir()
    (own / "pages" / "404.html").write_text(
        '{% extends "base.html" %}{% block main %}<h1>Lost</h1>{% endblock %}'
    )
    (own / "css" / "zz.css").write_text(".mine { color: var(--gdsim-ink); }")
    site = site_of(tmp_path / "content", templates=own)
    assert "<h1>Lost</h1>" in text(site, "404.html")
    assert any(b".mine {" in data for path, data in site.items() if path.endswith(".css"))
    assert "<h1>Descent</h1>" in text(site, "topics/math/descent.html")


@pytest.mark.parametrize(
    "template", ["{% block", "{{ nothing.here }}", "{{ nope }}", "{{ 1 + 'a' }}", "{% include 'gone.html' %}"]
)
def test_template_that_fails_is_a_mistake_in_its_own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    (tmp_path / "own" / "pages").mkdir(parents=True)
    (tmp_path / "own" / "pages" / "404.html").write_text(f"<p>\n{template}")
    with pytest.raises(AuthorErrors, match="template: ") as caught:
        site_of(tmp_path / "content", templates=tmp_path / "own")
    (mistake,) = caught.value.mistakes
    monkeypatch.chdir(tmp_path)
    assert mistake.told("content").startswith("own/pages/404.html:2: template: ")


def test_markup_in_titles_tags_and_descriptions_is_text(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    page = f"---\ntitle: {hostile}\nsummary: {hostile}\ntags: ['{hostile}']\naliases: ['{hostile}']\n---\nx\n"
    site = site_of(tmp_path, {"x.md": page, "site.yaml": f"title: {hostile}\ndescription: {hostile}\n"})
    for path, data in site.items():
        if path.endswith(".html"):
            assert b"<script>" not in data, path
