"""Histories of people who do not exist, from an empty diary to twelve full weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from levelhip.core import Side
from levelhip.program import Day, Screening, questions
from levelhip.program.history import (
    Activity,
    Done,
    History,
    Lift,
    Measured,
    Profile,
    Rating,
    Score,
    Spot,
    Walked,
)

START = date(2026, 1, 5)
NO = {each.id: "no" for each in questions().question}


def on(i):
    return START + timedelta(days=int(i))


def at(i, hour=8):
    return datetime.combine(on(i), time(hour), UTC)


def screened(i=0, **said):
    return Screening(at(i, 7), {**NO, **said})


def empty():
    return History(Profile(START)), at(0, 9)


def one_week():
    history = History(
        Profile(START, sorer=Side.LEFT, sitting_h=9.0),
        screenings=[screened()],
        days=[Day(on(i), usual=5 - i % 2, trained=False) for i in range(7)],
        measured=_tests(0, gain=0.0),
        walked=[Walked(on(i), 10.0) for i in (2, 4, 6)],
        activities=[Activity("Deadlift from the floor", [Rating(on(0), 3)])],
        scores=[Score(on(0), "rmdq24", 11)],
        spots=[Spot(at(0), "back", "back", -0.045, -0.01, 6)],
    )
    return history, at(6, 20)


def twelve_weeks(*, weeks=12, seed=4):
    """Somebody who gets better, with a bad week in the third."""
    dice = np.random.default_rng(seed)
    length = 7 * weeks
    level = [5.2 - 3.2 * min(i / 60, 1) + 1.9 * (14 <= i < 19) for i in range(length)]

    def pain(i, more=0.0):
        return int(np.clip(round(level[i] + more + dice.normal(0, 0.5)), 0, 10))

    trained = {i for i in range(7, length, 2) if dice.random() > 0.15}
    days = []
    for i in range(length):
        if dice.random() < 0.08 and i not in trained:
            continue
        during = max(pain(i, -2.2), 0)
        days.append(
            Day(on(i), usual=pain(i), during=during, morning=pain(i, -0.3),
                pressure=min(pain(i, 0.6), 9), trained=True)
            if i in trained
            else Day(on(i), usual=pain(i), trained=False)
        )  # fmt: skip
    done = []
    for i in sorted(trained):
        names = ["side-lying-abduction"]
        names += ["wall-hip-drop"] if i > 21 else []
        names += ["one-hand-carry"] if i > 42 else []
        names += ["lift"] if i > 60 else []
        done += [Done(on(i), name, 20, int(dice.integers(0, 3))) for name in names]
    measured = [m for i in range(0, length, 28) for m in _tests(i, gain=i / length)]
    measured += _tests(length - 2, gain=1.0)
    rated = range(0, length, 14)
    wishes = ("Deadlift from the floor", "Sit through a film", "Carry my child up the stairs")
    return History(
        Profile(START, (0, 3), 82.0, 9.0, Side.LEFT, former_kg=120.0, onset=on(-200)),
        screenings=[screened(), *(Screening(at(i, 17), NO) for i in sorted(trained))],
        days=days,
        done=done,
        measured=measured,
        walked=[Walked(on(i), 10.0 + i / 5) for i in range(length) if i % 7 in (1, 3, 5)],
        activities=[
            Activity(text, [Rating(on(i), min(3 + k + i // 16, 10)) for i in rated])
            for k, text in enumerate(wishes)
        ],
        scores=[
            *(Score(on(i), "rmdq24", max(12 - i // 9, 0)) for i in rated),
            *(Score(on(i), "global_change", min(i // 20, 5)) for i in rated if i),
            Score(on(0), "sitting_h", 9.0),
            Score(on(length - 7), "sitting_h", 7.5),
        ],
        spots=[
            spot
            for i in range(0, length, 28)
            for spot in (
                Spot(at(i), "back", "back", -0.045 + i / 9000, -0.01, max(6 - i // 20, 0)),
                Spot(at(i), "hip", "left", -0.02, -0.055 + i / 9000, max(5 - i // 20, 0)),
            )
        ],
        lifts=[Lift(on(i), 50.0 + i / 2, 5) for i in range(60, length, 4)],
    ), at(length - 1, 20)  # fmt: skip


def locked():
    """An emergency sign in week 5."""
    history, _ = twelve_weeks(weeks=5)
    return replace(history, screenings=[*history.screenings, _emergency(34)]), at(34, 21)


def _emergency(i):
    first = next(each for each in questions().question if each.tier == "emergency")
    return screened(i, **{first.id: "yes"})


def lateral_hip():
    """Pain on the outer hip: holds in line with the body only."""
    branch = next(each for each in questions().question if each.tier == "branch")
    history, _ = twelve_weeks(weeks=6)
    return replace(
        history,
        screenings=[screened(0, **{branch.id: "yes"})],
        done=[replace(each, exercise="neutral-hold") for each in history.done],
    ), at(41, 20)


def _tests(i, *, gain):
    def both(protocol, name, left, right, sd, unit, method="com-pose/1"):
        return [
            Measured(on(i), protocol, name, side, value, sd, unit, method)
            for side, value in ((Side.LEFT, left), (Side.RIGHT, right))
        ]

    def whole(protocol, name, value, sd, unit, method="com-pose/1"):
        return Measured(on(i), protocol, name, Side.BOTH, value, sd, unit, method)

    return [
        whole("pain-spot", "back_spot_view", 2.0, 0.0, "1", "body-map/1"),
        whole("pain-spot", "back_spot_x", -0.045, 0.009, "m", "body-map/1"),
        whole("pain-spot", "back_spot_y", -0.01, 0.009, "m", "body-map/1"),
        whole("equal-weight", "standing_share", 0.46 + 0.03 * gain, 0.008, "1"),
        *both("equal-weight", "weight_shift", 0.82, 0.71 + 0.08 * gain, 0.03, "1"),
        *both("equal-weight", "excess_shift", 0.21, 0.10 + 0.08 * gain, 0.03, "1"),
        whole("equal-weight", "excess_shift_difference", 0.11 - 0.08 * gain, 0.04, "1"),
        *both("equal-weight", "trunk_lean", 6.0 - 3 * gain, 3.1, 0.7, "deg"),
        *both("equal-weight", "pelvic_drop", 3.2, 8.6 - 6 * gain, 0.9, "deg"),
        *both("equal-weight", "sway_path", 0.31, 0.42 - 0.1 * gain, 0.04, "m"),
        *both("equal-weight", "unload_time", 0.9, 1.1, 0.09, "s"),
        whole("equal-weight", "symmetry", 0.84 + 0.1 * gain, 0.05, "1"),
        whole("equal-weight", "lift_count", 6.0, 0.0, "1"),
        *both("one-leg-stand", "hold_time", 41.0, 19.0 + 26 * gain, 0.3, "s", "contact/1"),
        *both("one-leg-stand", "trunk_lean", 4.0, 5.0 - 2 * gain, 0.7, "deg"),
        *both("active-hip-abduction", "self_rating", 1.0, 2.0 - round(gain), 0.5, "1", "told/1"),
        *both("side-lying-abduction", "hold_time", 52 + 20 * gain, 31 + 40 * gain, 0.5, "s", "imu"),
        *both("side-lying-abduction", "abduction_range", 31.0, 29.0, 1.4, "deg", "imu/1"),
        whole("squat-check", "load_share", 0.44 + 0.05 * gain, 0.01, "1"),
        whole("squat-check", "symmetry", 0.83 + 0.1 * gain, 0.03, "1"),
    ]  # fmt: skip


STORIES = {
    "empty": empty,
    "one-week": one_week,
    "twelve-weeks": twelve_weeks,
    "locked": locked,
    "lateral-hip": lateral_hip,
}
