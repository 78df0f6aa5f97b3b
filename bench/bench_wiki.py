"""Wikis of 20, 200 and 2,000 pages beside MkDocs Material and Hugo: ``uv run python bench/bench_wiki.py``.

The same Markdown for all three, cold and after one edit, as ratios of user + system time taken in turns;
and how the cost of one edited page grows with the wiki, beside a script that only reads the pages' files and
looks at those of the site. MkDocs Material is installed into a folder of its own; ``--alone`` leaves out the
others. Hugo is left out where it is not installed; its theme here is the least that shows a page and the list
of its folder, while gdsim writes a notebook for each page with code too.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from bench_build import BUILD, cpu_of, install_mkdocs, medians

SIZES = (20, 200, 2_000)
ROUNDS = {20: 5, 200: 3, 2_000: 1}
ALONE = 7  # rounds without the others
READING = """
import hashlib, os, sys
content, site = sys.argv[1:]
for folder, _, names in os.walk(content):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            hashlib.sha256(file.read()).hexdigest()
for folder, _, names in os.walk(site):
    for name in names:
        os.lstat(os.path.join(folder, name))
"""
FOLDER = 20  # pages in a folder
LINKS = 6  # from a page to others
WORDS = (
    *("descent", "gradient", "loss", "slope", "intercept", "valley", "curvature", "rate", "epoch", "step"),
    *(
        "residual",
        "point",
        "optimum",
        "start",
        "path",
        "surface",
        "contour",
        "threshold",
        "momentum",
        "batch",
    ),
    *("noise", "model", "data", "line", "error", "mean", "square", "swing", "converge", "budget"),
)
LAYOUTS = {
    "_default/baseof.html": '<!doctype html><title>{{ .Title }}</title>{{ block "main" . }}{{ end }}',
    "_default/single.html": '{{ define "main" }}<nav>{{ range .CurrentSection.RegularPages }}'
    '<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ .TableOfContents }}{{ .Content }}'
    "{{ end }}",
    "_default/list.html": '{{ define "main" }}{{ .Content }}{{ range .Pages }}'
    '<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}',
    "_default/_markup/render-link.html": "{{ $page := .Page.GetPage .Destination }}"
    '<a href="{{ with $page }}{{ .RelPermalink }}{{ else }}{{ .Destination }}{{ end }}">'
    "{{ .Text | safeHTML }}</a>",
}


def write_wiki(content: Path, pages: int) -> Path:
    """A wiki of ``pages`` pages in folders of twenty, each linking to others; the page that is edited."""
    random_words = random.Random(pages)
    names = [f"topic-{number // FOLDER:03}/page-{number:04}.md" for number in range(pages)]
    for number, name in enumerate(names):
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_page(number, names, random_words))
    (content / "index.md").write_text(f"---\ntitle: Home\n---\n\nStart with [the first]({names[0]}).\n")
    return content / names[pages // 2]


def _page(number: int, names: list[str], chosen: random.Random) -> str:
    tags = ", ".join(sorted(chosen.sample(WORDS, 2)))
    parts = [f"---\ntitle: Page {number}\ntags: [{tags}]\n---\n"]
    others = iter(chosen.sample(range(len(names)), LINKS))
    for part in range(3):
        first, second = next(others), next(others)
        parts.append(
            f"## {chosen.choice(WORDS).capitalize()} {part}\n\n{_prose(chosen, 70)}, see [page {first}]"
            f"(../{names[first]}) and [page {second}](../{names[second]}).\n\n- {_prose(chosen, 12)}\n"
            f"- **{chosen.choice(WORDS)}**: {_prose(chosen, 12)}\n\n```python\nw = w - 0.{number} * dw\n```\n"
        )
    return "\n".join(parts)


def _prose(chosen: random.Random, count: int) -> str:
    words = [chosen.choice(WORDS) for _ in range(count)]
    words[count // 2] = f"*{words[count // 2]}*"
    return " ".join(words).capitalize()


def gdsim(folder: Path) -> list[str]:
    """The command that builds ``folder/content``."""
    (folder / "content/site.yaml").write_text("title: Wiki\n")
    return [*BUILD, str(folder / "content"), "--no-media"]


def mkdocs(folder: Path, program: str) -> list[str]:
    """The command that builds the same pages with MkDocs Material."""
    config = (
        "site_name: Wiki\ntheme: {name: material, font: false}\nplugins: [search, tags]\n"
        "markdown_extensions: [pymdownx.highlight, pymdownx.superfences]\n"
        "docs_dir: content\nsite_dir: mkdocs\nexclude_docs: site.yaml\n"
    )
    (folder / "mkdocs.yml").write_text(config)
    return [program, "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]


def hugo(folder: Path) -> list[str]:
    """The command that builds the same pages with Hugo."""
    for name, text in LAYOUTS.items():
        path = folder / "layouts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "config.toml").write_text('title = "Wiki"\nbaseURL = "/"\n[taxonomies]\ntag = "tags"\n')
    return ["hugo", "--quiet", "--source", str(folder), "--destination", str(folder / "hugo")]


def measured(pages: int, program: str | None) -> dict[str, float]:
    """Seconds of CPU, cold and edited, of each of the three; of gdsim alone without MkDocs's program."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        edited = write_wiki(folder / "content", pages)
        commands = {"gdsim": gdsim(folder)}
        if program:
            commands["mkdocs"] = mkdocs(folder, program)
        if program and shutil.which("hugo"):
            commands["hugo"] = hugo(folder)

        def cold(what: str) -> float:
            for made in ("site", ".gdsim-cache", "mkdocs", "hugo", "resources"):
                shutil.rmtree(folder / made, ignore_errors=True)
            return cpu_of(commands[what])

        def again(what: str) -> float:
            with edited.open("a") as page:
                page.write("\nOne more line.\n")
            return cpu_of(commands[what])

        measures: dict[str, Callable[[], float]] = {}
        for what in commands:
            measures[f"{what} cold"] = partial(cold, what)
            measures[f"{what} edited"] = partial(again, what)
        # Right after a cold build much of what stands is not in the caches of the file system.
        measures["gdsim edited again"] = partial(again, "gdsim")
        reading = [sys.executable, "-c", READING, str(folder / "content"), str(folder / "site")]
        measures["reading"] = partial(cpu_of, reading)
        return medians(ROUNDS[pages] if program else ALONE, **measures)


