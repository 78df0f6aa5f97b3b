"""Where runs are simulated and drawn, and what workers elsewhere must have for the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial

from gdsim.cache.key import fonts_digest, key_of, source_digest, versions
from gdsim.jobs.elsewhere import Needs, file_digest
from gdsim.jobs.executors import cores, executor_of
from gdsim.stages.plugins import own_files
from gdsim.stages.reading import Sources

SHOWN = 12  # characters of a digest that tell one from another
CODE = ("core", "descent", "losses", "models", "optimizers", "render", "scenes")
PACKAGES = ("av", "contourpy", "imageio", "matplotlib", "numpy", "pillow")


def workers_for(sources: Sources) -> tuple[Callable[[int], Executor], int]:
    """What starts the executor asked for, and the number of its workers."""
    config, plugins = sources.config, sources.content.site.plugins
    start = partial(
        executor_of,
        config.executor,
        plugins=plugins,
        preload=("gdsim.render.clip",),
        scheduler=config.scheduler,
        needs=needs_of(plugins) if config.executor == "dask" else None,
    )
    return start, config.jobs or cores()


def described() -> dict[str, str]:
    """What decides the bytes of this process's work, by name."""
    import gdsim

    return {
        "gdsim": gdsim.__version__,
        "gdsim's sources": source_digest(*CODE)[:SHOWN],
        "gdsim's fonts": fonts_digest()[:SHOWN],
        **dict(name.rsplit(" ", 1) for name in versions(*PACKAGES)),
    }


def needs_of(plugins: Sequence[str]) -> Needs:
    """What workers need; ``plugins`` are modules that are imported here."""
    here = described()
    files: dict[str, bytes] = {}
    for module in plugins:
        found, root = own_files(module)
        files |= {path.relative_to(root).as_posix(): path.read_bytes() for path in found}
    digests = {module: file_digest(module) for module in plugins}
    key = key_of("needs/1", [here, digests, {name: data.hex() for name, data in files.items()}])
    return Needs(key, here, described, digests, files)
