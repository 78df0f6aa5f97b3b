"""A run on a stage → its clip: every encoder takes the same pass over the frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gdsim.core.trajectory import Trajectory
from gdsim.core.view import Clip
from gdsim.render import artists  # noqa: F401 # before all that draws
from gdsim.render.changes import Box, Change, change_between
from gdsim.render.gif import GifWriter
from gdsim.render.mp4 import Mp4Writer
from gdsim.render.palette import Words
from gdsim.render.stage import Stage
from gdsim.render.still import moments, poster_of, strip_of

FORMATS = ("mp4", "gif")
BATCH_FRAMES = 48
BATCH_BLOCKS = 80_000  # as many as one frame has: 5 MB


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
    snapshots, k = [], 0
    indices = gif.shown if gif else stage.indices.copy()
    shown = stage.background.copy()
    for changes in batches_of(stage.drawn(trajectory), shown):
        if mp4:
            for change in changes:
                mp4.add(change)
        for change in changes:
            if gif:
                gif.add(change)
            else:
                indices.reshape(-1)[change.places] = stage.palette.indices(change.words)
            if k in wanted:
                snapshots.append(indices.copy())
            k += 1
    height, width = shown.shape
    return Clip(
        mp4=mp4.finish() if mp4 else None,
        gif=gif.finish() if gif else None,
        poster=poster_of(snapshots[-1], stage.palette),
        strip=strip_of(snapshots, stage.palette),
        frames=count,
        size=(width, height),
        quantiser=stage.quantiser if mp4 else None,
    )


def batches_of(frames: Iterable[tuple[Words, Sequence[Box]]], shown: Words) -> Iterator[list[Change]]:
    """What turns ``shown`` into each of the frames in turn, many frames together.

    Drawing, video and GIF each have a megabyte of their own that they come back to: taking turns at every
    frame, they would put each other out of the processor's cache, which took a third more time.
    """
    batch: list[Change] = []
    blocks = 0
    for words, boxes in frames:
        batch.append(change_between(shown, words, boxes))
        blocks += len(batch[-1].blocks)
        if len(batch) == BATCH_FRAMES or blocks >= BATCH_BLOCKS:
            yield batch
            batch, blocks = [], 0
    yield batch
