"""A page as text and code in order: its blocks one by one, each directive by its own form for notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gdsim.content.blocks import Call, scan_blocks
from gdsim.content.blocks import Code as Listing
from gdsim.content.blocks import Prose as Paragraphs
from gdsim.content.body import checked_call
from gdsim.content.expression import Expressions
from gdsim.content.index import LinkIndex
from gdsim.content.runnable import runs_alone
from gdsim.core.facts import Facts
from gdsim.core.notebook import Code, Part, Text
from gdsim.core.page import SiteConfig, Source
from gdsim.core.words import rate_in_words
from gdsim.notebooks.prose import Prose
from gdsim.notebooks.setup import SetUp
from gdsim.notebooks.written import WIDTH, number, takes, text

# What figures need is imported where one is met: most notebooks of a wiki have none.
if TYPE_CHECKING:
    from gdsim import directives
    from gdsim.core.run import Run
    from gdsim.core.trajectory import Trajectory

# What the functions take that the page runs.
PARAMETERS = {"step": ["w", "b", "learning_rate"], "train": ["w", "b", "learning_rate", "epochs"]}
# Views that have a picture here; any other scene of a sweep is left to the page.
VIEWS = ("fit", "contour", "surface", "loss", "params")
SAME = {"pair": ("contour", "fit")}  # scenes that are views side by side


class NotebookPage:
    """The ``Notebook`` that the directives of a page write into."""

    def __init__(self, source: Source, index: LinkIndex, facts: Facts, site: SiteConfig) -> None:
        self.facts = facts
        self.set_up = SetUp()
        self.drawn: list[str] = []
        self._source = source
        self._index = index
        self._expressions = Expressions(facts)
        self._prose = Prose(source, index, self._expressions, site)
        self._players: list[Run] = []
        self._runs = 0

    def markdown(self, text: str, line: int = 1) -> list[Part]:
        """The parts of ``text``: prose, listings and what its directives give."""
        parts: list[Part] = []
        for block in scan_blocks(text, line, self._source.path, []):
            if isinstance(block, Paragraphs):
                parts.append(Text(self._prose.markdown(block.text)))
            elif isinstance(block, Call):
                parts += self._called(block)
            elif isinstance(block, Listing):
                runs = block.language == "python" and not block.indent and runs_alone(block.text)
                parts.append(Code(block.text) if runs else Text(block.source))
        return parts

    def line(self, text: str) -> str:
        """``text`` of one paragraph on one line."""
        return self._prose.line(text)

    def address_of_page(self) -> str:
        """The whole address of the page, ``""`` where the site's is not known."""
        return self._prose.address(self._source.url)

    def value(self, expression: str) -> Any:
        """What an expression gives."""
        return self._expressions.value(expression)

    def met(self, check: str) -> list[tuple[str, str]]:
        """(expression, value) of the sides that a check compares."""
        return self._expressions.met(check)

    def code(self, name: str) -> str:
        """The text of a listing in the content's ``code/``."""
        return self._index.code(name)

    def panels(self, text: str, line: int) -> list[directives.Panel]:
        """The panels of ``tabs``."""
        from gdsim.content.panels import panels_of

        return panels_of(text, line, self._source.path)

    def figure(
        self,
        runs: Sequence[Run],
        views: Sequence[str],
        *,
        title: str = "",
        caption: str = "",
        player: bool = True,
    ) -> list[Part]:
        """A cell that descends and draws, then the caption; words alone where no helper can."""
        from gdsim.core.race import labels_of

        if player:
            self._players.append(runs[0])
        known = [view for name in views for view in SAME.get(name, (name,)) if view in VIEWS]
        shown = self._views(runs[0], known or ["fit", "loss"])
        names, lines, checks = [], [], []
        for run in runs:
            made = self._made(run)
            if made is None:
                return self._in_words(runs, title, caption)
            name = self._name()
            names.append(name)
            if made[0] != "descend":
                lines.append("# Written down, as the page recorded it:")
            lines.append(_assigned(name, *made))
            checks.append(_compared(name, self.facts.trajectory(run)))
        labels = labels_of([run.spec for run in runs]) if len(runs) > 1 else []
        call = _call(
            "draw", names, {"views": f"[{', '.join(shown)}]", **_titled(self._prose.plain(title), labels)}
        )
        self._code("\n".join([*lines, call, *checks]))
        parts: list[Part] = [Code(self.drawn[-1])]
        return [*parts, Text(self.line(caption))] if caption.strip() else parts

    def outcomes(
        self,
        cells: Sequence[Sequence[Run | None]],
        words: tuple[Sequence[str], Sequence[str]],
        *,
        title: str = "",
        caption: str = "",
    ) -> list[Part]:
        """A cell that descends for each cell of a table and shows how it ended."""
        runs = [run for row in cells for run in row if run is not None]
        made = {run: self._made(run) for run in runs}
        if any(call is None or call[0] != "descend" for call in made.values()) or len(runs) < sum(
            map(len, cells)
        ):
            return self._in_words([], title, caption)
        calls = {run: {"dataset": call[1], **call[2]} for run, call in made.items() if call}
        rows = [_common([calls[run] for run in row if run]) for row in cells]
        columns = [_common([calls[row[k]] for row in cells if row[k]]) for k in range(len(cells[0]))]  # type: ignore[index]
        shared = _common(list(calls.values()))
        tables = {
            "rows": _table(words[0], [_without(row, shared) for row in rows]),
            "columns": _table(words[1], [_without(column, shared) for column in columns]),
        }
        tolerance = runs[0].spec.tolerance
        extra = {} if tolerance == 1e-3 else {"tolerance": number(tolerance)}
        call = _call("draw_map", [], {**tables, **_titled(self._prose.plain(title), []), **extra, **shared})
        self._code(call)
        parts: list[Part] = [Code(self.drawn[-1])]
        return [*parts, Text(self.line(caption))] if caption.strip() else parts

    def listing(self, code: str, settings: Mapping[str, float] | None, *, sweep: str = "") -> list[Part]:
        """A cell with a listing; for a player on the data above, and one that follows and draws its run."""
        if not runs_alone(code):
            return [Text(f"```python\n{code}\n```")]
        players = [run for run in self._players if sweep in ("", run.sweep)]
        if settings is None or not players:
            return [Code(code)]
        run = players[-1]
        spec = run.spec
        key, driver = self._key(run), _driver(code)
        if key is None or spec.model != "line" or driver is None:
            return [Code(code)]
        head = (
            f'DATA_X, DATA_Y = DATA[{text(key)}]["x"], DATA[{text(key)}]["y"]  # the points that it works on'
        )
        w, b = self.facts.trajectory(run).start.tolist()
        usual = {"learning_rate": spec.learning_rate, "epochs": float(spec.epochs), "w": w, "b": b}
        now = {**usual, **settings}
        name = self._name()
        keywords = {
            "start": f"({number(now['w'])}, {number(now['b'])})",
            "learning_rate": rate_in_words(now["learning_rate"]),
            "epochs": str(int(now["epochs"])),
        }
        follow = _call("follow", [driver, text(key)], keywords)
        self._code(f"{name} = {follow}\ndraw({name}, views=[show_fit, show_contour, show_loss])")
        return [Code(f"{head}\n\n{code}"), Code(self.drawn[-1])]

    def _called(self, call: Call) -> list[Part]:
        """A directive's parts; a sentence where it has no form for notebooks."""
        from gdsim import directives

        directive = directives.get(call.name)
        write = directives.notebook_form(call.name)
        if write is None:
            return [Text(f"*Here the page shows more ({call.name}).*")]
        return write(checked_call(call, directive, self._source.path), self)

    def _made(self, run: Run) -> tuple[str, str, dict[str, str]] | None:
        """What makes a run: a function, the key of its data, keywords; None where no helper can."""
        from gdsim.notebooks.runs import agrees, keywords_of, problem_of, recorded

        trajectory = self.facts.trajectory(run)
        problem = problem_of(run.spec, trajectory.params)
        key = self._key(run)
        if problem is None or key is None:
            return None
        keywords = keywords_of(run, trajectory.params)
        if keywords is not None and agrees(
            _call("descend", [text(key)], keywords), self.set_up.points, trajectory
        ):
            return "descend", text(key), keywords
        inner = _call("Problem", [text(key)], problem)
        return "Run", inner, recorded(trajectory)

    def _key(self, run: Run) -> str | None:
        """The key of a run's points in the set-up; None where they are too many to write down."""
        from gdsim.notebooks.runs import MOST_POINTS, model_of

        data = self.facts.points(run.spec.dataset)
        if data.n > MOST_POINTS or model_of(run.spec) is None:
            return None
        return self.set_up.data(data, _inputs(run.spec.model))

    def _views(self, run: Run, views: Sequence[str]) -> list[str]:
        """The helpers that draw views, each once."""
        several = _inputs(run.spec.model) > 1
        names = ["predicted" if several and view == "fit" else view for view in views]
        return [f"show_{name}" for name in dict.fromkeys(names)]

    def _in_words(self, runs: Sequence[Run], title: str, caption: str) -> list[Part]:
        """What a figure shows, in the words that the page has for those who do not see it."""
        said = [self.facts.trajectory(run).description for run in runs]
        heading = f"**{self.line(title)}** " if title else ""
        told = " ".join(said) or "This figure is on the page only."
        return [Text(f"{heading}{told}\n\n{self.line(caption)}")]

    def _code(self, code: str) -> None:
        self.drawn.append(self.set_up.use(code))

    def _name(self) -> str:
        self._runs += 1
        return f"run_{self._runs}"


