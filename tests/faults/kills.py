"""Killed builds: at any moment, at any call, with or without their workers, and asked to end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from random import Random

from tests.faults.builds import Ended, Fault, Place, command, end_of, wrong_end
from tests.faults.tracing import changes, tampered

GONE_AFTER = 5.0  # seconds until no process of a killed build may be left
ASKED = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


def at_random_moments(place: Place, count: int, chance: Random) -> Iterator[str]:
    """SIGKILL anywhere in a build of an edit, or of a content that was never built."""
    for number in range(count):
        place.reset(built=number % 4 != 3)
        build = place.start()
        build.go()
        time.sleep(chance.uniform(0, place.seconds * 1.1))
        build.kill()
        yield _after(place, build.end(), {0, -signal.SIGKILL})


def at_each_call(place: Place, share: int, chance: Random) -> Iterator[str]:
    """SIGKILL at each file-changing system call; at one of ``share`` of them."""
    for built in (True, False):
        place.reset(built=built)
        for call, number in _some(changes(place.start()), share, chance):
            place.reset(built=built)
            ended = tampered(place.start(), call, number, "signal=KILL")
            wrong = _after(place, ended, {-signal.SIGKILL})
            yield f"{call} {number}, built before: {built}: {wrong}" if wrong else ""


def at_each_change(place: Place, share: int, chance: Random) -> Iterator[str]:
    """SIGKILL before each change of a file, told by Python itself; at one of ``share`` of them."""
    number = chance.randrange(share)
    while True:
        place.reset()
        fault = Fault(change=number)
        ended = place.build(fault)
        wrong = _after(place, ended, {0, -signal.SIGKILL})
        yield f"{fault}: {wrong}" if wrong else ""
        if ended.code == 0:
            return
        number += share


def asked_to_end(place: Place, count: int, chance: Random) -> Iterator[str]:
    """SIGINT, SIGTERM and SIGHUP, as from a keyboard, a system that goes down and a terminal that closes."""
    for number in range(count):
        sent, code = list(ASKED.items())[number % 3]
        place.reset()
        build = place.start()
        build.go()
        time.sleep(0.05 + chance.uniform(0, place.seconds))
        build.kill(sent)
        yield _after(place, build.end(), {0, code})


def of_commands(place: Place, count: int, chance: Random) -> Iterator[str]:
    """The command with workers: the group, the parent alone, or one of the others is killed."""
    place.reset()
    started = time.monotonic()
    ended = end_of(command(*place.arguments("process"), "--jobs", 2))
    seconds = time.monotonic() - started
    yield "" if ended == Ended(0, "") else str(ended)
    for number in range(count):
        place.reset(built=number % 2 == 0)
        build = command(*place.arguments("process"), "--jobs", 2)
        time.sleep(chance.uniform(0.1, seconds * 1.1))
        who = ("group", "parent", "worker")[number % 3]
        others = [pid for pid in session_of(build.pid) if pid != build.pid]
        with suppress(ProcessLookupError):
            if who == "group":
                os.killpg(build.pid, signal.SIGKILL)
            elif who == "parent" or not others:
                build.kill()
            else:
                os.kill(chance.choice(others), signal.SIGKILL)
        killed = Ended(build.wait(), "") if who == "parent" else end_of(build)
        left = _left(build.pid)
        wrong = f"{left} processes are left" if left else ""
        wrong = wrong or _after(place, killed, {0, -signal.SIGKILL, *([1] if who == "worker" else [])})
        yield f"{who}: {wrong}" if wrong else ""


def session_of(leader: int) -> list[int]:
    """Living processes of a session."""
    alive = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] not in "ZX":
            alive.append(int(pid))
    return alive


def _left(leader: int) -> int:
    """Processes of a session that live on for too long."""
    deadline = time.monotonic() + GONE_AFTER
    while session_of(leader) and time.monotonic() < deadline:
        time.sleep(0.02)
    return len(session_of(leader))


def _after(place: Place, ended: Ended, codes: set[int]) -> str:
    wrong = "" if ended.code < 0 and ended.code in codes else wrong_end(ended, codes)
    if ended.code == 0 and not wrong and place.torn():
        wrong = "ended with 0"
    return "; ".join(filter(None, (wrong, place.torn(), place.lost())))


def _some(items: list[tuple[str, int]], share: int, chance: Random) -> list[tuple[str, int]]:
    return items[chance.randrange(share) :: share]
