import os
from pathlib import Path

import numpy as np
import pytest

from accuracy import footfalls, steps

DATA = Path(__file__).resolve().parents[2] / os.environ.get("LEVELHIP_DATA", "../shared/data")


@pytest.fixture
def data():
    if not DATA.is_dir():
        pytest.skip("no recordings: set LEVELHIP_DATA to their folder")
    return DATA


def test_phone_steps_meet_their_goals_on_the_phone_files(data):
    table = steps.phones(data)
    assert len(table.rows) == 6
    errors = [abs(float(row[4])) for row in table.rows]
    assert sum(errors) / len(errors) <= 1.0
    assert max(errors) <= 3.0


def test_heel_strikes_meet_their_goal_against_the_plates(data):
    table = footfalls.plates(data)
    *_, total = table.rows
    assert total[2] >= 18
    assert abs(total[3]) < 10.0
    assert total[4] <= 15.0


def test_every_marked_strike_is_found_on_its_side(data):
    (row,) = footfalls.file_events(data).rows
    assert row[1] == row[2] == 6


def test_a_phone_that_does_not_move_carries_nothing_but_gravity():
    motion = steps.carried(np.arange(0, 5, 0.01), np.ones((500, 3)))
    np.testing.assert_allclose(motion.acceleration[:, 1], steps.GRAVITY, atol=1e-9)
