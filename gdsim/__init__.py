"""gdsim: precomputed animations of gradient descent, and lessons that cannot lie.

``run``, ``sweep`` and ``load`` give trajectories; ``build`` makes a site; ``Dataset`` holds your own points.
What can be added has a registry: ``datasets``, ``models``, ``losses``, ``optimizers``, ``scenes``,
``directives``, each with ``register(name)``, ``get(name)`` and ``names()``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdsim import datasets, directives, losses, models, optimizers, scenes
    from gdsim.api import load, run, sweep
    from gdsim.core.dataset import Dataset
    from gdsim.pipeline import build

__version__ = "0.1.0"

# Imported when first used, so that a command that needs no numbers starts at once.
_HOMES = {
    "Dataset": "gdsim.core.dataset",
    "build": "gdsim.pipeline",
    "load": "gdsim.api",
    "run": "gdsim.api",
    "sweep": "gdsim.api",
}
_REGISTRIES = ("datasets", "directives", "losses", "models", "optimizers", "scenes")

__all__ = [
    "Dataset", "build", "datasets", "directives", "load", "losses", "models", "optimizers", "run", "scenes",
    "sweep",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in _REGISTRIES:
        return import_module(f"gdsim.{name}")
    raise AttributeError(f"module 'gdsim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
