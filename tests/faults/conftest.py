"""When the campaign runs, and the place that the sample's builds are made in."""

from __future__ import annotations

import pytest

from tests.faults.builds import Place, warm_context


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes an hour runs where it is asked for by its mark."""
    if "campaign" not in config.getoption("-m"):
        left = [item for item in items if item.get_closest_marker("campaign")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A content with its old site and an edit, without media."""
    return Place(tmp_path_factory.mktemp("faults"), warm_context(), media=False)
