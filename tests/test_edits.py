"""After any edit, what a build makes of the old site and its cache is what a clean build makes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_site import tree

import gdsim
from gdsim.errors import AuthorErrors

Edit = Callable[[Path], object]

# Every kind of page, directive and file that is made from something else than one page alone.
WIKI = {
    "site.yaml": """title: Small
description: A wiki for tests.
url: https://example.org/wiki/
navigation: [Topics, Notes]
""",
    "index.md": """---
title: Home
summary: Ends at {{ run("rates").final.w | digits(3) }}.
---
The slope ends at {{ run("rates").final.w | digits(4) }}. See [[Houses]] and ![](assets/dot.png).

::: animation rates
caption: Watch the line.
:::

::: gallery
:::
""",
    "Topics/Houses.md": """---
summary: Prices.
tags: [data, first steps]
aliases: [Prices]
date: 2026-01-02
---
# Houses

Back to [[Home]]. A [file](../assets/note.txt).

::: download own
:::

::: thresholds houses
:::
""",
    "Topics/Rates.md": """---
order: 1
prerequisites: [Houses]
tags: [Data]
---
First [[Prices]].

::: race rates
vary: learning_rate
:::

::: map rates
:::

::: quiz
question: Which is larger?
options:
  - {text: Two, why: It is., correct: true}
  - {text: One, why: It is not.}
