"""Rendered clips: those that the cache holds, and those drawn now because it does not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor

from gdsim.cache.key import fonts_digest, key_of, source_digest, versions
from gdsim.cache.store import Store
from gdsim.core.dataclass import dataclass
from gdsim.core.progress import Reporter
from gdsim.core.trajectory import Trajectory
from gdsim.core.view import Clip, View
from gdsim.jobs.executors import InlineExecutor
from gdsim.jobs.run import Runner

STAGE = "clip/1"
WORTH_A_POOL = 6  # clips beyond which starting workers pays
TASK_RUNS = 8  # runs a task draws on one stage: enough to share it, few enough to share out


@dataclass(frozen=True, eq=False)
class ClipRequest:
    """One scene of one run to be had.

    Args:
        key: of everything that decides its bytes.
        run: sweep and id of the run.
        record: JSON text of the trajectory.
    """

    key: str
    run: tuple[str, str]
    view: View
    scene: str
    formats: tuple[str, ...]
    record: bytes


@dataclass(frozen=True, eq=False)
class ClipTask:
    """Clips drawn on one stage."""

    requests: tuple[ClipRequest, ...]

    def __str__(self) -> str:
        first = self.requests[0]
        return f"scene {first.scene} on {first.view.dataset.name}"


def clip_key(view: View, scene: str, formats: tuple[str, ...], record_digest: str, plugins: str) -> str:
    """All that decides a clip's bytes."""
    return key_of(
        STAGE,
        {
            "view": view.key(),
            "scene": scene,
            "formats": sorted(formats),
            "record": record_digest,
            "plugins": plugins,
            "fonts": fonts_digest(),
            "source": source_digest("core", "losses", "models", "render", "scenes"),
            "versions": versions("av", "contourpy", "imageio", "matplotlib", "numpy", "pillow"),
        },
    )


def render_missing(
    requests: Sequence[ClipRequest],
    store: Store,
    start: Callable[[int], Executor],
    jobs: int,
    reporter: Reporter,
) -> None:
    """Draw the requested clips and keep them in the store, under their keys."""
    tasks = list(tasks_of(requests))
    if len(requests) < WORTH_A_POOL:
        start, jobs = (lambda workers: InlineExecutor()), 1
    with reporter.stage("rendered", len(requests), "clips") as advance:
        for task, clips in Runner[ClipTask, list[dict[str, bytes]]](start, jobs).run(draw, tasks):
            for request, parts in zip(task.requests, clips, strict=True):
                store.put(request.key, parts)
            advance(len(task.requests))


def tasks_of(requests: Iterable[ClipRequest]) -> Iterator[ClipTask]:
    """Requests of one stage together, in pieces."""
    stages: dict[tuple[object, ...], list[ClipRequest]] = {}
    for request in requests:
        stages.setdefault((id(request.view), request.scene, request.formats), []).append(request)
    for group in stages.values():
        for at in range(0, len(group), TASK_RUNS):
            yield ClipTask(tuple(group[at : at + TASK_RUNS]))


def draw(task: ClipTask) -> list[dict[str, bytes]]:
    """The task of a worker: the files of each clip, by ending."""
    from gdsim.render import render_clips

    first = task.requests[0]
    trajectories = [Trajectory.from_record(json.loads(request.record)) for request in task.requests]
    return [parts_of(clip) for clip in render_clips(first.view, first.scene, trajectories, first.formats)]


def parts_of(clip: Clip) -> dict[str, bytes]:
    """A clip's files by ending, as they are stored and published."""
    files: Mapping[str, bytes | None] = {
        "mp4": clip.mp4,
        "gif": clip.gif,
        "png": clip.poster,
        "strip.png": clip.strip,
    }
    return {ending: data for ending, data in files.items() if data is not None}
