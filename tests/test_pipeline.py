"""Whole builds of a small content: what is made, what is kept, and the same bytes whatever happens."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from small_site import tree, write_content

import gdsim
from gdsim.errors import AuthorErrors, BuildError

SCHEMAS = Path(gdsim.__file__).parent / "schemas"


def build(content, **options):
    return gdsim.build(content, executor="inline", **options)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The small content, built once with media."""
    folder = tmp_path_factory.mktemp("built")
    content = write_content(folder)
    return content, build(content), tree(folder / "site")


def schema(name):
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))


def test_every_run_has_its_files(built):
    """By default: JSON, and GIF and MP4 of fit and surface."""
    _, summary, files = built
    assert summary.runs == 4
    assert summary.clips == 6
    for run in json.loads(files["runs/index.json"])["runs"]:
        base = f"media/{run['sweep']}/{run['id']}"
        scenes = ["fit", "surface"] if run["sweep"] == "rates" else ["fit"]
        expected = {
            f"{base}/{scene}.{ending}" for scene in scenes for ending in ("mp4", "gif", "png", "strip.png")
        }
        expected.add(f"runs/{run['sweep']}/{run['id']}.json")
        assert {file["path"] for file in run["files"].values()} == expected
        assert all(len(files[file["path"]]) == file["bytes"] for file in run["files"].values())
        assert f"runs/{run['sweep']}/{run['id']}.js" in files


def test_every_json_follows_its_schema_and_has_its_twin(built):
    _, _, files = built
    checked = 0
    for name, data in files.items():
        if not name.endswith(".json"):
            continue
        record = json.loads(data, parse_constant=pytest.fail)
        schema(record["schema"].removeprefix("gdsim.").replace("/", "-")).validate(record)
        checked += 1
        twin = files.get(name[:-4] + "js")
        if name != "runs/index.json":
            assert twin == b"gdsim.receive(" + data.rstrip(b"\n") + b");\n"
    datasets = {Path(name).stem for name in files if name.startswith("datasets/")}
    assert datasets == {"houses", "clean-linear"}  # its own and that of a sweep
    assert checked == 4 + len(datasets) + 1  # runs, datasets, the index
    for sweep in ("own", "rates"):
        text = files[f"runs/{sweep}/index.js"].decode()
        schema("sweep-1").validate(json.loads(text.removeprefix("gdsim.receive(").removesuffix(");\n")))


def test_records_read_back_into_arrays(built):
    content, _, _ = built
    path = content.parent / "site/runs/rates/clean-linear.mse.gd.lr-0.0002.origin.json"
    read, made = gdsim.load(path), gdsim.run("clean-linear", learning_rate=2e-4, epochs=12)
    np.testing.assert_allclose(read.path, made.path, rtol=1e-9)
    np.testing.assert_allclose(read.loss, made.loss, rtol=1e-9)
    assert read.outcome == made.outcome


def test_another_schema_is_refused_naming_both(tmp_path):
    (tmp_path / "run.json").write_text('{"schema": "gdsim.trajectory/9"}')
    with pytest.raises(ValueError, match=r"gdsim.trajectory/1.*gdsim.trajectory/9"):
        gdsim.load(tmp_path / "run.json")


def test_a_second_build_writes_nothing(content):
    build(content, media=False)
    before = {path: path.stat().st_mtime_ns for path in (content.parent / "site").rglob("*")}
    again = build(content, media=False)
    assert again.written == again.new_runs == again.new_clips == 0
    assert {path: path.stat().st_mtime_ns for path in (content.parent / "site").rglob("*")} == before


def test_a_prose_edit_draws_nothing(built, tmp_path):
    content = shutil.copytree(built[0].parent, tmp_path / "copy") / "content"
    build(content)
    page = content / "Topics/Houses.md"
    page.write_text(page.read_text() + "\nMore words.\n")
    before = tree(content.parent / "site")
    summary = build(content)
    after = tree(content.parent / "site")
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert (summary.new_runs, summary.new_clips) == (0, 0)
    assert changed == {"topics/houses.html", "search-index.js"}
    assert summary.written == len(changed)


def test_a_new_learning_rate_makes_only_its_own_runs(built, tmp_path):
    content = shutil.copytree(built[0].parent, tmp_path / "copy") / "content"
    sweep = content / "sweeps/rates.yaml"
    sweep.write_text(sweep.read_text().replace("2e-4]", "2e-4, 3e-4]"))
    summary = build(content)
    assert (summary.new_runs, summary.new_clips) == (1, 2)
    clean = build(write_content(tmp_path / "clean", {"sweeps/rates.yaml": sweep.read_text()}))
    assert clean.new_clips == 8
    assert tree(content.parent / "site") == tree(tmp_path / "clean/site")


