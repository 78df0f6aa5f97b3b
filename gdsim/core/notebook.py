"""What a notebook is made of: text and code, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gdsim.core.dataclass import dataclass


@dataclass(frozen=True)
class Text:
    """Markdown, as notebooks show it."""

    markdown: str


@dataclass(frozen=True)
class Code:
    """A cell of Python."""

    source: str


Part = Text | Code


def quoted(parts: Iterable[Part]) -> list[Part]:
    """The text of ``parts`` as block quotes; code stays as it is, for it has to run."""
    return [Text(_quote(part.markdown)) if isinstance(part, Text) else part for part in parts]


def folded(title: str, parts: Sequence[Part]) -> list[Part]:
    """The text of ``parts`` under a title that unfolds it; code stands between, for it has to run."""
    opening = f"<details>\n<summary>{title}</summary>\n\n"
    return [
        Text(f"{opening}{part.markdown.strip()}\n\n</details>") if isinstance(part, Text) else part
        for part in joined(parts)
    ]


def joined(parts: Iterable[Part]) -> list[Part]:
    """``parts`` with text that follows on text as one; what is empty left out."""
    out: list[Part] = []
    for part in parts:
        if isinstance(part, Text):
            text = part.markdown.strip("\n")
            if not text.strip():
                continue
            if out and isinstance(out[-1], Text):
                out[-1] = Text(f"{out[-1].markdown}\n\n{text}")
            else:
                out.append(Text(text))
        elif part.source.strip():
            out.append(Code(part.source.strip("\n")))
    return out


def _quote(markdown: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in markdown.strip("\n").split("\n"))
