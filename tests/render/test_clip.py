"""Clips: what they hold, frame by frame, whoever draws them and beside whatever."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path

import imageio.v3 as iio
import numpy as np
import pytest
from by_hand import dataset_of, descend, noisy_line, trajectory_of, view_of
from reading import gif_frames, luma, mp4_lumas, palette_frames, rgb_frames

from gdsim.core.dataset import Scaling
from gdsim.render import render_clips
from gdsim.render.stage import Stage, stage_of
from gdsim.render.still import moments

BOTH = ("mp4", "gif")


def test_frame_k_of_both_formats_shows_epoch_k(view, descent):
    run = descent(0.02)
    clip = render_clips(view, "fit", [run], BOTH)[0]
    truth = rgb_frames(view, "fit", run)
    assert clip.frames == len(run.frame_epoch) == len(truth)
    lumas, pictures = mp4_lumas(clip.mp4), gif_frames(clip.gif)
    assert len(lumas) == len(pictures) == clip.frames
    for k, frame in enumerate(truth[:12]):  # the line moves visibly in these
        nearest = min(range(12), key=lambda j: np.abs(lumas[k] - luma(truth[j])).mean())
        assert nearest == k
        nearest = min(range(12), key=lambda j: np.abs(pictures[k].astype(int) - truth[j]).mean())
        assert nearest == k
        assert frame.shape == (clip.size[1], clip.size[0], 3)


def test_gif_decodes_to_exactly_the_palette_frames(view, descent):
    for scene in ("fit", "surface"):
        run = descent(0.055)
        clip = render_clips(view, scene, [run], ["gif"])[0]
        assert clip.mp4 is None
        assert np.array_equal(gif_frames(clip.gif), palette_frames(stage_of(view, scene), run))


def test_poster_and_last_gif_frame_are_the_same_picture(view, descent):
    clip = render_clips(view, "contour", [descent(0.02)], ["gif"])[0]
    poster = iio.imread(clip.poster, plugin="pillow", mode="RGB")
    assert np.array_equal(poster, gif_frames(clip.gif)[-1])


def test_strip_is_a_row_of_snapshots_that_ends_with_the_last_frame(view, descent):
    clip = render_clips(view, "fit", [descent(0.02)], [])[0]
    strip = iio.imread(clip.strip, plugin="pillow", mode="RGB")
    width, height = clip.size
    assert strip.shape == (height, 4 * width, 3)
    poster = iio.imread(clip.poster, plugin="pillow", mode="RGB")
    assert np.array_equal(strip[63:, -width:], poster[63:])
    assert len(clip.strip) < 3 * len(clip.poster)


@pytest.mark.parametrize("frames", [1, 2, 3, 121])
def test_strip_shows_first_and_last_frame_of_any_run(frames):
    chosen = moments(frames)
    assert chosen[0] == 0 and chosen[-1] == frames - 1 and len(chosen) <= 6


def test_run_of_no_epochs_is_one_frame(view, descent):
    clip = render_clips(view, "loss", [descent(0.02, 0)], BOTH)[0]
    assert clip.frames == len(mp4_lumas(clip.mp4)) == 1


@pytest.mark.parametrize("scene", ["fit", "surface", "params"])
def test_bytes_are_the_same_alone_and_in_a_batch(view, descent, scene):
    runs = [descent(0.002, 20), descent(0.06, 20), descent(0.02, 30, (1.0, 3.0))]
    together = render_clips(view, scene, runs, BOTH)
    for run, clip in zip(runs, together, strict=True):
        assert render_clips(view, scene, [run], BOTH)[0] == clip


def test_bytes_are_the_same_in_another_process_with_another_hash_seed():
    script = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from by_hand import descend, noisy_line, view_of
from gdsim.render import render_clips
view = view_of(noisy_line())
digest = hashlib.sha256()
for scene in ("surface", "fit"):
    clip = render_clips(view, scene, [descend(view, 0.03, 12)], ("mp4", "gif"))[0]
    for part in (clip.mp4, clip.gif, clip.poster, clip.strip):
        digest.update(part)
print(digest.hexdigest())
"""
    root = str(Path(__file__).parent)

    def digest_with(seed: str, threads: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads}
        command = [sys.executable, "-c", script, root]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout

    digests = {digest_with("1", "1"), digest_with("2", "2")}
    here = hashlib.sha256()
    view = view_of(noisy_line())
    for scene in ("surface", "fit"):
        clip = render_clips(view, scene, [descend(view, 0.03, 12)], BOTH)[0]
        for part in (clip.mp4, clip.gif, clip.poster, clip.strip):
            here.update(part)
    assert digests == {here.hexdigest() + "\n"}


