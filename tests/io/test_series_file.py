"""The series file gives back what was written."""

import numpy as np
import polars as pl

from levelhip.io.series_file import read_series, write_series


def test_time_comes_first_and_unknown_samples_are_null(tmp_path):
    path = tmp_path / "series.parquet"
    write_series(path, {"load_share": np.array([0.5, np.nan]), "time_s": np.array([0.0, 0.1])})
    table = pl.read_parquet(path)
    assert table.columns == ["time_s", "load_share"]
    assert table["load_share"].to_list() == [0.5, None]


def test_a_series_read_back_is_the_same(tmp_path):
    path = tmp_path / "series.parquet"
    given = {
        "time_s": np.linspace(0, 1, 5),
        "trunk_lean_deg": np.array([1, 2, np.nan, 4, 5], dtype=np.float32),
    }
    write_series(path, given)
    for name, values in read_series(path).items():
        np.testing.assert_array_equal(values, given[name])


def test_no_samples_still_give_a_readable_file(tmp_path):
    path = tmp_path / "series.parquet"
    write_series(path, {})
    assert pl.read_parquet(path).columns == ["time_s"]
