import os
from pathlib import Path

import pytest

from accuracy.load_share import tables

ROOT = Path(__file__).resolve().parents[2]
DATA = (ROOT / os.environ.get("LEVELHIP_DATA", "../shared/data")).resolve()


@pytest.mark.skipif(not DATA.is_dir(), reason="no recordings; set LEVELHIP_DATA to their folder")
def test_load_share_from_landmarks_meets_its_goals_against_plates():
    trials, repetitions = tables(DATA)
    together = [goal for goal in trials.goals if "squats1 and STS1" in goal]
    assert len(together) == 5
    assert not [goal for goal in together + repetitions.goals if "not met" in goal]
    # Every trial has a row for each method, refused or not.
    assert len(trials.rows) == 5 * 2 * 5
