"""``::: download SWEEP``: the files of its runs and datasets, with their sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from gdsim.core.notebook import Part, Text
from gdsim.core.run import Run, Sweep
from gdsim.directives import Call, Host, Notebook, in_notebook, register, text_line
from gdsim.directives._choosing import ManyRuns, chosen_runs, run_in_words, text, varying_fields

# Beyond so many rows the table is folded.
FOLDED_FROM = 12
ENDINGS = {"mp4": "MP4", "gif": "GIF"}


class Download(ManyRuns):
    """Which runs (all that match the fields), and what to say below."""

    caption: str = ""


@register("download", options=Download, body="yaml", argument="SWEEP")
def download(call: Call, host: Host) -> str:
    """A table with a row for each dataset and each run; the sizes are filled in when the files are there."""
    options: Download = call.options
    sweep = host.facts.sweep(call.argument)
    runs = chosen_runs(call, sweep)
    scenes = sweep.scenes if host.media and sweep.formats else ()
    datasets = list(dict.fromkeys(run.spec.dataset for run in runs))
    caption = ""
    if options.caption:
        words = host.inline(options.caption, text_line(call, "caption", options.caption))
        caption = f"<caption>{words}</caption>"
    head = "".join(f'<th scope="col">{name}</th>' for name in ("run", "numbers", *map(escape, scenes)))
    rows = "".join(_dataset_row(host.root, name, len(scenes)) for name in datasets)
    rows += "".join(_run_row(host.root, sweep, run, scenes, varying_fields(runs)) for run in runs)
    table = (
        f'<div class="gdsim-scroll" tabindex="0"><table class="gdsim-table gdsim-download">{caption}'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    count = f"{len(runs):,} {'run' if len(runs) == 1 else 'runs'}"
    if len(runs) + len(datasets) <= FOLDED_FROM:
        return table
    return f'<details class="gdsim-details"><summary>Files of {count} to download</summary>{table}</details>'


def _dataset_row(root: str, name: str, scenes: int) -> str:
    address = f"datasets/{quote(name)}"
    files = f"{_file(root, f'{address}.csv', 'CSV', name)} {_file(root, f'{address}.json', 'JSON', name)}"
    rest = f'<td colspan="{scenes}"></td>' if scenes else ""
    return f'<tr><th scope="row">{text(name)}, the data</th><td>{files}</td>{rest}</tr>'


def _run_row(root: str, sweep: Sweep, run: Run, scenes: Sequence[str], fields: Sequence[str]) -> str:
    words = run_in_words(run, fields)
    base = f"{quote(sweep.name)}/{quote(run.id)}"
    cells = [_file(root, f"runs/{base}.json", "JSON", words)]
    cells += (" ".join(_clips(root, f"media/{base}/{quote(scene)}", sweep, words)) for scene in scenes)
    return f'<tr><th scope="row">{text(words)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _clips(root: str, base: str, sweep: Sweep, words: str) -> Iterator[str]:
    for ending in sweep.formats:
        yield _file(root, f"{base}.{ending}", ENDINGS.get(ending, ending), words)


def _file(root: str, address: str, kind: str, words: str) -> str:
    """A link to a file; ``site/sizes.py`` writes its size into it."""
    return (
        f'<a href="{escape(root + address)}" download>{kind}'
        f'<span class="gdsim-hidden"> of {text(words)}</span>'
        f' <data class="gdsim-bytes" value="{escape(address)}"></data></a>'
    )


@in_notebook("download")
def download_named(call: Call, notebook: Notebook) -> list[Part]:
    """How many files there are on the page."""
    runs = chosen_runs(call, notebook.facts.sweep(call.argument))
    return [
        Text(f"*The page has the data of {len(runs):,} {'run' if len(runs) == 1 else 'runs'} to download.*")
    ]
