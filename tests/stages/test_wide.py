"""Sweeps of many runs: few files in the cache, indexes that hold, pages that stay light."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from small_site import tree, write_content

import gdsim
from gdsim.site import search
from gdsim.site.gallery import MOST_LISTED, records_in

RUNS = 700
SCHEMAS = Path(gdsim.__file__).parent / "schemas"


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


def test_no_page_reads_the_index_of_all_runs(wide):
    """It may have tens of megabytes; it is for programs."""
    _, site = wide
    assert [path for path, data in site.items() if path.endswith(".js") and b"runs/index.json" in data] == []
    pages = "".join(data.decode() for path, data in site.items() if path.endswith(".html"))
    assert re.findall(r"[^<>]*=[^<>]*runs/index\.json[^<>]*>", pages) == []  # as text alone


def test_scripts_hold_the_record_that_the_json_file_holds(wide):
    _, site = wide
    for path in sorted(site)[::40]:
        if re.fullmatch(r"runs/rates/.+\.json", path):
            script = site[path.removesuffix("json") + "js"]
            assert script == b"gdsim.receive(" + site[path].rstrip(b"\n") + b");\n"


def script(data):
    return json.loads(data.removeprefix(b"gdsim.receive(").removesuffix(b");\n"))


def validate(record):
    name = record["schema"].removeprefix("gdsim.").replace("/", "-")
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(record)
    return record


def test_the_index_of_a_wide_sweep_is_small_and_its_outcomes_lie_in_parts(wide):
    """The same outcomes as in the index of all runs; here the rates of a dataset stand side by side."""
    _, site = wide
    index = validate(script(site["runs/rates/index.js"]))
    records = json.loads(site["runs/index.json"])["runs"]
    assert index["schema"] == "gdsim.wide-sweep/1"
    assert index["count"] == RUNS
    assert sum(index["outcomes"].values()) == RUNS
    assert len(site["runs/rates/index.js"]) < 25 * RUNS
    parts = [path for path in site if path.startswith("runs/rates/outcomes-")]
    assert parts == ["runs/rates/outcomes-0.js"]
    part = validate(script(site[parts[0]]))
    met = [
        (record["outcome"]["status"][0], record["outcome"]["epoch"], record["final"]["loss"])
        for record in records
    ]
    told = list(zip(part["status"], part["epoch"], part["final_loss"], strict=True))
    assert [one[:2] for one in told] == [one[:2] for one in met]
    assert [one[2] for one in told] == pytest.approx([one[2] for one in met], rel=1e-5)


def test_a_sweep_that_is_not_wide_lists_its_runs(wide, tmp_path):
    content = write_content(tmp_path)
    gdsim.build(content, media=False, executor="inline")
    site = tree(tmp_path / "site")
    assert script(site["runs/rates/index.js"])["schema"] == "gdsim.sweep/1"
    assert not [path for path in site if "outcomes-" in path]


def test_search_leads_to_the_gallery_of_a_very_wide_sweep(wide):
    _, site = wide
    text = site["search-index.js"].decode()
    runs = json.loads(text.partition('"runs":')[2].removesuffix("});\n"))
    (found,) = [record for record in runs if record["kind"] == "page"]
    assert (found["url"], found["heading"], found["sweep"]) == ("gallery.html", "700 runs", "rates")
    assert found["values"]["dataset"] == ["clean-linear", "outliers"]
    assert len(found["values"]["learning rate"]) == RUNS // 2
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
