"""Lexers that compile each pattern when it is first tried: to compile all takes longer than most listings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pygments.lexer import Future, RegexLexer, RegexLexerMeta


def compiled_late(kind: type) -> type:
    """The lexer ``kind``, whose patterns wait; any other than a plain one by patterns as it is."""
    if type(kind) is not RegexLexerMeta or not issubclass(kind, RegexLexer):
        return kind
    return _Late(kind.__name__, (kind,), {})


class _Late(RegexLexerMeta):  # type: ignore[misc]  # Pygments has no types
    def _process_regex(self, regex: Any, rflags: int, state: str) -> Callable[..., Any]:
        match: Callable[..., Any] | None = None

        def matched(text: str, *where: int) -> Any:
            nonlocal match
            if match is None:
                match = re.compile(regex.get() if isinstance(regex, Future) else regex, rflags).match
            return match(text, *where)

        return matched
