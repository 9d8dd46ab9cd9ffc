"""The pain light: its bounds, and every state that it can reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import LevelhipError
from levelhip.program import Day, Dose, Light, Reading, State, light, next_state, readings
from levelhip.program.light import LONG_RED, lights
from levelhip.program.pain import calm_days

MONDAY = date(2026, 1, 5)
EVENTS: tuple[object, ...] = (
    "rest",
    "calm",
    "uneasy",
    "flare",
    "seen",
    *(
        Reading(MONDAY, during, morning, trend, over, leg)
        for during, morning, trend, over, leg in product(
            ("green", "amber", "red", "unknown"),
            ("settled", "raised", "much raised", "unknown"),
            ("flat", "rising"),
            (False, True),
            (False, True),
        )
    ),
)
HARDER = {Dose.UP}
RANK = {Light.GREEN: 0, Light.AMBER: 1, Light.RED: 2}


def reachable():
    """Every state that any history leads to."""
    found, edge = {State()}, [State()]
    while edge:
        state = edge.pop()
        for event in EVENTS:
            after = next_state(state, event)
            if after not in found:
                found.add(after)
                edge.append(after)
    return found


STATES = reachable()


def test_there_are_states_of_every_light_and_every_dose_is_met():
    assert {state.light for state in STATES} == set(Light)
    assert {state.dose for state in STATES} == set(Dose)


def test_no_red_state_and_no_leg_sign_gives_a_harder_dose():
    for state in STATES:
        if state.light is Light.RED or state.leg_signs or state.reds:
            assert state.dose not in HARDER, state


def test_a_red_day_is_never_followed_by_a_harder_dose_within_three_days_of_anything():
    red = [event for event in EVENTS if isinstance(event, Reading) and event.light is Light.RED]
    kept = [event for event in EVENTS if event != "seen"]  # without a clinician in between
    after = {next_state(state, event) for state in STATES for event in ("flare", *red)}
    for _ in range(3):
        assert all(each.dose not in HARDER for each in after)
        after = {next_state(each, then) for each in after for then in kept}


def test_under_a_red_light_there_is_no_dose_at_all():
    for state in STATES:
        if state.light is Light.RED:
            assert state.dose in (Dose.REST, Dose.CLINICIAN), state


def test_only_calm_days_or_good_sessions_lead_out_of_the_red_and_one_is_not_enough():
    for state, event in product(STATES, EVENTS):
        if state.light is not Light.RED or event == "seen":
            continue
        if next_state(state, event).light is not Light.RED:
            good = isinstance(event, Reading) and event.light is Light.GREEN
            assert event == "calm" or good, event
            assert state.good == 1


def test_a_week_in_the_red_without_calm_days_asks_for_a_clinician():
    state = next_state(State(), "flare")
    doses = []
    for _ in range(LONG_RED):
        state = next_state(state, "uneasy")
        doses.append(state.dose)
    assert doses == [Dose.REST] * (LONG_RED - 1) + [Dose.CLINICIAN]
    # Calm days better the light, but somebody must have looked.
    for _ in range(2):
        state = next_state(state, "calm")
    assert (state.light, state.dose) == (Light.AMBER, Dose.CLINICIAN)
    assert next_state(state, "seen").dose is Dose.HOLD


def test_days_without_training_change_nothing_but_a_red_light():
    for state in STATES:
        for event in ("rest", "calm", "uneasy"):
            if state.light is not Light.RED or event == "rest":
                assert next_state(state, event) == state


def test_leg_signs_stay_until_somebody_has_looked():
    for state in STATES:
        if not state.leg_signs:
            continue
        assert state.dose is Dose.CLINICIAN
        for event in EVENTS:
            assert next_state(state, event).leg_signs is (event != "seen")


def test_a_light_gets_better_by_one_step_at_most_and_worse_at_once():
    for state, event in product(STATES, EVENTS):
        if event == "seen":
            continue
        after = next_state(state, event)
        assert RANK[after.light] >= RANK[state.light] - 1
        if isinstance(event, Reading) and event.light is Light.RED:
            assert after.light is Light.RED


def test_every_state_leads_to_a_harder_dose_again_by_what_is_offered_or_a_visit():
    good = Reading(MONDAY, "green", "settled", "flat", over_pressure=False, leg_signs=False)
    for state in STATES:
        after = next_state(state, "seen") if state.dose is Dose.CLINICIAN else state
        for _ in range(6):
            # Nothing is trained under a red light: calm days lead out of it.
            after = next_state(after, "calm" if after.light is Light.RED else good)
        assert after.dose is Dose.UP, state


def test_a_day_is_calm_at_five_at_most_and_back_at_the_level_of_the_week():
    def calm(*usual, **said):
        days = [Day(MONDAY + timedelta(days=i), usual=u) for i, u in enumerate(usual)]
        days[-1] = replace(days[-1], **said)
        on = days[-1].on
        return on in calm_days(days, today=on)

    assert calm(2, 2, 2, 2)
    assert calm(5)
    assert not calm(6)
    assert not calm(2, 2, 2, 2, 4)
    assert calm(2, 2, 2, 6, 2)
    assert not calm(2, 2, 2, 6, 3)
    assert not calm(2, 2, 2, 2, leg_signs=True)
    # Pain that stays higher is the usual level after some days.
    assert calm(2, 2, 2, 5, 5, 5, 5, 5)


def test_two_calm_days_end_the_red_and_a_session_on_the_second_counts_under_amber():
    usual = [2, 2, 2, 6, 2, 2]
    days = [Day(MONDAY + timedelta(days=i), usual=u, trained=False) for i, u in enumerate(usual)]
    seen = [state.light for _, state in lights(days, today=days[-1].on)]
    assert seen[3:] == [Light.RED, Light.RED, Light.AMBER]
    days[-1] = replace(days[-1], during=4, trained=True)
    assert light(days, today=days[-1].on).light is Light.AMBER
    # Trained on the first of them, though nothing was offered: still red.
    days[-2] = replace(days[-2], during=1, trained=True)
    assert light(days[:-1], today=days[-2].on).light is Light.RED


@pytest.mark.parametrize(
    ("during", "expected"),
    [(0, Light.GREEN), (2, Light.GREEN), (3, Light.AMBER), (5, Light.AMBER), (6, Light.RED)],
)
def test_pain_during_follows_the_stricter_bounds(during, expected):
    day = Day(MONDAY, usual=3, during=during, morning=3)
    assert readings([day], today=MONDAY + timedelta(days=1))[0].light is expected


@pytest.mark.parametrize(
    ("morning", "expected"), [(3, Light.GREEN), (4, Light.AMBER), (6, Light.RED)]
)
def test_the_next_morning_must_be_back_at_the_usual_level(morning, expected):
    day = Day(MONDAY, usual=3, during=1, morning=morning)
    assert readings([day], today=MONDAY + timedelta(days=1))[0].light is expected


def test_pain_under_the_thumb_never_counts_as_back_pain():
    day = Day(MONDAY, usual=1, during=1, morning=1, pressure=5)
    assert readings([day], today=MONDAY)[0].light is Light.GREEN
    assert readings([replace(day, pressure=6)], today=MONDAY)[0].light is Light.AMBER


def test_leg_signs_are_red_whatever_the_number():
    day = Day(MONDAY, usual=0, during=0, morning=0, leg_signs=True)
    state = light([day], today=MONDAY)
    assert (state.light, state.dose) == (Light.RED, Dose.CLINICIAN)


def test_a_week_that_rises_by_a_point_is_amber_though_each_day_is_low():
    days = [Day(MONDAY + timedelta(days=i), usual=1 + (i >= 7), during=1) for i in range(14)]
    told = readings(days, today=MONDAY + timedelta(days=13))
    assert told[5].trend == "flat"
    assert told[-1].trend == "rising"
    assert told[-1].light is Light.AMBER


def test_an_unsaid_morning_of_an_earlier_day_is_unknown_and_of_today_not_yet():
    days = [Day(MONDAY, usual=1, during=1), Day(MONDAY + timedelta(days=1), usual=1, during=1)]
    told = readings(days, today=MONDAY + timedelta(days=1))
    assert [each.morning for each in told] == ["unknown", "settled"]


def test_four_good_days_earn_the_first_harder_dose():
    days = [Day(MONDAY + timedelta(days=2 * i), usual=1, during=1, morning=1) for i in range(4)]
    doses = [light(days[: i + 1], today=days[i].on).dose for i in range(4)]
    assert doses == [Dose.HOLD, Dose.HOLD, Dose.HOLD, Dose.UP]


def test_a_day_said_twice_is_refused_with_its_date():
    with pytest.raises(LevelhipError, match="2026-01-05"):
        readings([Day(MONDAY), Day(MONDAY)], today=MONDAY)


@given(st.permutations(range(6)))
def test_the_order_in_which_days_are_told_changes_nothing(order):
    days = [Day(MONDAY + timedelta(days=i), usual=2, during=i % 4, morning=2) for i in range(6)]
    today = MONDAY + timedelta(days=8)
    assert light([days[i] for i in order], today=today) == light(days, today=today)