def _inputs(model: str) -> int:
    from gdsim import models

    return models.get(model).inputs


def _assigned(name: str, function: str, first: str, keywords: Mapping[str, str]) -> str:
    return f"{name} = {_call(function, [first], keywords)}"


def _driver(code: str) -> str | None:
    """What descends by a listing that is written for the page: its own train, or its step repeated."""
    for name, source in (("train", "train"), ("step", "repeat(step)")):
        if takes(code, name) == PARAMETERS[name]:
            return source
    return None


def _call(function: str, given: Sequence[str], keywords: Mapping[str, str]) -> str:
    """A call on one line, or with its arguments on as few as fit."""
    arguments = [*given, *(f"{key}={value}" for key, value in keywords.items())]
    line = f"{function}({', '.join(arguments)})"
    if len(line) <= WIDTH and "\n" not in line:
        return line
    rows: list[str] = []
    for argument in arguments:
        fits = rows and len(rows[-1]) + len(argument) < WIDTH and "\n" not in rows[-1] + argument
        rows[-1:] = [f"{rows[-1]} {argument},"] if fits else [*rows[-1:], f"    {argument},"]
    return f"{function}(\n{chr(10).join(rows)}\n)"


def _titled(title: str, labels: Sequence[str]) -> dict[str, str]:
    titled = {"title": text(title.replace("$", r"\$"))} if title else {}
    return titled | ({"labels": f"[{', '.join(map(text, labels))}]"} if labels else {})


def _compared(name: str, trajectory: Trajectory) -> str:
    """The comparison of a run with what the page says."""
    end = zip(trajectory.params, trajectory.path[-1].tolist(), strict=True)
    shown = {key: _eight(value) for key, value in end}
    keywords = {"epoch": str(int(trajectory.epoch[-1])), **shown, "loss": _eight(float(trajectory.loss[-1]))}
    return _call("compare", [name], keywords)


def _eight(value: float) -> str:
    return number(float(f"{value:.8g}"))


def _common(calls: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The keywords that all calls have alike."""
    first, *others = calls
    return {key: value for key, value in first.items() if all(other.get(key) == value for other in others)}


def _without(call: Mapping[str, str], shared: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in call.items() if key not in shared}


def _table(words: Sequence[str], calls: Sequence[Mapping[str, str]]) -> str:
    """A dict of label → keywords, as source."""
    rows = "".join(
        f"        {text(word)}: dict({', '.join(f'{key}={value}' for key, value in call.items())}),\n"
        for word, call in zip(words, calls, strict=True)
    )
    return f"{{\n{rows}    }}"
