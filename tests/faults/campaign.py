"""The campaign of faults: `python -m tests.faults.campaign`, as root on Linux with strace and libfaketime.

Every row of the table does the real thing to builds of a small content, media included, and prints how many
of its rounds went wrong. It takes an hour on two cores; `--share 10` takes a tenth of it, `--only WORD` the
rows whose name has the word. It ends with 1 where anything went wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults import entries, failing, kills, together
from tests.faults.builds import PREFIX, Place, warm_context
from tests.faults.tracing import require_strace

Round = Callable[[Place, int, Random], Iterator[str]]


@dataclass(frozen=True)
class Row:
    """One kind of fault.

    Args:
        count: rounds of the whole campaign; 0 where each call is one, and the share is passed on.
        media: whether the site has clips; pages alone are enough where only files are at stake.
    """

    name: str
    rounds: Round
    count: int
    media: bool = True


ROWS = (
    Row("SIGKILL at random moments of pages and data", kills.at_random_moments, 800, media=False),
    Row("SIGKILL at random moments, clips being drawn", kills.at_random_moments, 200),
    Row("SIGKILL at each file-changing system call", kills.at_each_call, 0, media=False),
    Row("SIGKILL at each such call, clips being drawn", kills.at_each_call, 0),
    Row("SIGKILL of a command's group, parent, worker", kills.of_commands, 60),
    Row("SIGINT, SIGTERM, SIGHUP at random moments", kills.asked_to_end, 90),
    Row("damaged cache entries, read", entries.read_damaged, 10_000),
    Row("damaged caches, built from", entries.built_from_damaged, 60),
    Row("errno at each file-changing system call", failing.at_each_call, 0, media=False),
    Row("errno at each reading", failing.at_each_reading, 0, media=False),
    Row("files that may not grow", failing.files_cut, 60),
    Row("full disks", failing.full_disks, 40),
    Row("read-only disks", failing.read_only_disks, 10, media=False),
    Row("two and eight builds at once", together.at_once, 60),
    Row("two and eight commands at once", together.commands_at_once, 6),
    Row("content edited during a build", together.edited_meanwhile, 120),
    Row("edits that size and time stamp do not tell", together.edited_unseen, 40, media=False),
    Row("clocks ahead, behind, too fast", together.jumping_clocks, 18, media=False),
    Row("hash seeds, jobs, zones, locales, umasks, folders, order", together.circumstances, 14),
)


def main() -> int:
    """Run it; prints a line a row, and each round that went wrong."""
    options = _options()
    require_strace()
    chosen = [row for row in ROWS if options.only.casefold() in row.name.casefold()]
    wrong = 0
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=options.folder) as folder:
        context = warm_context()
        places = {
            media: Place(Path(folder) / f"media-{media}", context, media=media)
            for media in sorted({row.media for row in chosen})
        }
        for row in chosen:
            wrong += _run(row, places[row.media], options.share, options.seed)
    print(f"{wrong} rounds went wrong; goal 0", flush=True)
    return 1 if wrong else 0


def _run(row: Row, place: Place, share: int, seed: int) -> int:
    started, done, wrong = time.monotonic(), 0, 0
    count = -(-row.count // share) if row.count else share
    for told in row.rounds(place, count, Random(f"{seed} {row.name}")):
        done += 1
        if done % 100 == 0:
            print(f"  {row.name}: round {done}, {time.monotonic() - started:.0f} s", flush=True)
        if told:
            wrong += 1
            print(f"  {row.name}, round {done}: {told}", flush=True)
    seconds = time.monotonic() - started
    print(f"{row.name}: {done - wrong} of {done} recover; goal {done} ({seconds:.0f} s)", flush=True)
    return wrong


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.faults.campaign")
    parser.add_argument("--only", default="", metavar="WORD", help="rows whose name has the word")
    parser.add_argument("--share", type=int, default=1, metavar="N", help="one of N rounds")
    parser.add_argument("--seed", default="1", help="of all that is random")
    parser.add_argument("--folder", metavar="DIR", help="where builds are made (default: the system's)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
