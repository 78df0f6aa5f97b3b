"""The steps of a build, where content, descent, render and site meet; each makes only what is missing.

read → simulate → write_pages → draw → assemble → check
"""

from gdsim.stages.clips import draw
from gdsim.stages.files import assemble, check
from gdsim.stages.pages import write_pages
from gdsim.stages.reading import Sources, expected_bytes, read
from gdsim.stages.runs import simulate

__all__ = ["Sources", "assemble", "check", "draw", "expected_bytes", "read", "simulate", "write_pages"]
