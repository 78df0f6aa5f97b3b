"""The page's numpy and random behave as NumPy and Python do: the same facts for both."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import deno
import numpy_facts
import pytest

HERE = Path(__file__).parent
PLAYER = HERE.parents[1] / "templates" / "player"
EACH = """
import io, json, sys
import numpy_facts

told = {}
for name, fact in numpy_facts.FACTS.items():
    try:
        fact()
        told[name] = ""
    except Exception as error:
        trace = io.StringIO()
        sys.print_exception(error, trace)
        told[name] = trace.getvalue()
print(json.dumps(told))
"""


def page_python(tmp_path: Path, code: str, *modules: Path) -> str:
    """What a program prints in the page's interpreter."""
    program = tmp_path / "program.py"
    program.write_text(code, encoding="utf-8")
    command = [deno.find_deno_bin(), "run", "--quiet", "--allow-read", "--allow-env", HERE / "page_python.ts"]
    done = subprocess.run(
        [*map(str, command), str(program), *map(str, modules)],
        cwd=PLAYER,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def in_the_page(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What went wrong with each fact in the page's interpreter."""
    return json.loads(page_python(tmp_path_factory.mktemp("facts"), EACH, HERE / "numpy_facts.py"))


@pytest.mark.parametrize("fact", numpy_facts.FACTS.values(), ids=lambda fact: fact.__name__)
def test_numpy_itself_holds_to_the_facts(fact: Callable[[], None]) -> None:
    fact()


@pytest.mark.parametrize("name", numpy_facts.FACTS)
def test_the_pages_numpy_holds_to_them(in_the_page: dict[str, str], name: str) -> None:
    assert in_the_page[name] == ""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import numpy as np; np.fft", "numpy.fft is not in the page; use the notebook"),
        ("from numpy import linalg", "numpy.linalg is not in the page; use the notebook"),
        ("import numpy as np; np.array([1.0]).reshape(1)", "ndarray.reshape is not in the page"),
        ("import numpy as np; np.random.default_rng(7)", "numpy.random.default_rng is not in the page"),
        ("import numpy as np; np.array([[1, 2], [3, 4]])", "more than one dimension are not in the page"),
        ("import numpy as np; np.polyfit([1, 2, 3], [1, 4, 9], 2)", "polyfit fits lines (degree 1)"),
        ("import random; random.betavariate(1, 2)", "random.betavariate is not in the page"),
    ],
)
def test_what_the_page_lacks_says_so(tmp_path: Path, code: str, words: str) -> None:
    tried = f"try:\n    {code}\nexcept Exception as error:\n    print(error)\n"
    assert words in page_python(tmp_path, tried)


def test_random_gives_pythons_numbers(tmp_path: Path) -> None:
    code = (
        "import random\n"
        "for seed in (7, 0, 123456789012345):\n"
        "    random.seed(seed)\n"
        "    shuffled = list(range(9))\n"
        "    random.shuffle(shuffled)\n"
        "    print(repr([random.random(), random.randint(0, 6), random.uniform(-1, 1),\n"
        "                random.choice('abcdef'), random.randrange(5, 50, 3),\n"
        "                random.gauss(0, 1), random.gauss(0, 1),\n"
        "                random.getrandbits(40), shuffled]))\n"
    )
    told = page_python(tmp_path, code).splitlines()
    for seed, line in zip((7, 0, 123456789012345), told, strict=True):
        stream = random.Random(seed)
        shuffled = list(range(9))
        stream.shuffle(shuffled)
        expected = [
            stream.random(), stream.randint(0, 6), stream.uniform(-1, 1), stream.choice("abcdef"),
            stream.randrange(5, 50, 3), stream.gauss(0, 1), stream.gauss(0, 1), stream.getrandbits(40),
            shuffled,
        ]  # fmt: skip
        met = eval(line)  # the page's own list of numbers
        assert met[:5] + met[7:] == expected[:5] + expected[7:]
        assert met[5:7] == pytest.approx(expected[5:7], rel=1e-12)
