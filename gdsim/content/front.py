"""``site.yaml`` and front matter as checked records, from the cache where the same text was read before.

Reading and checking YAML takes longer than all else that a build after a small edit does.
"""

from __future__ import annotations

import json
from typing import TypeVar

from gdsim.cache.gathered import Gathered
from gdsim.cache.key import key_of, source_digest, versions
from gdsim.cache.store import Store
from gdsim.content.known import plain_record, restored
from gdsim.core.jsontext import json_text
from gdsim.core.page import FrontMatter, SiteConfig
from gdsim.core.plainyaml import read_plain
from gdsim.core.record import checked
from gdsim.core.yamltext import Document, parse_yaml

Record = TypeVar("Record", SiteConfig, FrontMatter)


class YamlReader:
    """Reads records; what it reads anew is kept in ``store`` when ``keep`` says that all of it was good."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._read: dict[str, bytes] = {}

    def record(self, kind: type[Record], text: str, path: str, first_line: int) -> tuple[Record, Document]:
        """YAML whose first line is ``first_line`` of ``path`` as a ``kind``, and where its keys stand.

        Raises:
            AuthorErrors: all its mistakes.
        """
        if self._store is None or read_plain(text, first_line):
            return _read(kind, text, path, first_line)
        key = _key(kind, text, first_line)
        parts = self._store.get(key)
        if parts is not None:
            known = json.loads(parts["record.json"])
            lines = {tuple(place): line for place, line in known["lines"]}
            return restored(kind, {**known["record"]}), Document(path, first_line, known["record"], lines)
        record, document = _read(kind, text, path, first_line)
        places = [[list(place), line] for place, line in document.lines.items()]
        self._read[key] = json_text({"record": plain_record(record), "lines": places}).encode()
        return record, document

    def keep(self) -> None:
        """Store what was read anew."""
        if self._store is not None:
            gathered = Gathered(self._store)
            for key, record in self._read.items():
                gathered.put(key, {"record.json": record})
            gathered.keep()
        self._read.clear()


def _key(kind: type, text: str, first_line: int) -> str:
    decides = {
        "kind": kind.__name__,
        "text": text,
        "line": first_line,
        "source": source_digest("core"),
        "versions": versions("ruamel.yaml"),
    }
    return key_of("front/1", decides)


def _read(kind: type[Record], text: str, path: str, first_line: int) -> tuple[Record, Document]:
    document = parse_yaml(text, path, first_line=first_line)
    return checked(kind, document), document
