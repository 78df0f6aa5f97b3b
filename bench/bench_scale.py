"""Wide sweeps and clusters: ``bench/bench_scale.py [--runs N …] [--media N …] [--browser N …] [--cluster]``.

Each size is built in a process of its own and told as milliseconds of its CPU a run: where a step is linear
these are alike, and the ratio of the largest sweep to the smallest is near 1. ``--jobs 2`` draws media in two
workers beside it; memory and CPU in all are those of every process. ``--browser`` opens such a site in
headless Chromium and does what a reader does: CPU time of the page's process, and bytes read. ``--cluster``
does the same batches in one process and on a scheduler with a worker on this machine, and tells what the
engine adds, the memory that passing results on takes, and what a million frames cost. Figures are also
written as JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pickle  # nosec B403 # only written, to see its length
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

DATASETS = ("clean-linear", "heavy-noise", "outliers", "saturating", "growing-variance")
EPOCHS = 200
MEMORY_MB, WORKER_MB = 1_000, 250
LOOK = 0.25  # seconds between two looks at the memory of a build
OVERHEAD = 0.05
IDLE = 20.0  # seconds
SCROLLS, QUIET = 40, 500  # turns of the wheel; milliseconds until a page is at rest
BATCHES, CLIPS = 8, 48  # of 512 runs each; of one scene
ROUNDS = 5  # of each way to do the same work
SMALL, MANY = 400, 5  # batches of a few runs; times that results come to see what memory they take


def write_wide(folder: Path, runs: int) -> tuple[Path, int]:
    """A site of one page and one sweep of about ``runs`` runs; its content and their exact number."""
    each = max(1, runs // len(DATASETS))
    starts = max(k for k in range(1, math.isqrt(each) + 1) if each % k == 0)
    rates = ", ".join(f"{1e-5 * (k + 1):.6g}" for k in range(each // starts))
    inits = ", ".join(f"s{k}: [{k / 100:.2f}, {k}]" for k in range(starts))
    content = folder / "content"
    (content / "sweeps").mkdir(parents=True)
    (content / "site.yaml").write_text("title: Wide\n")
    (content / "index.md").write_text(
        "# Home\n\n::: animation wide\n:::\n\n::: map wide\nrows: dataset\n:::\n"
    )
    sweep = f"dataset: [{', '.join(DATASETS)}]\nlearning_rate: [{rates}]\ninit: {{{inits}}}\n"
    (content / "sweeps/wide.yaml").write_text(f"{sweep}epochs: {EPOCHS}\n")
    return content, len(DATASETS) * each


class Steps:
    """A reporter that notes the CPU time at the ends of stages."""

    def __init__(self) -> None:
        self.at = {"begun": time.process_time()}

    @contextmanager
    def stage(self, name: str, total: int, unit: str) -> Iterator[Callable[[int], None]]:
        """A stage, from its beginning to its end."""
        self.at[f"before {name}"] = time.process_time()
        yield lambda steps: None
        self.at[name] = time.process_time()

    def warn(self, sentence: str) -> None:
        """A warning."""
        print(f"warning: {sentence}", file=sys.stderr)


def frames_a_clip() -> int:
    """Frames of a clip of a run of ``EPOCHS`` epochs."""
    from gdsim.descent.epochs import frame_epochs, stored_epochs

    return len(frame_epochs(stored_epochs(EPOCHS)))


def build_here(content: Path, media: bool, jobs: int) -> dict[str, float]:
    """Build; CPU seconds of each step in this process, seconds in all, and the size told and reached.

    Args:
        jobs: workers; one is this process itself.
    """
    import gdsim
    from gdsim.core.config import BuildConfig, Guards
    from gdsim.stages.reading import expected_of, read

    guards = Guards(runs=1_000_000, site_mb=1_000_000)
    sweeps = read(BuildConfig(content, media=media, guards=guards)).declared.sweeps.values()
    told = sum(sum(expected_of(sweep, media=media)) for sweep in sweeps)
    steps, begun = Steps(), time.monotonic()
    where = "inline" if jobs == 1 else "process"
    summary = gdsim.build(content, reporter=steps, executor=where, jobs=jobs, media=media, guards=guards)
    end, at = time.process_time(), steps.at
    return {
        "planned": at["before simulated"] - at["begun"],
        "simulated": at["simulated"] - at["before simulated"],
        "drawn": at["rendered"] - at["before rendered"] if media else 0.0,
        "indexed and written": end - (at["rendered"] if media else at["pages"]),
        "all": end - at["begun"],
        "seconds": time.monotonic() - begun,
        "told": told / 1e6,
        "bytes": summary.bytes / 1e6,
        "frames": summary.clips * frames_a_clip(),
    }


def sizes(wanted: Sequence[int], media: bool, jobs: int = 1) -> dict[str, Any]:
    """Sweeps of several widths, each in a process of its own."""
    figures: dict[str, Any] = {}
    what = "with media" if media else "without media"
    for runs in wanted:
        with tempfile.TemporaryDirectory() as folder:
            content, count = write_wide(Path(folder), runs)
            command = [
                sys.executable,
                __file__,
                "--build",
                str(content),
                *("--jobs", str(jobs)),
                *(["--with-media"] if media else []),
            ]
            told, seen = watched(command)
        figures[str(count)] = found = json.loads(told) | seen
        shown = ", ".join(
            f"{name} {found[name] / count * 1e3:.2f}"
            for name in ("planned", "simulated", "drawn", "indexed and written", "all")
        )
        print(
            f"{count:>8,} runs {what}: CPU ms a run: {shown}; {jobs} jobs, {found['CPU']:,.0f} s of CPU, "
            f"{found['seconds']:,.0f} s; {found['bytes']:,.0f} MB, told before: {found['told']:,.0f}",
            flush=True,
        )
        worker = f"; of a worker {found['worker']:,.0f} MB   goal < {WORKER_MB}" if found["worker"] else ""
        print(f"{'':>8} memory {found['memory']:,.0f} MB   goal < {MEMORY_MB:,}{worker}", flush=True)
    least, most = min(figures, key=int), max(figures, key=int)
    for name in ("planned", "simulated", "indexed and written", "all") if least != most else ():
        ratio = (figures[most][name] / int(most)) / max(figures[least][name] / int(least), 1e-9)
        print(f"a run of {int(most):,} over a run of {int(least):,}, {name}: {ratio:.2f}", flush=True)
    return figures


def watched(command: list[str]) -> tuple[str, dict[str, float]]:
    """What a command prints; its CPU seconds, and peaks of memory in MB, of all processes and of a worker.

    Memory that processes share is counted once for each, so that the truth is less.
    """
    highest, used, together = dict[int, float](), dict[int, float](), 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        while process.poll() is None:
            now = {pid: memory_of(pid) for pid in session_of(process.pid)}
            highest = {pid: max(highest.get(pid, 0.0), now.get(pid, 0.0)) for pid in highest | now}
            together = max(together, sum(now.values()))
            for pid in now:
                with suppress(OSError):
                    used[pid] = cpu_of(pid)
            time.sleep(LOOK)
        assert process.stdout is not None
        told = process.stdout.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    workers = [peak for pid, peak in highest.items() if pid != process.pid]
    return told, {"memory": together, "worker": max(workers, default=0.0), "CPU": sum(used.values())}


def peak_of(pid: int) -> float:
    """The most that a process has held in memory, in MB."""
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmHWM" in line]
    return int(line.split()[1]) / 1024


def session_of(leader: int) -> list[int]:
    """The processes of a session."""
    found = []
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        with suppress(OSError):
            if os.getsid(pid) == leader:
                found.append(pid)
    return found


def memory_of(pid: int) -> float:
    """What a process holds in memory, in MB; nothing where it is gone."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def asked_of(page: Page) -> dict[str, Callable[[], object]]:
    """What a reader does with a wide sweep, by name, in its order; each waits for its end."""

    def select(wish: str) -> Callable[[], object]:
        return lambda: page.evaluate(f"gdsim.players[0].select({wish})")

    def choose(label: str, option: str) -> Callable[[], object]:
        def chosen() -> None:
            page.get_by_label(label, exact=True).select_option(option)
            page.wait_for_function(
                "!document.querySelector('.gdsim-gallery-count').textContent.startsWith('Reading')"
            )

        return chosen

    def scroll() -> None:
        page.mouse.move(600, 500)
        for _ in range(SCROLLS):
            page.mouse.wheel(0, 4_000)
            page.wait_for_timeout(50)

    return {
        "page, first run": lambda: page.evaluate("gdsim.players[0].ready.then(() => 1)"),
        "first select": select("{init: 's3'}"),
        "other data": select("{dataset: 'outliers'}"),
        "gallery": lambda: page.wait_for_selector(".gdsim-cards li"),
        "filter by data": choose("dataset", "outliers"),
        "filter by outcome": choose("outcome", "not there yet"),
        "sort by loss": choose("sorted by", "final loss"),
        f"scroll {4 * SCROLLS:,},000 pixels": scroll,
    }


