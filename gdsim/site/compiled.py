"""Our templates as Python keeps its modules: compiled once, beside them, and checked when they are read."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache, __version__
from jinja2.bccache import Bucket

from gdsim.cache.key import source_digest
from gdsim.cache.store import write_whole

SUM = hashlib.sha256().digest_size


class CompiledTemplates(BytecodeCache):
    """Compiled templates in ``folder``; what cannot be read or written there is compiled again each time.

    Jinja's own check tells a template that was edited; a file that is damaged, or of other settings, is not
    taken.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settings = f"{__version__} {sys.version} {source_digest('site/resources.py')}".encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give ``bucket`` its code, if it is known."""
        try:
            data = self._path(bucket).read_bytes()
        except OSError:
            return
        if data[:SUM] == self._sum(data[SUM:]):
            bucket.bytecode_from_string(data[SUM:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of ``bucket``, unless Python is told to keep none."""
        if sys.dont_write_bytecode:
            return
        data = bucket.bytecode_to_string()
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            write_whole(self._path(bucket), self._sum(data) + data)

    def _sum(self, code: bytes) -> bytes:
        return hashlib.sha256(self._settings + code).digest()

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.{sys.implementation.cache_tag}"
