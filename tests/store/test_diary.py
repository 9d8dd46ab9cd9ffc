"""What is kept comes back as it was, in both kinds of store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from levelhip.core import LevelhipError, Side
from levelhip.program import Day, Screening, questions
from levelhip.program.history import Profile
from levelhip.store import StoreFault, open_diary

NOW = datetime(2026, 1, 5, 8, 30, tzinfo=timezone(timedelta(hours=2)))
MONDAY = date(2026, 1, 5)
PROFILE = Profile(
    MONDAY,
    training_days=(0, 3),
    mass_kg=80.5,
    sorer=Side.LEFT,
    bars=frozenset({"hernia", "fall-risk"}),
)
BODY = {
    "protocol": {"id": "one-leg-stand", "version": 1},
    "recording": {"id": "ab" * 32},
    "metrics": [
        {"name": "hold_time", "side": "left", "trial": 1, "value": 30.0, "sd": 0.1, "unit": "s",
         "method": "pose/1"},
        {"name": "hold_time", "side": "left", "trial": 0, "value": 31.5, "sd": 0.2, "unit": "s",
         "method": "pose/1"},
        {"name": "pelvic_drop", "side": "left", "trial": 0, "value": None, "sd": None,
         "unit": "deg", "method": "", "refused": "no-pelvis-in-picture"},
        {"name": "rep_count", "side": "both", "trial": 0, "value": 10.0, "sd": 0.0, "unit": "1",
         "method": "count/1"},
        {"name": "faulty_count", "side": "both", "trial": 0, "value": 2.0, "sd": 0.0, "unit": "1",
         "method": "count/1"},
    ],
}  # fmt: skip


def test_a_profile_comes_back_as_it_was_and_can_be_changed(diary):
    assert diary.profile() is None
    diary.begin(PROFILE, at=NOW)
    assert diary.profile() == PROFILE
    changed = Profile(MONDAY, mass_kg=79.0)
    diary.begin(changed, at=NOW)
    assert diary.profile() == changed


def test_screenings_and_visits_keep_their_moment_whatever_the_zone(diary):
    diary.begin(PROFILE, at=NOW)
    said = {each.id: "no" for each in questions().question} | {"fever": "yes"}
    diary.add_screening(Screening(NOW, said), version=1)
    diary.add_visit(NOW + timedelta(hours=3))
    told = diary.history()
    assert told.screenings[0] == Screening(NOW.astimezone(UTC), said)
    assert told.visits == [NOW.astimezone(UTC) + timedelta(hours=3)]
    assert told.clearance(NOW + timedelta(hours=4)).tier == "same-day"


def test_a_moment_without_a_zone_is_refused(diary):
    diary.begin(PROFILE, at=NOW)
    with pytest.raises(Exception, match="time zone"):
        diary.add_visit(datetime(2026, 1, 5))  # noqa: DTZ001 -- the fault under test


def test_a_day_is_said_anew_not_twice(diary):
    diary.begin(PROFILE, at=NOW)
    diary.say(Day(MONDAY, usual=3))
    diary.say(Day(MONDAY, usual=4, during=2, leg_signs=True))
    assert diary.history().days == [Day(MONDAY, usual=4, during=2, leg_signs=True)]
    assert diary.day(MONDAY + timedelta(days=1)) == Day(MONDAY + timedelta(days=1), trained=False)


def test_minutes_walked_are_replaced_and_checked(diary):
    diary.begin(PROFILE, at=NOW)
    diary.walk(MONDAY, 20.0)
    diary.walk(MONDAY, 25.0)
    assert [walked.minutes for walked in diary.history().walked] == [25.0]
    with pytest.raises(LevelhipError, match="-1"):
        diary.walk(MONDAY, -1.0)


def test_a_finished_session_counts_with_what_its_result_counted(diary):
    diary.begin(PROFILE, at=NOW)
    diary.begin_session("s1", "wall-hip-drop", 1, {"sides": ["left"]}, at=NOW)
    assert diary.history().done == []
    assert [diary.act("s1", "rep", {"n": i}) for i in range(3)] == [1, 2, 3]
    assert diary.acts("s1") == [("rep", {"n": i}) for i in range(3)]
    diary.add_result(BODY, at=NOW, session_id="s1")
    diary.finish_session("s1", "done", at=NOW + timedelta(minutes=9))
    (done,) = diary.history().done
    assert (done.exercise, done.reps, done.faulty, done.whole) == ("wall-hip-drop", 10, 2, True)


def test_only_summary_values_that_are_known_become_measurements(diary):
    diary.begin(PROFILE, at=NOW)
    diary.add_result(BODY, at=NOW)
    found = {(m.name, m.side): m.value for m in diary.history().measured}
    assert found[("hold_time", Side.LEFT)] == 31.5
    assert ("pelvic_drop", Side.LEFT) not in found


def test_finishing_an_unknown_session_names_it(diary):
    diary.begin(PROFILE, at=NOW)
    with pytest.raises(StoreFault, match="s9"):
        diary.finish_session("s9", "done", at=NOW)


def test_two_people_in_one_store_do_not_see_each_other(address):
    one, two = open_diary(address, person="one"), open_diary(address, person="two")
    for each in (one, two):
        each.begin(PROFILE, at=NOW)
    one.say(Day(MONDAY, usual=7))
    assert two.history().days == []
    assert len(one.history().days) == 1
    one.close()
    two.close()


def test_what_was_said_is_there_after_opening_again(address):
    first = open_diary(address)
    first.begin(PROFILE, at=NOW)
    first.say(Day(MONDAY, usual=3))
    first.close()
    again = open_diary(address)
    assert again.history().days == [Day(MONDAY, usual=3)]
    again.close()