def browsed(wanted: Sequence[int]) -> dict[str, Any]:
    """CPU milliseconds of the page's process and kilobytes read, by what a reader does and width."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
    from chromium import ARGUMENTS, find_chromium
    from playwright.sync_api import sync_playwright

    figures: dict[str, Any] = {}
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for runs in wanted:
            content, count = write_wide(Path(folder) / str(runs), runs)
            command = [sys.executable, __file__, "--build", str(content)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            figures[str(count)] = found = browse(browser, content.parent / "site")
            for name, (spent, read) in found.items():
                print(f"{count:>8,} runs: {name}: {spent:,.0f} ms of CPU, {read:,.0f} KB read", flush=True)
        browser.close()
    return figures


def browse(browser: Browser, site: Path) -> dict[str, tuple[float, float]]:
    """Milliseconds and kilobytes of each step on a site."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    read: list[int] = []

    def note(request: Request) -> None:
        path = Path(unquote(urlparse(request.url).path))
        read.append(path.stat().st_size if path.is_file() else 0)

    page.on("request", note)
    session = browser.new_browser_cdp_session()

    def spent() -> float:
        """CPU seconds of all renderers; there is one page."""
        told = session.send("SystemInfo.getProcessInfo")["processInfo"]
        return float(sum(process["cpuTime"] for process in told if process["type"] == "renderer"))

    found = {}
    for name, step in asked_of(page).items():
        read.clear()
        before = spent()
        if name in ("page, first run", "gallery"):
            address = site / ("gallery.html" if name == "gallery" else "index.html")
            page.goto(address.as_uri())
        step()
        page.wait_for_timeout(QUIET)
        found[name] = (1e3 * (spent() - before), sum(read) / 1e3)
    page.close()
    return found


