"""A plan counts what a build would take from the cache or from the old site."""

from __future__ import annotations

import shutil

import pytest
from small_site import write_content

import gdsim
from gdsim.core.config import BuildConfig, Guards
from gdsim.core.progress import Silent
from gdsim.errors import AuthorErrors
from gdsim.planning import plan_build
from gdsim.site.publish import twin_path


def test_clips_that_stand_only_in_the_old_site_are_at_hand(tmp_path):
    content = write_content(tmp_path)
    gdsim.build(content, executor="inline")
    config = BuildConfig(content)
    assert [sweep.cached_clips for sweep in plan_build(config).sweeps] == [2, 4]
    for entry in config.cache.glob("??/*"):
        if b"strip.png" in entry.read_bytes()[:2000]:
            entry.unlink()
    plan = plan_build(config)
    assert [sweep.cached_clips for sweep in plan.sweeps] == [2, 4]
    assert [sweep.frames for sweep in plan.sweeps] == [0, 0]

    for place in (config.output, twin_path(config.cache, config.output)):
        (gone,) = (place / "media/own").glob("*0.143707*/fit.gif")
        gone.unlink()
    plan = plan_build(config)
    assert [sweep.cached_clips for sweep in plan.sweeps] == [1, 4]
    assert [sweep.frames for sweep in plan.sweeps] == [9, 0]
    assert gdsim.build(content, executor="inline").new_clips == 1

    shutil.rmtree(config.output)
    assert [sweep.cached_clips for sweep in plan_build(config).sweeps] == [2, 4]  # second names of its files
    shutil.rmtree(twin_path(config.cache, config.output))
    assert [sweep.cached_clips for sweep in plan_build(config).sweeps] == [1, 0]


def test_the_expected_size_is_about_what_records_take(tmp_path):
    """Indexes and pages aside; a run that diverges takes less."""
    rates = ", ".join(f"{k}e-6" for k in range(1, 61))
    changes = {"sweeps/rates.yaml": f"dataset: clean-linear\nlearning_rate: [{rates}]\nepochs: 1500\n"}
    content = write_content(tmp_path, {**changes, "index.md": "# Home\n"})
    (content / "sweeps/own.yaml").unlink()
    gdsim.build(content, executor="inline", media=False)
    taken = sum(path.stat().st_size for path in (tmp_path / "site/runs").rglob("*.*"))
    (sweep,) = plan_build(BuildConfig(content, media=False)).sweeps
    assert 0.8 < sweep.bytes / taken < 1.25


def test_a_site_of_records_alone_is_refused_before_work_too(tmp_path):
    rates = ", ".join(f"{k}e-7" for k in range(1, 201))
    content = write_content(
        tmp_path, {"sweeps/rates.yaml": f"dataset: clean-linear\nlearning_rate: [{rates}]\nepochs: 1000\n"}
    )
    with pytest.raises(AuthorErrors, match="fewer runs or epochs make less, --limit site-mb=N"):
        gdsim.build(content, executor="inline", media=False, guards=Guards(site_mb=20))
    assert not (tmp_path / ".gdsim-cache/packs").exists()


def test_a_large_site_is_told_before_it_is_drawn(tmp_path):
    """The sum, what of it is media, and what to leave out."""
    told = []

    class Told(Silent):
        def stage(self, name, total, unit):
            told.append(name)
            return super().stage(name, total, unit)

        def warn(self, sentence):
            told.append(sentence)

    sweep = "dataset: clean-linear\nlearning_rate: [1e-5, 2e-5, 3e-5, 4e-5]\nepochs: 12\n"
    content = write_content(tmp_path, {"index.md": "# Home\n", "sweeps/rates.yaml": sweep})
    gdsim.build(content, executor="inline", reporter=Told(), guards=Guards(site_mb=2))
    (words,) = (said for said in told if "MB" in said)
    assert told.index(words) < told.index("rendered")
    assert "--no-media" in words
