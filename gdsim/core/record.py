"""Plain data to checked records: annotated fields are the schema, and all that is wrong is told at once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import MISSING
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from gdsim.errors import AuthorError, AuthorErrors, Mistake, near_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from gdsim.core.yamltext import Document, Place

KINDS = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "list",
    dict: "dictionary",
    datetime.date: "date",
}
SHOWN = 80  # characters of a value in a message


class Record:
    """What an author writes as YAML: annotated fields, of which those with a default may be left out.

    A field that is a word of Python ends in ``_``, which its key does not. Dataclasses are read alike.
    """

    def __init__(self, **values: Any) -> None:
        vars(self).update(values)


class Read(NamedTuple):
    """In ``Annotated``: sees a value before its type is checked; gives the value or raises ValueError."""

    function: Callable[[Any], Any]


class Check(NamedTuple):
    """In ``Annotated``: sees a value of the right type; gives the value or raises ValueError."""

    function: Callable[[Any], Any]


class Field(NamedTuple):
    """A field of a record: what it is called there, the type of its value, and whether it must be given."""

    name: str
    hint: Any
    required: bool


K = TypeVar("K")


def checked(kind: type[K], document: Document) -> K:
    """``document`` as a ``kind``: a ``Record`` or a dataclass.

    Whole numbers are taken for a float; nothing else is turned into another type.

    Raises:
        AuthorErrors: all mistakes of the document, each with its line; unknown keys with near names.
    """
    if not isinstance(document.data, dict):
        what = "nothing" if document.data is None else type(document.data).__name__
        raise AuthorError(document.path, document.line, f"expected keys and values, got {what}")
    mistakes: list[Mistake] = []
    record: K = _Reader(document, mistakes).record(kind, document.data, ())
    if mistakes:
        raise AuthorErrors(mistakes)
    return record


@cache
def fields_by_key(kind: Any) -> Mapping[str, Field]:
    """The fields of a record by the keys that an author writes."""
    made = getattr(kind, "__dataclass_fields__", {})

    def required(name: str) -> bool:
        return not hasattr(kind, name) and (name not in made or made[name].default_factory is MISSING)

    hints = get_type_hints(kind, include_extras=True)
    return {name.removesuffix("_"): Field(name, hint, required(name)) for name, hint in hints.items()}


class _Reader:
    """Reads values of a document by types; adds what is wrong to ``mistakes``."""

    def __init__(self, document: Document, mistakes: list[Mistake]) -> None:
        self._document = document
        self._mistakes = mistakes

    def record(self, kind: Any, data: Mapping[Any, Any], place: Place) -> Any:
        """The record that keys and values make; None where anything is wrong with them."""
        before, fields = len(self._mistakes), fields_by_key(kind)
        values = {}
        for key, value in data.items():
            if key in fields:
                values[fields[key].name] = self.value(fields[key].hint, value, (*place, key))
            else:
                near = near_names(str(key), fields)
                self._mistakes.append(self._document.mistake((*place, key), f"unknown key {key!r}{near}"))
        for key, field in fields.items():
            if field.required and key not in data:
                self._mistakes.append(self._document.mistake(place, f"the key {key!r} is missing"))
        return kind(**values) if len(self._mistakes) == before else None

    def value(self, hint: Any, value: Any, place: Place) -> Any:
        """The value as the type says; anything where it is wrong."""
        if hint is Any or type(value) is hint:
            return value
        origin, parts = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._with_steps(parts, value, place)
        if origin in (Union, UnionType):
            return self._one_of(parts, value, place)
        if origin is list and type(value) is list:
            return [self.value(parts[0], item, (*place, n)) for n, item in enumerate(value)]
        if origin is dict and type(value) is dict:
            return {
                self.value(parts[0], key, (*place, key)): self.value(parts[1], item, (*place, key))
                for key, item in value.items()
            }
        if hint is float and type(value) is int and abs(value) < 1 << 1023:
            return float(value)
        if (origin or hint) in KINDS:
            return self._wrong(place, f"input should be a valid {KINDS[origin or hint]}", value)
        if type(value) is dict:
            return self.record(hint, value, place)
        return self._wrong(place, "input should be keys and values", value)

    def _with_steps(self, parts: tuple[Any, ...], value: Any, place: Place) -> Any:
        """A value with functions before and after the check of its type."""
        hint, *steps = parts
        before = len(self._mistakes)
        try:
            for step in steps:
                value = step.function(value) if isinstance(step, Read) else value
            read = self.value(hint, value, place)
            if len(self._mistakes) == before:
                for step in steps:
                    read = step.function(read) if isinstance(step, Check) else read
        except ValueError as error:
            return self._wrong(place, str(error), value)
        return read

    def _one_of(self, hints: tuple[Any, ...], value: Any, place: Place) -> Any:
        """A value of one of several types: of its own among them, else of the first that it can be."""
        if type(value) in hints:
            return value
        told: list[Mistake] = []
        for hint in hints:
            if hint is not NoneType:
                mistakes: list[Mistake] = []
                read = _Reader(self._document, mistakes).value(hint, value, place)
                if not mistakes:
                    return read
                told += mistakes
        self._mistakes += told
        return None

    def _wrong(self, place: Place, message: str, value: Any) -> None:
        met = repr(value)
        shown = "" if met in message else f", got {met[:SHOWN]}{'…' if len(met) > SHOWN else ''}"
        name = ".".join(map(str, place))
        self._mistakes.append(self._document.mistake(place, f"{name}: {message}{shown}"))
