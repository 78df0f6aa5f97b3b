"""A scheduler and workers from the command line, on loopback: same bytes, and nothing is lost with them."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from distributed import get_worker
from distributed.core import ConnectionPool
from small_site import tree, write_content

import gdsim
from gdsim.errors import BuildError
from gdsim.jobs import cluster
from gdsim.jobs.cluster import ClusterExecutor
from gdsim.jobs.elsewhere import OFTEN, SELDOM, Errand, Needs, Unfit, work_as_here
from gdsim.jobs.executors import executor_of
from gdsim.jobs.run import Runner
from gdsim.stages.workers import described, needs_of

# Functions of these tests are known to workers by name.
TESTS = os.pathsep.join(str(folder) for folder in Path(__file__).parents[:2])
ANY = Needs("", {}, dict)
PLUGIN = """
from gdsim import losses
from shapes import half_square


@losses.register("half")
def half() -> losses.Loss:
    return half_square()
"""
SHAPES = """
from gdsim import losses


def half_square():
    return losses.Loss(value=lambda r: r * r / 2, derivative=lambda r: r)
"""
SWEEP = """
dataset: [clean-linear, heavy-noise, outliers, saturating, growing-variance, two-populations]
learning_rate: 5e-5
epochs: 60
scenes: [fit]
"""


class Dask:
    """Processes of a cluster, ended with the fixture; workers run elsewhere and see none of our folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--dashboard-address", "127.0.0.1:0", "--port", "0")
        self.address = json.loads(self._appears(folder / "address.json"))["address"]

    def worker(self, **environment: str) -> subprocess.Popen[bytes]:
        """One more worker of one thread."""
        folder = str(self._folder)
        more = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", folder)
        return self._start("worker", *more, **environment)

    def end(self) -> None:
        """Kill whatever runs."""
        for process in self._processes:
            process.kill()
            process.wait()

    def _start(self, what: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", what, "--host", "127.0.0.1", *options]
        where = ["--scheduler-file", str(self._folder / "address.json")]
        with (self._folder / f"{what}-{len(self._processes)}.log").open("wb") as log:
            self._processes.append(
                subprocess.Popen(
                    [*command, *where],
                    cwd=self._folder,
                    env={**os.environ, **environment},
                    stdout=log,
                    stderr=log,
                )
            )
        return self._processes[-1]

    def _appears(self, path: Path) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.scheduler.poll() is None:
            if path.exists() and path.read_text().endswith("}"):
                return path.read_text()
            time.sleep(0.05)
        raise AssertionError((self._folder / "scheduler-0.log").read_text())


@pytest.fixture
def dask(tmp_path_factory):
    made = Dask(tmp_path_factory.mktemp("dask"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """A scheduler with two workers that know the tests' own modules."""
    made = Dask(tmp_path_factory.mktemp("pair"))
    for _ in range(2):
        made.worker(PYTHONPATH=TESTS)
    yield made
    made.end()


def wait_for_workers(executor: ClusterExecutor, count: int) -> None:
    deadline = time.monotonic() + 60
    while executor.workers < count:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def wait_for_way(executor: ClusterExecutor, tried: int) -> None:
    """Until so many workers were tried, and the way was chosen."""
    deadline = time.monotonic() + 60
    while len(executor.tried) < tried:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def passed_on(executor: ClusterExecutor) -> int:
    """How often the scheduler has passed results on."""
    return sum(event["action"] == "gather" for _, event in executor._client.get_events("all"))


def many_bytes(size):
    return bytes(range(256)) * size


def ticks(dask_worker):
    """Milliseconds between two looks of Dask at a worker, None for the one that runs this."""
    callbacks = (dask_worker or get_worker()).periodic_callbacks
    return [callbacks[name].callback_time for name in OFTEN]


def die_once(task):
    """Kill the worker the first time a task with a path is seen."""
    number, path = task
    if path and not os.path.exists(path):
        with open(path, "w") as file:
            file.write("been here")
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def runner(address: str, needs: Needs = ANY) -> Runner:
    return Runner(partial(executor_of, "dask", scheduler=address, needs=needs), 1)


def test_a_cluster_gives_the_bytes_of_one_process_with_the_authors_plugin(pair, tmp_path):
    """The plugin and the module it imports are beside the content alone; the workers are sent both."""
    changes = {
        "site.yaml": "title: Small\nplugins: [halves]\n",
        "index.md": "# Home\n",
        "sweeps/rates.yaml": "dataset: clean-linear\nloss: half\nlearning_rate: [5e-5, 2e-4]\n"
        "epochs: 12\nscenes: [fit]\n",
    }
    made = {}
    for name, how in (("inline", []), ("dask", ["--scheduler", pair.address])):
        content = write_content(tmp_path / name, changes)
        (tmp_path / name / "halves.py").write_text(PLUGIN)
        (tmp_path / name / "shapes.py").write_text(SHAPES)
        built = gdsim_build(content, "--executor", name, *how)
        assert (built.returncode, built.stderr) == (0, "")
        made[name] = tree(tmp_path / name / "site")
    assert made["dask"] == made["inline"]
    assert any(path.endswith(".mp4") for path in made["dask"])


def test_tasks_in_flight_are_bounded_by_the_workers(pair, monkeypatch):
    monkeypatch.setattr(cluster, "LOOK", 0.1)
    executor = ClusterExecutor(pair.address, 1, ANY)
    try:
        wait_for_workers(executor, 2)
        assert executor.ahead(4) == 8
        assert executor.ahead(1000) == 2 + cluster.SPARE
    finally:
        executor.shutdown()


def test_results_come_straight_from_workers_within_reach(pair, monkeypatch):
    """The scheduler passes none on; it does for a worker that is no longer within reach."""
    monkeypatch.setattr(cluster, "LOOK", 0.1)
    executor = ClusterExecutor(pair.address, 1, ANY)
    try:
        wait_for_way(executor, 2)
        assert executor.direct
        before = passed_on(executor)
        assert executor.submit(many_bytes, 9000).result() == many_bytes(9000)
        assert passed_on(executor) == before
        monkeypatch.setattr(ConnectionPool, "connect", only_to(pair.address))
        assert executor.submit(many_bytes, 9000).result() == many_bytes(9000)
        assert passed_on(executor) > before
    finally:
        executor.shutdown()


@pytest.mark.parametrize("within_reach", [0, 1])
def test_the_scheduler_passes_results_on_where_a_worker_cannot_be_reached(pair, monkeypatch, within_reach):
    monkeypatch.setattr(cluster, "LOOK", 0.1)
    executor = ClusterExecutor(pair.address, 1, ANY)
    try:
        wait_for_way(executor, 2)
        reached = sorted(executor.tried)[:within_reach]
    finally:
        executor.shutdown()
    monkeypatch.setattr(ConnectionPool, "connect", only_to(pair.address, *reached))
    executor = ClusterExecutor(pair.address, 1, ANY)
    try:
        wait_for_way(executor, 2)
        assert not executor.direct
        before = passed_on(executor)
        assert executor.submit(many_bytes, 9000).result() == many_bytes(9000)
        assert passed_on(executor) > before
    finally:
        executor.shutdown()


def only_to(*addresses: str):
    """A way to connect that leads to these addresses alone."""
    connect = ConnectionPool.connect

    async def connected(pool, address, timeout=None):
        if address not in addresses:
            raise OSError(f"{address} is not within reach")
        return await connect(pool, address, timeout)

    return connected


def test_dask_looks_at_a_worker_less_often_while_it_works_for_us(pair):
    executor = ClusterExecutor(pair.address, 1, ANY)
    try:
        often = executor._client.run(ticks)
        assert max(map(max, often.values())) < SELDOM
        assert executor.submit(ticks, None).result() == [SELDOM] * len(OFTEN)
        with pytest.raises(TypeError):
            executor.submit(len, 0).result()
        assert executor._client.run(ticks) == often
    finally:
        executor.shutdown()


def test_a_worker_that_is_not_as_the_builder_is_told(pair):
    """Before it does any work: the machine, what it has and what is wanted."""
    needs = Needs("older", {**described(), "numpy": "1.0"}, described)
    with pytest.raises(BuildError, match=r"worker on .*: it has numpy \S+ \(here 1\.0\)"):
        list(runner(pair.address, needs).run(abs, [1]))
    assert list(runner(pair.address, needs_of(())).run(abs, [-1])) == [(-1, 1)]


def test_a_killed_worker_costs_its_batch_only(dask, tmp_path):
    for _ in range(2):
        dask.worker(PYTHONPATH=TESTS)
    tasks = [(1, ""), (2, str(tmp_path / "killed")), (3, ""), (4, "")]
    assert sorted(dict(runner(dask.address).run(die_once, tasks)).values()) == [1, 2, 3, 4]
    assert (tmp_path / "killed").exists()


def test_a_lost_scheduler_ends_the_build_in_words_and_the_next_goes_on(dask, tmp_path):
    dask.worker()
    content = write_content(tmp_path, {"sweeps/rates.yaml": SWEEP, "index.md": "# Home\n"})
    build = start_build(content, "--executor", "dask", "--scheduler", dask.address)
    before = set()
    while not before and build.poll() is None:
        before = drawn(tmp_path)
        time.sleep(0.01)
    dask.scheduler.kill()
    said = build.communicate(timeout=60)[1]
    assert build.returncode == 1
    assert said.startswith(f"gdsim: the scheduler at {dask.address} is gone")
    assert "Traceback" not in said
    kept = drawn(tmp_path)
    assert kept >= before
    assert not (tmp_path / "site").exists()
    summary = gdsim.build(content, executor="inline")
    assert summary.new_clips == summary.clips - len(kept) > 0
    other = write_content(tmp_path / "clean", {"sweeps/rates.yaml": SWEEP, "index.md": "# Home\n"})
    gdsim.build(other, executor="inline")
    assert tree(tmp_path / "site") == tree(tmp_path / "clean/site")


def test_a_worker_without_gdsim_is_told(dask, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['gdsim'] = None\n")
    dask.worker(PYTHONPATH=str(tmp_path))
    with pytest.raises(BuildError, match="has no gdsim, or another one"):
        list(runner(dask.address).run(abs, [1]))


def test_no_scheduler_is_told(monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    with pytest.raises(BuildError, match=r"no scheduler answers at 127\.0\.0\.1:1: "):
        executor_of("dask", 1, scheduler="127.0.0.1:1")


def test_without_workers_nobody_waits_for_ever(dask, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    monkeypatch.setattr(cluster, "LOOK", 0.1)
    with pytest.raises(BuildError, match=r"no worker has come to tcp://127\.0\.0\.1"):
        list(runner(dask.address).run(abs, [1]))


def test_without_the_extra_its_name_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BuildError, match=r"needs the extra 'cluster' .*gdsim\[cluster\]"):
        executor_of("dask", 1)


def test_a_scheduler_without_dask_is_a_mistake(content):
    built = gdsim_build(content, "--scheduler", "tcp://127.0.0.1:1")
    assert built.returncode == 2
    assert "--executor dask" in built.stderr


def test_an_edited_plugin_is_not_taken_for_the_one_that_a_worker_has(monkeypatch):
    """Workers outlive builds, and Python does not import a module twice."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    for key, source in (("first", b"number = 1\n"), ("edited", b"number = 2\n")):
        digest = hashlib.sha256(source).hexdigest()
        needs = replace(ANY, key=key, plugins={"kept_plugin": digest}, sources={"kept_plugin.py": source})
        if key == "first":
            assert pickle.loads(work_as_here(needs, abs, -1)) == 1
        else:
            with pytest.raises(Unfit, match="another 'kept_plugin', or had one before"):
                work_as_here(needs, abs, -1)


def test_an_errand_does_itself_where_it_is_read():
    made = pickle.loads(Errand(replace(ANY, key="errand"), sorted, ([3, 1],)).packed())
    assert isinstance(made, bytes)  # Dask would send the items of a list one by one
    assert pickle.loads(made) == [1, 3]


def start_build(content: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "gdsim.cli", "build", "--quiet", "--content", str(content), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def gdsim_build(content: Path, *options: str) -> subprocess.CompletedProcess[str]:
    build = start_build(content, *options)
    out, err = build.communicate()
    return subprocess.CompletedProcess(build.args, build.returncode, out, err)


def drawn(folder: Path) -> set[str]:
    """Entries of clips in the cache."""
    entries = (folder / ".gdsim-cache").glob("??/[!.]*")
    return {path.name for path in entries if b'"mp4"' in path.read_bytes()[:400]}