:::
""",
    "Notes/Listing.md": "```python\nprint(1)\n```\n\n::: python {file: descend.py}\n:::\n",
    "code/descend.py": "print(x)\n",
    "assets/note.txt": "a note\n",
    "data/houses.csv": "size,price\n1,2\n2,4.1\n3,5.9\n4,8\n",
    "data/houses.yaml": "title: Houses\nnote: Four of them.\n",
    "sweeps/rates.yaml": "title: Rates\ndataset: clean-linear\nlearning_rate: [5e-5, 2e-4]\nepochs: 12\n",
    "sweeps/own.yaml": "dataset: houses\nlearning_rate: {times_max: [0.5, 1.2]}\nepochs: 8\nscenes: [fit]\n",
}
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def write_wiki(content: Path) -> None:
    for name, text in WIKI.items():
        write(name, text)(content)
    (content / "assets/dot.png").write_bytes(DOT)


def write(name: str, text: str) -> Edit:
    def edit(content: Path) -> None:
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")

    return edit


def replace(name: str, old: str, new: str) -> Edit:
    def edit(content: Path) -> None:
        text = (content / name).read_text(encoding="utf-8")
        assert old in text
        (content / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def remove(name: str) -> Edit:
    return lambda content: (content / name).unlink()


def rename(old: str, new: str) -> Edit:
    return lambda content: (content / old).rename(content / new)


def both(*edits: Edit) -> Edit:
    return lambda content: [edit(content) for edit in edits]


EDITS: dict[str, Edit] = {
    "text": replace("Topics/Houses.md", "Back to", "Way back to"),
    "title": replace("Topics/Rates.md", "order: 1", "order: 1\ntitle: All rates"),
    "title of a folder": write("Topics/index.md", "---\ntitle: Subjects\nsummary: All.\n---\nWords.\n"),
    "summary": replace("Topics/Houses.md", "Prices.", "Prices and sizes."),
    "tag renamed": replace("Topics/Houses.md", "first steps", "second steps"),
    "tag in other letters": replace("Topics/Rates.md", "tags: [Data]", "tags: [data]"),
    "alias added": replace("Topics/Houses.md", "[Prices]", "[Prices, Costs]"),
    "alias given to another": both(
        replace("Topics/Houses.md", "aliases: [Prices]\n", ""),
        replace("Topics/Rates.md", "order: 1", "order: 1\naliases: [Prices]"),
    ),
    "date": replace("Topics/Houses.md", "2026-01-02", "2026-01-03"),
    "order": replace("Topics/Houses.md", "---\nsummary", "---\norder: 0\nsummary"),
    "draft": replace("Topics/Rates.md", "order: 1", "order: 1\ndraft: true"),
    "used in": replace("Topics/Rates.md", "order: 1", "order: 1\nused_in: ['[[Houses]]']"),
    "prerequisite removed": replace("Topics/Rates.md", "prerequisites: [Houses]\n", ""),
    "page removed": both(remove("Notes/Listing.md"), replace("site.yaml", "Topics, Notes", "Topics")),
    "page renamed": rename("Topics/Rates.md", "Topics/Speeds.md"),
    "page moved": rename("Topics/Houses.md", "Notes/Houses.md"),
    "page added": write("Notes/New.md", "See [[Rates]] and [[Houses#Houses]].\n"),
    "quiz": replace("Topics/Rates.md", "It is not.", "It is less."),
    "race removed": replace("Topics/Rates.md", "::: race rates\nvary: learning_rate\n:::\n", ""),
    "player added": replace("Topics/Houses.md", "::: download", "::: animation own\n:::\n\n::: download"),
    "player of a race taken over": write("Notes/A.md", "::: animation rates\nlearning_rate: 2e-4\n:::\n"),
    "site title": replace("site.yaml", "title: Small", "title: Large"),
    "site description": replace("site.yaml", "for tests", "for trials"),
    "site url": replace("site.yaml", "example.org/wiki", "example.org/other"),
    "no site url": replace("site.yaml", "url: https://example.org/wiki/\n", ""),
    "navigation": replace("site.yaml", "[Topics, Notes]", "[Notes, Topics, Notes/Listing]"),
    "accent": replace("site.yaml", "navigation", 'accent: "#0a7d4f"\nnavigation'),
    "repository": replace("site.yaml", "navigation", "repository: https://example.org/code\nnavigation"),
    "discussion": replace("site.yaml", "navigation", "discussion: https://example.org/talk\nnavigation"),
    "asset changed": write("assets/note.txt", "another\n"),
    "asset removed": both(
        remove("assets/note.txt"), replace("Topics/Houses.md", " A [file](../assets/note.txt).", "")
    ),
    "listing": write("code/descend.py", "print(x + 1)\n"),
    "table": replace("data/houses.csv", "4,8", "4,8.3"),
    "table's head": replace("data/houses.csv", "size,price", "area,cost"),
    "table's title": replace("data/houses.yaml", "Houses", "Villas"),
    "table's note": replace("data/houses.yaml", "Four of them.", "These four."),
    "table's unit": replace("data/houses.yaml", "note", "units: {size: m²}\nnote"),
    "table added": write("data/flats.csv", "x,y\n1,2\n2,3\n"),
    "sweep's title": replace("sweeps/rates.yaml", "title: Rates", "title: Speeds"),
    "sweep's rate": replace("sweeps/rates.yaml", "2e-4", "1e-4"),
    "sweep's start": replace("sweeps/rates.yaml", "epochs", "init: {near: [1, 2]}\nepochs"),
    "sweep's epochs": replace("sweeps/rates.yaml", "12", "13"),
    "sweep's order": replace("sweeps/rates.yaml", "[5e-5, 2e-4]", "[2e-4, 5e-5]"),
    "sweep's scenes": replace("sweeps/own.yaml", "[fit]", "[contour]"),
    "sweep's formats": replace("sweeps/own.yaml", "scenes", "formats: [gif]\nscenes"),
    "sweep removed": both(
        remove("sweeps/own.yaml"), replace("Topics/Houses.md", "::: download own\n:::\n", "")
    ),
    "sweep added": write("sweeps/more.yaml", "dataset: houses\nlearning_rate: 0.01\nepochs: 3\n"),
}
# Edits of what pictures show: these are built with media too.
DRAWN = ("table's unit", "sweep's formats")


def build(content: Path, root: Path, **options: object) -> dict[str, bytes]:
    gdsim.build(content, executor="inline", output=root / "site", cache=root / "cache", **options)
    return tree(root / "site")


def differing(left: dict[str, bytes], right: dict[str, bytes]) -> list[str]:
    """Files that only one has, or that are not the same in both."""
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


class Wiki:
    """One content with its site and cache, edited and put back by each test."""

    def __init__(self, root: Path, **options: object) -> None:
        self.content, self.root, self._options = root / "content", root, options
        write_wiki(self.content)
        self.first = self.built()

    def built(self, **options: object) -> dict[str, bytes]:
        """The site after what stands, and what the cache holds, was used."""
        return build(self.content, self.root, **self._options | options)

    def clean(self, root: Path, **options: object) -> dict[str, bytes]:
        """The site of the same content where nothing was built before."""
        return build(self.content, root, **self._options | options)

    def put_back(self) -> None:
        """The content as it was at first."""
        for path in [path for path in self.content.rglob("*") if path.is_file()]:
            if path.relative_to(self.content).as_posix() not in {*WIKI, "assets/dot.png"}:
                path.unlink()
        write_wiki(self.content)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    yield Wiki(tmp_path_factory.mktemp("plain"), media=False)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    yield Wiki(tmp_path_factory.mktemp("drawn"))


def check(wiki: Wiki, edit: Edit, folder: Path) -> None:
    """The build after an edit is a clean one, and the build after its undoing is the first one."""
    try:
        edit(wiki.content)
        after = wiki.built()
        assert after != wiki.first
        assert differing(after, wiki.clean(folder)) == []
    finally:
        wiki.put_back()
    assert differing(wiki.built(), wiki.first) == []


@pytest.mark.parametrize("name", [name for name in EDITS if name != "sweep's formats"])
def test_a_build_after_an_edit_is_a_clean_one(plain: Wiki, tmp_path: Path, name: str) -> None:
    check(plain, EDITS[name], tmp_path)


@pytest.mark.parametrize("name", DRAWN)
def test_pictures_after_an_edit_are_those_of_a_clean_build(drawn: Wiki, tmp_path: Path, name: str) -> None:
    check(drawn, EDITS[name], tmp_path)


def test_builds_with_other_options_are_clean_ones(plain: Wiki, tmp_path: Path) -> None:
    """Drafts, one page alone, pictures: what one build was asked for leaves nothing in the next."""
    EDITS["draft"](plain.content)
    try:
        assert differing(plain.built(drafts=True), plain.clean(tmp_path / "drafts", drafts=True)) == []
        assert "topics/rates.html" in plain.built(drafts=True)
        assert "topics/rates.html" not in plain.built()
        EDITS["summary"](plain.content)
        EDITS["listing"](plain.content)
        plain.built(only="Topics/Houses.md")
        assert differing(plain.built(), plain.clean(tmp_path / "all")) == []
        assert differing(plain.built(media=True), plain.clean(tmp_path / "media", media=True)) == []
    finally:
        plain.put_back()
    assert differing(plain.built(), plain.first) == []


def command(content: Path, *options: str) -> dict[str, bytes]:
    """The site that a build in a process of its own makes."""
    line = [sys.executable, "-m", "gdsim.cli", "build", "--content", str(content), "--executor", "inline"]
    subprocess.run([*line, "--no-media", "--quiet", *options], check=True)
    return tree(content.parent / "site")


def test_an_edit_of_what_a_plugin_imports_is_seen(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write("site.yaml", "title: Small\nplugins: [my_box]\n")(content)
    write("index.md", "::: mine\n:::\n")(content)
    (tmp_path / "my_box.py").write_text(
        "from gdsim.directives import register\nfrom my_words import WORDS\n"
        "register('mine')(lambda call, host: f'<p>{WORDS}</p>')\n"
    )
    for words in ("before", "after"):
        (tmp_path / "my_words.py").write_text(f"WORDS = {words!r}\n")
        assert f"<p>{words}</p>".encode() in command(content)["index.html"]


def test_a_plugin_edited_under_a_running_process_is_refused(tmp_path: Path) -> None:
    """What it registered is the old code; kept under the new one it would be wrong for ever."""
    content = tmp_path / "content"
    write("site.yaml", "title: Small\nplugins: [edited_while_running]\n")(content)
    write("index.md", "Text.\n")(content)
    plugin = tmp_path / "edited_while_running.py"
    plugin.write_text("")
    build(content, tmp_path, media=False)
    plugin.write_text("x = 1\n")
    with pytest.raises(AuthorErrors, match=r"site.yaml:2: plugin 'edited_while_running' was edited after"):
        build(content, tmp_path, media=False)


def test_an_edit_of_a_template_or_of_what_it_includes_is_seen(plain: Wiki, tmp_path: Path) -> None:
    templates = tmp_path / "templates/pages"
    templates.mkdir(parents=True)
    (templates / "home.html").write_text("<p>{% include 'badge.svg' %}</p>{{ page.html | safe }}")
    for badge in ("<svg>1</svg>", "<svg>2</svg>"):
        (templates / "badge.svg").write_text(badge)
        assert badge.encode() in plain.built(templates=tmp_path / "templates")["index.html"]
    assert differing(plain.built(), plain.first) == []


def test_a_title_may_hold_the_character_that_stands_for_a_page(plain: Wiki, tmp_path: Path) -> None:
    """Else the text of the page would stand in its title."""
    try:
        replace("Topics/Rates.md", "order: 1", 'order: 1\ntitle: "All \\ue000 rates"')(plain.content)
        page = plain.built()["topics/rates.html"].decode()
        assert "<title>All \ue000 rates · Small</title>" in page
        assert page.count("Which is larger?") == 1
    finally:
        plain.put_back()


def test_a_page_built_alone_leaves_the_pictures_of_the_others(drawn: Wiki) -> None:
    """The picture of a race and the card of a page that is left out stand as its text does."""
    try:
        replace("Topics/Rates.md", "It is not.", "It is less.")(drawn.content)
        alone = drawn.built(only="Notes/Listing.md")
        kept = [name for name in drawn.first if "/race-" in name or name == "assets/cards/topics/rates.png"]
        assert len(kept) == 2
        assert [alone.get(name) == drawn.first[name] for name in ["topics/rates.html", *kept]] == [True] * 3
    finally:
        drawn.put_back()
    assert differing(drawn.built(), drawn.first) == []
