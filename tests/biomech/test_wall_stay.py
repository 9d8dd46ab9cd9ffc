"""How long a knee stays at the wall tells a touch that is shown from a repetition."""

import math

import pytest

from levelhip.biomech.wall_faults import WallRep, is_before, stay_s
from levelhip.core import Side


def rep(drop, at_wall_s, reach_m=0.05, squeeze_s=1.0):
    unknown = math.nan
    return WallRep(
        Side.LEFT,
        0.0,
        0.5,
        1.0,
        1.5,
        2.0,
        drop,
        0.012,
        unknown,
        reach_m,
        unknown,
        unknown,
        squeeze_s,
        at_wall_s,
    )


LATER = [rep(0.016, 1.2), rep(0.018, 1.3)]


def test_a_stay_is_the_time_beyond_half_of_the_way():
    # 0.1 s apart: ten at level, twenty at the wall, ten back.
    path = [0.0] * 10 + [0.05] * 20 + [0.0] * 10
    assert stay_s([(0.1 * i, reach) for i, reach in enumerate(path)]) == pytest.approx(2.0)


def test_a_stay_of_a_knee_that_was_not_seen_is_unknown():
    assert math.isnan(stay_s([(0.0, math.nan), (0.1, math.nan), (0.2, 0.01)]))


def test_a_long_stay_without_a_drop_is_the_touch_being_shown():
    assert is_before(rep(0.004, 3.0), LATER, 0.6)


@pytest.mark.parametrize(
    "first",
    [
        rep(0.005, 1.4),  # shallow, but as quick as the others
        rep(0.016, 3.0),  # a full drop that is held for long
        rep(0.004, 3.0, reach_m=0.01),  # the knee never went anywhere
    ],
)
def test_a_repetition_is_not_taken_for_it(first):
    later = LATER if first.reach_m > 0.02 else [rep(0.016, 1.2, 0.01), rep(0.018, 1.3, 0.01)]
    assert not is_before(first, later, 0.6)


def test_somebody_who_squeezes_long_every_time_has_done_all_of_them():
    assert not is_before(rep(0.004, 2.5), [rep(0.016, 2.4), rep(0.018, 2.6)], 0.6)
