"""What can go wrong, told to the person who can mend it.

AuthorError   one mistake in the content: path, line, message (exit code 2, never a traceback)
AuthorErrors  all the mistakes of a build, raised together
BuildError    a failing environment in words: disk, permissions, a lock (exit code 1)
"""

import os
from collections.abc import Iterable
from typing import NamedTuple


def printable(text: str) -> str:
    """``text`` with control, escape and bidi characters shown as escapes, safe for a terminal."""
    return "".join(
        character if character.isprintable() or character in "\n " else repr(character)[1:-1]
        for character in text
    )


def near_names(name: str, known: Iterable[str]) -> str:
    """``"; did you mean 'x'?"`` for the nearest known name, else the list of known names."""
    import difflib

    name, names = name[:200], sorted(known)
    folded = {candidate.casefold(): candidate for candidate in reversed(names)}
    near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {folded[near[0]]!r}?"
    if not names:
        return "; there are none"
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"; known: {shown}"


class Mistake(NamedTuple):
    """One mistake of the author: where, and what to do.

    Args:
        path: relative to the content; absolute where it lies outside, as a template does.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        path = self.path.replace("\n", "\\n")
        return printable(f"{path}:{self.line}: {self.message}")

    def told(self, content: str) -> str:
        """As seen from the folder where the command runs; ``content`` leads from there to the content."""
        path = os.path.relpath(self.path) if os.path.isabs(self.path) else os.path.join(content, self.path)
        return str(self._replace(path=path))


class AuthorErrors(Exception):
    """Every mistake found, sorted by place; ``mistakes`` is never empty."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = sorted(set(mistakes))
        super().__init__("\n".join(map(str, self.mistakes)))


class AuthorError(AuthorErrors):
    """A single mistake at ``path:line``."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__([Mistake(path, line, message)])


class BuildError(Exception):
    """The environment failed (disk, permissions, another build); the message says what to do."""
