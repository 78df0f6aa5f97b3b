"""What stands above every scene: the title, the run in words, the read-out, and how the run ended."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from gdsim import losses, optimizers
from gdsim.core import theme
from gdsim.core.dataclass import dataclass
from gdsim.core.race import CHOICES
from gdsim.core.run import Choice
from gdsim.core.theme import LIGHT
from gdsim.core.trajectory import Trajectory
from gdsim.core.view import View
from gdsim.core.words import rate_in_words
from gdsim.render.changes import Box
from gdsim.render.lettering import BASELINE, lettering
from gdsim.render.lettering import HEIGHT as LINE
from gdsim.render.palette import Words
from gdsim.scenes import Frame

HEIGHT = 96
LEFT, RIGHT = 24, theme.FRAME_SIZE[0] - 24
TITLE, CAPTION, READ_OUT = 30, 53, 83  # baselines, pixels from the top
TITLE_BOTTOM, READ_OUT_TOP = 38, 63
ENDING_WIDTH = 230  # pixels at the right end of the title's line that are kept for how the run ended
LARGEST = 1e5


@dataclass(frozen=True, eq=False)
class Header:
    """Writes into frames; made once a view.

    Args:
        decimals: of each param.
        columns: where each value starts, pixels from the left: epoch, loss, params.
    """

    view: View
    decimals: tuple[int, ...]
    columns: tuple[int, ...]

    @classmethod
    def on(cls, background: Words, view: View) -> Header:
        """Writes what all runs share on ``background``; the rest comes with them."""
        title = view.dataset.title or view.dataset.name
        paste(background, lettering(13.5, weight="semibold").fitted(title, RIGHT - ENDING_WIDTH), LEFT, TITLE)
        columns, left = [], LEFT
        label, figure = lettering(10.5, LIGHT.soft), lettering(11).figures("0").shape[1]
        for name, room in [("epoch", 7), ("loss", 8), *((name, 9) for name in view.params)]:
            look = lettering(11, LIGHT.soft, style="italic") if name in view.params else label
            tile = look.fitted(name, 80)
            paste(background, tile, left, READ_OUT)
            columns.append(left + tile.shape[1] + (4 if name in view.params else 7))
            left = columns[-1] + room * figure
        decimals = tuple(1 + decimals_for(max(abs(low), abs(high))) for low, high in view.limits.params)
        return cls(view, decimals, tuple(columns))

    def caption(self, base: Words, trajectory: Trajectory) -> None:
        """Write the run in words on what its frames share."""
        tile = lettering(10.5, LIGHT.soft).fitted(run_in_words(trajectory), RIGHT - LEFT)
        cut = TITLE_BOTTOM - (CAPTION - BASELINE)  # rows that the title's letters reach down into
        paste(base, tile[cut:], LEFT, CAPTION + cut)

    def ending(self, trajectory: Trajectory) -> Words | None:
        """How the run ended, as a tile; None where it only used up its epochs."""
        outcome = trajectory.outcome
        if outcome.status == "budget":
            return None
        color = theme.CURRENT_INK if outcome.status == "diverged" else theme.OPTIMUM_INK
        words = f"{outcome.status} at epoch {outcome.epoch:,}"
        return lettering(11, color, weight="semibold").fitted(words, RIGHT - LEFT)

    def read_out(self, words: Words, frame: Frame, ending: Words | None) -> None:
        """Write the numbers of a frame, and from its epoch on how the run ended."""
        index = frame.index
        values = [f"{frame.epoch}", significant(float(frame.trajectory.loss[index]))]
        values += map(steady, frame.trajectory.path[index].tolist(), self.decimals)
        look = lettering(11)
        for column, text in zip(self.columns, values, strict=True):
            paste(words, look.figures(text), column, READ_OUT)
        if ending is not None and (frame.is_last or frame.epoch >= frame.trajectory.outcome.epoch):
            paste(words, ending, RIGHT - ending.shape[1], TITLE)


def line_at(baseline: int) -> Box:
    """What a line of type stands within, from edge to edge."""
    top = baseline - BASELINE
    return Box(top // 2 * 2, (top + LINE + 1) // 2 * 2, 0, theme.FRAME_SIZE[0])


# Where the numbers stand that change from frame to frame, and where it is said how the run ended.
NUMBERS, ENDING = line_at(READ_OUT), line_at(TITLE)


def paste(words: Words, tile: Words, left: int, baseline: int) -> None:
    """Lay a tile on a frame, cut at its right edge."""
    top = baseline - BASELINE
    room = words.shape[1] - left
    words[top : top + len(tile), left : left + tile.shape[1]] = tile[:, :room]


def run_in_words(trajectory: Trajectory) -> str:
    """Such as: gradient descent, learning rate 5e-5, from origin."""
    parts = [
        choice_in_words(trajectory.optimizer, optimizers.registry.options(trajectory.optimizer.name)),
        f"learning rate {rate_in_words(trajectory.learning_rate)}",
    ]
    parts.append(f"from {trajectory.init_name}")
    if trajectory.loss_choice.name != "mse":
        defaults = losses.registry.options(trajectory.loss_choice.name)
        parts.append(f"{choice_in_words(trajectory.loss_choice, defaults)} loss")
    if trajectory.standardize is not None:
        parts.append("inputs standardised")
    return ", ".join(parts)


def choice_in_words(choice: Choice, defaults: Mapping[str, Any]) -> str:
    """A choice with what sets it apart: momentum 0.9, its one option; adam (beta1 0.5), not usual."""
    name = CHOICES.get(choice.name, choice.name.replace("-", " "))
    if len(choice.options) == 1:
        return f"{name} {choice.options[0][1]}"
    unusual = [f"{option} {value}" for option, value in choice.options if value != defaults.get(option)]
    return f"{name} ({', '.join(unusual)})" if unusual else name


def significant(value: float) -> str:
    """Three significant digits, trailing zeros kept; very small and large ones as 1.23e9."""
    if value == 0:
        return "0.00"
    if not math.isfinite(value):
        return "−" if math.isnan(value) else "over 1e308"
    if not 1e-3 <= abs(value) < LARGEST:
        mantissa, power = f"{value:.2e}".split("e")
        return f"{mantissa}e{int(power)}".replace("-", "−")
    return f"{value:.{decimals_for(value)}f}".replace("-", "−")


def decimals_for(value: float) -> int:
    """Decimals that give ``value`` three significant digits, 0 to 8."""
    if not math.isfinite(value) or value == 0:
        return 2
    return min(8, max(0, 2 - math.floor(math.log10(abs(value)))))


def steady(value: float, decimals: int) -> str:
    """A value with its sign's place kept free, so that digits do not move when it changes sign."""
    if not abs(value) < LARGEST:
        return significant(value)
    text = f"{abs(value):.{decimals}f}"
    return ("−" if value < 0 and float(text) else "\u2007") + text
