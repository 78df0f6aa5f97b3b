"""Damaged cache entries: none is served, and a build that meets them equals a clean one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from gdsim.cache.pack import KEY
from gdsim.cache.store import Store
from tests.faults.builds import Place


def _cut(path: Path, data: bytes, chance: Random) -> None:
    path.write_bytes(data[: chance.randrange(len(data))])


def _flip(path: Path, data: bytes, chance: Random) -> None:
    changed = bytearray(data)
    changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(changed)


def _flip_many(path: Path, data: bytes, chance: Random) -> None:
    changed = bytearray(data)
    for place in chance.sample(range(len(data)), min(len(data), 20)):
        changed[place] ^= chance.randrange(1, 256)
    path.write_bytes(changed)


def _empty(path: Path, data: bytes, chance: Random) -> None:
    path.write_bytes(b"")


def _lengthen(path: Path, data: bytes, chance: Random) -> None:
    path.write_bytes(data + chance.randbytes(chance.randrange(1, 5000)))


def _blank(path: Path, data: bytes, chance: Random) -> None:
    """A block of zeros, as after a power failure."""
    begin = chance.randrange(len(data))
    end = min(len(data), begin + 4096)
    path.write_bytes(data[:begin] + bytes(end - begin) + data[end:])
    if not any(data[begin:end]):
        path.write_bytes(bytes(len(data)))


def _swap(path: Path, data: bytes, chance: Random) -> None:
    others = [other for other in path.parent.parent.glob("*/*") if other != path and other.is_file()]
    path.write_bytes(chance.choice(sorted(others)).read_bytes())
    if path.read_bytes() == data:
        path.write_bytes(b"")


def _older(path: Path, data: bytes, chance: Random) -> None:
    path.write_bytes(data.replace(b"gdsim.cache/1", b"gdsim.cache/0", 1))


def _twice(path: Path, data: bytes, chance: Random) -> None:
    path.write_bytes(data + data)


def _folder(path: Path, data: bytes, chance: Random) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


def _dangling(path: Path, data: bytes, chance: Random) -> None:
    path.unlink()
    path.symlink_to(path.parent / "nowhere")


def _circle(path: Path, data: bytes, chance: Random) -> None:
    path.unlink()
    path.symlink_to(path)


MUTATIONS: tuple[Callable[[Path, bytes, Random], None], ...] = (
    _cut, _flip, _flip_many, _empty, _lengthen, _blank, _swap, _older, _twice, _folder, _dangling, _circle,
)  # fmt: skip


def read_damaged(place: Place, count: int, chance: Random) -> Iterator[str]:
    """Each file damaged in one way and an entry of it read: a miss that is told, or just what was stored."""
    place.reset(edited=False)
    cache = place.folder / ".gdsim-cache"
    files = {path: path.read_bytes() for path in sorted((*cache.glob("??/*"), *cache.glob("packs/*")))}
    for path, data in files.items():  # not the second name of the place's own
        path.unlink()
        path.write_bytes(data)
    stored = {key: Store(cache).get(key) for path, data in files.items() for key in _keys(path, data)}
    assert stored
    assert None not in stored.values()
    for number in range(count):
        path = chance.choice(list(files))
        mutate = MUTATIONS[number % len(MUTATIONS)]
        mutate(path, files[path], chance)
        warnings: list[str] = []
        key = chance.choice(_keys(path, files[path]))
        served = Store(cache, warnings.append).get(key)
        wrong = "served" if served not in (None, stored[key]) else ""
        wrong = wrong or ("" if served or len(warnings) == 1 or _packs(path) else f"said {warnings}")
        yield f"{mutate.__name__}: {wrong}" if wrong else ""
        remove(path)
        path.write_bytes(files[path])


def _packs(path: Path) -> bool:
    """Whether it is a file of many: one that stands in for another is whole, and lacks the key."""
    return path.parent.name == "packs"


def _keys(path: Path, data: bytes) -> list[str]:
    """What a file holds: the one entry it is named after, or those that a pack lists."""
    if not _packs(path):
        return [path.name]
    keys = data.split(b"\n", 3)[2].partition(b" ")[0].decode()
    return [keys[at : at + KEY] for at in range(0, len(keys), KEY)]


def built_from_damaged(place: Place, count: int, chance: Random) -> Iterator[str]:
    """Every entry damaged, or some, or the list of files of the last build; with the site and without."""
    for number in range(count):
        place.reset()
        cache = place.folder / ".gdsim-cache"
        if number % 2:
            shutil.rmtree(place.site)
        for path in sorted(cache.rglob("*")):
            if path.is_file() and path.stat().st_size and (number % 3 or chance.random() < 0.3):
                data = path.read_bytes()
                path.unlink()
                path.write_bytes(data)
                chance.choice(MUTATIONS)(path, data, chance)
        yield place.lost()


def remove(path: Path) -> None:
    """Whatever stands there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        os.unlink(path)
