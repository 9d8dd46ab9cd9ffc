import os
from pathlib import Path

import pytest

from accuracy.obliquity import tables

DATA = (
    Path(__file__).resolve().parents[2] / os.environ.get("LEVELHIP_DATA", "../shared/data")
).resolve()


@pytest.mark.skipif(not DATA.is_dir(), reason="no recordings: set LEVELHIP_DATA to their folder")
def test_every_row_has_its_count_and_error_and_every_goal_its_measure():
    figures, obliquity, centres = tables(DATA)
    assert not [row for row in figures.rows if row[-1] == "differs"]
    count, rmse, kind = (obliquity.columns.index(c) for c in ("n", "RMSE, deg", "kind"))
    for row in obliquity.rows:
        assert row[count] > 100
        assert row[rmse] >= 0.0
        if row[kind] == "parallel by construction":
            assert row[rmse] < 1e-9
    assert len(obliquity.goals) >= 6
    assert all("measured" in goal for goal in obliquity.goals)
    assert not [goal for goal in obliquity.goals if "parallel" in goal]
    assert len(centres.rows) == 4
