"""One contract for every executor: results, errors with their task, and workers that are killed."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from gdsim.errors import BuildError
from gdsim.jobs.executors import NAMES, executor_of
from gdsim.jobs.run import Runner, TaskError


def square(number):
    if number == 13:
        raise ValueError("unlucky")
    return number * number


def complain(number):
    """Do what a worker does that loses its scheduler."""
    logging.getLogger("distributed.worker").error("no author wants to read this")
    return number


def die_once(task):
    """Kill the worker the first time a task with a path is seen."""
    number, path = task
    if path and not os.path.exists(path):
        with open(path, "w") as file:
            file.write("been here")
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(task):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("name", NAMES)
def test_every_task_comes_back_with_its_result(name):
    results = dict(Runner(partial(executor_of, name), 2).run(square, [1, 2, 3, 4]))
    assert results == {1: 1, 2: 4, 3: 9, 4: 16}


@pytest.mark.parametrize("name", NAMES)
def test_a_failed_task_is_named_and_hides_no_other(name):
    done = []
    with pytest.raises(TaskError, match="13: unlucky") as caught:
        done.extend(Runner(partial(executor_of, name), 2).run(square, [12, 13, 14]))
    assert sorted(done) == [(12, 144), (14, 196)]
    assert isinstance(caught.value.__cause__, ValueError)


def test_workers_of_a_cluster_of_our_own_say_nothing(capfd):
    assert dict(Runner(partial(executor_of, "dask"), 1).run(complain, [1])) == {1: 1}
    assert capfd.readouterr().err == ""


def test_no_more_tasks_are_under_way_than_their_results_may_take():
    handed, waiting = [], []

    class Counted(ThreadPoolExecutor):
        def submit(self, fn, /, *arguments):
            handed.append(arguments)
            return super().submit(fn, *arguments)

    for taken, _ in enumerate(Runner(Counted, 4, most=3).run(square, range(12))):
        waiting.append(len(handed) - taken)
    assert len(waiting) == 12
    assert max(waiting) == 3


def test_tasks_of_a_killed_worker_are_done_again(tmp_path):
    tasks = [(1, ""), (2, str(tmp_path / "killed")), (3, "")]
    results = dict(Runner(partial(executor_of, "process"), 2).run(die_once, tasks))
    assert sorted(results.values()) == [1, 2, 3]


def test_workers_killed_twice_end_in_words():
    with pytest.raises(BuildError, match="killed twice with 1 tasks left"):
        list(Runner(partial(executor_of, "process"), 1).run(die, [1]))


WORKERS = """
import sys, time
from functools import partial
from gdsim.jobs.executors import executor_of
from gdsim.jobs.run import Runner
if __name__ == "__main__":
    for _ in Runner(partial(executor_of, "process"), 2).run(time.sleep, [0.01, 0.01, 60, 60]):
        print("working", flush=True)
"""


def test_workers_die_with_a_killed_parent(tmp_path):
    """No process of the build is left five seconds after its parent was killed."""
    script = tmp_path / "work.py"
    script.write_text(WORKERS)
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, start_new_session=True)
    parent.stdout.readline()
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 5  # as promised; the tasks would sleep for a minute
    while _group(parent.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _group(parent.pid) == []


def _group(group):
    """Processes of a process group that still run."""
    alive = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            alive.append(int(pid))
    return alive


def test_inline_results_come_one_by_one():
    """The first result is there before the second task begins."""
    begun = []
    results = Runner(partial(executor_of, "inline"), 1).run(begun.append, [1, 2, 3])
    next(results)
    assert begun == [1]
