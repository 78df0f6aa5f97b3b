"""Many small notes in one entry, and entries that wait for each other."""

from __future__ import annotations

import pytest

from gdsim.cache.gathered import FEW, Gathered
from gdsim.cache.ledger import Ledger
from gdsim.cache.store import Store


def entries(root):
    return {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_ledger_gives_back_what_was_added(tmp_path):
    ledger = Ledger(Store(tmp_path), "pages", True)
    ledger.put("a", {"of": [1, None]}, b"first")
    ledger.put("b", "2")
    ledger.keep()
    again = Ledger(Store(tmp_path), "pages", True)
    assert (again.get("a"), again.get("b"), again.get("c")) == ({"of": [1, None]}, "2", None)
    assert (again.text("a"), again.text("b")) == (b"first", b"")
    assert Ledger(Store(tmp_path), "pages", False).get("a") is None


def test_what_is_decided_otherwise_is_gone(tmp_path):
    for decides in ("old", "new", "old"):
        ledger = Ledger(Store(tmp_path), "pages", decides=decides)
        assert ledger.get("a") is None
        ledger.put("a", decides)
        ledger.keep()
        assert Ledger(Store(tmp_path), "pages", decides=decides).get("a") == decides


def test_what_is_not_looked_up_is_left_out(tmp_path):
    ledger = Ledger(Store(tmp_path), "pages")
    ledger.put("a", 1)
    ledger.put("b", 2, b"two")
    ledger.keep()
    again = Ledger(Store(tmp_path), "pages")
    again.get("b")
    again.keep()
    assert Ledger(Store(tmp_path), "pages").get("a") is None
    assert Ledger(Store(tmp_path), "pages").get("b") == 2
    assert Ledger(Store(tmp_path), "pages").text("b") == b"two"


def test_a_ledger_that_has_not_changed_is_not_written(tmp_path):
    ledger = Ledger(Store(tmp_path), "pages")
    ledger.put("a", 1)
    ledger.keep()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    again = Ledger(Store(tmp_path), "pages")
    again.get("a")
    again.keep()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()} == {0o444}


def test_a_damaged_ledger_is_an_empty_one(tmp_path):
    ledger = Ledger(Store(tmp_path), "pages")
    ledger.put("a", 1, b"text")
    ledger.keep()
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"2")
    warnings = []
    assert Ledger(Store(tmp_path, warnings.append), "pages").get("a") is None
    assert len(warnings) == 1


def test_entries_wait_and_are_read_meanwhile(tmp_path):
    gathered = Gathered(Store(tmp_path))
    gathered.put("0" * 64, {"x": b"1"})
    assert gathered.get("0" * 64) == {"x": b"1"}
    assert not entries(tmp_path)
    gathered.keep()
    assert Store(tmp_path).get("0" * 64) == {"x": b"1"}


def test_many_entries_are_one_file(tmp_path):
    gathered = Gathered(Store(tmp_path))
    keys = [f"{number:064}" for number in range(FEW + 1)]
    for key in keys:
        gathered.put(key, {"x": key.encode()})
    gathered.keep()
    assert len(entries(tmp_path)) == 1
    assert all(Store(tmp_path).get(key) == {"x": key.encode()} for key in keys)
    assert gathered.get(keys[0]) == {"x": keys[0].encode()}


def sizes(root):
    return sorted(path.stat().st_size for path in root.rglob("*") if path.is_file())


def test_few_new_notes_are_written_beside_the_others(tmp_path):
    ledger = Ledger(Store(tmp_path), "pages")
    for number in range(40):
        ledger.put(f"{number}", number + 1, b"x" * 1000)
    ledger.keep()
    (whole,) = sizes(tmp_path)
    for edit in range(1, 4):  # one of them is another, again and again
        ledger = Ledger(Store(tmp_path), "pages")
        assert all(ledger.get(f"{number}") for number in range(40))
        ledger.put("0", {"edit": edit}, b"y" * edit)
        ledger.keep()
        small, large = sizes(tmp_path)
        assert large == whole
        assert small < 500
        again = Ledger(Store(tmp_path), "pages")
        assert (again.get("0"), again.text("0")) == ({"edit": edit}, b"y" * edit)
        assert (again.get("1"), again.text("1")) == (2, b"x" * 1000)


def test_a_ledger_of_which_half_was_written_tells_old_notes_and_new_ones(tmp_path, monkeypatch):
    """A build that is killed between its two entries: each note is one that a build has put."""
    ledger = Ledger(Store(tmp_path), "pages")
    for number in range(16):
        ledger.put(f"{number}", "first")
    ledger.keep()
    ledger = Ledger(Store(tmp_path), "pages")
    assert all(ledger.get(f"{number}") for number in range(16))
    ledger.put("0", "second", b"text")
    ledger.keep()
    ledger = Ledger(Store(tmp_path), "pages")
    for number in range(16):
        ledger.put(f"{number}", "third")
    store = Store(tmp_path)
    monkeypatch.setattr(ledger, "_store", store)
    put, written = store.put, []

    def killed(key, parts):
        if written:
            raise KeyboardInterrupt
        written.append(put(key, parts))

    monkeypatch.setattr(store, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        ledger.keep()
    again = Ledger(Store(tmp_path), "pages")
    assert [again.get("0"), again.text("0"), again.get("1")] == ["second", b"text", "third"]


def test_many_new_notes_write_it_whole_and_what_is_unused_goes(tmp_path):
    for start in (0, 4, 8, 12):
        ledger = Ledger(Store(tmp_path), "pages")
        for number in range(start, start + 8):
            if ledger.get(f"{number}") is None:
                ledger.put(f"{number}", f"note {number}", b"%d" % number)
        ledger.keep()
        again = Ledger(Store(tmp_path), "pages")
        found = [number for number in range(30) if again.get(f"{number}")]
        assert found == list(range(start, start + 8))
        assert [again.text(f"{number}") for number in found] == [b"%d" % number for number in found]


def test_a_ledger_in_a_file_comes_before_an_older_one_in_a_pack(tmp_path):
    gathered = Gathered(Store(tmp_path))
    for number in range(FEW + 1):
        gathered.put(f"{number}" * 64, {"x": b"1"})
    ledger = Ledger(gathered, "pages")
    ledger.put("a", 1)
    ledger.keep()
    gathered.keep()
    again = Ledger(Gathered(Store(tmp_path)), "pages")
    assert again.get("a") == 1
    again.put("b", 2)
    again.keep()
    assert Ledger(Gathered(Store(tmp_path)), "pages").get("b") == 2
