"""Drawing and encoding, against what people use today: ratios of CPU time, bytes, decibels, memory.

Run with ``uv run python bench/bench_render.py [--repeats N]``. Everything is measured in one run, rivals by
turns (A B A B), as medians of user + system time. One run of 200 epochs on 50 points, 121 frames of
640 × 480. Ours is timed twice: from nothing, with stages, palettes, posters and strips; and as a further
run of a sweep, whose stages stand already, as for all but the first of a view. Two processes are timed by
the clock, so that row says something on an idle machine alone; the load before it is told beside it.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import av
import imageio.v3 as iio
import matplotlib
import numpy as np
from matplotlib.animation import AbstractMovieWriter, FuncAnimation, PillowWriter
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from rich.console import Console
from rich.table import Table

from gdsim import datasets
from gdsim.core import theme
from gdsim.core.run import Choice, Init, Run, RunSpec
from gdsim.core.trajectory import Trajectory
from gdsim.core.view import Clip, View
from gdsim.descent.limits import limits_of
from gdsim.descent.problem import problem_of
from gdsim.descent.simulate import simulate
from gdsim.render import mp4, render_clips, stage, still
from gdsim.render.changes import change_between
from gdsim.render.gif import compressed
from gdsim.render.lettering import fitted

SCENES = ("fit", "surface")
BOTH = ("mp4", "gif")
SHARED = 24  # runs that one process draws, and two
START = (0.65, 14.0)
RATE = 5e-4


def workload() -> tuple[View, Trajectory]:
    """The clean line, from the corner: 200 epochs, of which 121 have a frame."""
    dataset, loss = datasets.get("clean-linear")(seed=0), Choice("mse")
    spec = RunSpec(dataset.name, "line", loss, Choice("gd"), RATE, Init("corner", START), 200)
    trajectory = simulate(dataset, [Run("bench", "bench", spec)])[0]
    problem = problem_of(dataset, "line", loss, standardize=False)
    limits = limits_of(problem, np.array([START, (0.0, 0.0)]))
    frames = np.concatenate([np.arange(40), np.arange(40, 201, 2)])
    trajectory = replace(trajectory, frame_epoch=frames)
    return View(dataset, "line", ("w", "b"), loss, None, trajectory.optimum, limits), trajectory


def ours(view: View, trajectory: Trajectory) -> list[Clip]:
    """Both scenes in both formats, nothing kept from before."""
    stage._stages.clear()
    fitted.cache_clear()
    return [render_clips(view, scene, [trajectory], BOTH)[0] for scene in SCENES]


def further(view: View, trajectory: Trajectory) -> list[Clip]:
    """Both scenes in both formats, on stages that stand, of a run that was never drawn."""
    clips = []
    for scene in SCENES:
        fitted.cache_clear()  # it would know the run's words
        clips += render_clips(view, scene, [trajectory], BOTH)
    return clips


class Plot:
    """A scene as a first script would draw it, for the rivals."""

    def __init__(self, view: View, trajectory: Trajectory, scene: str) -> None:
        self.figure = Figure(figsize=(6.4, 4.8), dpi=100)
        self.canvas = FigureCanvasAgg(self.figure)
        self._path = trajectory.path[trajectory.frame_indices()]
        self._loss = trajectory.loss[trajectory.frame_indices()]
        self.frames = len(self._path)
        self._scene, self._x = scene, np.array(view.limits.x)
        if scene == "fit":
            self.axes = self.figure.add_subplot(xlim=view.limits.x, ylim=view.limits.y)
            self.axes.plot(view.dataset.x, view.dataset.y, "o")
            self.moving = self.axes.plot([], [], color="tab:red")
        else:
            self.axes = self.figure.add_subplot(projection="3d")
            w, b = np.meshgrid(*(np.linspace(*limits, 50) for limits in view.limits.params))
            residual = w[..., None] * view.dataset.x + b[..., None] - view.dataset.y
            self.axes.plot_surface(w, b, (residual**2).mean(axis=-1), cmap="viridis", alpha=0.8)
            self.moving = [
                *self.axes.plot([], [], [], color="black"),
                *self.axes.plot([], [], [], "o", color="tab:red"),
            ]
        self.title = self.axes.set_title("")

    def update(self, k: int) -> list[object]:
        """Move everything to frame k."""
        w, b = self._path[k]
        if self._scene == "fit":
            self.moving[0].set_data(self._x, w * self._x + b)
        else:
            self.moving[0].set_data_3d(*self._path[: k + 1].T, self._loss[: k + 1])
            self.moving[1].set_data_3d([w], [b], [self._loss[k]])
        self.title.set_text(f"epoch {k}, w {w:.3f}, b {b:.2f}")
        return [*self.moving, self.title]


class PyavWriter(AbstractMovieWriter):
    """FuncAnimation's frames through imageio's pyav plugin, x264 at its defaults."""

    def setup(self, fig: Figure, outfile: str, dpi: float | None = None) -> None:
        super().setup(fig, outfile, dpi)
        self._frames: list[np.ndarray] = []

    def grab_frame(self, **options: object) -> None:
        file = io.BytesIO()
        self.fig.savefig(file, format="rgba", dpi=self.dpi)
        shape = (*self.frame_size[::-1], 4)
        self._frames.append(np.frombuffer(file.getvalue(), np.uint8).reshape(shape)[..., :3])

    def finish(self) -> None:
        write_mp4(self.outfile, self._frames)


def write_mp4(path: str | Path, frames: list[np.ndarray]) -> None:
    """RGB frames as an MP4, by imageio."""
    iio.imwrite(path, np.stack(frames), plugin="pyav", codec="libx264", fps=theme.FRAMES_PER_SECOND)


def func_animation(view: View, trajectory: Trajectory, folder: Path) -> list[tuple[Path, Path]]:
    """What the documentation of matplotlib shows: each format draws all frames anew."""
    files = []
    for scene in SCENES:
        pair = folder / f"{scene}.gif", folder / f"{scene}.mp4"
        for path, writer in zip(pair, (PillowWriter(24), PyavWriter(24)), strict=True):
            plot = Plot(view, trajectory, scene)
            FuncAnimation(plot.figure, plot.update, frames=plot.frames, blit=False).save(path, writer=writer)
        files.append(pair)
    return files


def jshtml_bytes(view: View, trajectory: Trajectory) -> int:
    """Bytes of both scenes as ``to_jshtml`` gives them, all frames within."""
    plots = [Plot(view, trajectory, scene) for scene in SCENES]
    with matplotlib.rc_context({"animation.embed_limit": 1e4}):
        pages = [FuncAnimation(p.figure, p.update, frames=p.frames, blit=False).to_jshtml() for p in plots]
    return sum(len(page.encode()) for page in pages)


def drawn_again(_: int) -> int:
    """A task of a worker: one more run; the workload is made anew in each process, and its stages kept."""
    if not _kept:
        _kept.append(workload())
        ours(*_kept[0])
    return os.getpid() if further(*_kept[0]) else 0


_kept: list[tuple[View, Trajectory]] = []


def seconds_of(processes: int) -> float:
    """Wall time of ``SHARED`` runs in so many processes that are ready."""
    with ProcessPoolExecutor(processes, multiprocessing.get_context("forkserver")) as pool:
        ready: set[int] = set()
        while len(ready) < processes:
            ready.update(pool.map(drawn_again, range(2 * processes)))
        start = time.monotonic()
        list(pool.map(drawn_again, range(SHARED)))
        return time.monotonic() - start


def blitting(view: View, trajectory: Trajectory, folder: Path) -> None:
    """A good engineer's first try: one pass on a kept background, Pillow's and imageio's defaults."""
    for scene in SCENES:
        plot = Plot(view, trajectory, scene)
        moving = plot.update(0)
        for artist in moving:
            artist.set_animated(True)  # type: ignore[attr-defined]
        plot.canvas.draw()
        background = plot.canvas.copy_from_bbox(plot.figure.bbox)
        frames = []
        for k in range(plot.frames):
            plot.canvas.restore_region(background)
            for artist in plot.update(k):
                plot.axes.draw_artist(artist)
            frames.append(np.asarray(plot.canvas.buffer_rgba())[..., :3].copy())
        first, *rest = (Image.fromarray(frame) for frame in frames)
        first.save(folder / "blit.gif", save_all=True, append_images=rest, duration=40, loop=0)
        write_mp4(folder / "blit.mp4", frames)


