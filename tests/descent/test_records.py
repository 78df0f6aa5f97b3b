"""What a dataset's files carry to the page and to a reader: the very points that the runs were made from."""

from __future__ import annotations

import json

import numpy as np
import pytest

from gdsim import datasets
from gdsim.core.dataset import Dataset
from gdsim.descent.records import dataset_csv, dataset_record
from gdsim.descent.table import read_dataset
from gdsim.stages.gathering import json_text

AWKWARD = Dataset(
    "awkward",
    np.array([0.1 + 0.2, 1 / 3, 1e-300, 2.0**70, 5e-324, -0.0]),
    np.array([np.nextafter(1.0, 2), -1e23, 123456789.123456789, 1e70, -7.0, 1e-5]),
    x_label="a, b",
    y_label='"c"',
)
EVERY = [*(datasets.get(name)() for name in datasets.names()), AWKWARD]


@pytest.mark.parametrize("dataset", EVERY, ids=lambda dataset: dataset.name)
def test_published_points_are_those_of_the_dataset(dataset):
    """The JSON, which the script repeats; the digest beside the points is theirs."""
    record = json.loads(json_text(dataset_record(dataset)))
    points = Dataset("read", np.array(record["points"]["x"]), np.array(record["points"]["y"]))
    assert points.x.tolist() == dataset.x.tolist()
    assert points.y.tolist() == dataset.y.tolist()
    assert not np.signbit(points.x[points.x == 0]).any()
    if dataset is not AWKWARD:  # its −0 is published as 0
        assert points.digest == record["digest"]


@pytest.mark.parametrize("dataset", EVERY, ids=lambda dataset: dataset.name)
def test_published_csv_is_read_as_the_same_dataset(tmp_path, dataset):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/read.csv").write_bytes(dataset_csv(dataset))
    read = read_dataset(tmp_path, "data/read.csv")
    assert (read.x.tolist(), read.y.tolist()) == (dataset.x.tolist(), dataset.y.tolist())
    assert (read.x_label, read.y_label) == (dataset.x_label, dataset.y_label)
