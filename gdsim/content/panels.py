"""Alternatives side by side: the text of ``tabs`` divided into its panels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gdsim.content.blocks import Block, Call, Prose, scan_blocks
from gdsim.directives import Panel
from gdsim.errors import AuthorError, AuthorErrors, Mistake

NAME = "tab"
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
_WANTED = f"write '::: {NAME} Title' … ':::', or start each with a heading"


def panels_of(text: str, first_line: int, path: str) -> list[Panel]:
    """The panels of ``text`` in order: its ``::: tab Title``, or its headings of the first one's level.

    Raises:
        AuthorErrors: text outside of them, a panel without title or text, titles that repeat, fewer than two.
    """
    mistakes: list[Mistake] = []
    blocks = scan_blocks(text, first_line, path, mistakes)
    if mistakes:
        raise AuthorErrors(mistakes)
    tabs = any(isinstance(block, Call) and block.name == NAME for block in blocks)
    panels = list(_nested(blocks, path) if tabs else _headed(blocks, text, first_line, path))
    titles: set[str] = set()
    for panel in panels:
        if not panel.title:
            mistakes.append(Mistake(path, panel.line, f"this tab has no title: '::: {NAME} Title'"))
        elif panel.title in titles:
            mistakes.append(Mistake(path, panel.line, f"a second tab is called {panel.title!r}"))
        if not panel.body.strip():
            mistakes.append(Mistake(path, panel.line, "this tab is empty"))
        titles.add(panel.title)
    if len(panels) < 2 and not mistakes:
        shown = "one tab" if panels else "no tab"
        mistakes.append(Mistake(path, first_line - 1, f"tabs want two or more, got {shown}; {_WANTED}"))
    if mistakes:
        raise AuthorErrors(mistakes)
    return panels


def _nested(blocks: list[Block], path: str) -> Iterator[Panel]:
    for block in blocks:
        if not isinstance(block, Call) or block.name != NAME:
            line = _first_inked(block)
            raise AuthorError(path, line, f"only '::: {NAME} Title' can stand here, between tabs")
        if block.options:
            raise AuthorError(path, block.line, f"a tab takes a title and no options, got {block.options}")
        yield Panel(block.argument, block.line, block.body, block.line + 1)


def _headed(blocks: list[Block], text: str, first_line: int, path: str) -> Iterator[Panel]:
    """Text from one heading to the next of its level; headings inside code and directives do not count."""
    found = [
        (block.line + number, match[1], match[2])
        for block in blocks
        if isinstance(block, Prose)
        for number, line in enumerate(block.text.split("\n"))
        if (match := _HEADING.match(line))
    ]
    if blocks and (not found or found[0][0] > _first_inked(blocks[0])):
        raise AuthorError(path, _first_inked(blocks[0]), f"this text is in no tab; {_WANTED}")
    if not found:
        return
    heads = [(line, title) for line, level, title in found if level == found[0][1]]
    lines = text.split("\n")
    ends = [line for line, _ in heads[1:]] + [first_line + len(lines)]
    for (line, title), end in zip(heads, ends, strict=True):
        body = "\n".join(lines[line + 1 - first_line : end - first_line])
        yield Panel(title, line, body, line + 1)


def _first_inked(block: Block) -> int:
    """The line of a block's first word."""
    if not isinstance(block, Prose):
        return block.line
    before = block.text[: len(block.text) - len(block.text.lstrip())]
    return block.line + before.count("\n")
