"""One field of a sweep file at a time: from the raw YAML value to checked values, or mistakes in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any

import numpy as np

from gdsim import losses, models, optimizers
from gdsim.core.dataclass import dataclass
from gdsim.core.run import Choice, Init
from gdsim.core.slug import ascii_slug
from gdsim.core.yamltext import Document, Place
from gdsim.errors import Mistake, near_names
from gdsim.registry import Registry

LARGEST_PARAM = 1e100


@dataclass
class Reader:
    """Takes values out of a document and collects what is wrong with them."""

    document: Document
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, place: Place, message: str) -> None:
        """Record a mistake."""
        self.mistakes.append(self.document.mistake(place, message))

    def get(self, key: str, default: Any) -> Any:
        """The raw value of a top-level key; an empty value is a mistake."""
        data = self.document.data
        if key in data and data[key] is None:
            self.wrong((key,), f"{key} is empty")
            return default
        return data.get(key, default)

    def items(self, key: str, default: Any) -> Iterator[tuple[Place, Any]]:
        """Each value of a key that takes one or a list, with its place."""
        value = self.get(key, default)
        if not isinstance(value, list):
            yield (key,), value
            return
        if not value:
            self.wrong((key,), f"{key} is an empty list")
        yield from (((key, index), item) for index, item in enumerate(value))

    def text(self, key: str, default: str) -> str:
        """A text."""
        value = self.get(key, default)
        if isinstance(value, str):
            return value
        self.wrong((key,), f"{key} must be text, got {shown(value)}; quote it")
        return default

    def names(self, key: str, default: list[str], known: Callable[[], list[str]]) -> tuple[str, ...]:
        """A list of known names, each once."""
        found: list[str] = []
        for place, value in self.items(key, default):
            if value not in default and value not in known():
                self.wrong(place, f"{key}: unknown name {shown(value)}{near_names(str(value), known())}")
            elif value not in found:
                found.append(value)
        return tuple(found)


def shown(value: Any) -> str:
    """A value met, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:120]}…"


def is_number(value: Any) -> bool:
    """Whether a YAML value is a finite number (``true`` is none)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and _finite(value)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def read_learning_rate(reader: Reader, place: Place, value: Any, what: str = "learning_rate") -> float | None:
    """A learning rate, > 0 and finite."""
    if not is_number(value) or not value > 0:
        reader.wrong(place, f"{what} must be a number > 0 and below 1.8e308, got {shown(value)}")
        return None
    return float(value)


def read_epochs(reader: Reader, place: Place, value: Any, most: int) -> int | None:
    """A number of epochs from 1 to ``most``."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        reader.wrong(place, f"epochs must be a whole number ≥ 1, got {shown(value)}")
        return None
    if value > most:
        reader.wrong(place, f"epochs must be at most {most:,}, got {value:,}; --limit epochs=N lifts this")
        return None
    return value


def read_flag(reader: Reader, place: Place, value: Any) -> bool | None:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        reader.wrong(place, f"{place[0]} must be true or false, got {shown(value)}")
        return None
    return value


def read_tolerance(reader: Reader, value: Any) -> float:
    """A share of the start's excess loss, in (0, 1)."""
    if not is_number(value) or not 0 < value < 1:
        reader.wrong(("tolerance",), f"tolerance must be a number between 0 and 1, got {shown(value)}")
        return 1e-3
    return float(value)


def read_model(reader: Reader, place: Place, value: Any) -> str | None:
    """A model by name or as ``{name: …, option: …}``: the name that ``models.get`` knows it by."""
    mapping = {"name": value} if isinstance(value, str) else value
    if not isinstance(mapping, dict) or not isinstance(mapping.get("name"), str):
        reader.wrong(place, f"model must be a name or {{name: …}}, got {shown(value)}")
        return None
    try:
        return models.named(mapping["name"], {key: item for key, item in mapping.items() if key != "name"})
    except ValueError as error:
        reader.wrong(place, str(error))
        return None


def read_loss(reader: Reader, place: Place, value: Any) -> Choice | None:
    """A loss by name or as ``{name: …, option: …}``."""
    return _choice(
        reader, place, value, losses.registry, lambda options: losses.get(options.pop("name"))(**options)
    )


def read_optimizer(reader: Reader, place: Place, value: Any) -> Choice | None:
    """An optimizer by name or as ``{name: …, option: …}``."""
    rate = np.ones(1)
    return _choice(
        reader,
        place,
        value,
        optimizers.registry,
        lambda options: optimizers.get(options.pop("name"))(rate, **options),
    )


