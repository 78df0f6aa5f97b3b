"""Where the notebooks of lessons stand, and where they open in Colab."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from gdsim.core.page import Source

COLAB = "https://colab.research.google.com/github"
BRANCH = "notebooks"  # to which the workflow of a site pushes them


def notebook_urls(pages: Iterable[Source]) -> dict[str, str]:
    """The site path of each page's notebook by content path, whether the page has one or not.

    Pages whose files are called alike have theirs in folders, as the pages have.
    """
    ways = {source.path: source.url.removesuffix(".html") for source in pages}
    slugs = {path: way.rpartition("/")[2] for path, way in ways.items()}
    met = Counter(slugs.values())
    return {
        path: f"notebooks/{slugs[path] if met[slugs[path]] == 1 else way}.ipynb" for path, way in ways.items()
    }


def colab_address(repository: str, notebook: str) -> str:
    """Where Colab opens a notebook of the site; ``""`` where the repository is not one of GitHub's."""
    parts = urlsplit(repository)
    names = parts.path.strip("/").removesuffix(".git").split("/")
    if parts.hostname not in ("github.com", "www.github.com") or len(names) != 2 or not all(names):
        return ""
    return f"{COLAB}/{'/'.join(map(quote, names))}/blob/{BRANCH}/{quote(notebook)}"
