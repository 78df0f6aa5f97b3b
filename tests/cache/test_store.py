"""The store: whatever happens to an entry, a reader gets what was stored or a miss."""

from __future__ import annotations

import os
import random

import pytest

from gdsim.cache.key import key_of, source_digest
from gdsim.cache.store import FEW, Store
from gdsim.errors import BuildError

KEY = key_of("test/1", {"a": 1})
PARTS = {"gif": b"GIF89a" * 50, "empty": b"", "mp4": bytes(range(256))}


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path)
    made.put(KEY, PARTS)
    return made


@pytest.fixture
def entry(store, tmp_path):
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    return path


def test_what_is_put_is_got(store):
    assert store.get(KEY) == PARTS
    assert store.get(key_of("test/1", {"a": 2})) is None


def test_what_is_lost_during_a_build_ends_it_in_words(store, entry, tmp_path):
    assert store.again(KEY) == PARTS
    entry.unlink()
    with pytest.raises(BuildError, match="changed during the build") as caught:
        store.again(KEY)
    assert str(tmp_path) in str(caught.value)


def test_entries_are_readable_by_all_and_leave_no_temporary_file(entry):
    assert entry.stat().st_mode & 0o777 == 0o644
    assert len(list(entry.parent.iterdir())) == 1


@pytest.mark.parametrize("seed", range(200))
def test_a_mutated_entry_is_never_served(store, entry, seed):
    """Flipped, cut, lengthened or emptied anywhere."""
    chance, data = random.Random(seed), bytearray(entry.read_bytes())
    at = chance.randrange(len(data))
    mutated = {
        0: lambda: bytes(data[:at]),
        1: lambda: bytes(data[:at]) + bytes([data[at] ^ (1 << chance.randrange(8))]) + bytes(data[at + 1 :]),
        2: lambda: bytes(data) + b"x",
        3: lambda: b"",
    }[seed % 4]()
    entry.write_bytes(mutated)
    assert store.get(KEY) is None
    store.put(KEY, PARTS)
    assert store.get(KEY) == PARTS


@pytest.mark.parametrize("fault", ["folder", "dangling link", "another entry", "unreadable"])
def test_a_replaced_entry_is_a_miss_with_one_warning_and_made_again(tmp_path, fault):
    warnings = []
    store = Store(tmp_path, warnings.append)
    store.put(KEY, PARTS)
    path = tmp_path / KEY[:2] / KEY
    data = path.read_bytes()
    path.unlink()
    if fault == "folder":
        (path / "inside").mkdir(parents=True)
    elif fault == "dangling link":
        path.symlink_to(tmp_path / "nowhere")
    elif fault == "another entry":
        other = key_of("test/1", "other")
        store.put(other, PARTS)
        path.write_bytes((tmp_path / other[:2] / other).read_bytes())
    else:
        path.write_bytes(data.replace(b"gdsim.cache/1", b"gdsim.cache/0"))
    assert store.get(KEY) is None
    assert len(warnings) == 1
    store.put(KEY, PARTS)
    assert store.get(KEY) == PARTS


KEYS = [key_of("test/1", number) for number in range(5)]
TOGETHER = {key: {"record": key.encode() * 4, "empty": b""} for key in KEYS}


def packed(root):
    """What a store opened anew holds of the packed entries, and its warnings."""
    warnings = []
    store = Store(root, warnings.append)
    return {key: parts for key in KEYS if (parts := store.get(key)) is not None}, warnings, store


def test_what_is_put_together_is_got_one_by_one_from_one_file(tmp_path):
    store = Store(tmp_path)
    assert store.get(KEYS[0]) is None
    store.put_together(TOGETHER)
    assert {key: store.get(key) for key in KEYS} == TOGETHER
    assert packed(tmp_path)[:2] == (TOGETHER, [])
    (pack,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert pack.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("asked", [0, FEW + 1])
def test_what_is_put_together_again_is_what_is_got(tmp_path, asked):
    """However many were looked up before: of few, each pack is searched, of more all keys are read."""
    store = Store(tmp_path)
    store.put_together(TOGETHER)
    for _ in range(asked):
        assert store.get(KEYS[0]) == TOGETHER[KEYS[0]]
    longer = {key: {"record": b"longer" * 100} for key in KEYS}
    store.put_together(longer)
    some = {key: {"record": b"some"} for key in KEYS[:2]}
    store.put_together(some)
    for wanted in (store, Store(tmp_path)):
        assert {key: wanted.get(key) for key in KEYS[2:]} == {key: longer[key] for key in KEYS[2:]}
        assert all(wanted.get(key) in (some[key], longer[key]) for key in some)
    assert {key: store.get(key) for key in some} == some
    assert store.get("0" * 64) is None


def test_nothing_put_together_writes_nothing(tmp_path):
    Store(tmp_path).put_together({})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seed", range(200))
def test_of_a_mutated_pack_only_whole_entries_are_served(tmp_path, seed):
    """The rest is missed with one warning, and made again in a pack that stays."""
    Store(tmp_path).put_together(TOGETHER)
    (pack,) = (tmp_path / "packs").iterdir()
    chance, data = random.Random(seed), pack.read_bytes()
    at = chance.randrange(len(data))
    flipped = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    pack.write_bytes((data[:at], flipped, b"", b"x" + data)[seed % 4])
    served, warnings, store = packed(tmp_path)
    assert served.items() <= TOGETHER.items()
    assert len(warnings) == 1
    store.put_together({key: TOGETHER[key] for key in KEYS if key not in served})
    assert {key: store.get(key) for key in KEYS} == TOGETHER
    assert packed(tmp_path)[:2] == (TOGETHER, [])


@pytest.mark.parametrize("fault", ["folder", "dangling link"])
def test_a_replaced_pack_is_a_miss_and_made_again(tmp_path, fault):
    Store(tmp_path).put_together(TOGETHER)
    (pack,) = (tmp_path / "packs").iterdir()
    pack.unlink()
    if fault == "folder":
        (pack / "inside").mkdir(parents=True)
    else:
        pack.symlink_to(tmp_path / "nowhere")
    served, warnings, store = packed(tmp_path)
    assert (served, len(warnings)) == ({}, 1)
    store.put_together(TOGETHER)
    assert packed(tmp_path)[:2] == (TOGETHER, [])


def test_a_full_disk_is_told_with_the_path(store, monkeypatch, tmp_path):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BuildError, match="No space left on device"):
        store.put(KEY, {"gif": b"new"})
    assert store.get(KEY) == PARTS
    assert not list(tmp_path.rglob(".writing-*"))


def test_half_written_files_of_killed_builds_are_swept(store, tmp_path):
    left = tmp_path / KEY[:2] / ".writing-x"
    left.write_bytes(b"half")
    store.sweep()
    assert not left.exists()
    assert store.get(KEY) == PARTS


def test_keys_differ_by_stage_and_by_what_decides():
    assert len({key_of("a/1", 1), key_of("a/2", 1), key_of("a/1", 2), key_of("a/1", "1")}) == 4


def test_source_digest_covers_the_named_folders():
    assert source_digest("losses") != source_digest("losses", "models")
    assert source_digest("errors.py") == source_digest("errors.py")
