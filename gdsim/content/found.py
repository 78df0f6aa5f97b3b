"""What is met while a page is rendered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from gdsim.content.anchor import new_anchor
from gdsim.content.late import Late
from gdsim.core.dataclass import dataclass
from gdsim.core.jsontext import digest
from gdsim.core.page import Heading, Link, OverlayUse, PlayerUse
from gdsim.core.run import Run
from gdsim.errors import Mistake

# Ids of the page's own frame, and the name of the player's global.
_OWN_IDS = frozenset(("gdsim", "content", "top"))


@dataclass
class Found:
    """Mistakes, headings, links, players and ids of one page, in the order they were met."""

    path: str
    mistakes: list[Mistake] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    players: list[PlayerUse] = field(default_factory=list)
    overlays: list[OverlayUse] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_OWN_IDS, 1))
    labels: dict[str, str] = field(default_factory=dict)
    late: Late = field(default_factory=Late)

    def mistake(self, line: int, message: str) -> None:
        """Note a mistake of this page."""
        self.mistakes.append(Mistake(self.path, line, message))

    def heading(self, level: int, text: str, html: str) -> str:
        """Note a heading; its id."""
        fragment = new_anchor(self.late.without(text), self.ids)
        self.headings.append(Heading(level, fragment, text, html))
        return fragment

    def settled(self, html: str) -> str:
        """``html``, and with it the headings, with the words that were known only now."""
        settled = self.late.settled
        self.headings = [h._replace(text=settled(h.text), html=settled(h.html)) for h in self.headings]
        return settled(html)

    def player(self, run: Run) -> str:
        """Note a player; the id of its figure: ``player-<sweep>``, then ``-2`` and so on."""
        figure = new_anchor(f"player-{run.sweep}", self.ids)
        self.players.append(PlayerUse(figure, run.sweep, run.id))
        return figure

    def overlay(self, runs: Sequence[Run]) -> str:
        """Note a picture of runs of one sweep side by side; its site path."""
        sweep, ids = runs[0].sweep, tuple(run.id for run in runs)
        use = OverlayUse(f"media/{sweep}/race-{digest(list(ids))[:12]}.png", sweep, ids)
        if use not in self.overlays:
            self.overlays.append(use)
        return use.path
