"""Coverage-guided fuzzing of one parser, as long as wanted: `python tests/fuzz/atheris_parsers.py table`.

Needs atheris (`pip install atheris`; Linux, Python 3.11 to 3.13). What follows the parser's name goes to
libFuzzer, such as `-runs=1000000`, `-max_total_time=180` or a folder of inputs to start from and to keep.
An exception, an input over ten seconds and more than a gigabyte end it, and the input is kept. Inputs have
512 bytes at most, unless `-max_len` says more.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

with atheris.instrument_imports(include=["gdsim", "jinja2", "markdown", "pymdownx", "ruamel"]):
    from tests.fuzz.parsers import PARSERS

    for known in PARSERS:
        for good in known.good:
            known.read(good)  # imports what is imported late

BOUNDS = ["-timeout=10", "-rss_limit_mb=1024", "-max_len=512", "-print_final_stats=1"]


def main() -> None:
    """Fuzz the parser that is named."""
    names = {parser.name: parser for parser in PARSERS}
    if len(sys.argv) < 2 or sys.argv[1] not in names:
        raise SystemExit(f"usage: {sys.argv[0]} {{{','.join(names)}}} [libFuzzer options]")
    parser = names[sys.argv[1]]
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "pieces.dict"
        words.write_text("".join(f'"{_escaped(piece)}"\n' for piece in parser.pieces if piece))
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, good in enumerate(parser.good):
            (corpus / str(number)).write_bytes(good)
        atheris.Setup([sys.argv[0], *BOUNDS, f"-dict={words}", *sys.argv[2:], str(corpus)], parser.read)
        atheris.Fuzz()


def _escaped(piece: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in piece)


if __name__ == "__main__":
    main()
