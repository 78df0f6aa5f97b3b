"""Importing the author's own modules, here and in workers."""

from __future__ import annotations

import importlib
import sys


def import_plugin(module: str) -> None:
    """Import a module and leave no bytecode of it.

    Python tells an edited file by its second and its size, so what is saved twice within a second might run
    as it was, under the digest of what it is.
    """
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        importlib.import_module(module)
    finally:
        sys.dont_write_bytecode = kept
