from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import Metric, Side
from levelhip.engine.bearings import BEARINGS, bearing
from levelhip.engine.change import change, overall
from levelhip.protocols import protocols


def told(name="pelvic_drop", value=4.0, sd=0.8, *, side=Side.LEFT, unit="deg", method="dots/1"):
    return Metric(name, side, 0, value, sd, None, unit, method)


def pain(value):
    return told("usual_pain", value, 1.02, side=Side.BOTH, unit="1", method="self-report/1")


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        (5, 2, "improved"),
        (2, 5, "worse"),
        (5, 3, "no measurable change"),
        (3, 5, "no measurable change"),
        (4, 4, "no measurable change"),
    ],
)
def test_a_pain_number_has_to_change_by_three_points(before, after, state):
    got = change([pain(before)], [pain(after)])
    assert got.state == state
    assert got.difference == after - before
    # docs/evidence.md#pain-number-change: 1.96 x sqrt(2) x 1.02.
    assert got.mdc95 == pytest.approx(2.83, abs=0.01)


def test_pain_numbers_of_four_days_show_a_change_of_two_points():
    days = [change([pain(6)] * n, [pain(4)] * n).mdc95 for n in (1, 4)]
    assert days[1] == pytest.approx(days[0] / 2)
    assert change([pain(6)] * 4, [pain(4)] * 4).state == "improved"


def test_two_days_of_one_person_are_the_error_of_both_and_of_the_days():
    # Youdas 2007: 2 degrees between days; 0.8 degrees of measuring on each.
    got = change([told(value=9.0)], [told(value=1.0)])
    assert got.sd == pytest.approx(math.sqrt(2 * 0.8**2 + 2 * 2.0**2))
    assert got.mdc95 == pytest.approx(1.96 * got.sd)
    assert got.state == "improved"


def test_past_the_error_of_measuring_but_not_of_the_days_it_cannot_be_told_yet():
    got = change([told(value=7.0)], [told(value=3.0)])
    assert 1.96 * math.sqrt(2) * 0.8 < 4.0 < got.mdc95
    assert got.state == "cannot tell yet"
    assert "other days" in got.why


def test_a_quantity_with_no_better_way_only_changes():
    def depth(value):
        return told("depth", value, 0.005, side=Side.BOTH, unit="m")

    assert change([depth(0.3)], [depth(0.5)]).state == "changed"
    assert change([depth(0.5)], [depth(0.3)]).state == "changed"


def test_what_is_best_in_the_middle_gets_worse_on_either_side():
    def share(value):
        return told("standing_share", value, 0.005, side=Side.BOTH, unit="1", method="plates/1")

    assert change([share(0.5)], [share(0.6)]).state == "worse"
    assert change([share(0.5)], [share(0.4)]).state == "worse"
    assert change([share(0.4)], [share(0.5)]).state == "improved"
    # From one side to the other by as much: it changed, but is no nearer.
    assert change([share(0.42)], [share(0.58)]).state == "changed"


def test_left_less_right_is_better_when_it_is_smaller():
    def apart(value):
        return told("excess_shift_difference", value, 0.02, side=Side.BOTH, unit="1")

    assert change([apart(0.6)], [apart(0.0)]).state == "improved"
    assert change([apart(0.0)], [apart(-0.6)]).state == "worse"


def test_the_hold_is_asked_for_in_one_test_and_achieved_in_the_other():
    def held(value):
        return told("hold_time", value, 0.1, unit="s", method="taps/1")

    assert change([held(10.0)], [held(50.0)], protocol="side-lying-abduction").state == "improved"
    assert change([held(5.0)], [held(10.0)], protocol="equal-weight").state == "changed"
    # docs/evidence.md#hold-endurance: less than 33 s of a side-lying hold is not a change.
    got = change([held(10.0)], [held(40.0)], protocol="side-lying-abduction")
    assert got.state == "cannot tell yet"


def test_values_got_in_different_ways_are_not_comparable():
    got = change([told()], [told(method="phone/1")])
    assert got.state == "not comparable"
    assert "methods differ" in got.why
    assert change([told()], [told(unit="m")]).state == "not comparable"


