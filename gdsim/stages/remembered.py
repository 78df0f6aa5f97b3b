"""The runs of the last build, for the next one of the same process: a preview builds again and again."""

from __future__ import annotations

from collections.abc import Callable

from gdsim.stages.runs import Runs

MOST_RUNS = 5_000  # more are read again: their records take too much memory


class Remembered:
    """Gives the runs of unchanged sweeps and data without reading these again."""

    def __init__(self) -> None:
        self._of = ""
        self._runs: Runs | None = None

    def runs(self, fingerprint: str, make: Callable[[], Runs]) -> Runs:
        """The runs of what has this fingerprint, from ``make`` where they are not known.

        Args:
            make: its runs must be those of the fingerprint, or it raises.
        """
        if self._runs is None or self._of != fingerprint:
            runs = make()
            if len(runs.recorded) > MOST_RUNS:
                return runs
            self._of, self._runs = fingerprint, runs
        return self._runs
