"""A run on a stage → its clip: every encoder takes the same pass over the frames."""

from __future__ import annotations

from collections.abc import Sequence

from gdsim.core.trajectory import Trajectory
from gdsim.core.view import Clip
from gdsim.render.changes import change_between
from gdsim.render.gif import GifWriter
from gdsim.render.mp4 import Mp4Writer
from gdsim.render.stage import Stage
from gdsim.render.still import moments, poster_of, strip_of

FORMATS = ("mp4", "gif")


def clip_of(stage: Stage, trajectory: Trajectory, formats: Sequence[str]) -> Clip:
    """The files of one run.

    Raises:
        RenderError: a frame could not be drawn.
        ValueError: an unknown format.
    """
    for name in formats:
        if name not in FORMATS:
            raise ValueError(f"unknown format {name!r}; known: {', '.join(FORMATS)}")
    mp4 = Mp4Writer(stage.planes, stage.quantiser) if "mp4" in formats else None
    gif = GifWriter(stage.palette, stage.indices) if "gif" in formats else None
    count = len(trajectory.frame_epoch)
    wanted = moments(count)
    snapshots = []
    shown = stage.background.copy()
    for k, words in enumerate(stage.frames(trajectory)):
        change = change_between(shown, words)
        if mp4:
            mp4.add(change)
        if gif:
            gif.add(change)
        if k in wanted:
            snapshots.append(gif.shown.copy() if gif else stage.palette.indices(shown))
    height, width = shown.shape
    return Clip(
        mp4=mp4.finish() if mp4 else None,
        gif=gif.finish() if gif else None,
        poster=poster_of(snapshots[-1], stage.palette),
        strip=strip_of(snapshots, stage.palette),
        frames=count,
        size=(width, height),
    )
