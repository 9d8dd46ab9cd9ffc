"""Is it working? People who get better by themselves are not told that training did it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from levelhip.core import LevelhipError
from levelhip.program import Day
from levelhip.program.history import Done, History, Profile
from levelhip.program.working import working, working_in

START = date(2026, 1, 1)
MANY = 100
AT_MOST = 0.05


def told(dice, *, effect, age, fading=0.0, fade_days=30.0, level=3.5, before=14, after=70):
    """What one simulated person is told after some weeks of nearly daily answers."""
    days = np.arange(before + after)
    pain = level + fading * np.exp(-days / fade_days)
    pain += np.cumsum(dice.normal(0.0, dice.choice([0.03, 0.08, 0.15]), days.size))
    pain += effect * np.clip((days - before) / 42.0, 0.0, 1.0)
    pain = np.clip(np.round(pain + dice.normal(0.0, 1.1, days.size)), 0, 10)
    said = {START + timedelta(days=int(i)): float(pain[i]) for i in days if dice.random() > 0.2}
    onset = None if age is None else START - timedelta(days=age)
    return working(said, trained_from=START + timedelta(days=before), onset=onset)


def rate(answer, **person):
    dice = np.random.default_rng(11)
    return sum(told(dice, **person).answer == answer for _ in range(MANY)) / MANY


@pytest.mark.parametrize(
    "person",
    [
        {"age": 14, "fading": 4.0, "fade_days": 15.0},
        {"age": 14, "fading": 4.0, "fade_days": 45.0},
        {"age": None, "fading": 4.0, "fade_days": 45.0},
        {"age": 60, "fading": 3.0, "fade_days": 60.0},
        {"age": 400, "fading": 3.0, "fade_days": 40.0},
        {"age": 400},
    ],
    ids=lambda p: "-".join(f"{k}{v}" for k, v in p.items()),
)
def test_who_recovers_alone_is_told_that_training_did_it_in_at_most_one_of_twenty(person):
    found = rate("likely better", effect=0.0, **person)
    error = np.sqrt(AT_MOST * (1 - AT_MOST) / MANY)
    assert found <= AT_MOST + error, f"{found:.2f}, Monte Carlo error {error:.2f}"


@pytest.mark.parametrize(("effect", "answer"), [(-3.5, "likely better"), (3.5, "likely worse")])
def test_a_large_effect_on_old_steady_pain_is_mostly_seen(effect, answer):
    assert rate(answer, effect=effect, age=400, level=5.0) > 0.5


def test_no_effect_is_sometimes_seen_as_none_and_hardly_ever_as_worse():
    assert rate("likely worse", effect=0.0, age=400) <= 0.05
    assert rate("no measurable change", effect=0.0, age=400) > 0.05


def test_the_estimate_is_the_true_effect_within_its_error():
    dice = np.random.default_rng(3)
    found = [told(dice, effect=-2.0, age=400, level=5.0) for _ in range(MANY)]
    inside = np.mean([abs(each.effect + 2.0) <= 1.96 * each.sd for each in found])
    assert inside >= 0.9


def test_too_few_answers_say_how_many_are_needed():
    said = {START + timedelta(days=i): 3.0 for i in range(10)}
    found = working(said, trained_from=START + timedelta(days=2))
    assert (found.answer, found.probability) == ("cannot tell yet", None)
    assert "5 answers" in str(found.text)


def test_days_without_an_answer_and_their_order_do_not_matter():
    days = [i for i in range(90) if i % 3]
    said = {START + timedelta(days=i): float(3 + i % 2) for i in days}
    turned = dict(reversed(list(said.items())))
    begun = START + timedelta(days=14)
    assert working(said, trained_from=begun) == working(turned, trained_from=begun)


def test_a_number_that_is_no_pain_is_named_with_its_day():
    with pytest.raises(LevelhipError, match=r"2026-01-01.*11"):
        working({START: 11.0}, trained_from=START)


def lived(dice, *, exercise="wall-hip-drop", every=2, weeks=10, onset=None, **pain):
    """A history in which somebody recovers alone and trains from the third week on."""
    days = np.arange(7 * (weeks + 2))
    told = {"level": 3.5, "fading": 4.0, "fade_days": 30.0} | pain
    level = told["level"] + told["fading"] * np.exp(-days / told["fade_days"])
    said = np.clip(np.round(level + dice.normal(0, 1.1, days.size)), 0, 10)
    dates = [START + timedelta(days=int(i)) for i in days]
    return History(
        Profile(START, onset=onset),
        days=[Day(on, usual=int(value)) for on, value in zip(dates, said, strict=True)],
        done=[Done(on, exercise) for on in dates[14:] if (on - START).days % every == 0],
    ), dates[-1]


def test_who_recovers_alone_in_a_whole_history_is_seldom_told_that_training_did_it():
    dice = np.random.default_rng(21)
    found = [working_in(*lived(dice)).answer for _ in range(MANY)]
    error = np.sqrt(AT_MOST * (1 - AT_MOST) / MANY)
    assert found.count("likely better") / MANY <= AT_MOST + error


@pytest.mark.parametrize(
    ("life", "words"),
    [
        ({"weeks": 1}, "at least 6"),
        ({"every": 21, "weeks": 12}, "at least 6"),
        ({"every": 9, "weeks": 12}, "less than once a week"),
        ({"exercise": "equal-weight"}, "at least 6"),
    ],
)
def test_too_little_training_is_not_judged(life, words):
    history, today = lived(np.random.default_rng(2), **life)
    found = working_in(history, today)
    assert (found.answer, found.probability) == ("cannot tell yet", None)
    assert words in str(found.text)


def test_an_open_answer_tells_the_limit_that_it_misses():
    dice = np.random.default_rng(8)
    found = [told(dice, effect=effect, age=200, after=30) for effect in np.linspace(-3, 3, 60)]
    unsure = [str(each.text) for each in found if each.answer == "cannot tell yet"]
    read = [
        re.search(r"“(better|worse)” is (\d+) % sure, and is said from 97.5 % on", each)
        for each in unsure
    ]
    assert {each[1] for each in read if each} == {"better", "worse"}
    assert all(50 <= int(each[2]) <= 97 for each in read if each)
    assert all(
        "less than 1 is not called a change" in t
        for t, r in zip(unsure, read, strict=True)
        if not r
    )


def test_what_is_said_long_after_the_last_session_is_left_out():
    dice = np.random.default_rng(8)
    history, today = lived(dice, fading=0.0)
    later = [Day(today + timedelta(days=i), usual=9) for i in range(20, 60)]
    stopped = replace(history, days=[*history.days, *later])
    assert working_in(stopped, today + timedelta(days=60)) == working_in(history, today)


def test_when_the_pain_began_is_taken_from_the_profile():
    dice = np.random.default_rng(4)
    history, today = lived(dice, onset=START - timedelta(days=300))
    said = {day.on: float(day.usual) for day in history.days}
    begun = START + timedelta(days=14)
    expected = working(said, trained_from=begun, onset=START - timedelta(days=300))
    assert working_in(history, today) == expected