def table(times: dict[int, dict[str, float]]) -> None:
    """Ratios to gdsim's own, a line a size."""
    names = [name for name in next(iter(times.values())) if name.startswith(("mkdocs", "hugo"))]
    print(
        f"{'pages':>6}  {'cold':>9}  {'edited':>9}  {'again':>9}  " + "".join(f"{name:>15}" for name in names)
    )
    for pages, found in times.items():
        ratios = "".join(f"{found[name] / found[f'gdsim {name.split()[1]}']:>14.2f}x" for name in names)
        own = "".join(f"{found[f'gdsim {kind}']:>9.2f}s  " for kind in ("cold", "edited", "edited again"))
        print(f"{pages:>6} {own}{ratios}")


def growth(times: dict[int, dict[str, float]]) -> None:
    """What a page more costs an edit, and what it costs a cold build."""
    for small, large in pairwise(times):
        for kind in ("gdsim cold", "gdsim edited", "gdsim edited again", "reading"):
            more = (times[large][kind] - times[small][kind]) / (large - small)
            print(f"{kind}: {more * 1e3:.3f} ms for each page from {small:,} to {large:,}")


def main() -> None:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="*", choices=SIZES, default=list(SIZES))
    parser.add_argument("--alone", action="store_true", help="gdsim without the others")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program = None if options.alone else install_mkdocs(Path(folder))
        times = {pages: measured(pages, program) for pages in options.pages}
    print("CPU of gdsim in seconds; of the others as multiples of gdsim's own")
    table(times)
    growth(times)


if __name__ == "__main__":
    main()
