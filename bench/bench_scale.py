"""Wide sweeps: ``bench/bench_scale.py [--runs N …] [--media N …] [--browser N …]``.

Each size is built in a process of its own and told as milliseconds of its CPU a run: where a step is linear
these are alike, and the ratio of the largest sweep to the smallest is near 1. ``--jobs 2`` draws media in two
workers beside it; memory and CPU in all are those of every process. ``--browser`` opens such a site in
headless Chromium and does what a reader does: CPU time of the page's process, and bytes read. Figures are
also written as JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

DATASETS = ("clean-linear", "heavy-noise", "outliers", "saturating", "growing-variance")
EPOCHS = 200
MEMORY_MB, WORKER_MB = 1_000, 250
LOOK = 0.25  # seconds between two looks at the memory of a build
SCROLLS, QUIET = 40, 500  # turns of the wheel; milliseconds until a page is at rest


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


def cpu_of(pid: int) -> float:
    """CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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


def main() -> None:
    """Run the benches asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", metavar="N", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--media", metavar="N", type=int, nargs="*", default=[])
    parser.add_argument("--jobs", metavar="N", type=int, default=1, help="workers of builds with media")
    parser.add_argument("--browser", metavar="N", type=int, nargs="*", default=[])
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
    if options.write:
        options.write.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