def test_an_unknown_format_is_named(view, descent):
    with pytest.raises(ValueError, match="webm"):
        render_clips(view, "fit", [descent(0.02, 1)], ["webm"])


def test_the_line_under_a_title_leaves_its_letters_whole(view, descent):
    """What reaches below the line, as in "By", is not cut off by the run in words."""
    stage = stage_of(view, "fit")
    frame = next(stage.frames(descent(0.02, 1)))
    assert (stage.background[30:38, 24:400] != stage.background[0, 0]).any()
    assert np.array_equal(frame[10:38, 24:400], stage.background[10:38, 24:400])


def test_diverged_run_ends_with_words(view, descent):
    run = descent(0.2, 60)
    assert run.diverged
    *_, before, last = rgb_frames(view, "fit", run)
    told, quiet = last[8:38, 420:], before[8:38, 420:]
    assert (told != told[0, 0]).any() and (quiet == quiet[0, 0]).all()


@pytest.mark.parametrize("scene", ["fit", "surface", "contour", "loss", "params", "pair"])
def test_values_of_any_size_are_drawn_without_a_warning(view, scene):
    path = np.array([[0.0, 0.0], [1.0, 1e9], [-1e300, 1e300], [1.7e308, -1.7e308]])
    run = trajectory_of(view, path, np.array([1.0, 1e18, 1e300, 1.7e308]), status="diverged")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        clip = render_clips(view, scene, [run], BOTH)[0]
    assert clip.frames == 4


TITLES = [r"costs $5 and $6", r"$x$ \frac{", "日本 \U0001f600", "a" * 500, "two\nlines"]


@pytest.mark.parametrize("title", TITLES)
def test_titles_are_literal_text(title):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        stage = Stage(view_of(dataset_of(np.arange(3.0), np.arange(3.0), title)), "fit")
    heading = stage.background[10:38, 24:400]
    assert (heading != heading[0, 0]).any()


def test_dollars_in_a_title_are_drawn_as_dollars():
    def heading(title):
        return Stage(view_of(dataset_of(np.arange(3.0), np.arange(3.0), title)), "fit").background[:40]

    assert not np.array_equal(heading("$x$"), heading("x"))


@pytest.mark.parametrize("scene", ["fit", "surface", "contour", "loss", "params", "pair"])
@pytest.mark.parametrize("x", [[4.0], [4.0, 4.0, 4.0]])
def test_one_place_on_the_x_axis_and_no_optimum_is_enough(scene, x):
    view = replace(view_of(dataset_of(np.array(x), np.array(x) / 2)), optimum=None)
    clip = render_clips(view, scene, [descend(view, 0.01, 5)], ["gif"])[0]
    assert clip.frames == 6


def test_standardised_params_draw_the_line_over_the_data_as_it_is(view):
    plain = trajectory_of(view, np.array([[0.3, 2.0]]), np.array([1.0]))
    mean, scale = 5.0, 3.0
    scaled_view = replace(view, scaling=Scaling(mean, scale))
    same = trajectory_of(scaled_view, np.array([[0.3 * scale, 2.0 + 0.3 * mean]]), np.array([1.0]))
    fields = slice(96, 480)
    left = rgb_frames(replace(view, optimum=None), "fit", plain)[0][fields]
    right = rgb_frames(replace(scaled_view, optimum=None), "fit", same)[0][fields]
    assert np.abs(left.astype(int) - right).mean() < 0.2


def test_a_million_points_draw():
    x = np.linspace(0, 10, 1_000_000)
    view = view_of(dataset_of(x, 0.3 * x + np.sin(1e4 * x)))
    for scene in ("fit", "surface"):
        assert Stage(view, scene).background.shape == (480, 640)
