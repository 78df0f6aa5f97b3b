"""Arguments → one call → exit code: 0 done, 2 the author's mistakes, 130/143 interrupted, 1 anything else."""

from __future__ import annotations

import argparse
import atexit
import gc
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from gdsim.arguments import parser_of, with_signs
from gdsim.errors import AuthorErrors, BuildError, printable

MADE_BETWEEN_COLLECTIONS = 100_000


class Interrupted(BaseException):
    """A signal asked the command to end."""

    def __init__(self, signum: int) -> None:
        self.code = 128 + signum


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # where the terminal is not UTF-8
    # What a build makes, it keeps: looking through it for cycles finds nothing, least of all at the end.
    gc.set_threshold(MADE_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)
    given = with_signs(sys.argv[1:] if arguments is None else arguments)
    options = parser_of(given[0] if given else "").parse_args(given)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    try:
        code = _told(options)
        sys.stdout.flush()
        sys.stderr.flush()
    except KeyboardInterrupt:
        return 130
    except Interrupted as signalled:
        return signalled.code
    except BrokenPipeError:  # nobody reads any more; Python would complain when it flushes at exit
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
        return 1
    return code


def _told(options: argparse.Namespace) -> int:
    """Run the command and tell what went wrong, in words."""
    run: Callable[[argparse.Namespace], int] = options.command
    try:
        return run(options)
    except AuthorErrors as error:
        return _tell_mistakes(error, options)
    except BuildError as error:
        print(f"gdsim: {printable(str(error))}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"gdsim: {printable(f'{where}{error.strerror or error}')}", file=sys.stderr)
        return 1


def _interrupt(signum: int, frame: object) -> NoReturn:
    signal.signal(signum, signal.SIG_IGN)
    raise Interrupted(signum)


def _tell_mistakes(error: AuthorErrors, options: argparse.Namespace) -> int:
    if getattr(options, "json", False):
        print(json.dumps({"problems": [mistake._asdict() for mistake in error.mistakes]}))
        return 2
    folder = getattr(options, "content_shown", "")
    for mistake in error.mistakes:
        print(mistake.told(folder), file=sys.stderr)
    count = len(error.mistakes)
    print(f"{count} problem{'s' * (count != 1)}; nothing was written.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
