"""What parses as YAML but is not meant, or would not end: refused while it is read."""

from __future__ import annotations

from typing import Any

from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
)
from ruamel.yaml.parser import RoundTripParser

DEEPEST = 32


class Trap(Exception):
    """An alias, a tag and the like; ``line`` is counted from 0."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class WatchedParser(RoundTripParser):
    """A parser that stops at the first trap, before anything is built of it."""

    _depth = 0
    _brace = False  # whether the last event was one

    def get_event(self) -> Any:
        """The next event.

        Raises:
            Trap: it is one.
        """
        event = super().get_event()
        self._watch(event)
        return event

    def _watch(self, event: Event) -> None:
        line = event.start_mark.line
        if isinstance(event, AliasEvent):
            raise Trap(line, f"YAML: alias *{event.anchor[:40]}; write the value out")
        if isinstance(event, DocumentStartEvent) and event.version:
            raise Trap(line, "YAML: leave the %YAML line out; YAML 1.2 is read")
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = str(tag).removeprefix("tag:yaml.org,2002:")[:40]
            raise Trap(line, f"YAML: tag {shown!r}; write a plain value")
        brace = isinstance(event, MappingStartEvent) and bool(event.flow_style)
        if isinstance(event, CollectionStartEvent):
            self._depth += 1
            if self._depth > DEEPEST:
                raise Trap(line, f"YAML: nested deeper than {DEEPEST} levels")
            if brace and self._brace:
                raise Trap(line, 'a value that starts with {{ is quoted: "{{ … }}"')
        if isinstance(event, CollectionEndEvent):
            self._depth -= 1
        self._brace = brace
