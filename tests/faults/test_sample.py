"""A sample of each kind of fault; the whole is `python -m tests.faults.campaign`."""

from __future__ import annotations

from random import Random

import pytest

from tests.faults import entries, failing, kills, together
from tests.faults.builds import Ended, Fault, Place, wrong_end
from tests.faults.campaign import Round

SAMPLE = {
    "killed at random moments": (kills.at_random_moments, 8),
    "killed before one of its changes of files": (kills.at_each_change, 60),
    "asked to end": (kills.asked_to_end, 3),
    "an error at one of its changes of files": (failing.at_each_change, 60),
    "files that may not grow": (failing.files_cut, 2),
    "damaged entries": (entries.read_damaged, 600),
    "damaged caches": (entries.built_from_damaged, 3),
    "builds at once": (together.at_once, 2),
    "edited meanwhile": (together.edited_meanwhile, 4),
    "edits that size and time do not tell": (together.edited_unseen, 2),
}


@pytest.mark.parametrize("kind", SAMPLE)
def test_builds_recover(place: Place, kind: str) -> None:
    rounds: Round
    rounds, count = SAMPLE[kind]
    told = list(rounds(place, count, Random(kind)))
    assert told
    assert [wrong for wrong in told if wrong] == []


def test_what_is_torn_or_lost_is_noticed(place: Place) -> None:
    """The campaign would be worth nothing if it saw no fault."""
    place.reset()
    page = place.site / "index.html"
    page.unlink()
    page.write_text("half a page")
    assert "index.html" in place.torn()
    place.reset(edited=False)
    assert place.torn() == ""
    assert "differs" in place.lost()  # nothing was edited: the old site is built
    assert wrong_end(Ended(1, "Traceback …"), {1})
    assert wrong_end(Ended(1, ""), {1})
    assert wrong_end(Ended(3, "gdsim: x"), {1})


def test_a_fault_from_inside_is_met(place: Place) -> None:
    place.reset()
    assert place.build(Fault(change=3)).code == -9
    said = []
    for change in range(8):
        place.reset()
        said.append(place.build(Fault(change=change, errno=28)).said)
    assert any("No space left on device" in text for text in said)


@pytest.mark.campaign
def test_campaign(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it."""
    from tests.faults import campaign

    monkeypatch.setattr("sys.argv", ["campaign"])
    assert campaign.main() == 0
