"""Flare-ups, new episodes, standstill, sitting, warm-ups and the lift: each rule by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from levelhip.core import Side
from levelhip.program import Day, Light, Screening, light, questions
from levelhip.program.cards import cards
from levelhip.program.dose import rung
from levelhip.program.flare import flare_on, flare_starts, new_episode
from levelhip.program.history import Activity, Done, History, Lift, Measured, Profile, Rating, Score
from levelhip.program.plan import plan, sitting_h
from levelhip.program.standstill import standstill
from levelhip.program.strategy import strategy
from levelhip.program.today import first_lines, today_lines
from levelhip.protocols import claims, protocols

START = date(2026, 1, 5)
NO = {each.id: "no" for each in questions().question}


def at(i, hour=8):
    return datetime.combine(on(i), time(hour), UTC)


def on(i):
    return START + timedelta(days=i)


def person(**given):
    profile = given.pop("profile", Profile(START))
    return History(profile, screenings=[Screening(at(0, 7), NO)], **given)


def quiet(days, usual=2):
    return [Day(on(i), usual=usual, trained=False) for i in days]


def trained(days, exercise="side-lying-abduction", **said):
    said = {"usual": 2, "during": 1, "morning": 2, "pressure": 2, **said}
    return {
        "days": [Day(on(i), **said) for i in days],
        "done": [Done(on(i), exercise, 10) for i in days],
    }


def text(history, i):
    lines = today_lines(plan(history, at(i), days=8))
    return " ".join(str(part) for line in lines for part in line)


@pytest.mark.parametrize(("usual", "is_flare"), [(4, False), (5, True), (10, True)])
def test_three_above_the_week_is_a_flare_up_also_without_training(usual, is_flare):
    days = [*quiet(range(7)), Day(on(7), usual=usual, trained=False)]
    assert bool(flare_starts(person(days=days), on(7))) is is_flare
    assert (light(days, today=on(7)).light is Light.RED) is is_flare


def test_too_few_answers_in_the_week_before_tell_of_no_flare_up():
    days = [*quiet(range(2)), Day(on(7), usual=9, trained=False)]
    assert flare_starts(person(days=days), on(7)) == ()


def test_days_of_pain_are_one_flare_up_and_a_red_session_begins_it_anew():
    days = [*quiet(range(7)), *(Day(on(i), usual=7, trained=False) for i in (7, 8))]
    assert flare_starts(person(days=days), on(8)) == (on(7),)
    red = [*days, Day(on(10), usual=3, during=7)]
    assert flare_starts(person(days=red), on(10)) == (on(7), on(10))


def test_a_flare_up_is_counted_from_its_first_day_to_its_seventh():
    assert flare_on([on(3)], on(2)) is None
    assert [flare_on([on(3)], on(i)).day for i in range(3, 10)] == [1, 2, 3, 4, 5, 6, 7]
    assert flare_on([on(3)], on(10)) is None
    steps = [flare_on([on(3)], on(i)).step.from_day for i in range(3, 10)]
    assert steps == [1, 1, 3, 3, 3, 3, 7]


def test_pain_that_settles_within_the_week_is_no_new_episode():
    calm = quiet(range(35))
    for bad in (1, 3, 6):
        days = [*calm, *quiet(range(35, 35 + bad), usual=7), *quiet(range(35 + bad, 45))]
        assert new_episode(person(days=days), on(0), on(44)) is None
    whole = [*calm, *quiet(range(35, 43), usual=7)]
    assert new_episode(person(days=whole), on(0), on(42)) == on(41)
    # Two above is the smallest important change; one above is not.
    assert new_episode(person(days=[*calm, *quiet(range(35, 43), 3)]), on(0), on(42)) is None
    assert new_episode(person(days=[*calm, *quiet(range(35, 43), 4)]), on(0), on(42)) == on(41)


def test_a_new_episode_is_looked_for_only_after_the_last_stage_was_reached():
    days = [*quiet(range(35)), *quiet(range(35, 43), usual=7)]
    assert new_episode(person(days=days), on(40), on(42)) is None


def test_the_thumb_is_left_away_after_three_weeks_and_looked_at_after_six():
    pressed = trained(range(0, 50, 2), pressure=5)
    assert standstill(person(**pressed), on(20)) is None
    assert standstill(person(**pressed), on(22)).kind == "no-thumb"
    assert standstill(person(**pressed), on(43)).kind == "clinician"
    eased = [replace(day, pressure=5 - (day.on - START).days // 12) for day in pressed["days"]]
    assert standstill(person(days=eased), on(22)) is None


def test_six_weeks_without_getting_better_are_told_until_somebody_has_looked():
    sore = person(days=quiet(range(60), usual=4))
    assert standstill(sore, on(41)) is None
    assert standstill(sore, on(43)).kind == "clinician"
    assert standstill(replace(sore, visits=[at(44)]), on(45)) is None
    better = person(days=[*quiet(range(30), usual=5), *quiet(range(30, 60), usual=3)])
    assert standstill(better, on(45)) is None
    assert standstill(person(days=quiet(range(60), usual=2)), on(50)) is None


def test_no_step_goes_up_while_a_clinician_is_advised():
    lived = trained(range(0, 60, 2), usual=4, morning=4)
    history = person(**lived)
    then = rung("side-lying-abduction", history.until(on(42)), on(42)).rung
    assert rung("side-lying-abduction", history.until(on(58)), on(58)).rung <= then + 1
    seen = replace(history, visits=[at(43)])
    assert standstill(seen, on(58)) is None


def test_what_was_done_while_it_was_shut_leads_to_no_more():
    lived = trained(range(0, 20, 2))
    history = person(**lived)
    open_rung = rung("side-lying-abduction", history, on(19)).rung
    shut = replace(history, screenings=[*history.screenings, Screening(at(9), {"fever": "yes"})])
    assert rung("side-lying-abduction", shut, on(19)).rung < open_rung


def test_a_sitting_break_is_said_from_four_hours_on_by_the_last_answer():
    history = person(profile=Profile(START, sitting_h=9.0))
    assert sitting_h(history) == 9.0
    assert "sitting" in {i.kind for i in plan(history, at(1), days=1).days[0].items}
    less = replace(history, scores=[Score(on(1), "sitting_h", 3.0)])
    assert sitting_h(less) == 3.0
    assert "sitting" not in {i.kind for i in plan(less, at(1), days=1).days[0].items}


def test_each_card_comes_once_and_then_only_those_that_matter():
    rules = strategy().learning
    assert set(rules.order) == {card.id for card in cards()}
    shown = [rules.card(i) for i in range(200) if rules.card(i)]
    assert shown[: len(rules.order)] == list(rules.order)
    assert set(shown[len(rules.order) :]) == set(rules.again)


def test_before_the_program_began_there_is_no_card():
    # The clock of a machine may be put back by a year.
    assert [strategy().learning.card(day) for day in (-1, -366)] == ["", ""]


def test_the_flare_card_comes_on_the_first_day_of_a_flare_up():
    history = person(days=[*quiet(range(8)), Day(on(8), usual=8, trained=False)])
    items = plan(history, at(8, 20), days=1).days[0].items
    assert [i.what for i in items if i.kind == "learn"] == ["flare-up"]


def test_aims_stand_in_the_plan_with_their_last_rating():
    aim = Activity("carry the shopping", [Rating(on(0), 3), Rating(on(4), 6)])
    made = plan(person(activities=[aim]), at(5), days=1)
    assert [str(each) for each in made.aims] == ["Aim: carry the shopping, 6 of 10 by now."]
    assert "carry the shopping" in text(person(activities=[aim]), 5)


def test_a_second_exercise_of_the_day_is_still_due_when_the_first_is_done():
    tests = [
        Measured(on(0), name, "value", Side.BOTH, 1.0, 0.1) for name in strategy().stage[0].tests
    ]
    stands = [Measured(on(0), "one-leg-stand", "hold_time", s, 40.0, 1.0) for s in Side]
    lived = trained(range(8, 24, 2))
    history = person(**lived, measured=[*tests, *stands])
    items = plan(history, at(24), days=1).days[0].items
    assert {i.what for i in items if i.kind == "session"} == {
        "side-lying-abduction",
        "wall-hip-drop",
    }
    half = replace(history, done=[*history.done, Done(on(24), "side-lying-abduction", 10)])
    items = plan(half, at(24), days=3).days
    assert [i.what for i in items[0].items if i.kind == "session"] == ["wall-hip-drop"]
    assert [len([i for i in day.items if i.kind == "session"]) for day in items] == [1, 0, 2]


def test_a_test_or_a_warm_up_does_not_put_off_the_next_session():
    lived = trained(range(8, 24, 2))
    history = person(**lived)
    due = [d.on for d in plan(history, at(23), days=4).days if any(i.asked for i in d.items)]
    more = [Done(on(23), "equal-weight"), Done(on(23), "side-lying-abduction", warm_up=True)]
    other = replace(history, done=[*history.done, *more])
    assert due == [d.on for d in plan(other, at(23), days=4).days if any(i.asked for i in d.items)]


@pytest.mark.parametrize(
    ("kg", "reps", "expected"), [(40, 8, 1), (39.5, 8, 1), (30, 8, 0), (60, 8, 0), (40, 5, 0)]
)
def test_a_lift_counts_towards_the_next_step_only_when_it_was_the_load_asked_for(
    kg, reps, expected
):
    lived = trained(range(0, 14, 2))
    profile = Profile(START, former_kg=100.0)
    history = person(**lived, profile=profile, lifts=[Lift(on(12), kg, reps)])
    assert rung("lift", history, on(12)).rung == expected


def test_without_an_even_squat_the_lift_stays_at_six_tenths():
    lived = trained(range(0, 60, 2))
    lifts = [
        Lift(on(i), kg, 8) for i, kg in zip(range(10, 40, 4), (40, 50, 60, 70, 80), strict=False)
    ]
    history = person(**lived, profile=Profile(START, former_kg=100.0), lifts=lifts)
    assert rung("lift", history, on(30)).kg == 60
    squat = Measured(on(5), "squat-check", "load_share", Side.BOTH, 0.53, 0.01)
    assert rung("lift", replace(history, measured=[squat]), on(30)).kg > 60


def test_every_sentence_of_the_strategy_about_health_has_its_claim():
    told = strategy()
    named = {step.claim for step in told.flare.step} | {ladder.claim for ladder in told.ladder}
    named |= {told.flare.claim, told.relapse.claim, told.sitting.claim, told.warm_up.claim}
    assert named | {told.walking.claim} <= set(claims())


def test_every_exercise_has_a_coach_in_that_form_or_says_how_it_is_done():
    forms = {each.id: {v.id for v in each.variants} for each in protocols()}
    for ladder in strategy().ladder:
        assert ladder.variant in forms[ladder.protocol] if ladder.protocol else ladder.how
        if ladder.protocol:
            assert strategy().exercise_of(ladder.protocol, ladder.variant) == ladder.exercise
    # The gentler form at the wall counts as what it is, not as a drop.
    assert strategy().exercise_of("wall-hip-drop", "neutral") == "neutral-hold"
    assert strategy().exercise_of("sack-swinger", "warm-up") == "sack-swinger"
    assert strategy().exercise_of("equal-weight") == "equal-weight"


def first(history, i):
    return [" ".join(map(str, line)) for line in first_lines(plan(history, at(i), days=8))]


def test_a_red_day_says_first_that_it_is_a_flare_up_and_what_to_answer_before_the_next_session():
    days = [*trained(range(8))["days"], Day(on(8), usual=8, during=7, trained=True)]
    said = first(person(days=days), 8)
    assert said[0].startswith("Red: stop.")
    assert said[1].startswith("Before the next session answer all safety questions again")
    assert said[2].startswith("Day 1 of a flare-up. Rest from exercises and from training.")
    assert said[3].startswith("No exercise today; the next")


def test_after_six_weeks_without_change_it_is_said_first_to_have_it_looked_at():
    days = [Day(on(i), usual=4, during=3, morning=4, pressure=5) for i in range(60)]
    said = first(person(days=days), 59)
    assert "Not clearly better than six weeks ago: have it looked at by a clinician." in said