def test_a_lost_site_comes_back_from_the_cache(built, tmp_path):
    content = shutil.copytree(built[0].parent, tmp_path / "copy") / "content"
    shutil.rmtree(content.parent / "site")
    summary = build(content)
    assert (summary.new_runs, summary.new_clips) == (0, 0)
    assert tree(content.parent / "site") == built[2]


def test_a_touched_site_is_mended(content):
    build(content, media=False)
    site = content.parent / "site"
    expected = tree(site)
    (site / "index.html").write_text("changed")
    (site / "404.html").unlink()
    (site / "CNAME").write_text("wiki.example")  # put there by hand: not ours to remove
    build(content, media=False)
    assert tree(site) == expected | {"CNAME": b"wiki.example"}


VARIATIONS = {
    "hash seed": {"PYTHONHASHSEED": "1"},
    "time zone": {"TZ": "Asia/Kathmandu"},
    "locale": {"LC_ALL": "C", "LANG": "C"},
    "threads": {"OMP_NUM_THREADS": "3", "OPENBLAS_NUM_THREADS": "3"},
}


@pytest.mark.parametrize("variation", VARIATIONS)
def test_bytes_do_not_depend_on_circumstance(built, tmp_path, variation):
    """Another process, folder, environment, umask and two jobs give the same site."""
    content = write_content(tmp_path / f"a folder with {variation}")
    jobs = "2" if variation == "threads" else "1"
    subprocess.run(
        [sys.executable, "-m", "gdsim.cli", "build", "--content", content, "--jobs", jobs, "--quiet"],
        env={**os.environ, **VARIATIONS[variation]},
        umask=0o077,
        check=True,
    )
    assert tree(content.parent / "site") == built[2]


def test_files_can_be_read_by_everyone(built):
    for path in (built[0].parent / "site").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)
        assert path.is_dir() or path.stat().st_nlink <= 2  # a second name is the twin's


def test_mistakes_of_all_files_come_together_and_nothing_is_written(tmp_path):
    content = write_content(
        tmp_path,
        {
            "sweeps/rates.yaml": "dataset: clean\nlearning_rate: [0]\n",
            "data/houses.csv": "size,price\n1,x\n",
            "Topics/Houses.md": "---\ntitel: H\n---\n",
            "site.yaml": "title: Small\nnavgation: []\n",
        },
    )
    with pytest.raises(AuthorErrors) as caught:
        build(content)
    paths = {mistake.path for mistake in caught.value.mistakes}
    assert paths >= {"sweeps/rates.yaml", "data/houses.csv", "Topics/Houses.md", "site.yaml"}
    assert not (tmp_path / "site").exists()


def test_a_false_claim_refuses_the_build_and_keeps_the_old_site(content):
    build(content, media=False)
    before = tree(content.parent / "site")
    page = content / "index.md"
    page.write_text(page.read_text().replace("== false", "== true"))
    with pytest.raises(AuthorErrors) as caught:
        build(content, media=False)
    (mistake,) = caught.value.mistakes
    assert (mistake.path, mistake.line) == ("index.md", 12)
    assert tree(content.parent / "site") == before


def test_a_diverging_run_is_told_and_has_finite_json(tmp_path):
    content = write_content(
        tmp_path, {"sweeps/rates.yaml": "dataset: clean-linear\nlearning_rate: [1e300, 2e-4]\n"}
    )
    build(content)
    record = json.loads((tmp_path / "site/runs/rates/clean-linear.mse.gd.lr-1e300.origin.json").read_bytes())
    assert record["outcome"]["status"] == "diverged"
    assert f"diverged at epoch {record['outcome']['epoch']}" in record["description"]
    assert "diverged at epoch" in (tmp_path / "site/index.html").read_text()


def test_one_point_and_constant_x_are_built_with_words(tmp_path):
    content = write_content(
        tmp_path,
        {
            "data/houses.csv": "size,price\n1,2\n",
            "data/flat.csv": "size,price\n3,2\n3,4\n",
            "sweeps/own.yaml": "dataset: [houses, flat]\nlearning_rate: 0.05\nepochs: 30\n",
        },
    )
    build(content)
    for name in ("houses", "flat"):
        record = json.loads((tmp_path / f"site/runs/own/{name}.mse.gd.lr-0.05.origin.json").read_bytes())
        assert record["theory"] is record["optimum"] is None
        assert "no single optimum" in record["description"]


@pytest.mark.parametrize(
    ("sweep", "words"),
    [
        ("dataset: houses\nlearning_rate: 1\nepochs: 1000000000\n", "epochs must be at most 10,000,000"),
        (f"dataset: houses\nlearning_rate: [{', '.join(map(str, range(1, 9001)))}]\n", "--limit site-mb=N"),
    ],
)
def test_guards_refuse_before_any_work(tmp_path, sweep, words):
    content = write_content(tmp_path, {"sweeps/own.yaml": sweep})
    with pytest.raises(AuthorErrors, match=words):
        build(content)
    assert not (tmp_path / ".gdsim-cache").exists()


