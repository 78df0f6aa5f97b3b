"""Lines of a lesson to blocks: prose, code fences and directives, each knowing its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gdsim.core.dataclass import dataclass
from gdsim.errors import Mistake

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
_DIRECTIVE = re.compile(
    r" {0,3}(?P<colons>:{3,})[ \t]*(?P<name>[^\W\d_][\w-]*)(?P<argument>[^{]*)(?P<options>\{.*\})?[ \t]*$"
)
_COLONS = re.compile(r" {0,3}(:{3,})(.*)$")
# Markdown reads a paragraph again for each thing in it.
LONGEST = 20_000  # characters
MOST_LINES = 1000
# Markdown reads what is nested again at each level.
_TOO_DEEP = re.compile(r"(?:[ \t]*>){20}|[ \t]{64,}(?:[-*+]|\d+\.)[ \t]")


@dataclass(frozen=True)
class Prose:
    """Markdown text; ``line`` is that of its first line."""

    text: str
    line: int


@dataclass(frozen=True)
class Code:
    """A fenced listing, without its fences; ``indent`` is what stood before the opening one."""

    text: str
    line: int
    language: str
    indent: str
    source: str


@dataclass(frozen=True)
class Call:
    """A directive as written: the words of its opening line and the raw lines of its body."""

    name: str
    argument: str
    options: str
    body: str
    line: int


Block = Prose | Code | Call


def scan_blocks(text: str, first_line: int, path: str, mistakes: list[Mistake]) -> list[Block]:
    """The blocks of ``text`` in order; adds to ``mistakes`` what is not closed or cannot be read."""
    blocks, wrong = _scanned(text, first_line, path)
    mistakes += wrong
    return list(blocks)


@lru_cache(maxsize=256)  # asked for a page, and again for its notebook
def _scanned(text: str, first_line: int, path: str) -> tuple[tuple[Block, ...], tuple[Mistake, ...]]:
    mistakes: list[Mistake] = []
    return tuple(_Scanner(text.split("\n"), first_line, path, mistakes).blocks()), tuple(mistakes)


class _Scanner:
    """One pass over lines; ``at`` is the index of the next one."""

    def __init__(self, lines: list[str], first_line: int, path: str, mistakes: list[Mistake]) -> None:
        self._lines = lines
        self._first = first_line
        self._path = path
        self._mistakes = mistakes

    def blocks(self) -> Iterator[Block]:
        at = start = 0
        while at < len(self._lines):
            block, after = self._special(at)
            if block or after > at:
                yield from self._prose(start, at)
                start = after
                if block:
                    yield block
            at = max(after, at + 1)
        yield from self._prose(start, len(self._lines))

    def _special(self, at: int) -> tuple[Block | None, int]:
        """The code, comment or directive that starts at a line and the index after it, else (None, at)."""
        line = self._lines[at]
        if match := _FENCE.match(line):
            return self._code(at, match)
        if line.lstrip(" ").startswith("<!--"):
            return None, self._after_comment(at)
        if match := _COLONS.match(line):
            return self._directive(at, match)
        if _TOO_DEEP.match(line):
            self._mistake(at, "quotes or lists nest too deep here")
            return None, at + 1
        return None, at

    def _prose(self, start: int, end: int) -> Iterator[Prose]:
        text = "\n".join(self._lines[start:end])
        if not text.strip():
            return
        if len(text) > LONGEST or end - start > MOST_LINES:
            self._check_paragraphs(start, end)
            text = "\n".join(self._lines[start:end])
        yield Prose(text, self._first + start)

    def _check_paragraphs(self, start: int, end: int) -> None:
        """A mistake at each paragraph that Markdown would take too long to read."""
        first = start
        for at in range(start, end + 1):
            if at < end and self._lines[at].strip():
                continue
            lines, size = at - first, sum(map(len, self._lines[first:at]))
            if lines > MOST_LINES or size > LONGEST:
                self._mistake(first, f"{lines} lines with {size} characters and no empty line; divide them")
                self._lines[first:at] = [""] * lines
            first = at + 1

    def _mistake(self, at: int, message: str) -> None:
        self._mistakes.append(Mistake(self._path, self._first + at, message))

    def _code(self, at: int, opening: re.Match[str]) -> tuple[Block, int]:
        end = self._end_of_fence(at, opening)
        if end == len(self._lines):
            self._mistake(at, f"this code fence is never closed; end it with a line of {opening['fence']}")
        indent = opening["indent"]
        body = [line.removeprefix(indent) for line in self._lines[at + 1 : end]]
        language = opening["info"].strip().split(" ")[0]
        source = "\n".join(self._lines[at : end + 1])
        return Code("\n".join(body), self._first + at, language, indent, source), end + 1

    def _end_of_fence(self, at: int, opening: re.Match[str]) -> int:
        """Index of the line that closes a fence, or of the end."""
        fence = opening["fence"]
        closing = re.compile(rf"[ \t]*{fence[0]}{{{len(fence)},}}[ \t]*$")
        lines = self._lines
        return next((index for index in range(at + 1, len(lines)) if closing.match(lines[index])), len(lines))

    def _after_comment(self, at: int) -> int:
        """Index after an HTML comment that ends its line; ``at`` where text follows or nothing closes it."""
        for index in range(at, len(self._lines)):
            _, closed, rest = self._lines[index].partition("-->")
            if closed:
                return at if rest.strip() else index + 1
        return at

    def _directive(self, at: int, colons: re.Match[str]) -> tuple[Block | None, int]:
        match = _DIRECTIVE.match(self._lines[at])
        if not match:
            rest = colons[2].strip()
            wanted = "expected '::: name argument {option: value}'"
            self._mistake(at, f"{wanted}, got {rest[:60]!r}" if rest else f"{colons[1]} closes no directive")
            return None, at + 1
        end, problem = self._end_of_directive(at, len(match["colons"]))
        if problem:
            self._mistake(at, f"the directive {match['name']!r} {problem}")
        body = "\n".join(self._lines[at + 1 : end])
        after = end if problem else end + 1
        call = Call(match["name"], match["argument"].strip(), match["options"] or "", body, self._first + at)
        return (None if problem else call), after

    def _end_of_directive(self, at: int, count: int) -> tuple[int, str]:
        """Index of the closing line; where there is none, where reading goes on and what is wrong."""
        index = at + 1
        while index < len(self._lines):
            line = self._lines[index]
            if match := _FENCE.match(line):
                index = self._end_of_fence(index, match) + 1
                continue
            if (match := _COLONS.match(line)) and len(match[1]) >= count:
                if len(match[1]) == count and not match[2].strip():
                    return index, ""
                if match[2].strip():
                    other = f"is not closed before another opens at line {self._first + index}"
                    return (
                        index,
                        f"{other}: close it with {':' * count}, or open it with more colons to hold it",
                    )
            index += 1
        return len(self._lines), f"is never closed; end it with a line of {':' * count}"
