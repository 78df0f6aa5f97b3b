"""One digest of a whole site, media included: `python -m tests.faults.reproducible [--content DIR]`.

The content is built again and again, each time from nothing: with other numbers of jobs, executors, hash
seeds, time zones, locales, umasks, folders and orders of files, and with each `--python` that is named (it
must have gdsim's dependencies). The digest of each site is printed; the command ends with 1 where one is
another, and says which files. The whole wiki takes minutes a round; without `--content` it is a small site.

One circumstance is changed at a time, which says what is to blame; `--at-once 16` changes all of them in
each of sixteen builds, which is enough for the wiki: `--content content --at-once 16 --python …`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.small_site import SITE, tree

ROOT = Path(__file__).parent.parent.parent
SWEEPS = {
    "sweeps/ways.yaml": "dataset: [outliers, houses]\nlearning_rate: {times_max: [0.3, 1.1]}\n"
    "optimizer: [momentum, sgd]\ninit: {drawn: {random: 7}}\nepochs: 40\n"
    "scenes: [surface, contour, loss, params, pair]\n",
    "sweeps/robust.yaml": "dataset: outliers\nloss: [mae, {name: huber, delta: 2}, ridge]\n"
    "learning_rate: 5e-4\nepochs: 1200\nstandardize: [true, false]\nscenes: [fit]\n",
}


@dataclass(frozen=True)
class Round:
    """One way to build the same site."""

    name: str
    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    umask: int = 0o022
    python: str = sys.executable


def rounds(pythons: list[str]) -> list[Round]:
    """Every circumstance that must decide nothing."""
    jobs = (1, 2, 3, 8, 16)
    zones, locales = ("Pacific/Kiritimati", "America/St_Johns"), ("C", "POSIX", "tr_TR.UTF-8", "de_DE.UTF-8")
    return [
        Round("one process", ("--executor", "inline")),
        *(Round(f"{count} jobs", ("--jobs", str(count))) for count in jobs),
        Round("a cluster", ("--executor", "dask", "--jobs", "2")),
        *(
            Round(f"hash seed {seed}", environment={"PYTHONHASHSEED": seed})
            for seed in ("0", "1", "4294967295")
        ),
        *(Round(f"time zone {zone}", environment={"TZ": zone}) for zone in zones),
        *(Round(f"locale {name}", environment={"LC_ALL": name, "LANG": name}) for name in locales),
        *(Round(f"umask {mask:03o}", umask=mask) for mask in (0o000, 0o077)),
        Round("other numbers of threads", environment={"OMP_NUM_THREADS": "5", "OPENBLAS_NUM_THREADS": "3"}),
        *(Round(f"Python at {path}", ("--jobs", "2"), python=path) for path in pythons),
    ]


def rounds_at_once(count: int, pythons: list[str]) -> list[Round]:
    """Builds that have no circumstance in common with the one before: 1 job, 2, … 16, and so on."""
    executors = ("process", "process", "inline", "process", "dask")
    zones = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Pacific/Pago_Pago")
    locales = ("C.UTF-8", "C", "POSIX", "tr_TR.UTF-8", "de_DE.UTF-8", "ar_EG.UTF-8")
    umasks, threads = (0o022, 0o077, 0o000, 0o027), ("1", "2", "5")
    found = []
    for number in range(count):
        executor, zone = executors[number % len(executors)], zones[number % len(zones)]
        locale, umask = locales[number % len(locales)], umasks[number % len(umasks)]
        python = (sys.executable, *pythons)[number % (1 + len(pythons))]
        jobs, seed = str(number % 16 + 1), str(number * 268_435_455)
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale}
        environment |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads[number % 3])
        name = (
            f"{executor:>7} {jobs:>2}  seed {seed:>10}  {zone:<18}  {locale:<11}  umask {umask:03o}  {python}"
        )
        found.append(Round(name, ("--executor", executor, "--jobs", jobs), environment, umask, python))
    return found


def write_shuffled(files: dict[str, bytes], content: Path, chance: Random) -> None:
    """The content as new files, made in another order."""
    names = sorted(files)
    chance.shuffle(names)
    for name in names:
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])


def built(way: Round, files: dict[str, bytes], folder: Path, chance: Random) -> dict[str, tuple[str, int]]:
    """The site that a round makes, in a folder that no other round has had: digest and size of each file."""
    place = (
        folder
        / chance.choice(("plain", "with spaces", "ünïcode", "a/b/c/deep", "#?%&"))
        / str(chance.random())
    )
    write_shuffled(files, place / "content", chance)
    command = [way.python, "-m", "gdsim.cli", "build", "--quiet", "--content", str(place / "content")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **way.environment}
    subprocess.run([*command, *way.options], check=True, env=environment, umask=way.umask, cwd=folder)
    site = tree(place / "site")
    shutil.rmtree(place)
    return {name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in site.items()}


def digest(site: dict[str, tuple[str, int]]) -> str:
    """SHA-256 over the names and the digests of all files."""
    return hashlib.sha256(repr(sorted(site.items())).encode()).hexdigest()


def main() -> int:
    """Build in every circumstance and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--content", metavar="DIR", type=Path, help="a content folder; a small site otherwise"
    )
    parser.add_argument("--python", metavar="FILE", action="append", default=[], help="another interpreter")
    parser.add_argument("--only", metavar="WORD", default="", help="the rounds whose name has the word")
    parser.add_argument("--at-once", metavar="N", type=int, help="N builds, each with all of it changed")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="of folders and orders")
    options = parser.parse_args()
    small = {name: text.encode() for name, text in {**SITE, **SWEEPS}.items()}
    files = tree(options.content) if options.content else small
    chance, digests, first = Random(options.seed), {}, None
    with tempfile.TemporaryDirectory(prefix="gdsim-reproducible-") as folder:
        ways = rounds_at_once(options.at_once, options.python) if options.at_once else rounds(options.python)
        for way in ways:
            if options.only not in way.name and first is not None:
                continue
            site = built(way, files, Path(folder), chance)
            first = first or site
            digests[way.name] = digest(site)
            print(f"{digests[way.name]}  {way.name}", flush=True)
            other = sorted(name for name in site.keys() | first.keys() if site.get(name) != first.get(name))
            if other:
                print(f"  {len(other)} of {len(site)} files are others: {', '.join(other[:8])}", flush=True)
    found = set(digests.values())
    assert first is not None
    size = sum(size for _, size in first.values()) / 1e6
    print(f"{len(found)} digest of {len(digests)} builds, {len(first):,} files, {size:.1f} MB each")
    return 0 if len(found) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
