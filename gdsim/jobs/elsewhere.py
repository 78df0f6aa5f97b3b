"""The part of a task that runs on another machine: is everything there as it is here? Then the work."""

from __future__ import annotations

import hashlib
import os
import pickle  # nosec B403 # between the author's own processes
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from gdsim.errors import BuildError
from gdsim.jobs.importing import import_plugin

OFTEN = ("profile", "tick")  # what Dask's worker does every 10 and 20 milliseconds
SELDOM = 1000.0  # milliseconds

# What this process has been found fit for, or why not; drawing is no work for two threads of a process.
_FOUND: dict[str, str] = {}
_ONE_AT_A_TIME = Lock()
_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []  # of plugins, gone when the worker ends


@dataclass(frozen=True)
class Needs:
    """What a worker must have to give the bytes that the builder would give.

    Args:
        key: of all the rest.
        described: what decides bytes, by name: versions, digests of sources.
        describe: gives the same of the process it runs in.
        plugins: modules to import there, each with the digest of its file.
        sources: files of those that are not installed, and of what they import beside them, by path below
            their folder.
    """

    key: str
    described: Mapping[str, str]
    describe: Callable[[], Mapping[str, str]]
    plugins: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, bytes] = field(default_factory=dict)


class Unfit(BuildError):
    """A worker would not give the same bytes; the message says why and on which machine."""


class Errand:
    """Work in a form that does itself where it is read: ``pickle.loads`` gives its result, pickled.

    A scheduler that only passes it on needs nothing of ours, and a worker without it says so. The result is
    one piece of bytes: of a list of many, Dask would send each by itself, which takes longer than to make it.
    """

    def __init__(self, needs: Needs, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self._call = (needs, work, *arguments)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return work_as_here, self._call

    def packed(self) -> bytes:
        """The bytes to be sent."""
        return pickle.dumps(self, protocol=5)


def work_as_here(needs: Needs, work: Callable[..., Any], *arguments: Any) -> bytes:
    """Do the work where this process has what it needs; the pickled result.

    Raises:
        Unfit: it has not.
    """
    with _ONE_AT_A_TIME:
        if needs.key not in _FOUND:
            _FOUND[needs.key] = _differs(needs)
        if _FOUND[needs.key]:
            raise Unfit(f"worker on {os.uname().nodename}: {_FOUND[needs.key]}")
        with _undisturbed():
            return pickle.dumps(work(*arguments), protocol=5)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Dask look at its worker once a second meanwhile.

    It does so 150 times a second, to draw profiles and see how busy the worker is; each time the work stands
    still. Simulated batches take five per cent longer with it.
    """
    callbacks = []
    with suppress(Exception):  # no worker of Dask, or of one that does otherwise
        known = sys.modules["distributed"].get_worker().periodic_callbacks
        callbacks = [(known[name], known[name].callback_time) for name in OFTEN if name in known]
    try:
        for callback, _ in callbacks:
            callback.callback_time = SELDOM
        yield
    finally:
        for callback, often in callbacks:
            callback.callback_time = often


def _differs(needs: Needs) -> str:
    """What is not as it is at the builder's, in words; ``""`` where all is."""
    own = needs.describe()
    other = [
        f"{name} {own.get(name, 'missing')} (here {value})"
        for name, value in needs.described.items()
        if own.get(name) != value
    ]
    if other:
        return f"it has {', '.join(other)}; install the same there and start the workers again"
    return _plugins_differ(needs.plugins, needs.sources)


def _plugins_differ(plugins: Mapping[str, str], sources: Mapping[str, bytes]) -> str:
    """Import the author's modules from the files sent; what is wrong with them."""
    if sources:
        _FOLDERS.append(tempfile.TemporaryDirectory(prefix="gdsim-plugins-", ignore_cleanup_errors=True))
        folder = Path(_FOLDERS[-1].name)
        for name, data in sources.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        sys.path.insert(0, str(folder))
    for module in plugins:
        try:
            import_plugin(module)
        except (Exception, SystemExit) as error:
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            return f"plugin {module!r} cannot be imported there: {reason}"
    wanted = {_module_at(name): hashlib.sha256(data).hexdigest() for name, data in sources.items()}
    for module, digest in {**wanted, **plugins}.items():
        if module in sys.modules and file_digest(module) != digest:
            return (
                f"it has another {module!r}, or had one before; give it the same and start the workers again"
            )
    return ""


def _module_at(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def file_digest(module: str) -> str:
    """Digest of the file of an imported module; of nothing where it has none."""
    file = getattr(sys.modules[module], "__file__", None)
    return hashlib.sha256(Path(file).read_bytes() if file else b"").hexdigest()