def encoding_only(view: View, trajectory: Trajectory) -> Callable[[], None]:
    """The same four files of each scene from what is ready: no drawing, comparing or converting of colours.

    LZW of rectangles, x264 of planes, and PNG of the poster and the strip from palette indices.
    """
    ready = []
    for scene in SCENES:
        ground = stage.stage_of(view, scene)
        planes, shown = ground.planes.copy(), ground.background.copy()
        pictures, patches, snapshots, indices = [], [], [], ground.indices.copy()
        wanted = still.moments(len(trajectory.frame_epoch))
        for k, words in enumerate(ground.frames(trajectory)):
            planes.update(change_between(shown, words))
            pictures.append(planes.copy().picture())
            now = ground.palette.indices(shown)
            rows, columns = np.nonzero(now != indices)
            if len(rows):
                box = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
                clear = ground.palette.transparent
                patches.append(np.where(now[box] != indices[box], now[box], clear).astype(np.uint8))
            indices = now
            if k in wanted:
                snapshots.append(now)
        ready.append((ground, pictures, patches, [now, still.row_of(snapshots)]))

    def encode() -> None:
        for ground, pictures, patches, stills in ready:
            writer = mp4.Mp4Writer(ground.planes, ground.quantiser)
            for picture in pictures:
                writer.encode(picture)
            writer.finish()
            for patch in [ground.indices, *patches]:
                compressed(patch, ground.palette.bits)
            for pixels in stills:
                still.png_of(pixels, ground.palette)

    return encode


def cpu_seconds(work: Callable[[], object]) -> float:
    """User and system time of ``work``."""
    start = time.process_time()
    work()
    return time.process_time() - start


