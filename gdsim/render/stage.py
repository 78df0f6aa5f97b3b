"""The stage of a scene: what all runs of a view share, drawn once; and the frames of a run upon it."""

from __future__ import annotations

import warnings
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from gdsim import scenes
from gdsim.core import theme
from gdsim.core.jsontext import canonical
from gdsim.core.trajectory import Trajectory
from gdsim.core.view import View
from gdsim.render import header
from gdsim.render.changes import Box, box_of, change_between, join
from gdsim.render.mp4 import Planes, quantiser_for
from gdsim.render.palette import Bytes, Palette, Words, palette_of
from gdsim.render.rehearsal import rehearsal_of
from gdsim.render.style import evenly_spaced, themed
from gdsim.scenes import Course, Frame, Layers
from gdsim.scenes._artists.strokes import Moving

# Frames after which the trail becomes part of the background. Settling each frame would draw the
# rounded ends of every step over each other, which darkens slow paths; never settling costs time.
SETTLE = 8
PALETTE_SIZE = 128
# A stage holds about 6 MB of pixels and a figure.
STAGES_KEPT = 4


class RenderError(Exception):
    """Drawing or encoding failed: which scene, run and frame."""


class Stage:
    """A drawn scene, waiting for runs.

    Args:
        scene: name of a registered scene.
    """

    def __init__(self, view: View, scene: str) -> None:
        self.view, self.scene = view, scene
        init = scenes.get(scene)
        width, height = theme.FRAME_SIZE
        dpi = theme.FRAME_DPI
        with themed(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of glyphs that no font has
            figure = Figure(figsize=(width / dpi, height / dpi), dpi=dpi)
            canvas = FigureCanvasAgg(figure)
            halves: Any = figure.subfigures(
                2, 1, height_ratios=[header.HEIGHT, height - header.HEIGHT], hspace=0
            )
            try:
                self._layers: Layers = init(halves[1], view)
                per_run = [*self._layers.fixed, *self._layers.trail, *self._layers.moving]
                _show(per_run, False)
                canvas.draw()  # type: ignore[no-untyped-call]
                _show(per_run, True)
            except Exception as error:
                raise RenderError(f"{scene} of {view.dataset.name}: {error}") from error
        self._renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
        self._words: Words = np.asarray(self._renderer.buffer_rgba()).view("<u4")[..., 0]
        self.background = self._words.copy()
        self._header = header.Header.on(self.background, view)

    @cached_property
    def palette(self) -> Palette:
        """The one palette of all its pictures."""
        return palette_of(self.background, PALETTE_SIZE)

    @cached_property
    def indices(self) -> Bytes:
        """The background in palette indices."""
        return self.palette.indices(self.background)

    @cached_property
    def planes(self) -> Planes:
        """The background in planes of Y, U, V."""
        return Planes.of(self.background)

    @cached_property
    def quantiser(self) -> int:
        """How coarsely its videos may be quantised, found on a made-up run."""
        for words in self.frames(rehearsal_of(self.view)):
            last = words
        planes = self.planes.copy()
        planes.update(change_between(self.background.copy(), last))
        return quantiser_for(planes)

    def frames(self, trajectory: Trajectory) -> Iterator[Words]:
        """The frames of a run, shape (height, width), RGBA as little-endian words.

        Each is the same array, valid until the next is asked for.
        """
        return (words for words, _ in self.drawn(trajectory))

    def drawn(self, trajectory: Trajectory) -> Iterator[tuple[Words, list[Box]]]:
        """The frames of a run, each with the boxes outside which it is as the frame before it.

        What did not move is not drawn again, and only what was drawn upon is put back: every frame is the
        same as if all of it had been.
        """
        layers, words, renderer = self._layers, self._words, self._renderer
        everywhere = box_of(words)
        course = Course.of(trajectory, self.view)
        base = self.background.copy()
        self._header.caption(base, trajectory)
        ending = self._header.ending(trajectory)
        np.copyto(words, base)
        settled = 0
        ink: list[bytes] | None = None  # of what stands on the base
        inked: Box | None = None  # where
        for k, index in enumerate(trajectory.frame_indices().tolist()):
            frame = Frame(self.view, trajectory, course, k, index, settled)
            boxes = [header.NUMBERS, header.ENDING] if ending is not None else [header.NUMBERS]
            try:
                with np.errstate(all="ignore"):
                    layers.update(frame)
                    for box in boxes:
                        box.of(words)[...] = box.of(base)
                    if k == 0 and layers.fixed:
                        with evenly_spaced():
                            _draw(layers.fixed, renderer)
                        np.copyto(base, words)
                    now = ink_of([*layers.trail, *layers.moving])
                    settles = bool(layers.trail) and k % SETTLE == SETTLE - 1
                    if now is None or now != ink or settles:
                        if inked is not None:
                            inked.of(words)[...] = inked.of(base)
                        before, inked = inked, extent_of(layers.trail, everywhere)
                        _draw(layers.trail, renderer)
                        if settles and inked is not None:
                            inked.of(base)[...] = inked.of(words)
                        if settles:
                            settled = index
                        _draw(layers.moving, renderer)
                        inked = join(inked, extent_of(layers.moving, everywhere))
                        boxes += [box for box in [join(before, inked)] if box is not None]
                        # What is drawn over the read-out would be lost with it: then all is drawn each time.
                        apart = inked is None or inked.top >= header.HEIGHT
                        ink = now if apart and not settles else None
            except Exception as error:
                raise RenderError(f"{self.scene} of {trajectory.id}, frame {k}: {error}") from error
            self._header.read_out(words, frame, ending)
            yield words, boxes if k else [everywhere]


def stage_of(view: View, scene: str) -> Stage:
    """The stage of a scene, kept from the last call where it is of an equal view."""
    key = canonical([view.key(), scene])
    if key in _stages:
        _stages.move_to_end(key)
        return _stages[key]
    while len(_stages) >= STAGES_KEPT:
        _stages.popitem(last=False)
    _stages[key] = Stage(view, scene)
    return _stages[key]


# A cache and nothing else: a stage is a function of its view and scene.
_stages: OrderedDict[bytes, Stage] = OrderedDict()


def _show(artists: Sequence[Artist], visible: bool) -> None:
    for artist in artists:
        artist.set_visible(visible)


def _draw(artists: Sequence[Artist], renderer: object) -> None:
    for artist in artists:
        artist.draw(renderer)  # type: ignore[arg-type]


def ink_of(artists: Sequence[Artist]) -> list[bytes] | None:
    """Equal for two frames in which the artists draw the same; None where they cannot tell."""
    inks = []
    for artist in artists:
        if isinstance(artist, Moving):
            inks.append(artist.ink)
        elif artist.get_visible():
            return None
    return inks


def extent_of(artists: Sequence[Artist], everywhere: Box) -> Box | None:
    """The even box of pixels that the artists may draw upon; None where they draw nothing."""
    extents = []
    for artist in artists:
        if not isinstance(artist, Moving):
            if artist.get_visible():
                return everywhere
        elif artist.extent is not None:
            extents.append(artist.extent)
    if not extents:
        return None
    left, bottom, right, top = zip(*extents, strict=True)
    height, width = everywhere.bottom, everywhere.right
    return Box(
        int(max(0, height - max(top))) // 2 * 2,
        int(max(0, min(height, height - min(bottom) + 2))) // 2 * 2,
        int(max(0, min(left))) // 2 * 2,
        int(max(0, min(width, max(right) + 2))) // 2 * 2,
    )
