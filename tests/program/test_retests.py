"""Tests come again every four weeks, one a day, and only where a day allows them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from levelhip.core import Side
from levelhip.program import Day, Screening
from levelhip.program.history import Measured, Profile
from levelhip.program.plan import plan
from levelhip.program.retests import TESTS_A_DAY
from levelhip.program.stages import standing
from levelhip.program.strategy import strategy

from .test_plan import NO, START, at, lived

AGAIN = strategy().retests
DAYS = 7 * 16


@pytest.fixture(scope="module")
def diligent():
    """Somebody who does everything for sixteen weeks."""
    return lived(DAYS, profile=Profile(START, former_kg=80.0))


def days_of(history, name):
    return sorted({each.on for each in history.measured if each.protocol == name})


@pytest.mark.parametrize("name", AGAIN.tests)
def test_who_does_what_is_planned_is_measured_every_four_weeks_or_a_little_more(diligent, name):
    days = days_of(diligent, name)
    gaps = [(b - a).days for a, b in itertools.pairwise([*days, START + timedelta(days=DAYS)])]
    assert len(days) >= 4
    assert max(gaps) <= AGAIN.every_days + 7
    # As often as a result says at most: in two to four weeks.
    assert min(gaps[:-1]) >= 14


def test_beside_a_session_no_more_than_one_test_and_mostly_none(diligent):
    trained = {each.on for each in diligent.done}
    held = {}
    for each in diligent.measured:
        where = standing(diligent.until(each.on), each.on)
        if where.stage.id != "baseline" and each.protocol in AGAIN.tests:
            held.setdefault(each.on, set()).add(each.protocol)
    assert all(len(names) == 1 for names in held.values())
    assert sum(on in trained for on in held) < len(held) / 2
    assert TESTS_A_DAY == 2


def shown(history, on, days=1):
    made = plan(history, at(on), days=days)
    return [(day.on, i.what) for day in made.days for i in day.items if i.kind == "test"]


def test_a_test_is_a_starting_point_until_there_is_something_to_compare_with():
    def whys(history, on):
        made = plan(history, at(on), days=1)
        return {i.what: str(i.why) for i in made.days[0].items if i.kind == "test"}

    first = whys(lived(0), START)
    assert set(first.values()) == {"Your starting point."}
    done = [Measured(START, name, "hold_time", Side.LEFT, 40.0, 0.5) for name in first]
    later = whys(replace(lived(0), measured=done), START + timedelta(days=40))
    assert {why for name, why in later.items() if name in first} == {"Compare with yourself."}


def test_names_of_tests_that_hold_a_comma_stay_apart_in_a_list():
    waits = standing(lived(0), START + timedelta(days=12)).missing
    told = next(str(each) for each in waits if "tests once" in str(each))
    assert "; Standing on one leg; Active hip abduction, rated by yourself." in told


def test_a_test_that_was_missed_shifts_and_comes_once():
    history = lived(60)
    on = START + timedelta(days=60)
    old = [each for each in history.measured if each.on < START + timedelta(days=8)]
    late = shown(replace(history, measured=old), on, days=28)
    names = [name for _, name in late if name in AGAIN.tests]
    assert sorted(names) == sorted(AGAIN.tests)
    days = [day for day, name in late if name in AGAIN.tests]
    assert len(set(days)) == len(days)


def test_while_the_light_is_red_and_with_a_clinician_to_see_no_test_comes_again():
    history = lived(40)
    old = [each for each in history.measured if each.on < START + timedelta(days=8)]
    due, on = replace(history, measured=old), START + timedelta(days=40)
    assert any(shown(due, on + timedelta(days=i)) for i in range(4))
    red = Day(on, usual=7, during=7, morning=7)
    assert not shown(replace(due, days=[*due.days, red]), on)
    cancer = Screening(at(START), {**NO, "cancer": "yes"})
    assert not shown(replace(due, screenings=[cancer]), on, days=28)


def test_one_done_today_is_not_followed_by_the_next_on_the_same_day():
    history = lived(60)
    old = [each for each in history.measured if each.on < START + timedelta(days=8)]
    late = replace(history, measured=old)
    on = next(
        day
        for day in (START + timedelta(days=60 + i) for i in range(4))
        if any(name in AGAIN.tests for _, name in shown(late, day))
    )
    name = next(name for _, name in shown(late, on) if name in AGAIN.tests)
    done = Measured(on, name, "value", Side.BOTH, 1.0, 0.1)
    after = {each for _, each in shown(replace(late, measured=[*old, done]), on)}
    assert not after & set(AGAIN.tests)


def test_a_test_of_the_stage_that_is_never_done_does_not_keep_the_others_away():
    history = lived(60)
    kept = [each for each in history.measured if each.protocol != "squat-check"]
    on = START + timedelta(days=80)
    undone = replace(history, measured=kept)
    names = {name for _, name in shown(undone, on, days=8)}
    assert "squat-check" in names
    assert names >= set(AGAIN.tests)


def test_the_baseline_week_holds_each_of_its_tests_once():
    history = lived(7)
    assert all(len(days_of(history, name)) == 1 for name in strategy().stage[0].tests)
