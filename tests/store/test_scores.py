"""Activities, scores, spots and lifts come back as they were told, in both kinds of store."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from levelhip.core import LevelhipError
from levelhip.program import Day
from levelhip.program.history import Activity, Lift, Profile, Rating, Score, Spot
from levelhip.store import open_diary
from levelhip.store.archive import archive, restore, wipe

NOW = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
MONDAY = date(2026, 1, 5)
DAY = timedelta(days=1)
BACK = Spot(NOW, "back", "back", -0.04, 0.01, 4)


@pytest.fixture
def begun(diary):
    diary.begin(Profile(MONDAY), at=NOW)
    return diary


def test_activities_keep_their_order_and_their_ratings_by_date(begun):
    for text in ("lift my  child ", "sit"):
        begun.add_activity(text)
    begun.rate("lift my child", MONDAY + 7 * DAY, 5)
    begun.rate("Lift my child", MONDAY, 3)
    assert begun.history().activities == [
        Activity("lift my child", (Rating(MONDAY, 3), Rating(MONDAY + 7 * DAY, 5))),
        Activity("sit"),
    ]


def test_a_rating_of_the_same_day_is_replaced(begun):
    begun.add_activity("sit")
    begun.rate("sit", MONDAY, 3)
    begun.rate("sit", MONDAY, 0)
    assert begun.history().activities[0].ratings == (Rating(MONDAY, 0),)


def test_a_fourth_activity_an_empty_one_and_the_same_one_again_are_refused(begun):
    for text in ("a", "b", "c"):
        begun.add_activity(text)
    with pytest.raises(LevelhipError, match="'d': there are 3 already; drop one"):
        begun.add_activity("d")
    with pytest.raises(LevelhipError, match="'A': is there already"):
        begun.add_activity("A")
    with pytest.raises(LevelhipError, match="is empty; say what"):
        begun.add_activity("  ")
    assert [each.text for each in begun.history().activities] == ["a", "b", "c"]


def test_a_dropped_activity_is_gone_with_its_ratings_and_makes_room(begun):
    for text in ("a", "b", "c"):
        begun.add_activity(text)
    begun.rate("b", MONDAY, 2)
    begun.drop_activity("b")
    begun.add_activity("d")
    assert begun.history().activities == [Activity("a"), Activity("c"), Activity("d")]
    assert archive(begun)["rating"] == []


def test_rating_what_is_not_there_names_what_is(begun):
    with pytest.raises(LevelhipError, match="'x': not known; name one first"):
        begun.rate("x", MONDAY, 1)
    begun.add_activity("sit")
    with pytest.raises(LevelhipError, match="'x': not known; give one of 'sit'"):
        begun.drop_activity("x")


def test_scores_come_back_by_date_and_one_a_day(begun):
    begun.score(MONDAY + DAY, "rmdq24", 11)
    begun.score(MONDAY, "rmdq24", 13)
    begun.score(MONDAY, "rmdq24", 12)
    begun.score(MONDAY, "sitting_h", 7.5)
    assert begun.history().scores == [
        Score(MONDAY, "rmdq24", 12.0),
        Score(MONDAY, "sitting_h", 7.5),
        Score(MONDAY + DAY, "rmdq24", 11.0),
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("rmdq24", 25, "rmdq24: 25; give 0 to 24"),
        ("rmdq24", -1, "rmdq24: -1; give 0 to 24"),
        ("rmdq24", 3.5, "rmdq24: 3.5; give a whole number"),
        ("global_change", 6, "global_change: 6; give -5 to 5"),
        ("sitting_h", float("nan"), "sitting_h: nan; give 0 to 24"),
        ("mood", 3, "score mood: not known; give one of rmdq24"),
    ],
)
def test_what_is_no_score_is_refused_by_name_and_value_and_kept_nowhere(begun, name, value, said):
    with pytest.raises(LevelhipError, match=said):
        begun.score(MONDAY, name, value)
    assert begun.history().scores == []


def test_spots_come_back_in_order_of_time(begun):
    later = replace(BACK, at=NOW + DAY, x_m=-0.03, pain=None)
    hip = replace(BACK, at=NOW + DAY / 2, kind="hip", view="right")
    for each in (later, BACK, hip):
        begun.add_spot(each)
    assert begun.history().spots == [BACK, hip, later]


def test_what_is_no_spot_or_lift_is_refused_by_name():
    with pytest.raises(LevelhipError, match="spot knee: not known; give back or hip"):
        replace(BACK, kind="knee")
    with pytest.raises(LevelhipError, match="view top: not known; give front"):
        replace(BACK, view="top")
    with pytest.raises(LevelhipError, match="pain of the back spot: 11; give 0 to 10"):
        replace(BACK, pain=11)
    with pytest.raises(LevelhipError, match="lift: 0 kg; give more than 0"):
        Lift(MONDAY, 0, 5)
    with pytest.raises(LevelhipError, match="reps: 0; give 1 to 100"):
        Lift(MONDAY, 60, 0)
    with pytest.raises(LevelhipError, match="rating: 11; give 0"):
        Rating(MONDAY, 11)


def test_the_lift_of_a_day_is_told_anew_not_twice(begun):
    begun.lift(MONDAY + DAY, 62.5, 5)
    begun.lift(MONDAY, 60, 5)
    begun.lift(MONDAY, 55, 8)
    assert begun.history().lifts == [Lift(MONDAY, 55.0, 8), Lift(MONDAY + DAY, 62.5, 5)]


def test_a_no_to_leg_signs_is_another_answer_than_none(begun):
    begun.say(Day(MONDAY, usual=1, leg_signs=False))
    begun.say(Day(MONDAY + DAY, usual=1))
    told = {day.on: day.leg_signs for day in begun.history().days}
    assert told == {MONDAY: False, MONDAY + DAY: None}


def test_until_a_day_nothing_later_is_known(begun):
    begun.add_activity("sit")
    for i in range(3):
        on = MONDAY + i * DAY
        begun.rate("sit", on, i)
        begun.score(on, "rmdq24", i)
        begun.lift(on, 60 + i, 5)
        begun.add_spot(replace(BACK, at=NOW + i * DAY))
    known = begun.history().until(MONDAY + DAY)
    assert [each.on for each in known.activities[0].ratings] == [MONDAY, MONDAY + DAY]
    assert [each.value for each in known.scores] == [0.0, 1.0]
    assert [each.kg for each in known.lifts] == [60.0, 61.0]
    assert len(known.spots) == 2


def test_all_of_it_goes_out_and_comes_in_again_and_is_wiped(begun, tmp_path):
    begun.add_activity("lift")
    begun.add_activity("sit")
    begun.rate("sit", MONDAY, 4)
    begun.score(MONDAY, "rmdq24", 9)
    begun.add_spot(BACK)
    begun.lift(MONDAY, 60, 5)
    rows = json.loads(json.dumps(archive(begun)))
    other = open_diary(f"sqlite:///{tmp_path / 'other.sqlite'}", person="somebody")
    restore(other, rows)
    for name in ("activities", "scores", "spots", "lifts"):
        told = getattr(begun.history(), name)
        assert told
        assert getattr(other.history(), name) == told
    other.close()
    wipe(begun)
    assert all(not kept for kept in archive(begun).values())


def test_two_people_in_one_store_keep_their_own(address):
    one, two = open_diary(address, person="one"), open_diary(address, person="two")
    for each in (one, two):
        each.begin(Profile(MONDAY), at=NOW)
        each.add_activity("sit")
    one.rate("sit", MONDAY, 9)
    one.score(MONDAY, "rmdq24", 3)
    one.add_spot(BACK)
    one.lift(MONDAY, 60, 5)
    told = two.history()
    assert (list(told.scores), list(told.spots), list(told.lifts)) == ([], [], [])
    assert told.activities == [Activity("sit")]
    one.close()
    two.close()
