"""Browsers that a machine has, or can be given."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence


def find(variable: str, commands: Sequence[str], package: str) -> str | None:
    """A browser by the environment, by PATH, or Debian's package when root; None where there is none."""
    named = os.environ.get(variable)
    if named:
        return named
    return _on_path(commands) or (_install(package) and _on_path(commands)) or None


def _on_path(commands: Sequence[str]) -> str | None:
    return next((path for name in commands if (path := shutil.which(name))), None)


def _install(package: str) -> bool:
    """Try Debian's package; only as root, where nobody has to be asked."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        if subprocess.run(["apt-get", *arguments], env=environment, check=False).returncode:
            return False
    return True
