"""What the build publishes for editors: only where there is one; its frame has one script, pinned by hash."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

import gdsim


def built(root: Path, text: str) -> Path:
    """The site of one page."""
    (root / "content").mkdir(parents=True)
    (root / "content" / "site.yaml").write_text("title: Small\n", encoding="utf-8")
    (root / "content" / "index.md").write_text(text, encoding="utf-8")
    gdsim.build(root / "content", executor="inline", media=False)
    return root / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("edited"), "::: python\nprint(1)\n:::\n")


def test_a_page_names_editor_and_frame_by_their_digests(site: Path) -> None:
    html = (site / "index.html").read_text("utf-8")
    for name in (
        r'data-editor="(assets/editor\.[0-9a-f]{12}\.js)"',
        r'data-runner="(assets/runner\.[0-9a-f]{12}\.html)"',
    ):
        found = re.search(name, html)
        assert found
        assert (site / found[1]).is_file()
    assert not re.search(r'<script src="assets/editor', html)


def test_without_a_listing_none_of_it_is_published(tmp_path: Path) -> None:
    site = built(tmp_path, "Text.\n")
    assert not [path for path in site.rglob("*") if path.name.startswith(("editor.", "runner."))]
    assert "data-editor" not in (site / "index.html").read_text("utf-8")


def test_the_frame_has_one_script_which_its_policy_pins(site: Path) -> None:
    (frame,) = (site / "assets").glob("runner.*.html")
    html = frame.read_bytes()
    scripts = re.findall(rb"<script[^>]*>(.*?)</script>", html, re.S)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0]).digest()).decode()
    policy = re.search(rb'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    words = policy[1].decode()
    assert f"'sha256-{digest}'" in words
    assert "default-src 'none'" in words
    assert "connect-src 'none'" in words
    assert "unsafe-inline" not in words
    assert "'unsafe-eval'" not in words
    assert b" on" not in re.sub(rb"<script.*?</script>", b"", html, flags=re.S).lower()
