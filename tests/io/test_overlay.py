"""The numbers drawn into a video."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.io.overlay import HELD_S, held

RATE_HZ = 100.0
TIMES = np.arange(0.0, 5.0 + 1e-9, 1.0 / RATE_HZ)
SERIES = {"time_s": TIMES, "angle_deg": 30.0 * TIMES}


@given(time_s=st.floats(0.0, 5.0))
def test_a_drawn_number_is_never_more_than_half_a_step_old_or_early(time_s):
    # A leg that rises by 30 degrees a second: half a step of 0.2 s is 3 degrees.
    off_s = (held(SERIES, "angle_deg", time_s) - 30.0 * time_s) / 30.0
    assert abs(off_s) <= HELD_S / 2 + 1.0 / RATE_HZ + 1e-9


def test_a_drawn_number_stands_still_within_a_step():
    shown = {held(SERIES, "angle_deg", time_s) for time_s in np.arange(0.91, 1.09, 0.01)}
    assert len(shown) == 1


def test_nothing_is_drawn_that_is_not_known():
    assert np.isnan(held(SERIES, "angle_deg", 5.5))
    assert np.isnan(held(SERIES, "other", 1.0))
    assert np.isnan(held({}, "angle_deg", 1.0))
    assert held(SERIES, "angle_deg", 4.99) == pytest.approx(30.0 * 5.0)
