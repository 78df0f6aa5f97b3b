"""A page's Markdown as notebooks read it: values in place, math for MathJax, links that lead somewhere."""

from __future__ import annotations

import re
from urllib.parse import quote

from gdsim.content.address import resolve
from gdsim.content.anchor import anchor
from gdsim.content.expression import Expressions
from gdsim.content.formula import number_in_tex
from gdsim.content.index import LinkIndex
from gdsim.content.tokens import TOKEN, InlineScanner, Token, end_of_expression
from gdsim.core.page import SiteConfig, Source

# Stands for an address that leads nowhere outside the site: a private character, which no text holds.
_NOWHERE = "\ue004"
_DEAD = re.compile(rf"(!?)\[([^\[\]]*)\]\({_NOWHERE}[^()]*\)")
_DEAD_REFERENCE = re.compile(rf"^ {{0,3}}\[[^\[\]\n]+\]:[ \t]*{_NOWHERE}.*$\n?", re.M)
# Without any of these a text holds no expression, formula or link.
_RESOLVED = re.compile(r"\{\{|\$|\[")
_MARKS = re.compile(r"[`*]")
_MATH = re.compile(r"\$(?!\s)([^$]+?)(?<!\s)\$(?!\d)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")


class Prose:
    """Turns the prose of one page into a notebook's.

    Args:
        site: with its address links to other pages are whole; without it they become plain words.
    """

    def __init__(self, source: Source, index: LinkIndex, expressions: Expressions, site: SiteConfig) -> None:
        self._source = source
        self._index = index
        self._expressions = expressions
        self._home = site.url.rstrip("/")

    def markdown(self, text: str) -> str:
        """``text`` with all that only the site understands resolved."""
        if not _RESOLVED.search(text):
            return text
        tokens: list[Token] = []
        scanned = InlineScanner(tokens, self._source.path, []).scan(text, 1)
        made = TOKEN.sub(lambda match: self._written(tokens[int(match[1])]), scanned)
        made = _DEAD_REFERENCE.sub("", made)
        return _DEAD.sub(lambda match: f"*({match[2]})*" if match[1] else match[2], made)

    def line(self, text: str) -> str:
        """``text`` of one paragraph on one line."""
        return " ".join(self.markdown(text).split())

    def plain(self, text: str) -> str:
        """``text`` of one paragraph without marks, for a title in a picture."""
        return _MARKS.sub("", _MATH.sub(r"\1", _LINK.sub(r"\1", self.line(text))))

    def address(self, url: str) -> str:
        """The whole address of a site path, ``""`` where the site's is not known."""
        return f"{self._home}/{quote(url.removesuffix('index.html'))}" if self._home else ""

    def _written(self, token: Token) -> str:
        match token.kind:
            case "expression":
                return self._expressions.text(token.content.strip())
            case "math" | "display":
                mark = "$" if token.kind == "math" else "$$"
                return f"{mark}{self._tex(token.content)}{mark}"
            case "wikilink":
                return self._wikilink(token.content)
            case "address":
                return self._way(token.content)
            case _:
                return token.source

    def _tex(self, tex: str) -> str:
        r"""The formula with each ``\value{expression}`` replaced by its number."""
        out, at = [], 0
        while (start := tex.find("\\value{", at)) >= 0:
            end = end_of_expression(tex, start + 7, len(tex), closing="}")
            value = self._expressions.text(tex[start + 7 : end].replace("\\|", "|").strip())
            out += [tex[at:start], number_in_tex(value.replace("−", "-"))]
            at = end + 1
        return "".join([*out, tex[at:]])

    def _wikilink(self, content: str) -> str:
        """A link to the page where the site's address is known, else its words."""
        written, bar, label = (part.strip() for part in content.partition("|"))
        name, heading = written, ""
        if "#" in name and not self._index.knows(name):
            name, _, heading = (part.strip() for part in name.partition("#"))
        if not name:
            return label if bar else f"*{heading}*"
        target = self._index.page(name)
        words = label if bar else ": ".join(filter(None, (target.title, heading)))
        way = self.address(target.url)
        fragment = f"#{quote(anchor(heading))}" if heading else ""
        return f"[{words}]({way}{fragment})" if way else words

    def _way(self, written: str) -> str:
        """Where a link of Markdown leads from outside the site."""
        source = self._source
        found = resolve(written, path=source.path, page=source.url, index=self._index, image=False)
        if found.url.startswith(("http:", "https:", "mailto:")):
            return found.url
        if not self._home or found.url.startswith("#"):
            return _NOWHERE
        depth = source.url.rpartition("/")[0]
        base = f"{self._home}/{quote(depth)}/" if depth else f"{self._home}/"
        return _joined(base, found.url)


def _joined(base: str, way: str) -> str:
    from urllib.parse import urljoin

    return urljoin(base, way)
