"""The sides of a comparison as text, so that a claim can show the values it met."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError

_COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))
_WORDS = frozenset(("and", "or", "not"))
_CONSTANTS = frozenset(("true", "false", "True", "False", "none", "None"))
Lexeme = tuple[str, str]


def sides(environment: Environment, check: str) -> list[str]:
    """The expressions that ``check`` compares, and the arguments of ``approx``; constants left out."""
    try:
        lexemes = [(kind, text) for _, kind, text in environment.lex(f"{{{{{check}}}}}")][1:-1]
    except TemplateSyntaxError:
        return []
    return list(dict.fromkeys(_sides(lexemes)))


def _sides(lexemes: list[Lexeme]) -> Iterator[str]:
    for piece in _split(_stripped(lexemes), _COMPARISONS | _WORDS):
        if _wrapped(piece):
            yield from _sides(piece[1:-1])
        elif piece[0] == ("name", "approx") and len(piece) > 1 and _wrapped(piece[1:]):
            yield from _sides_of_call(piece[2:-1])
        elif not _constant(piece):
            yield "".join(text for _, text in piece)


def _sides_of_call(arguments: list[Lexeme]) -> Iterator[str]:
    """The positional arguments of ``approx(a, b, rel=…)``."""
    for argument in _split(arguments, {","})[:2]:
        yield from _sides(argument)


def _split(lexemes: list[Lexeme], separators: frozenset[str] | set[str]) -> list[list[Lexeme]]:
    """Pieces between the separators that stand outside brackets; empty ones left out."""
    pieces: list[list[Lexeme]] = [[]]
    depth = 0
    for lexeme in lexemes:
        kind, text = lexeme
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        if not depth and kind in ("operator", "name") and text in separators:
            pieces.append([])
        else:
            pieces[-1].append(lexeme)
    return [stripped for piece in pieces if (stripped := _stripped(piece))]


def _stripped(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Without white space at the ends."""
    inked = [index for index, (kind, _) in enumerate(lexemes) if kind != "whitespace"]
    return lexemes[inked[0] : inked[-1] + 1] if inked else []


def _wrapped(lexemes: list[Lexeme]) -> bool:
    """Whether one pair of parentheses holds everything."""
    depth = 0
    for index, (_, text) in enumerate(lexemes):
        depth += (text == "(") - (text == ")")
        if not depth:
            return text == ")" and index == len(lexemes) - 1
    return False


def _constant(lexemes: list[Lexeme]) -> bool:
    inked = [lexeme for lexeme in lexemes if lexeme[0] != "whitespace"]
    if inked[0] in (("operator", "-"), ("operator", "+")):
        inked = inked[1:]
    if len(inked) != 1:
        return False
    kind, text = inked[0]
    return kind in ("integer", "float", "string") or text in _CONSTANTS
