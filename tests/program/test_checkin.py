"""A check-in asks what is due, little at a time, and nothing twice a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import LevelhipError
from levelhip.program import Day
from levelhip.program.checkin import ANSWER_S, ANSWERS_MOST, ROUND_DAYS, due
from levelhip.program.history import Activity, Done, History, Profile, Rating, Score

MONDAY = date(2026, 1, 5)
DAY = timedelta(days=1)
THREE = ("lift my child", "sit through a film", "deadlift 100 kg")


def at(on, hour=20):
    return datetime.combine(on, time(hour), UTC)


def names(history, on):
    return [ask.name for ask in due(history, at(on))]


def answered(history, ask, value):
    """The same history with one answer more."""
    if ask.name == "rate":
        return replace(
            history,
            activities=[
                replace(each, ratings=[*each.ratings, Rating(ask.on, value)])
                if each.text == ask.about
                else each
                for each in history.activities
            ],
        )
    if ask.name in ("rmdq24", "global_change", "sitting_h"):
        return replace(history, scores=[*history.scores, Score(ask.on, ask.name, value)])
    days = {day.on: day for day in history.days}
    day = days.get(ask.on, Day(ask.on, trained=False))
    days[ask.on] = replace(day, **{ask.name: bool(value) if ask.is_yes_no else value})
    return replace(history, days=list(days.values()))


def all_answered(history, now, value=0):
    """Everything that one check-in asks, and the history after it."""
    asked = due(history, now)
    for ask in asked:
        history = answered(history, ask, max(value, ask.low))
    return asked, history


def trained(history, on, *, exercise="wall-hip-drop", coached=False):
    """The same history with a session, its pain said to the coach or not."""
    others = [day for day in history.days if day.on != on]
    before = next((day for day in history.days if day.on == on), Day(on, trained=False))
    told = {"during": 1, "pressure": 3} if coached else {}
    return replace(
        history,
        days=[*others, replace(before, trained=True, **told)],
        done=[*history.done, Done(on, exercise)],
    )


def test_a_day_of_rest_asks_for_usual_pain_and_leg_signs():
    quiet = History(Profile(MONDAY - 10 * DAY))
    assert names(quiet, MONDAY) == ["usual", "leg_signs"]


def test_after_training_the_morning_comes_first_and_counts_for_the_day_before():
    history = trained(History(Profile(MONDAY - 10 * DAY)), MONDAY - DAY)
    asked = due(history, at(MONDAY, 7))
    assert [ask.name for ask in asked] == ["morning", "usual", "leg_signs"]
    assert [ask.on for ask in asked] == [MONDAY - DAY, MONDAY, MONDAY]


def test_after_a_session_its_pain_is_asked_and_the_thumb_only_where_one_pressed():
    quiet = History(Profile(MONDAY - 10 * DAY))
    wall = trained(quiet, MONDAY)
    assert names(wall, MONDAY) == ["usual", "during", "leg_signs"]
    lying = trained(quiet, MONDAY, exercise="side-lying-abduction")
    assert names(lying, MONDAY) == ["usual", "during", "pressure", "leg_signs"]
    by_hand = replace(quiet, days=[Day(MONDAY, trained=True)])
    assert names(by_hand, MONDAY) == ["usual", "during", "pressure", "leg_signs"]


def test_what_the_coach_has_asked_is_not_asked_again():
    history = trained(History(Profile(MONDAY - 10 * DAY)), MONDAY, coached=True)
    assert names(history, MONDAY) == ["usual", "leg_signs"]


def test_leg_signs_and_usual_pain_are_never_crowded_out():
    history = History(Profile(MONDAY), activities=[Activity(text) for text in THREE])
    for on in (MONDAY, MONDAY + DAY):
        history = trained(history, on, exercise="side-lying-abduction")
    # Six things are due; the pain under the thumb can wait.
    asked = names(history, MONDAY + DAY)
    assert asked == ["morning", "usual", "during", "leg_signs"]
    _, history = all_answered(history, at(MONDAY + DAY))
    assert names(history, MONDAY + DAY)[0] == "pressure"


def test_a_usual_day_takes_less_than_twenty_seconds():
    assert ANSWERS_MOST * ANSWER_S <= 20.0


def test_an_activity_is_rated_once_a_week_the_longest_unrated_first():
    history = History(
        Profile(MONDAY - 10 * DAY),
        activities=[
            Activity("a", [Rating(MONDAY - 7 * DAY, 3)]),
            Activity("b", [Rating(MONDAY - 6 * DAY, 3)]),
            Activity("c", [Rating(MONDAY - 9 * DAY, 3)]),
        ],
    )
    rated = [ask.about for ask in due(history, at(MONDAY)) if ask.name == "rate"]
    assert rated == ["c", "a"]


def test_a_question_of_every_four_weeks_comes_back_for_a_week_only():
    begun = History(Profile(MONDAY))
    assert "sitting_h" in names(begun, MONDAY)
    assert "global_change" not in names(begun, MONDAY), "nothing has changed on the first day"
    assert "sitting_h" in names(begun, MONDAY + 6 * DAY)
    assert "sitting_h" not in names(begun, MONDAY + 7 * DAY)
    later = MONDAY + ROUND_DAYS * DAY
    begun = replace(begun, scores=[Score(MONDAY, "rmdq24", 9)])
    assert names(begun, later) == ["usual", "leg_signs", "rmdq24", "global_change"]
    said = replace(begun, scores=[*begun.scores, Score(later, "rmdq24", 9)])
    assert names(said, later + DAY) == ["usual", "leg_signs", "global_change", "sitting_h"]


def test_a_sheet_of_paper_is_asked_for_only_from_whom_has_it():
    history = History(Profile(MONDAY))
    for i in range(3 * ROUND_DAYS):
        asked, history = all_answered(history, at(MONDAY + i * DAY))
        assert "rmdq24" not in [ask.name for ask in asked]
    told = replace(history, scores=[Score(MONDAY + 40 * DAY, "rmdq24", 9)])
    assert "rmdq24" in names(told, MONDAY + 3 * ROUND_DAYS * DAY)


@pytest.mark.parametrize("coached", [True, False])
def test_twelve_weeks_ask_everything_in_its_time_and_never_more_than_four(coached):
    paper = [Score(MONDAY - DAY, "rmdq24", 9)]
    history = History(Profile(MONDAY), activities=[Activity(text) for text in THREE], scores=paper)
    asked = {}
    for i in range(84):
        on = MONDAY + i * DAY
        if i % 2 == 0:
            history = trained(history, on, exercise="side-lying-abduction", coached=coached)
        found, history = all_answered(history, at(on))
        assert len(found) <= ANSWERS_MOST
        for ask in found:
            asked.setdefault((ask.name, ask.about), []).append(on)
    assert len(asked["usual", ""]) == len(asked["leg_signs", ""]) == 84
    assert len(asked["morning", ""]) == 42
    for text in THREE:
        days = asked["rate", text]
        assert len(days) >= 9
        gaps = [(later - before).days for before, later in pairwise(days)]
        assert min(gaps) >= 7
    if coached:
        assert len(asked["rmdq24", ""]) == 3
        assert len(asked["global_change", ""]) == 2


@given(
    sessions=st.lists(st.booleans(), min_size=20, max_size=20),
    answers=st.lists(st.integers(0, 10), min_size=20, max_size=20),
    aims=st.integers(0, 3),
)
def test_nothing_is_asked_twice_a_day_whatever_happens(sessions, answers, aims):
    history = History(Profile(MONDAY), activities=[Activity(text) for text in THREE[:aims]])
    for i, (session, value) in enumerate(zip(sessions, answers, strict=True)):
        on, seen = MONDAY + i * DAY, set()
        for hour in (7, 20, 23):
            if session and hour == 20:
                history = trained(history, on, exercise="side-lying-abduction")
            asked, history = all_answered(history, at(on, hour), value)
            assert len(asked) <= ANSWERS_MOST
            told = {(ask.name, ask.about, ask.on) for ask in asked}
            assert not told & seen
            assert len(told) == len(asked)
            seen |= told


def test_an_answer_is_a_number_within_bounds_or_nothing():
    asked = {ask.name: ask for ask in due(History(Profile(MONDAY)), at(MONDAY))}
    assert asked["usual"].parsed(" 7 ") == 7
    assert asked["usual"].parsed("") is None
    for typed in ("11", "-1", "3.5", "much"):
        with pytest.raises(LevelhipError, match=rf"^{typed}: give a whole number from 0 to 10"):
            asked["usual"].parsed(typed)
    assert [asked["leg_signs"].parsed(each) for each in ("y", "Ja", "n", "no", "")] == [
        1, 1, 0, 0, None,
    ]  # fmt: skip
    with pytest.raises(LevelhipError, match="give y or n"):
        asked["leg_signs"].parsed("0")
