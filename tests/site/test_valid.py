"""The default site, judged by tools that others made, and by `gdsim check`."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from default_site import default_site, readable_pages

from gdsim.checking import check_site
from tests.content.fakes import DOT
from tests.site.built import built
from tests.site.peers import followed_links, html_findings

HOSTILE = "<img src=x> & \"quoted\" 'too'"
WRITTEN: dict[str, str | bytes] = {
    "site.yaml": "title: Wiki\ndescription: Words & more.\nurl: https://example.org/sub\n"
    "repository: https://example.org/a\ndiscussion: https://example.org/b\n",
    "assets/dot.png": DOT,
    "index.md": "[[Page]]\n",
    "Folder/Page.md": f"""---
title: {json.dumps(HOSTILE)}
aliases: [Page, "Old/Path & more"]
tags: [C++, "a b", "<i>"]
date: 2026-01-02
prerequisites: [Home]
---
# A heading of its own

## 1. Twice

## 1. Twice

| $\\eta$ | left | right[^1] |
|---|:--|--:|
| 1 | `ab` | <b>raw</b> |

[^1]: With $x^2$ and a list:

    - one

Term
:   What it means.

- [x] done
- [ ] to do

![A dot](../assets/dot.png "Its title") <kbd>k</kbd> https://example.org

> Quoted.

```python
x = "<&>"
```

:::: details {{title: More}}
::: warning {{title: Careful}}
Inside.
:::
::::

:::: tabs
::: tab One
$$\\theta = 1$$
:::
::: tab Two
Text.
:::
::::

::: figure {{caption: Seen, name: dot}}
![A dot](../assets/dot.png)
:::

::: quiz
question: Which?
options:
  - {{text: this, correct: true, why: yes it is}}
  - {{text: that, correct: true, why: "`so`"}}
  - {{text: $x$, why: no it is not}}
:::

::: quiz
question: How many?
answer: 4
tolerance: 0.1
why: Count.
:::

::: claim
check: 1 < 2
text: One is less.
:::
""",
}


@pytest.fixture(scope="module")
def site() -> Path:
    """The whole default site."""
    return default_site()


def test_html_validate_finds_nothing(site: Path, tmp_path: Path) -> None:
    assert html_findings(site, tmp_path) == []


def test_html_validate_finds_nothing_in_what_authors_may_write(tmp_path: Path) -> None:
    """With an address of the site's own; with aliases, hostile words and all kinds of blocks."""
    for path, data in built(tmp_path / "content", WRITTEN).items():
        if path.endswith(".html"):
            (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "site" / path).write_bytes(data)
    assert html_findings(tmp_path / "site", tmp_path) == []


def test_html_validate_would_find_something(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!DOCTYPE html>\n<title>A</title>\n<p id=a>x<p id=a>y\n", "utf-8")
    found = html_findings(tmp_path, tmp_path)
    assert any("page.html:3: no-dup-id" in line for line in found)


def test_linkchecker_reaches_every_page_and_finds_nothing(site: Path) -> None:
    """Links and fragments of all pages; no file stands outside of the folder, no address is unsafe."""
    urls, findings = followed_links(site / "index.html")
    assert findings == []
    parts = [urlsplit(url) for url in urls]
    assert {part.scheme for part in parts} <= {"file", "https"}
    files = {Path(unquote(part.path)) for part in parts if part.scheme == "file"}
    assert all(path.is_relative_to(site) for path in files)
    embeds = site / "embed"  # are for pages of others
    assert {page for page in readable_pages(site) if page.parent != embeds} <= files


def test_linkchecker_would_find_something(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<!DOCTYPE html><a href="gone.html">x</a><a href="#gone">y</a><p id="here">z', "utf-8")
    _, findings = followed_links(page)
    assert len(findings) == 2


def test_gdsim_check_finds_nothing(site: Path) -> None:
    report = check_site(site)
    assert report.problems == []
    assert report.warnings == []
