"""What stands in the site and no build made is carried over; what builds made and make no more goes."""

from __future__ import annotations

import os
from contextlib import nullcontext

import pytest
from small_site import tree

from gdsim.errors import BuildError
from gdsim.site import publish
from gdsim.site.publish import Manifest, blob, locked

INDEX = {"runs/index.json": blob(b'{"schema":"gdsim.runs/1"}')}


@pytest.fixture
def built(tmp_path):
    """Publishes files; gives the warnings. The manifest is the last one, or none, or one given."""
    manifests = []

    def build(files, old="last", *, killed=False):
        said = []
        blobs = INDEX | {name: blob(text.encode()) for name, text in files.items()}
        known = (manifests[-1] if manifests else None) if old == "last" else old
        with nullcontext() if killed else locked(tmp_path / "site"):
            publish.clear_leftovers(tmp_path / "site")
            entries = publish.publish(tmp_path / "site", blobs, known, said.append)
        manifests.append(Manifest("", entries, {}, {}))
        return said

    build.manifests = manifests
    return build


def put(site, files):
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)


def names(site):
    return sorted(set(tree(site)) - set(INDEX))


def test_a_file_put_into_the_site_outlives_builds_and_is_told_of(built, tmp_path):
    site = tmp_path / "site"
    assert built({"a.html": "1", "old.html": "1"}) == []
    put(site, {"CNAME": "gd.example", ".well-known/security.txt": "call us"})
    os.chmod(site / "CNAME", 0o600)
    said = [f"{site}: kept .well-known/security.txt, CNAME, which no build made"]
    assert built({"a.html": "2"}) == said
    assert built({"a.html": "3"}) == said
    assert names(site) == [".well-known/security.txt", "CNAME", "a.html"]
    assert (site / "CNAME").read_text() == "gd.example"
    assert (site / "CNAME").stat().st_mode & 0o777 == 0o600
    assert built.manifests[-1].intact(site)
    (site / "CNAME").unlink()
    built({"a.html": "4"})
    assert names(site) == [".well-known/security.txt", "a.html"]


def test_three_of_many_are_named(built, tmp_path):
    built({})
    put(tmp_path / "site", {f"{number}.pdf": "x" for number in range(1200)})
    assert built({}) == [
        f"{tmp_path / 'site'}: kept 0.pdf, 1.pdf, 10.pdf and 1,197 more, which no build made"
    ]


def test_links_are_carried_as_links(built, tmp_path):
    built({})
    put(tmp_path, {"there/x": "x"})
    for name, target in {"one": "../there/x", "all": "../there", "lost": "nowhere"}.items():
        (tmp_path / "site" / name).symlink_to(target)
    built({"a.html": "1"})
    for name, target in {"one": "../there/x", "all": "../there", "lost": "nowhere"}.items():
        assert os.readlink(tmp_path / "site" / name) == target
    assert (tmp_path / "there/x").stat().st_nlink == 1


def test_a_page_never_takes_the_place_of_a_strangers_file(built, tmp_path):
    built({"a.html": "1"})
    put(tmp_path / "site", {"about.html": "mine", "same.html": "2"})
    before = tree(tmp_path / "site")
    with pytest.raises(BuildError, match=r"about\.html was not made by a build.*move it out of the site"):
        built({"a.html": "2", "about.html": "2", "same.html": "2"})
    assert tree(tmp_path / "site") == before
    assert os.listdir(tmp_path) == ["site"]
    (tmp_path / "site/about.html").unlink()
    assert built({"a.html": "2", "about.html": "2", "same.html": "2"}) == []


@pytest.mark.parametrize("manifest", ["none", "of another site"])
def test_without_a_list_what_no_build_makes_is_kept_and_the_rest_is_told(built, tmp_path, manifest):
    site = tmp_path / "site"
    built({"a.html": "1", "old.html": "1"})
    put(site, {"CNAME": "gd.example"})
    strange = Manifest("", {"runs/index.json": ("x", 25, 1)}, {}, {}) if manifest != "none" else None
    assert built({"a.html": "2"}, old=strange) == [
        f"{site}: kept CNAME, which no build made",
        f"{site}: removed old.html; there is no list of what the last build made",
    ]
    assert names(site) == ["CNAME", "a.html"]


def test_a_build_killed_before_its_manifest_leaves_no_strangers(built, tmp_path):
    """The site was exchanged, the manifest still tells of the one before; a note beside it knows."""
    site = tmp_path / "site"
    built({"a.html": "1"})
    before = built.manifests[-1]
    built({"a.html": "2", "gone.html": "2"}, killed=True)
    assert publish.leftovers(site)
    put(site, {"CNAME": "gd.example"})
    assert built({"a.html": "3"}, old=before) == [f"{site}: kept CNAME, which no build made"]
    assert names(site) == ["CNAME", "a.html"]
    assert os.listdir(tmp_path) == ["site"]


def test_a_note_cut_short_is_no_note(built, tmp_path):
    site = tmp_path / "site"
    built({"a.html": "1"})
    (tmp_path / ".site.building-1.json").write_text('{"a.html": ["x", 1')
    built({"a.html": "2"})
    assert names(site) == ["a.html"]


def test_where_a_folder_and_a_file_meet_the_old_site_stands(built, tmp_path):
    built({"a.html": "1"})
    put(tmp_path / "site", {"b": "a file"})
    before = tree(tmp_path / "site")
    with pytest.raises(BuildError, match=r"the site cannot be written: .*b: File exists"):
        built({"a.html": "1", "b/c.html": "2"})
    assert tree(tmp_path / "site") == before
