"""Trends: each number against its error, by one rule, and what matters beside it."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import Metric, Side
from levelhip.engine.change import change
from levelhip.program import Day
from levelhip.program.history import (
    Activity,
    History,
    Measured,
    Profile,
    Rating,
    Score,
    Spot,
    Walked,
)
from levelhip.program.spot_trend import spot_trends
from levelhip.program.trends import trends

START = date(2026, 1, 5)


def on(i):
    return START + timedelta(days=i)


def usual(*values):
    """One answer a day from the pairs of day and value."""
    return History(Profile(START), days=[Day(on(i), usual=v) for i, v in values])


def test_two_single_answers_must_differ_by_three_points():
    two, three = (trends(usual((0, 6), (30, 6 - by))).of("usual_pain") for by in (2, 3))
    assert (two.reading, three.reading) == ("no measurable change", "better")
    assert three.detectable == pytest.approx(1.96 * math.sqrt(2) * 1.02)


def test_a_change_that_hardly_passes_its_error_says_so():
    three, four = (trends(usual((0, 6), (30, 6 - by))).of("usual_pain") for by in (3, 4))
    assert "Only just: the next weeks will show whether it lasts." in map(str, three.reasons)
    assert not any("Only just" in str(each) for each in four.reasons)


def test_means_of_two_weeks_tell_less_apart_than_single_answers():
    days = [*((i, 5) for i in range(7)), *((i, 3) for i in range(30, 37))]
    found = trends(usual(*days)).of("usual_pain")
    assert found.reading == "better"
    assert found.detectable == pytest.approx(1.96 * math.sqrt(2 / 7) * 1.02)
    assert (found.first.count, found.latest.count) == (7, 7)
    assert "matters" in str(found.reasons[0])


def test_answers_of_one_week_only_say_from_when_on_more_is_known():
    found = trends(usual((0, 6), (6, 1))).of("usual_pain")
    assert (found.reading, found.change) == ("cannot tell yet", None)
    assert "2026-01-12" in str(found.reasons[0])


def test_the_morning_belongs_to_the_day_after_the_one_it_was_said_for():
    history = History(Profile(START), days=[Day(START, morning=2)])
    assert trends(history).of("morning_pain").points[0].on == on(1)


@pytest.mark.parametrize(("gain", "reading"), [(2, "no measurable change"), (3, "better")])
def test_one_activity_must_change_by_three_points(gain, reading):
    doing = [Activity("lift", [Rating(on(0), 4), Rating(on(40), 4 + gain)])]
    found = trends(History(Profile(START), activities=doing))
    assert [each.name for each in found.each] == ["psfs_activity"]
    assert found.of("psfs_activity").reading == reading


def test_the_mean_of_three_activities_must_change_by_two_points():
    def mean(*gains):
        doing = [
            Activity(f"thing {i}", [Rating(on(0), 4), Rating(on(40), 4 + gain)])
            for i, gain in enumerate(gains)
        ]
        return trends(History(Profile(START), activities=doing)).of("psfs")

    assert mean(2, 2, 2).reading == "better"
    assert mean(2, 2, 1).reading == "no measurable change"
    # With two activities the bound of a single one holds.
    assert mean(2, 2).reading == "no measurable change"
    assert mean(2, 2, 2).important == (1.3, 2.3, 2.7)
    assert "small" in str(mean(2, 2, 2).reasons[0])
    assert "medium" in str(mean(3, 2, 2).reasons[0])


def test_an_activity_that_was_named_later_does_not_move_the_mean():
    doing = [
        Activity("first", [Rating(on(0), 4), Rating(on(40), 4)]),
        Activity("second", [Rating(on(0), 4), Rating(on(40), 4)]),
        Activity("late", [Rating(on(40), 10)]),
    ]
    found = trends(History(Profile(START), activities=doing)).of("psfs")
    assert (found.change, found.reading) == (0.0, "no measurable change")


def test_activities_rated_on_two_days_of_a_week_give_one_mean():
    doing = [
        Activity("first", [Rating(on(0), 3), Rating(on(40), 9)]),
        Activity("second", [Rating(on(2), 5), Rating(on(42), 9)]),
    ]
    found = trends(History(Profile(START), activities=doing)).of("psfs")
    assert [(p.on, p.value) for p in found.points] == [(on(2), 4.0), (on(42), 9.0)]
    assert found.reading == "better"


@pytest.mark.parametrize(
    ("field", "important"), [("usual", (2.0,)), ("pressure", ()), ("during", ())]
)
def test_what_matters_to_people_is_known_of_the_usual_pain_alone(field, important):
    days = [Day(on(i), **{field: 8 if i < 7 else 2}) for i in range(60)]
    (found,) = trends(History(Profile(START), days=days)).each
    assert (found.reading, found.important) == ("better", important)
    assert ("matters" in " ".join(map(str, found.reasons))) is bool(important)


@pytest.mark.parametrize(("first_s", "is_told"), [(21.4, True), (9.0, False)])
def test_a_time_that_cannot_get_better_before_the_test_ends_says_so(first_s, is_told):
    stood = {"protocol": "one-leg-stand", "name": "best_hold_time", "sd": 0.07}
    found = trends(
        History(
            Profile(START), measured=[measured(0, first_s, **stood), measured(56, 38.6, **stood)]
        )
    ).of("best_hold_time", Side.LEFT)
    told = " ".join(map(str, found.reasons))
    assert found.reading == "cannot tell yet"
    assert ("The test ends at 45 s, and only more than 53 s would count" in told) is is_told


def test_the_questionnaire_must_change_by_five_and_matters_from_thirty_percent():
    def told(first, last):
        scores = [Score(on(0), "rmdq24", first), Score(on(40), "rmdq24", last)]
        return trends(History(Profile(START), scores=scores)).of("rmdq24")

    assert told(10, 6).reading == "no measurable change"
    assert (told(10, 5).reading, told(10, 5).important) == ("better", (3.0,))
    assert told(20, 15).important == (5.0,)
    assert told(5, 10).reading == "worse"
    assert any("so low" in str(each) for each in told(3, 0).reasons)


def measured(i, value, *, name="hold_time", side=Side.LEFT, sd=0.0, **of):
    told = {"protocol": "side-lying-abduction", "unit": "s", "method": "imu/1"} | of
    return Measured(
        on(i), told["protocol"], name, side, value, sd, told["unit"], told["method"]
    )  # fmt: skip


@pytest.mark.parametrize(("gain", "reading"), [(33.0, "better"), (31.0, "cannot tell yet")])
def test_the_side_lying_hold_must_change_by_some_33_seconds(gain, reading):
    # docs/evidence.md#hold-endurance: smallest detectable change 32.8 s.
    history = History(Profile(START), measured=[measured(0, 30.0), measured(40, 30.0 + gain)])
    assert trends(history).of("hold_time", Side.LEFT).reading == reading


def test_what_was_got_in_another_way_is_not_compared():
    told = [measured(0, 30.0), measured(40, 90.0, method="taps/1")]
    found = trends(History(Profile(START), measured=told)).of("hold_time", Side.LEFT)
    assert (found.reading, found.change) == ("cannot tell yet", None)
    assert "another way" in str(found.reasons[0])


def test_left_less_right_comes_from_both_sides_of_a_day():
    told = [measured(0, 40.0, sd=3.0), measured(0, 25.0, sd=4.0, side=Side.RIGHT)]
    point = trends(History(Profile(START), measured=told)).of("hold_time_difference").points[0]
    assert (point.value, point.sd) == (15.0, 5.0)


def test_a_difference_that_was_measured_as_such_is_taken():
    told = [
        measured(0, 40.0, sd=3.0),
        measured(0, 25.0, sd=4.0, side=Side.RIGHT),
        measured(0, 15.5, sd=1.0, side=Side.BOTH, name="hold_time_difference"),
    ]
    point = trends(History(Profile(START), measured=told)).of("hold_time_difference").points[0]
    assert (point.value, point.sd) == (15.5, 1.0)


@given(
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 10)), min_size=1, max_size=30),
    st.randoms(),
)
def test_the_rule_is_the_one_of_comparing_days_and_order_does_not_matter(said, dice):
    days = list({i: Day(on(i), usual=v) for i, v in said}.values())
    found = trends(History(Profile(START), days=days)).of("usual_pain")
    dice.shuffle(days)
    assert trends(History(Profile(START), days=days)).of("usual_pain") == found
    if found.latest is None:
        assert found.reading == "cannot tell yet"
        return

    def metrics(stretch):
        return [
            Metric("usual_pain", Side.BOTH, 0, p.value, p.sd, None, "of 10", p.method)
            for p in found.points
            if stretch.start <= p.on <= stretch.end
        ]

    told = change(metrics(found.first), metrics(found.latest))
    words = {"improved": "better"}.get(told.state, told.state)
    assert (found.reading, found.change, found.detectable) == (words, told.difference, told.mdc95)


@given(st.floats(0, 10), st.floats(0, 10), st.floats(0, 10), st.floats(0, 10))
def test_a_mirrored_person_has_mirrored_trends(a, b, c, d):
    def told(left, right):
        values = ((0, left, a), (0, right, b), (40, left, c), (40, right, d))
        return trends(
            History(
                Profile(START),
                measured=[
                    measured(i, v, side=s, sd=1.0, name="pelvic_drop", protocol="equal-weight",
                             unit="deg")
                    for i, s, v in values
                ],
            )
        )  # fmt: skip

    here, there = told(Side.LEFT, Side.RIGHT), told(Side.RIGHT, Side.LEFT)
    for side in (Side.LEFT, Side.RIGHT):
        ours, theirs = here.of("pelvic_drop", side), there.of("pelvic_drop", side.other)
        assert (ours.reading, ours.change) == (theirs.reading, theirs.change)
    apart = [each.of("pelvic_drop_difference") for each in (here, there)]
    assert apart[0].change == pytest.approx(-apart[1].change)
    assert apart[0].reading == apart[1].reading


def test_people_in_whom_nothing_changes_are_seldom_called_better_altogether():
    dice = np.random.default_rng(5)
    found = []
    for _ in range(200):
        days = [
            Day(on(i), *(int(v) for v in np.clip(np.round(dice.normal(4, 1.02, 4)), 0, 10)))
            for i in range(0, 84, 2)
        ]
        tests = [
            measured(i, 40 + dice.normal(0, 11.5), side=side, sd=0.5)
            for i in (0, 28, 56, 83)
            for side in (Side.LEFT, Side.RIGHT)
        ]
        found.append(trends(History(Profile(START), days=days, measured=tests)).overall)
    assert found.count("better") / len(found) <= 0.05
    assert found.count("worse") / len(found) <= 0.05


def test_minutes_walked_are_added_up_by_week_and_no_way_is_called_better():
    walked = [Walked(on(i), 10.0) for i in (0, 2, 4)] + [Walked(on(i), 20.0) for i in (21, 23)]
    found = trends(History(Profile(START), walked=walked)).of("walk_minutes")
    assert [p.value for p in found.points] == [30.0, 0.0, 0.0, 40.0]
    assert found.reading in ("changed", "no measurable change")


def test_nothing_said_gives_no_trend():
    found = trends(History(Profile(START)))
    assert (found.each, found.overall) == ((), "cannot tell yet")


def at(i):
    return datetime(2026, 1, 5, 12, tzinfo=UTC) + timedelta(days=i)


def test_a_spot_within_25_mm_is_the_same_one_and_each_kind_is_compared_with_itself():
    marks = [
        Spot(at(0), "back", "back", -0.04, 0.0, 6),
        Spot(at(1), "hip", "left", 0.0, -0.05, 5),
        Spot(at(28), "back", "back", -0.04, 0.01, 3),
        Spot(at(28), "hip", "left", 0.08, -0.05, 5),
    ]
    back, hip = spot_trends(History(Profile(START), spots=marks))
    assert (back.change.state, hip.change.state) == ("same", "moved")
    assert "10 mm from the first mark" in str(back.text)
    assert "has moved: 80 mm" in str(hip.text)


def test_a_mark_in_between_that_lay_elsewhere_is_told_of():
    marks = [Spot(at(i), "back", "back", -0.04, y, 5) for i, y in ((0, 0.0), (9, 0.04), (28, 0.01))]
    (back,) = spot_trends(History(Profile(START), spots=marks))
    assert str(back.text).endswith("10 mm from it. In between one lay 40 mm from the first.")


def test_a_mark_of_the_test_counts_where_the_map_has_none():
    told = [
        Measured(on(3), "pain-spot", name, Side.BOTH, value, 0.01, "m")
        for name, value in (("back_spot_view", 2), ("back_spot_x", -0.05), ("back_spot_y", 0.01))
    ]
    (back,) = spot_trends(History(Profile(START), measured=told))
    assert (back.kind, back.marks[0].view, back.marks[0].x_m) == ("back", "back", -0.05)
