"""Artists are imported without their help, and draw as ever."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import gdsim.render.artists
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

line = Line2D([0, 1], [0, 1])
line.set(linewidth=3, color="red")
assert (line.get_linewidth(), line.get_color()) == (3, "red")
try:
    line.set(nothing=1)
except AttributeError as error:
    assert "nothing" in str(error)
else:
    raise SystemExit("an unknown property was taken")
assert "Supported properties" not in (Line2D.set.__doc__ or "")

class Own(Line2D):
    def set_height(self, height):
        pass

assert "height" in Own.set.__doc__  # what is defined later has its help
assert Figure().add_subplot(projection="3d").name == "3d"
"""


def run(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_only_help_is_left_out() -> None:
    run(PROGRAM)


def test_whoever_has_matplotlib_keeps_its_help() -> None:
    asked = 'assert "Supported properties" in matplotlib.lines.Line2D.set.__doc__'
    run(f"import matplotlib.figure\nimport gdsim.render.artists\n{asked}")


def test_another_matplotlib_is_imported_as_it_is() -> None:
    run(
        "import types, gdsim.render.artists as artists\n"
        "class Kind: pass\n"
        "other = types.ModuleType('other')\n"
        "other.Kind = Kind\n"
        "with artists._replaced(other, 'Gone', 'help', 1), artists._replaced(other, 'Kind', 'help', 1):\n"
        "    assert not hasattr(Kind, 'help')\n"
    )