def test_a_strangers_folder_is_never_replaced(content):
    site = content.parent / "site"
    site.mkdir()
    (site / "thesis.tex").write_text("precious")
    with pytest.raises(BuildError, match="files that gdsim did not make"):
        build(content, media=False)
    assert tree(site) == {"thesis.tex": b"precious"}


def test_a_second_build_at_once_is_told_who_holds_the_lock(content):
    from gdsim.site.publish import locked

    with (
        locked(content.parent / "site"),
        pytest.raises(BuildError, match=rf"another build \({os.getpid()}\) runs"),
    ):
        build(content, media=False)


def test_only_rebuilds_the_pages_that_match(content):
    """Other pages stay as they stand, mistakes in them included."""
    build(content, media=False)
    before = tree(content.parent / "site")
    (content / "Topics/Houses.md").write_text("# Houses\n\nBack to [[Home]]. New words.\n")
    (content / "index.md").write_text("---\ntitle: Home\n---\nBroken {{ nothing }}.\n")
    build(content, media=False, only="Topics/*")
    after = tree(content.parent / "site")
    assert "New words" in after["topics/houses.html"].decode()
    assert after["index.html"] == before["index.html"]
    with pytest.raises(
        AuthorErrors, match=r"no page matches 'Topcis/Houses\.md'; did you mean 'Topics/Houses\.md'"
    ):
        build(content, media=False, only="Topcis/Houses.md")


def test_a_plugin_is_known_in_every_worker(content, monkeypatch):
    """A loss and a scene of the author's own, from a module beside the content."""
    monkeypatch.syspath_prepend(content.parent)
    (content.parent / "my_parts.py").write_text(
        "from dataclasses import replace\n"
        "from gdsim import losses, scenes\n"
        "from gdsim.losses.mse import mse\n"
        "from gdsim.scenes.fit import fit\n"
        "losses.register('half')(lambda: replace(mse(), value=lambda r: r * r))\n"
        "scenes.register('again')(fit)\n"
    )
    (content / "site.yaml").write_text("title: Small\nplugins: [my_parts]\n")
    (content / "sweeps/own.yaml").write_text(
        "dataset: houses\nlearning_rate: 0.01\nepochs: 4\nloss: half\nscenes: [again]\nformats: [mp4]\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "gdsim.cli", "build", "--content", content, "--jobs", "2", "--quiet"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (content.parent / "site/media/own/houses.half.gd.lr-0.01.origin/again.mp4").is_file()


def test_an_edited_plugin_makes_its_results_anew(content, monkeypatch):
    """What a plugin registers decides results, so its source is part of their keys."""
    plugin = content.parent / "my_loss.py"
    text = "from gdsim import losses\nfrom gdsim.losses import Loss\n" + (
        "losses.register('scaled')(\n"
        "    lambda: Loss(value=lambda r: SCALE * r * r, derivative=lambda r: 2 * SCALE * r)\n)\n"
    )
    (content / "site.yaml").write_text("title: Small\nplugins: [my_loss]\n")
    (content / "sweeps/own.yaml").write_text(
        "dataset: houses\nlearning_rate: 0.01\nepochs: 4\nloss: scaled\n"
    )
    losses = []
    for scale in ("1", "2"):
        plugin.write_text(text.replace("SCALE", scale))
        command = [sys.executable, "-m", "gdsim.cli", "build", "--content", content, "--no-media", "--quiet"]
        subprocess.run(command, check=True)
        record = content.parent / "site/runs/own/houses.scaled.gd.lr-0.01.origin.json"
        losses.append(gdsim.load(record).loss[0])
    assert losses[1] == pytest.approx(2 * losses[0])


def test_a_page_follows_the_order_and_the_scenes_of_its_sweep(content):
    """The first value of a sweep is what a page shows, so it is part of the page's key."""
    build(content, media=False)
    sweep = content / "sweeps/rates.yaml"
    sweep.write_text("dataset: clean-linear\nlearning_rate: [2e-4, 5e-5]\nepochs: 12\nscenes: [fit, loss]\n")
    build(content, media=False)
    page = (content.parent / "site/index.html").read_text()
    assert 'data-run="clean-linear.mse.gd.lr-0.0002.origin"' in page


def test_an_output_behind_a_link_is_replaced_where_it_stands(content):
    real = content.parent / "real"
    real.mkdir()
    (content.parent / "site").symlink_to(real)
    build(content, media=False)
    assert (real / "index.html").is_file()
    assert (content.parent / "site").is_symlink()


def test_a_git_checkout_is_never_replaced(content):
    build(content, media=False)
    (content.parent / "site/.git").mkdir()
    (content / "Topics/Houses.md").write_text("# Houses\n\nNew. [[Home]]\n")
    with pytest.raises(BuildError, match="is a git checkout"):
        build(content, media=False)
