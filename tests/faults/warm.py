"""Loaded once by the server that builds are forked from: everything that a build imports, by one build."""

from __future__ import annotations

import tempfile
from pathlib import Path

import gdsim
import gdsim.cli
import gdsim.report
from tests.small_site import write_content

with tempfile.TemporaryDirectory() as folder:
    gdsim.build(write_content(Path(folder)), executor="inline")
