"""YAML: traps and bombs."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest
from guard import ends_soon

from tests.bad_input.builds import (
    changed,
    refused,
)

YAML_TRAPS = {
    "unfinished": ("dataset: [a\n", "sweeps/rates.yaml:2: YAML:"),
    "no mapping": ("a: b: c\n", "sweeps/rates.yaml:1: YAML: mapping values are not allowed"),
    "tab": ("dataset:\n\t- a\n", "sweeps/rates.yaml:2: YAML:"),
    "duplicate key": ("dataset: a\ndataset: b\n", "sweeps/rates.yaml:2: YAML: found duplicate key"),
    "alias": ("a: &a 1\nb: *a\n", "sweeps/rates.yaml:2: YAML: alias *a"),
    "merge": ("dataset: outliers\nlearning_rate: 1\ninit:\n  <<: {a: [0, 0]}\n",
    "sweeps/rates.yaml:3: YAML: <<"),
    "tag": ("x: 1\ny: !foo bar\n", "sweeps/rates.yaml:2: YAML: tag '!foo'"),
    "python": (
        "a: !!python/object/apply:os.system ['touch pwned']\n",
        "sweeps/rates.yaml:1: YAML: tag 'python/object",
    ),
    "unknown version": ("# words\n%YAML 1.9\n---\na: 1\n", "sweeps/rates.yaml:2: YAML: version minor part"),
    "directive": ("%YAML 1.1\n---\na: 1\n", "sweeps/rates.yaml:2: YAML: leave the %YAML line out"),
    "two documents": ("a: 1\n---\nb: 1\n", "sweeps/rates.yaml:2: YAML:"),
    "list as key": ("[a, b]: 1\n", "sweeps/rates.yaml:1: YAML: a key is a word"),
    "brackets": ("[" * 5000, "sweeps/rates.yaml:1: YAML: nested deeper"),
    "braces": ("a: " + "{" * 5000, "sweeps/rates.yaml:1: a value that starts with {{ is quoted"),
    "dashes": ("- " * 5000, "sweeps/rates.yaml:1: YAML: nested deeper"),
    "marks": ("? " * 5000, "sweeps/rates.yaml:1: YAML: nested deeper"),
    "quotes": ("'" * 5000, "sweeps/rates.yaml:1: a sweep is keys and values"),
    "stars": ("*" * 5000, "sweeps/rates.yaml:1: YAML: alias"),
    "digits": ("\nepochs: " + "9" * 5000, "sweeps/rates.yaml:2: YAML: Exceeds the limit"),
    "hexadecimal digits": ("\nepochs: 0x" + "f" * 5000,
    "sweeps/rates.yaml:2: YAML: this whole number is too large"),
    "bad date": ("\ntitle: 2026-13-45\n", "sweeps/rates.yaml:2: YAML: month must be in 1..12"),
    "escaped NUL": ('a: "\\0"\n', "sweeps/rates.yaml:1: YAML: this text holds the control character U+0000"),
    "escaped surrogate": ('a: "\\ud800"\n',
    "sweeps/rates.yaml:1: YAML: this text holds the control character U+D800"),
    "escaped bidi": ('a: "\\u202e"\n',
    "sweeps/rates.yaml:1: YAML: this text holds the control character U+202E"),
    "terminal": ('"\\e]0;x\\a": 1\n', "sweeps/rates.yaml:1: YAML: this text holds the control character"),
    "a megabyte": ("a: [" + "1, " * 340_000 + "1]\n", "sweeps/rates.yaml:1: YAML: has 1,020,00"),
    "over a megabyte": ("a" * (1 << 20) + "a", "sweeps/rates.yaml:1: is larger than 1 MB"),
    "laughs": (
        "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi",
        strict=True)),
        "sweeps/rates.yaml:2: YAML: alias *a",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", YAML_TRAPS)
def test_a_trap_of_yaml_is_refused_soon_with_its_line(tmp_path, case):
    """In sweeps, front matter, sidecars, site.yaml and directives alike: one reader reads them all."""
    text, words = YAML_TRAPS[case]
    content = changed(tmp_path, {"sweeps/rates.yaml": text})
    with ends_soon():
        found = refused(content)
    assert found[0].startswith(words)
    assert len(found[0]) < 400
    assert not (tmp_path / "pwned").exists()
    assert not (tmp_path / ".gdsim-cache").exists()


def test_bombs_take_little_memory(tmp_path):
    """All of them in one process that may take 600 MB more than Python with what it imports."""
    for number, (text, _) in enumerate(YAML_TRAPS.values()):
        changed(tmp_path, {f"sweeps/bomb{number}.yaml": text})
    changed(tmp_path, {f"{n}.md": sign * 5000 for n, sign in enumerate("[(<*_`{$&|>#~:\\")})
    script = (
        "import sys\nfrom gdsim.cli import main\ncode = main(sys.argv[1:])\n"
        "peak = [line for line in open('/proc/self/status') if line.startswith('VmHWM')]\n"
        "print(peak[0].split()[1])\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--no-media", "--content", tmp_path / "content"],
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1800 << 20, 1800 << 20)),
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert int(done.stdout) < 600 << 10