def test_a_refused_value_cannot_be_compared_yet():
    refused = replace(told(), value=None, sd=None, method="", refused="no-pelvis-in-picture")
    got = change([told()], [refused])
    assert (got.state, got.why) == ("cannot tell yet", "there is no value after")
    assert change([], [told()]).why == "there is no value before"


def test_two_quantities_at_a_time_are_a_mistake():
    with pytest.raises(ValueError, match="one quantity"):
        change([told()], [told("trunk_lean")])


def test_what_nobody_knows_of_the_days_cannot_be_told_from_one_day_each():
    got = change([told("nobody_knows", 1.0, 0.01)], [told("nobody_knows", 9.0, 0.01)])
    assert got.state == "cannot tell yet"
    days = [told("nobody_knows", value, 0.01) for value in (1.0, 1.1, 0.9)]
    later = [replace(each, value=(each.value or 0) + 8) for each in days]
    assert change(days, later).state == "changed"


def test_the_persons_own_days_replace_what_is_assumed_when_there_are_enough():
    steady = [told(value=5.0 + 0.1 * i) for i in (-1, 0, 1, 0)]
    later = [replace(each, value=(each.value or 0) - 2.6) for each in steady]
    assert change(steady[:1], later[:1]).state == "cannot tell yet"
    # Six degrees of freedom; their days differ by a tenth of a degree, not by two.
    got = change(steady, later)
    assert got.sd == pytest.approx(math.sqrt(2) * 0.8, rel=0.05)
    assert got.state == "improved"


@given(
    st.floats(-20, 20), st.floats(-20, 20), st.floats(0.01, 5), st.sampled_from(sorted(BEARINGS))
)
def test_a_change_back_is_the_opposite_of_a_change(before, after, sd, name):
    opposite = {"improved": "worse", "worse": "improved"}
    there = change([told(name, before, sd)], [told(name, after, sd)])
    back = change([told(name, after, sd)], [told(name, before, sd)])
    assert back.difference == -there.difference
    assert back.sd == pytest.approx(there.sd)
    assert back.state == opposite.get(there.state, there.state)


@given(st.floats(-20, 20), st.floats(0.01, 5), st.sampled_from(sorted(BEARINGS)))
def test_the_same_value_twice_is_never_a_change(value, sd, name):
    assert change([told(name, value, sd)], [told(name, value, sd)]).state == "no measurable change"


def test_one_of_many_quantities_must_be_surer_to_be_said_in_the_sentence():
    one = change([told(value=8.5)], [told(value=2.0)])
    assert one.state == "improved"
    assert overall([one]).state == "improved"
    same = [change([told(side=side)], [told(side=side)]) for side in (Side.RIGHT,) * 9]
    crowd = overall([one, *same])
    assert (crowd.state, crowd.compared) == ("cannot tell yet", 10)


def test_better_and_worse_together_are_told_both():
    better = change([told(value=15.0)], [told(value=0.0)])
    worse = change([told("trunk_lean", 0.0)], [told("trunk_lean", 12.0)])
    both = overall([better, worse])
    assert (both.state, both.improved, both.worse) == ("changed", (better,), (worse,))


def test_nothing_that_has_a_better_way_cannot_be_told():
    assert overall([change([told("depth", 0.3)], [told("depth", 0.5)])]).state == "cannot tell yet"


def test_three_points_of_one_day_are_a_change_in_the_row_but_not_yet_in_the_sentence():
    three, four = (change([pain(6)], [pain(6 - by)]) for by in (3, 4))
    assert (three.state, overall([three]).state) == ("improved", "cannot tell yet")
    assert (four.state, overall([four]).state) == ("improved", "improved")


def test_every_metric_of_every_protocol_says_which_way_is_better_or_that_none_is():
    names = {metric.name for each in protocols() for metric in each.metrics}
    missing = {name for name in names if name not in BEARINGS}
    assert not missing


def test_each_way_has_its_reason():
    assert all(len(each.reason) > 20 for each in BEARINGS.values())
    assert bearing("pelvic_drop_difference").day_sd == pytest.approx(math.sqrt(2) * 2.0)
