"""A name is found in the file of that name; the others are read only where it is not there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gdsim import directives, models, optimizers
from gdsim.registry import UnknownName


def modules_after(code: str) -> set[str]:
    """The modules of optimizers that are imported once ``code`` has run."""
    told = "import sys; print(*(m[17:] for m in sys.modules if m.startswith('gdsim.optimizers.')))"
    command = [sys.executable, "-c", f"{code}\n{told}"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_one_name_imports_one_file():
    assert modules_after("from gdsim import optimizers; optimizers.get('line-search')") == {"line_search"}


def test_all_names_are_listed_after_one_was_asked_for():
    found = modules_after("from gdsim import optimizers; optimizers.get('gd'); optimizers.names()")
    assert {"gd", "adam", "square_trick"} <= found


def test_a_name_that_is_in_no_file_of_that_name_is_found():
    assert directives.get("try").html.__name__ == "try_"


def test_a_model_with_options_is_found():
    assert models.get("polynomial-degree-2").params == ("a2", "a1", "a0")


def test_an_unknown_name_tells_the_near_one():
    with pytest.raises(UnknownName, match="unknown optimizer 'momentun'; did you mean 'momentum'"):
        optimizers.get("momentun")