def decibels(view: View, trajectory: Trajectory, clips: list[Clip]) -> float:
    """The lower of the scenes' luma PSNR against the true frames."""
    found = []
    weights = np.array([0.2126, 0.7152, 0.0722]) * 219 / 255
    for scene, clip in zip(SCENES, clips, strict=True):
        with av.open(io.BytesIO(clip.mp4 or b""), "r") as container:
            shown = [frame.to_ndarray()[: frame.height] for frame in container.decode(video=0)]
        errors = []
        for words, luma in zip(stage.stage_of(view, scene).frames(trajectory), shown, strict=True):
            rgb = words.copy().view(np.uint8).reshape(*words.shape, 4)[..., :3]
            errors.append(np.mean((16 + rgb @ weights - luma) ** 2))
        found.append(10 * np.log10(255**2 / np.mean(errors)))
    return min(found)


def peak_megabytes() -> float:
    """Peak memory of this process; getrusage would count what its parent held before exec."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def worker_megabytes() -> float:
    """Peak memory of a fresh process that renders the workload."""
    command = [sys.executable, __file__, "--worker"]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3, help="turns each rival has (3)")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    view, trajectory = workload()
    if options.worker:
        ours(view, trajectory)
        print(peak_megabytes())
        return
    clips = ours(view, trajectory)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = func_animation(view, trajectory, folder)
        gif_ratio = [
            len(clip.gif or b"") / pair[0].stat().st_size for clip, pair in zip(clips, files, strict=True)
        ]
        mp4_ratio = [
            len(clip.mp4 or b"") / pair[1].stat().st_size for clip, pair in zip(clips, files, strict=True)
        ]
        rivals: dict[str, Callable[[], object]] = {
            "ours": lambda: ours(view, trajectory),
            "further": lambda: further(view, trajectory),
            "FuncAnimation": lambda: func_animation(view, trajectory, folder),
            "blit": lambda: blitting(view, trajectory, folder),
            "encoding": encoding_only(view, trajectory),
        }
        times: dict[str, list[float]] = {rival: [] for rival in rivals}
        for _ in range(options.repeats):
            for rival, work in rivals.items():
                times[rival].append(cpu_seconds(work))
    seconds = {rival: statistics.median(values) for rival, values in times.items()}
    table = Table("measure", "found", "at least", "stretch")
    table.add_row("ours, fit + surface, GIF + MP4 (CPU s)", f"{seconds['ours']:.2f}", "", "")
    table.add_row(
        "against FuncAnimation", f"{seconds['FuncAnimation'] / seconds['ours']:.0f} ×", "60 ×", "100 ×"
    )
    table.add_row("against blit + Pillow + MP4", f"{seconds['blit'] / seconds['ours']:.1f} ×", "5 ×", "8 ×")
    table.add_row("over encoding alone", f"{seconds['ours'] / seconds['encoding']:.2f} ×", "≤ 2 ×", "≤ 1.3 ×")
    table.add_row("a further run of the sweep (CPU s)", f"{seconds['further']:.2f}", "", "")
    for rival, name, goal, best in (
        ("FuncAnimation", "FuncAnimation", "60 ×", "100 ×"),
        ("blit", "blit + Pillow + MP4", "5 ×", "8 ×"),
    ):
        table.add_row(f"… against {name}", f"{seconds[rival] / seconds['further']:.1f} ×", goal, best)
    ratio = seconds["further"] / seconds["encoding"]
    table.add_row("… over encoding alone", f"{ratio:.2f} ×", "≤ 2 ×", "≤ 1.3 ×")
    for scene, ratio, goal in zip(SCENES, gif_ratio, ("≤ 0.35", "≤ 0.20"), strict=True):
        table.add_row(f"GIF bytes against PillowWriter, {scene}", f"{ratio:.2f}", goal, "")
    for scene, ratio in zip(SCENES, mp4_ratio, strict=True):
        table.add_row(f"MP4 bytes against x264's defaults, {scene}", f"{ratio:.2f}", "≤ 3", "≤ 1.5")
    ratio = jshtml_bytes(view, trajectory) / sum(len((clip.gif or b"") + (clip.mp4 or b"")) for clip in clips)
    table.add_row("GIF + MP4 bytes against to_jshtml", f"1/{ratio:.0f}", "≤ 1/10", "≤ 1/20")
    for scene, clip in zip(SCENES, clips, strict=True):
        parts = [len(part or b"") / 1e3 for part in (clip.mp4, clip.gif, clip.poster, clip.strip)]
        table.add_row(
            f"KB of {scene}: MP4, GIF, poster, strip", " + ".join(f"{p:.0f}" for p in parts), "", ""
        )
    table.add_row("luma PSNR (dB), the lower of two", f"{decibels(view, trajectory, clips):.1f}", "45", "")
    table.add_row("memory of a worker (MB)", f"{worker_megabytes():.0f}", "250", "150")
    load = os.getloadavg()[0]
    ratio = statistics.median(seconds_of(1) / seconds_of(2) for _ in range(options.repeats))
    table.add_row(f"two processes over one, wall (load {load:.1f})", f"{ratio:.2f} ×", "1.7 ×", "1.9 ×")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
