"""Rendered clips: those that the cache holds, and those drawn now because it does not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from gdsim.cache.key import fonts_digest, key_of, key_of_words, source_digest, versions
from gdsim.cache.store import Store
from gdsim.core.dataclass import dataclass
from gdsim.core.progress import Reporter
from gdsim.core.trajectory import Trajectory
from gdsim.core.view import Clip, View
from gdsim.jobs.executors import InlineExecutor
from gdsim.jobs.run import Runner

WORTH_A_POOL = 6  # clips beyond which starting workers pays
TASK_RUNS = 8  # runs a task draws on one stage: enough to share it, few enough to share out
QUANTISER = "quantiser"

Drawn = tuple[int | None, list[dict[str, bytes]]]


@dataclass(frozen=True, eq=False)
class ClipRequest:
    """One scene of one run to be had.

    Args:
        key: of everything that decides its bytes.
        stage: key of what it shares with the other runs of its view.
        run: sweep and id of the run.
        record: JSON text of the trajectory.
    """

    key: str
    stage: str
    run: tuple[str, str]
    view: View
    scene: str
    formats: tuple[str, ...]
    record: bytes


@dataclass(frozen=True, eq=False)
class ClipTask:
    """Clips drawn on one stage.

    Args:
        quantiser: of its videos, where it is known.
    """

    requests: tuple[ClipRequest, ...]
    quantiser: int | None = None

    def __str__(self) -> str:
        first = self.requests[0]
        return f"scene {first.scene} on {first.view.dataset.name}"


class ClipKeys:
    """Keys of all that decides the bytes of clips; what those of a view share is looked at once.

    Args:
        plugins: digest of the author's own modules.
    """

    def __init__(self, plugins: str) -> None:
        self._decides = {
            "plugins": plugins,
            "fonts": fonts_digest(),
            "source": source_digest("core", "losses", "models", "render", "scenes"),
            "versions": versions("av", "contourpy", "imageio", "matplotlib", "numpy", "pillow"),
        }
        self._stages: dict[tuple[int, str], tuple[str, View]] = {}

    def stage(self, view: View, scene: str) -> str:
        """The key of a scene of a view."""
        known = self._stages.get((id(view), scene))
        if known is None:
            key = key_of("stage/1", {"view": view.key(), "scene": scene, **self._decides})
            known = self._stages[id(view), scene] = (key, view)
        return known[0]

    def clip(self, stage: str, formats: Iterable[str], record: str) -> str:
        """The key of a clip on a stage; ``record`` is the digest of its run's record."""
        return key_of_words("clip/2", stage, *sorted(formats), record)


def render_missing(
    requests: Sequence[ClipRequest],
    store: Store,
    start: Callable[[int], Executor],
    jobs: int,
    reporter: Reporter,
) -> None:
    """Draw the requested clips and keep them in the store, under their keys."""
    tasks = [replace(task, quantiser=_known(store, task)) for task in tasks_of(requests)]
    if len(requests) < WORTH_A_POOL:
        start, jobs = (lambda workers: InlineExecutor()), 1
    with reporter.stage("rendered", len(requests), "clips") as advance:
        for task, (quantiser, clips) in Runner[ClipTask, Drawn](start, jobs).run(draw, tasks):
            for request, parts in zip(task.requests, clips, strict=True):
                store.put(request.key, parts)
            if quantiser not in (None, task.quantiser):
                store.put(_quantiser_key(task), {QUANTISER: str(quantiser).encode()})
            advance(len(task.requests))


def tasks_of(requests: Iterable[ClipRequest]) -> Iterator[ClipTask]:
    """Requests of one stage together, in pieces."""
    stages: dict[tuple[object, ...], list[ClipRequest]] = {}
    for request in requests:
        stages.setdefault((request.stage, request.formats), []).append(request)
    for group in stages.values():
        for at in range(0, len(group), TASK_RUNS):
            yield ClipTask(tuple(group[at : at + TASK_RUNS]))


def _quantiser_key(task: ClipTask) -> str:
    return key_of_words("quantiser/1", task.requests[0].stage)


def _known(store: Store, task: ClipTask) -> int | None:
    parts = store.get(_quantiser_key(task))
    return int(parts[QUANTISER]) if parts else None


def draw(task: ClipTask) -> Drawn:
    """The task of a worker: the quantiser of the videos, and the files of each clip by ending."""
    from gdsim.render import render_clips

    first = task.requests[0]
    trajectories = [Trajectory.from_record(json.loads(request.record)) for request in task.requests]
    clips = render_clips(first.view, first.scene, trajectories, first.formats, task.quantiser)
    return clips[0].quantiser, [parts_of(clip) for clip in clips]


def parts_of(clip: Clip) -> dict[str, bytes]:
    """A clip's files by ending, as they are stored and published."""
    files: Mapping[str, bytes | None] = {
        "mp4": clip.mp4,
        "gif": clip.gif,
        "png": clip.poster,
        "strip.png": clip.strip,
    }
    return {ending: data for ending, data in files.items() if data is not None}
