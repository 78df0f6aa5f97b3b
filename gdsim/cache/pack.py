"""Many small entries of a store in one file, which begins by saying where it holds each of them."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from pathlib import Path

FORMAT = b"gdsim.pack/2\n"
OLD = b"gdsim.pack/1\n"
SUM = KEY = 64  # characters of a checksum, and of a key


class Pack:
    """Where one file holds its entries.

    Args:
        keys: sorted, one after the other.
        sizes: of the entries in this order, between commas.
        start: where the first of them starts.
    """

    def __init__(self, path: Path, keys: str, sizes: str, start: int) -> None:
        self._path = path
        self._keys = keys
        self._sizes = sizes
        self._start = start

    def __iter__(self) -> Iterator[str]:
        """The keys of its entries, sorted."""
        return map(self._key, self._places)

    def holds(self, key: str) -> bool:
        """Whether there is an entry of this key."""
        return self._number(key) is not None

    def read(self, key: str) -> bytes:
        """The entry of this key, which must be there.

        Raises:
            OSError: the file cannot be read.
        """
        number = self._number(key)
        assert number is not None
        start, end = self._ends[number : number + 2]
        with open(self._path, "rb") as file:
            file.seek(start)
            return file.read(end - start)

    def _number(self, key: str) -> int | None:
        number = bisect_left(self._places, key, key=self._key)
        return number if number < len(self._places) and self._key(number) == key else None

    @property
    def _places(self) -> range:
        return range(len(self._keys) // KEY)

    def _key(self, number: int) -> str:
        return self._keys[number * KEY : (number + 1) * KEY]

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(map(int, self._sizes.split(",")), initial=self._start))


def packed(entries: Mapping[str, bytes]) -> tuple[str, bytes]:
    """The name of the file that holds these entries, at least one, and its bytes."""
    keys = sorted(entries)
    assert all(len(key) == KEY for key in keys)
    sizes = ",".join(str(len(entries[key])) for key in keys)
    header = f"{''.join(keys)} {sizes}\n".encode()
    name = hashlib.sha256("".join(keys).encode()).hexdigest()
    return name, b"".join([FORMAT, _sum(header), header, *(entries[key] for key in keys)])


def read_pack(path: Path) -> Pack | None:
    """The pack at ``path``; None where it is of an older version.

    Raises:
        OSError, ValueError: it cannot be read, or is damaged.
    """
    with open(path, "rb") as file:
        begin = file.read(len(FORMAT) + SUM + 1)
        header = file.readline()
    if begin.startswith(OLD):
        return None
    if begin != FORMAT + _sum(header):
        raise ValueError("damaged")
    keys, _, sizes = header.decode().rstrip("\n").partition(" ")
    return Pack(path, keys, sizes, len(begin) + len(header))


def _sum(header: bytes) -> bytes:
    return hashlib.sha256(header).hexdigest().encode() + b"\n"
