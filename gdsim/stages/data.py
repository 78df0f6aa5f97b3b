"""The files of the site that come of sweeps and data, made by this build or standing from the last one.

After an edit of prose a build reads no sweep, no dataset and no record, unless a page that is rendered
asks for a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from gdsim.core.dataclass import dataclass
from gdsim.core.facts import Facts
from gdsim.site.carried import INDEX
from gdsim.site.publish import Blob, Manifest, blob, untouched
from gdsim.site.run_index import runs_index


@dataclass(frozen=True)
class Data:
    """What sweeps and data gave.

    Args:
        files: by site path.
        digests: of all that can be asked of each sweep and dataset, as ``Runs`` has them.
        runs, clips: how many there are; ``new_runs`` and ``new_clips`` of them were made now.
    """

    files: dict[str, Blob]
    digests: Mapping[str, str]
    runs: int
    clips: int
    new_runs: int = 0
    new_clips: int = 0

    def to_stand(self, fingerprint: str | None) -> dict[str, Any]:
        """What the next build needs to take it over, for the manifest."""
        return {
            "fingerprint": fingerprint,
            "files": list(self.files),
            "digests": dict(self.digests),
            "runs": self.runs,
            "clips": self.clips,
        }


def no_data() -> Data:
    """What there is where nothing is declared."""
    return Data({INDEX: blob(runs_index(()).encode())}, {}, runs=0, clips=0)


def standing_data(site: Path, fingerprint: str | None, old: Manifest | None) -> Data | None:
    """What the last build made of sweeps and data; None where they have changed, or a file of theirs has.

    Args:
        fingerprint: of all that decides it; None where that is not known.
    """
    if old is None or fingerprint is None or old.data["fingerprint"] != fingerprint:
        return None
    entries = {name: old.files[name] for name in old.data["files"]}
    if not all(untouched(f"{site}/{name}", entry) for name, entry in entries.items()):
        return None
    files = {name: Blob(entry[0], entry[1], (site / name).read_bytes) for name, entry in entries.items()}
    return Data(files, old.data["digests"], old.data["runs"], old.data["clips"])


class _LateFacts:
    def __init__(self, make: Callable[[], Facts], sweeps: list[str]) -> None:
        self._make = make
        self._sweeps = sweeps

    @cached_property
    def _made(self) -> Facts:
        return self._make()

    def sweeps(self) -> list[str]:
        return self._sweeps

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)


def late_facts(make: Callable[[], Facts], digests: Mapping[str, str]) -> Facts:
    """Facts that ``make`` gives when the first of them is asked for; ``digests`` are those of ``Data``."""
    sweeps = [name.removeprefix("sweep ") for name in sorted(digests) if name.startswith("sweep ")]
    return cast(Facts, _LateFacts(make, sweeps))
