"""Built-in datasets: one file each registers ``make(seed) -> Dataset``."""

from __future__ import annotations

from typing import Protocol

from gdsim.core.dataset import Dataset
from gdsim.registry import Registry


class Maker(Protocol):
    """Makes a dataset; the same seed gives the same points on every machine."""

    def __call__(self, seed: int = 0) -> Dataset: ...


registry = Registry[Maker]("dataset", __name__)
register, get, names = registry.register, registry.get, registry.names
