"""The first cells of a notebook: its data, and the helpers that its figures use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from gdsim.core import theme
from gdsim.core.notebook import Code, Part, Text
from gdsim.core.theme import LIGHT
from gdsim.notebooks.written import array, helpers, text

if TYPE_CHECKING:
    from gdsim.core.dataset import Dataset

# What every figure stands on.
ALWAYS = ("line", "squared_error", "gradient_descent", "Problem", "Run", "descend", "compare", "draw")
NEEDS = {
    "show_contour": ("landscape",),
    "show_surface": ("landscape",),
    "draw_map": ("outcome",),
}
DRAWN = ("pictures", "outcomes")  # files whose helpers draw
COLORS = {
    "data": LIGHT.data,
    "current": LIGHT.current,
    "path": LIGHT.path,
    "optimum": LIGHT.optimum,
}
FILLS = {"converged": theme.HEAT_LIGHT[3], "not yet": theme.HEAT_LIGHT[0], "diverged": theme.RESIDUAL}
OWN = frozenset(("DATA", "COLORS", "RACE", "LINEAR"))  # what the cells bind besides helpers
GAP = "\n\n\n"
IMPORTS = "from random import Random\n\nimport matplotlib.pyplot as plt\nimport numpy as np\n\n"
ABOUT = """## Set-up

What moves on the page is computed and drawn here, as it stands at the end: where the text says *player*, look
at the figure. The first cell below has the points and the descent, the second draws. Run both once; then
change what you like."""


class SetUp:
    """Collects what a notebook's figures need."""

    def __init__(self) -> None:
        self._data: dict[str, str] = {}
        self._names: set[str] = set()
        self._partial = False
        self.points: dict[str, Any] = {}

    @property
    def needed(self) -> bool:
        """Whether anything is drawn or computed."""
        return bool(self._data)

    @property
    def names(self) -> frozenset[str]:
        """All that the cells bind."""
        return OWN.union(self._chosen()) if self.needed else frozenset()

    def data(self, dataset: Dataset, inputs: int) -> str:
        """The key in ``DATA`` of the points of a dataset, of which a model sees so many inputs."""
        import numpy as np

        key = dataset.name if inputs == 1 else f"{dataset.name}, {inputs} inputs"
        if key not in self._data:
            self._data[key] = _entry(key, dataset, inputs)
            names: dict[str, Any] = {"np": np}
            # What is written here, of numbers and quoted text.
            exec(f"DATA = {{\n{self._data[key]}\n}}", names)  # nosec B102
            self.points |= names["DATA"]
        return key

    def use(self, code: str) -> str:
        """``code``, whose helpers the cells will hold."""
        words = set(re.findall(r"\w+", code))
        self._partial |= "partial" in words
        for name in words & helpers().keys():
            self._names |= {name, *NEEDS.get(name, ())}
        return code

    def parts(self) -> list[Part]:
        """The cells."""
        return [Text(ABOUT), Code(self._descent()), Code(self._pictures())]

    def _descent(self) -> str:
        models = self._sources("models")
        others = self._sources("losses", "methods", "descent", "listing")
        data = "\n".join(["# The points of this lesson.", "DATA = {", *self._data.values(), "}"])
        partial = "from functools import partial\n" if self._partial else ""
        return partial + IMPORTS + GAP.join([data, *models, self._linear(), *others])

    def _pictures(self) -> str:
        sources = self._sources(*DRAWN)
        colors = COLORS | (FILLS if "draw_map" in self._chosen() else {})
        shown = "".join(f"    {text(name)}: {text(color)},\n" for name, color in colors.items())
        race = ", ".join(map(text, theme.RACE))
        return GAP.join([f"COLORS = {{\n{shown}}}\nRACE = [{race}]", *sources])

    def _linear(self) -> str:
        from gdsim.notebooks.runs import LINEAR

        names = [name for name in LINEAR if name in self._chosen()]
        comma = "," if len(names) == 1 else ""
        return f"LINEAR = ({', '.join(names)}{comma})  # in their params: the best ones can be computed"

    def _sources(self, *files: str) -> Iterable[str]:
        return [helpers()[name][1] for name in self._chosen() if helpers()[name][0] in files]

    def _chosen(self) -> list[str]:
        """The helpers, in their order."""
        wanted = {*ALWAYS, *self._names}
        return [name for name in helpers() if name in wanted]


def _entry(key: str, dataset: Dataset, inputs: int) -> str:
    """The points of a dataset as an item of ``DATA``."""
    pad = " " * 8
    label = dataset.x_axis if inputs == 1 else "the inputs"
    return (
        f"    {text(key)}: {{\n"
        f'{pad}"x": {array(dataset.inputs(inputs), pad)},\n'
        f'{pad}"y": {array(dataset.y, pad)},\n'
        f'{pad}"x_label": {text(label)},\n'
        f'{pad}"y_label": {text(dataset.y_axis)},\n'
        "    },"
    )
