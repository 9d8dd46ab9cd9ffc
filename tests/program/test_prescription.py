"""What the coach may ask for: never more than the plan, nothing under red."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import Side
from levelhip.program import Day, Screening, questions
from levelhip.program.dose import rung
from levelhip.program.history import Done, History, Measured, Profile
from levelhip.program.prescription import Wish, prescription
from levelhip.program.strategy import strategy

START = date(2026, 1, 5)
TODAY = START + timedelta(days=30)
NOW = datetime.combine(TODAY, time(9), UTC)
NO = {each.id: "no" for each in questions().question}


def person(**said):
    """Somebody in the stage of holds and drops, with a session due today."""
    dates = [START + timedelta(days=i) for i in range(8, 30, 2)]
    stands = [
        Measured(START, "one-leg-stand", "hold_time", Side.LEFT, 20.0, 1.0),
        Measured(START, "one-leg-stand", "hold_time", Side.RIGHT, 40.0, 1.0),
    ]
    tests = [Measured(START, n, "value", Side.BOTH, 1.0, 0.1) for n in strategy().stage[0].tests]
    return History(
        Profile(START, mass_kg=80.0),
        screenings=[Screening(datetime.combine(START, time(7), UTC), {**NO, **said})],
        days=[Day(on, usual=2, during=1, morning=2, pressure=2) for on in dates],
        done=[Done(on, "side-lying-abduction", 10) for on in dates],
        measured=[*stands, *tests],
    )


def red(history, **said):
    return replace(history, days=[*history.days, Day(TODAY, usual=3, **said)])


def test_without_options_the_plan_of_today_is_taken_whole():
    told = prescription(person(), NOW, "side-lying-abduction")
    asked = rung("side-lying-abduction", person(), TODAY).dose
    wish = told.wish
    assert (wish.sets, wish.reps, wish.hold_s) == (asked.sets, asked.reps, asked.hold_s)
    assert wish.variant == "past-midline"
    # With the left foot lifted it is the right hip that stands for a shorter time.
    assert wish.sides == (Side.RIGHT, Side.LEFT)
    assert told.more is Side.RIGHT
    assert told.refusal is None
    assert "from your plan" in str(told.notes[0])


@given(
    st.integers(1, 20), st.integers(1, 50), st.sampled_from([5.0, 10.0, 20.0, 30.0]),
    st.sampled_from(["side-lying-abduction", "wall-hip-drop"]),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_no_option_asks_for_more_than_the_step_and_less_is_kept(sets, reps, hold_s, name):
    history = person()
    asked = rung(name, history, TODAY).dose
    wish = prescription(history, NOW, name, Wish(sets=sets, reps=reps, hold_s=hold_s)).wish
    assert wish.sets == min(sets, asked.sets)
    assert wish.reps == min(reps, asked.reps)
    if asked.hold_s is not None:
        assert wish.hold_s == min(hold_s, asked.hold_s)


def test_what_was_lowered_is_said_with_both_numbers():
    told = prescription(person(), NOW, "wall-hip-drop", Wish(reps=40))
    said = " ".join(str(each) for each in told.notes)
    assert "Repetitions: 5 instead of 40." in said
    assert told.wish.reps == 5


@pytest.mark.parametrize(
    "said", [{"during": 7}, {"during": 1, "leg_signs": True}, {"during": 1, "morning": 8}]
)
@pytest.mark.parametrize("name", ["side-lying-abduction", "wall-hip-drop", "sack-swinger"])
def test_under_red_every_exercise_is_refused_whatever_is_asked_for(said, name):
    for wish in (Wish(), Wish(sets=1, reps=1), Wish(variant=None, minutes=0.1)):
        assert prescription(red(person(), **said), NOW, name, wish).refusal is not None


def test_tests_wait_on_a_red_day_and_walking_does_not():
    history = red(person(), during=7)
    assert prescription(history, NOW, "equal-weight").refusal is not None
    assert prescription(history, NOW, "walk").refusal is None
    assert prescription(person(), NOW, "equal-weight").refusal is None


def test_the_loaded_walk_says_what_is_missing():
    told = prescription(person(), NOW, "sack-swinger")
    assert str(told.refusal) == "Stand on each leg for 30 s."


def test_a_weight_beyond_the_plan_is_refused_and_a_lighter_one_taken():
    history = person()
    stands = [
        Measured(START, "one-leg-stand", "hold_time", side, 40.0, 1.0)
        for side in (Side.LEFT, Side.RIGHT)
    ]
    carried = [Done(TODAY - timedelta(days=i), "one-hand-carry") for i in (2, 4)]
    strong = replace(history, measured=stands, done=[*history.done, *carried])
    # A twentieth of 80 kg is 4 kg.
    assert prescription(strong, NOW, "sack-swinger").wish.load_kg == 4.0
    assert prescription(strong, NOW, "sack-swinger", Wish(load_kg=3.0)).wish.load_kg == 3.0
    heavy = prescription(strong, NOW, "sack-swinger", Wish(load_kg=16.0))
    assert "16 kg is more than the 4 kg" in str(heavy.refusal)


def test_with_a_sore_outer_hip_the_form_in_line_is_taken_by_itself():
    sore = person(**{"outer-hip": "yes"})
    told = prescription(sore, NOW, "side-lying-abduction")
    assert (told.exercise, told.wish.variant) == ("neutral-hold", "neutral")
    # Asked for by name, the other form is left to the session's gate, which refuses it.
    asked = prescription(sore, NOW, "side-lying-abduction", Wish(variant="past-midline"))
    assert asked.wish == Wish(variant="past-midline")


def test_what_is_not_in_the_stage_yet_is_at_most_its_first_step():
    early = replace(person(), days=[], done=[], measured=[])
    told = prescription(early, NOW, "wall-hip-drop", Wish(sets=5, reps=15))
    assert (told.wish.sets, told.wish.reps) == (1, 5)
    assert "Not in your stage yet" in str(told.notes[0])


def test_after_todays_session_the_next_day_is_named():
    done = replace(person(), done=[*person().done, Done(TODAY, "side-lying-abduction", 10)])
    told = prescription(done, NOW, "side-lying-abduction")
    assert (TODAY + timedelta(days=2)).isoformat() in str(told.notes[0])


@pytest.mark.parametrize(
    ("name", "full"), [("side-lying-abduction", "past-midline"), ("wall-hip-drop", "full")]
)
def test_it_begins_in_line_with_the_body_whatever_form_is_asked_for(name, full):
    early = replace(person(), done=[])
    for wish in (Wish(), Wish(variant="neutral"), Wish(variant=full)):
        told = prescription(early, NOW, name, wish)
        assert (told.exercise, told.wish.variant) == (name, "neutral")
        assert (told.wish.hold_s or 5.0) == 5.0
    said = " ".join(map(str, prescription(early, NOW, name, Wish(variant=full)).notes))
    assert "this comes first" in said
    assert "this comes first" not in " ".join(map(str, prescription(early, NOW, name).notes))


def test_past_the_midline_comes_after_one_session_that_was_borne_and_not_before():
    green = [Day(START + timedelta(days=i), usual=1, during=1, morning=1) for i in range(6, 12)]
    early = replace(person(), days=green, done=[])
    on = START + timedelta(days=12)

    def form(history):
        now = datetime.combine(on, time(9), UTC)
        return prescription(history, now, "side-lying-abduction").wish

    once = [Done(on - timedelta(days=2), "side-lying-abduction", 10)]
    assert form(early).variant == "neutral"
    assert form(replace(early, done=once)).variant == "past-midline"
    assert form(replace(early, done=once)).hold_s == 5.0
    assert form(replace(early, done=[replace(once[0], whole=False)])).variant == "neutral"
    sore = [*green[:-2], replace(green[-2], during=5), green[-1]]
    assert form(replace(early, days=sore, done=once)).variant == "neutral"


def test_after_months_away_the_lift_is_in_line_again():
    known = person()
    high = prescription(known, NOW, "side-lying-abduction").wish
    assert high.variant == "past-midline"
    away = prescription(known, NOW + timedelta(days=120), "side-lying-abduction").wish
    assert away.variant == "neutral"