def _choice(
    reader: Reader,
    place: Place,
    value: Any,
    registry: Registry[Any],
    make: Callable[[dict[str, Any]], object],
) -> Choice | None:
    mapping = {"name": value} if isinstance(value, str) else value
    if not isinstance(mapping, dict) or not isinstance(mapping.get("name"), str):
        reader.wrong(place, f"{registry.kind} must be a name or {{name: …}}, got {shown(value)}")
        return None
    options = {key: item for key, item in mapping.items() if key != "name"}
    try:
        resolved = registry.resolve(mapping["name"], options)
        defaults = registry.options(mapping["name"])
        for key, item in options.items():
            resolved[key] = _option(mapping["name"], key, item, defaults[key])
        make({"name": mapping["name"], **resolved})
    except ValueError as error:
        reader.wrong(place, str(error))
        return None
    return Choice.of(mapping["name"], resolved)


def _option(name: str, key: str, value: Any, default: Any) -> Any:
    """An option in the type of its default; ValueError where it has another."""
    if isinstance(default, float) and is_number(value):
        return float(value)
    if type(value) is type(default) and (not isinstance(value, int) or abs(value) < 2**53):
        return value
    wanted = {float: "a number", int: "a whole number", bool: "true or false"}.get(type(default), "text")
    raise ValueError(f"{name}: {key} must be {wanted}, got {shown(value)}")


def read_inits(reader: Reader, params: tuple[str, ...]) -> list[Init]:
    """The named starts; the origin where none is given."""
    value = reader.get("init", {"origin": [0.0] * len(params)})
    if not isinstance(value, dict) or not value:
        example = "{origin: [0, 0], anywhere: {random: 7}}"
        reader.wrong(("init",), f"init names its starts, such as {example}, got {shown(value)}")
        return []
    inits: list[Init] = []
    taken: set[str] = set()
    for name, start in value.items():
        place: Place = ("init", name)
        if not isinstance(name, str):
            reader.wrong(place, f"init: the name of a start is text, got {name!r}; quote it")
            continue
        if ascii_slug(name) in taken:
            reader.wrong(place, f"init: {name[:80]!r} reads like an earlier start; give it another name")
            continue
        init = _init(reader, place, name, start, params)
        if init is not None:
            taken.add(ascii_slug(name))
            inits.append(init)
    return inits


def _init(reader: Reader, place: Place, name: str, start: Any, params: tuple[str, ...]) -> Init | None:
    if isinstance(start, dict):
        return _random_init(reader, place, name, start, params)
    values = _point(reader, place, start, params)
    return None if values is None else Init(name, params=values)


def _random_init(
    reader: Reader, place: Place, name: str, start: dict[Any, Any], params: tuple[str, ...]
) -> Init | None:
    known = ["random", "low", "high"]
    for key in [key for key in start if key not in known]:
        reader.wrong((*place, key), f"init: unknown key {key!r}{near_names(str(key), known)}")
    seed = start.get("random")
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**53:
        reader.wrong(place, f"init: random must be a seed, a whole number ≥ 0, got {seed!r}")
        return None
    ends = [
        _point(reader, (*place, key), start[key], params) if key in start else () for key in ("low", "high")
    ]
    if None in ends:
        return None
    low, high = ends[0] or (0.0,) * len(params), ends[1] or (1.0,) * len(params)
    if any(a >= b for a, b in zip(low, high, strict=True)):
        reader.wrong(place, f"init: low must be below high, got {list(low)} and {list(high)}")
        return None
    return Init(name, seed=seed, low=low, high=high)


def _point(reader: Reader, place: Place, value: Any, params: tuple[str, ...]) -> tuple[float, ...] | None:
    wanted = f"[{', '.join(params)}]"
    name = str(place[1])[:80]
    if not isinstance(value, list) or len(value) != len(params):
        reader.wrong(place, f"init: {name} must be {wanted}, got {shown(value)}")
        return None
    if not all(is_number(item) and abs(item) <= LARGEST_PARAM for item in value):
        words = f"must hold numbers within ±{LARGEST_PARAM:g}, got {shown(value)}"
        reader.wrong(place, f"init: {name} {words}")
        return None
    return tuple(float(item) + 0.0 for item in value)
