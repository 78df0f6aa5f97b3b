"""A plan counts what a build would take from the cache or from the old site."""

from __future__ import annotations

import shutil

from small_site import write_content

import gdsim
from gdsim.core.config import BuildConfig
from gdsim.planning import plan_build


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

    (gone,) = (config.output / "media/own").glob("*0.143707*/fit.gif")
    gone.unlink()
    plan = plan_build(config)
    assert [sweep.cached_clips for sweep in plan.sweeps] == [1, 4]
    assert [sweep.frames for sweep in plan.sweeps] == [9, 0]
    assert gdsim.build(content, executor="inline").new_clips == 1

    shutil.rmtree(config.output)
    assert [sweep.cached_clips for sweep in plan_build(config).sweeps] == [1, 0]