def cpu_of(pid: int) -> float:
    """CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def a_cluster(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and a worker on this machine: its address, and the processes."""
    file = folder / "scheduler.json"
    options = ["--scheduler-file", str(file), "--host", "127.0.0.1"]
    worker = ["worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for which in (["scheduler", "--port", "0", "--dashboard-address", "127.0.0.1:0"], worker):
            command = [sys.executable, "-m", "dask", *which, *options]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            started.append(subprocess.Popen(command, **quiet))  # type: ignore[call-overload]
            while not file.exists():
                time.sleep(0.1)
        yield json.loads(file.read_text())["address"], [process.pid for process in started]
    finally:
        for process in started:
            process.kill()
            process.wait()


def passing(work: Callable[[], object], pids: list[int]) -> dict[str, tuple[float, float]]:
    """Peaks of memory in MB of scheduler, worker and this process, before work and after it."""
    everyone = dict(zip(("scheduler", "worker", "client"), (*pids, os.getpid()), strict=True))
    before = {who: peak_of(pid) for who, pid in everyone.items()}
    work()
    return {who: (before[who], peak_of(pid)) for who, pid in everyone.items()}


def cluster() -> dict[str, Any]:
    """What the engine of a cluster adds to the batches that builds are made of."""
    import gdsim
    from gdsim.core.config import BuildConfig
    from gdsim.descent.recorded import BATCH_RUNS, Batch, batches_of, joined, simulate_batch, simulate_task
    from gdsim.jobs.executors import executor_of
    from gdsim.jobs.run import Runner
    from gdsim.render.rendered import ClipRequest, draw, tasks_of
    from gdsim.stages.reading import read
    from gdsim.stages.workers import needs_of

    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, a_cluster(Path(folder)) as (address, pids):
        content, _ = write_wide(Path(folder), BATCHES * BATCH_RUNS)
        sources = read(BuildConfig(content, media=False))
        declared = sources.declared
        batches: list[Batch] = batches_of(declared.runs, declared.datasets)
        runs = declared.runs[:: max(1, len(declared.runs) // CLIPS)][:CLIPS]
        requests = []
        for run in runs:
            ((record, _),) = simulate_batch(Batch(declared.datasets[run.spec.dataset], (run,)))
            view = sources.views[run.sweep, run.id]
            requests.append(
                ClipRequest(
                    run.id, f"fit {id(view)}", (run.sweep, run.id), view, "fit", ("mp4", "gif"), record
                )
            )
        frames = CLIPS * frames_a_clip()
        few = [Batch(batch.dataset, batch.runs[at : at + 2]) for batch in batches for at in range(0, 100, 2)]

        def spent(start: Callable[[int], Any], work: Any, tasks: list[Any], others: list[int]) -> float:
            before = time.process_time() + sum(map(cpu_of, others))
            begun = time.monotonic()
            for _ in Runner[Any, Any](start, 1).run(work, tasks):
                pass
            idling = idle * (time.monotonic() - begun) if others else 0.0
            return time.process_time() + sum(map(cpu_of, others)) - before - idling

        # What the processes take when they have nothing to do goes on beside the work, however long it waits
        # for a core; it is told apart.
        at_rest, begun = sum(map(cpu_of, pids)), time.monotonic()
        time.sleep(IDLE)
        idle = (sum(map(cpu_of, pids)) - at_rest) / (time.monotonic() - begun)
        figures["idle"] = idle / len(pids)
        print(f"a process of the cluster with nothing to do: {figures['idle']:.1%} of a core", flush=True)
        there = partial(executor_of, "dask", scheduler=address, needs=needs_of(()))
        here = partial(executor_of, "inline")
        for name, work, tasks in (
            ("simulated", simulate_task, joined(batches)),
            (f"simulated, {SMALL} batches of two runs", simulate_task, joined(few[:SMALL])),
            ("drawn", draw, list(tasks_of(requests))),
        ):
            spent(there, work, tasks[:2], pids)  # imports
            spent(here, work, tasks[:2], [])
            once = min(spent(there, abs, [1], pids) for _ in range(ROUNDS))
            alone, together = [], []
            for _ in range(ROUNDS):
                alone.append(spent(here, work, tasks, []))
                together.append(spent(there, work, tasks, pids) - once)
            one, two = min(alone), min(together)  # what else runs on the machine only adds
            figures[name] = {
                "here": one,
                "cluster": two,
                "tasks": len(tasks),
                "once": once,
                "added": two / one - 1,
            }
            print(
                f"{name}: {len(tasks)} batches, {one:.2f} s of CPU in one process, {two:.2f} s on a cluster: "
                f"{two / one - 1:+.1%}   goal < {OVERHEAD:.0%}; to connect, once: {once:.2f} s",
                flush=True,
            )
        figures["memory"] = passing(lambda: spent(there, simulate_task, joined(batches) * MANY, pids), pids)
        passed = len(pickle.dumps(simulate_batch(batches[0]))) * len(batches) * MANY / 2**20
        grown = ", ".join(f"{who} {old:.0f} to {new:.0f}" for who, (old, new) in figures["memory"].items())
        print(f"peaks of memory while {passed:,.0f} MB of results come, in MB: {grown}", flush=True)
        hours = figures["drawn"]["cluster"] / frames * 1e6 / 3600
        figures["core hours a million frames"] = hours
        print(f"a million frames of the scene fit, MP4 and GIF: {hours:.2f} core hours ({gdsim.__version__})")
    return figures


def main() -> None:
    """Run the benches asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", metavar="N", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--media", metavar="N", type=int, nargs="*", default=[])
    parser.add_argument("--jobs", metavar="N", type=int, default=1, help="workers of builds with media")
    parser.add_argument("--browser", metavar="N", type=int, nargs="*", default=[])
    parser.add_argument("--cluster", action="store_true", help="what a cluster's engine adds")
    parser.add_argument("--write", metavar="FILE", type=Path, help="the figures as JSON")
    parser.add_argument("--build", metavar="DIR", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--with-media", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        print(json.dumps(build_here(options.build, options.with_media, options.jobs)))
        return
    figures: dict[str, Any] = {}
    if options.runs:
        figures["without media"] = sizes(options.runs, False)
    if options.media:
        figures["with media"] = sizes(options.media, True, options.jobs)
    if options.browser:
        figures["in the browser"] = browsed(options.browser)
    if options.cluster:
        figures["cluster"] = cluster()
    if options.write:
        options.write.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
