"""Sweeps of many runs: few files in the cache, indexes that hold, pages that stay light."""

from __future__ import annotations

import json
import re

import pytest
from small_site import tree, write_content

import gdsim
from gdsim.site import search
from gdsim.site.gallery import MOST_LISTED, records_in

RUNS = 700


@pytest.fixture(scope="module")
def wide(tmp_path_factory):
    """A site of one sweep of 700 runs, of which search lists at most 100."""
    folder = tmp_path_factory.mktemp("wide")
    rates = ", ".join(f"{k}e-7" for k in range(1, RUNS // 2 + 1))
    sweep = f"dataset: [clean-linear, outliers]\nlearning_rate: [{rates}]\nepochs: 3\n"
    changes = {"sweeps/rates.yaml": sweep, "index.md": "# Home\n\n::: animation rates\n:::\n"}
    content = write_content(folder, changes)
    (content / "sweeps/own.yaml").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST_RUNS", 100)
        gdsim.build(content, media=False, executor="inline")
        yield content, tree(folder / "site")


def test_runs_of_a_batch_share_a_file_of_the_cache(wide):
    content, _ = wide
    packs = list((content.parent / ".gdsim-cache/packs").iterdir())
    assert len(packs) < 10
    assert sum(path.read_bytes().count(b'"record.json"') for path in packs) == RUNS


def test_the_index_of_all_runs_names_their_files_with_their_sizes(wide):
    _, site = wide
    records = json.loads(site["runs/index.json"])["runs"]
    assert len({record["id"] for record in records}) == RUNS
    assert list(records_in(site["runs/index.json"])) == records
    for record in records[::50]:
        file = record["files"]["json"]
        assert len(site[file["path"]]) == file["bytes"]
        assert json.loads(site[file["path"]])["outcome"] == record["outcome"]


def test_scripts_hold_the_record_that_the_json_file_holds(wide):
    _, site = wide
    for path in sorted(site)[::40]:
        if re.fullmatch(r"runs/rates/.+\.json", path):
            script = site[path.removesuffix("json") + "js"]
            assert script == b"gdsim.receive(" + site[path].rstrip(b"\n") + b");\n"


def test_search_leads_to_the_gallery_of_a_very_wide_sweep(wide):
    _, site = wide
    (found,) = re.findall(rb'\{"kind":"page","url":"gallery.html"[^}]*\}', site["search-index.js"])
    assert json.loads(found)["heading"] == "700 runs"
    assert b'"kind":"run"' not in site["search-index.js"]


def test_the_gallery_without_scripts_lists_the_first_runs_and_counts_the_rest(wide):
    _, site = wide
    html = site["gallery.html"].decode()
    assert html.count("&amp;run=") == MOST_LISTED
    assert f"And {RUNS - MOST_LISTED} more" in html


def test_a_build_from_the_cache_alone_gives_the_same_site(wide, tmp_path):
    content, site = wide
    summary = gdsim.build(
        content,
        output=tmp_path / "again",
        cache=content.parent / ".gdsim-cache",
        media=False,
        executor="inline",
    )
    assert summary.new_runs == 0
    assert tree(tmp_path / "again") == site
