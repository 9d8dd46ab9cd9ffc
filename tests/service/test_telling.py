"""What a person tells is kept before it is confirmed, and read back in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from levelhip.core import LevelhipError, Metric, Side
from levelhip.engine.answers import marked_spot
from levelhip.program import questions
from levelhip.program.checkin import ANSWERS_MOST
from levelhip.service import daily, telling
from levelhip.service.clock import standing_at
from levelhip.service.spots import keep_spots
from levelhip.store import open_diary

NO = {each.id: "no" for each in questions().question}
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
MONDAY = START.date()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def diary():
    with daily.diary() as opened:
        with standing_at(START):
            daily.begin(opened)
            daily.screen(opened, NO)
        yield opened


def again():
    """What another process would find."""
    opened = open_diary()
    try:
        return opened.history()
    finally:
        opened.close()


def metrics(kind, view, x_m, y_m, pain):
    def one(name, value, unit):
        return Metric(f"{kind}_spot_{name}", Side.BOTH, 0, value, 0.009, 0.02, unit, "body-map/1")

    return [one("view", view, "1"), one("x", x_m, "m"), one("y", y_m, "m"), one("pain", pain, "1")]


def test_without_a_diary_everything_says_how_to_begin():
    with daily.diary() as diary:
        for tell in (
            lambda: telling.activity(diary, "sit"),
            lambda: telling.score(diary, "rmdq24", 3),
            lambda: telling.spot(diary, "back", "back", 0.0, 0.0),
            lambda: telling.lift(diary, 60, 5),
            lambda: telling.walk(diary, 10),
            lambda: daily.say(diary, date(2026, 1, 5), usual=3),
            lambda: telling.check_in(diary),
        ):
            with pytest.raises(LevelhipError, match="levelhip begin"):
                tell()


def test_a_day_that_has_not_come_is_refused(diary):
    telling.activity(diary, "sit")
    with standing_at(START):
        for tell in (
            lambda on: telling.rate(diary, "sit", 3, on=on),
            lambda on: telling.score(diary, "rmdq24", 3, on=on),
            lambda on: telling.lift(diary, 60, 5, on=on),
            lambda on: telling.walk(diary, 10, on=on),
        ):
            tell(MONDAY)
            with pytest.raises(LevelhipError, match="2026-01-06: has not come yet"):
                tell(MONDAY + DAY)


def test_an_activity_is_meant_by_its_words_or_its_number(diary):
    for text in ("lift my child", "sit"):
        telling.activity(diary, text)
    assert telling.named_activity(diary, "2").text == "sit"
    assert telling.named_activity(diary, "Lift  MY child").text == "lift my child"
    assert telling.named_activity(diary, "swim") is None
    with pytest.raises(LevelhipError, match="activity 3: there are 2; give 1 to 2"):
        telling.named_activity(diary, "3")


def test_hours_of_sitting_are_kept_over_time_and_the_latest_is_the_profile_s(diary):
    with standing_at(START + 30 * DAY):
        telling.score(diary, "sitting_h", 9, on=MONDAY)
        telling.score(diary, "sitting_h", 6)
        telling.score(diary, "sitting_h", 8, on=MONDAY + DAY)
    assert [(each.on, each.value) for each in telling.scores(diary, "sitting_h")] == [
        (MONDAY, 9.0),
        (MONDAY + DAY, 8.0),
        (MONDAY + 30 * DAY, 6.0),
    ]
    assert diary.profile().sitting_h == 6.0


def test_training_days_can_be_changed_and_taken_back(diary):
    daily.begin(diary, training_days=(0, 3))
    daily.begin(diary, mass_kg=80.0)
    assert diary.profile().training_days == (0, 3)
    daily.begin(diary, training_days=())
    assert diary.profile().training_days == ()


def test_a_spot_is_told_against_the_last_of_its_kind(diary):
    marks = [
        ("back", -0.040, 0.010, None),
        ("hip", 0.0, -0.08, None),
        ("back", -0.030, 0.010, "same"),
        ("back", 0.020, 0.010, "moved"),
        ("hip", 0.0, -0.055, "unsure"),
    ]
    for i, (kind, x_m, y_m, state) in enumerate(marks):
        view = "back" if kind == "back" else "right"
        with standing_at(START + i * HOUR):
            told = telling.spot(diary, kind, view, x_m, y_m, pain=4)
        if state is None:
            assert told.change is None
        elif state != "unsure":
            assert told.change.state == state
    change = telling.spots(diary)[3].change
    assert "50 mm" in change.text
    with standing_at(START + DAY):
        told = telling.spot(diary, "back", "left", 0.0, 0.0)
    assert told.change.state == "unsure"
    assert "same view" in told.change.text


def test_a_spot_beside_the_body_is_refused_and_one_on_the_spine_is_warned_of(diary):
    with pytest.raises(LevelhipError, match="900 mm"):
        telling.spot(diary, "back", "back", 0.9, 0.0)
    assert telling.spots(diary) == ()
    told = telling.spot(diary, "back", "back", 0.0, 0.03)
    assert told.region == "spine"
    assert "spine itself" in told.note


def test_each_answer_of_a_check_in_is_kept_when_it_is_given(diary):
    telling.activity(diary, "sit")
    with standing_at(START):
        daily.say(diary, MONDAY - DAY, usual=3, during=2, trained=True)
        asked = telling.check_in(diary)
        assert [each.name for each in asked] == ["morning", "usual", "leg_signs", "rate"]
        for i, each in enumerate(asked):
            telling.answer(diary, each, 0 if each.is_yes_no else 4)
            told = again()
            days = {day.on: day for day in told.days}
            kept = [
                days[MONDAY - DAY].morning == 4,
                MONDAY in days and days[MONDAY].usual == 4,
                MONDAY in days and days[MONDAY].leg_signs is False,
                bool(told.activities[0].ratings),
            ]
            assert kept == [j <= i for j in range(4)]
        assert not any(each in asked for each in telling.check_in(diary))
        # A day that only answers is no day of training.
        assert not again().state(MONDAY).leg_signs
        assert not next(day for day in again().days if day.on == MONDAY).trained


def test_weeks_of_check_ins_leave_their_answers_where_they_belong(diary):
    telling.activity(diary, "sit")
    for i in range(30):
        with standing_at(START + i * DAY):
            if i == 3:
                telling.score(diary, "rmdq24", 11)
            asked = telling.check_in(diary)
            assert len(asked) <= ANSWERS_MOST
            for each in asked:
                telling.answer(diary, each, each.low)
    told = again()
    assert len(told.days) == 30
    assert len(told.activities[0].ratings) == 5
    said = [(each.name, (each.on - MONDAY).days) for each in told.scores]
    # Four at most: what does not fit beside usual pain, leg signs and the rating comes a day later.
    assert said == [
        ("sitting_h", 0),
        ("rmdq24", 3),
        ("rmdq24", 28),
        ("global_change", 29),
        ("sitting_h", 29),
    ]


def test_the_spots_of_a_result_go_into_the_diary_once(diary):
    found = [*metrics("back", 2.0, -0.04, 0.01, 4.0), *metrics("hip", 4.0, 0.0, -0.08, 5.0)]
    assert marked_spot(found, "hip") is not None
    kept = keep_spots(diary, found, START)
    assert [(each.kind, each.view, each.pain) for each in kept] == [
        ("back", "back", 4),
        ("hip", "right", 5),
    ]
    assert keep_spots(diary, found, START) == ()
    assert len(again().spots) == 2
    assert keep_spots(diary, found[:1], START + DAY) == ()
