"""Diaries of made-up people for the page: the days go by in seconds, only the clock is ours.

What is kept goes the ways of the program itself: answers, the plan of each day, what was done of
it, and simulated recordings that are really measured. Used by `tools/screens.py` and by tests.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from levelhip.core import LevelhipError, Person, Side
from levelhip.program.checkin import Ask
from levelhip.program.items import Item
from levelhip.service import (
    AnalysisOptions,
    SimulationOptions,
    analyse,
    daily,
    doing,
    telling,
    write_simulation,
)
from levelhip.service.clock import standing_at
from levelhip.service.kept import keep_analysis, keep_session
from levelhip.service.session_results import finish_session

START = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
"""A Monday, in the morning."""

HEIGHT_M = 1.78
SCATTER = 0.5
MOST_PAIN = 10
MARKED_EVERY = 28
LONGEST = 84

ANSWERED = ("pain-spot", "active-hip-abduction")
"""Tests without a sensor."""

SORER = Side.LEFT
ONSET = date(2025, 9, 22)
"""When the pain of somebody began."""

SPOT = {
    "back_spot_thumbs_x": "2",
    "back_spot_thumbs_y": "1",
    "hip_spot_thumbs_below": "3",
    "hip_spot_thumbs_behind": "1",
}
"""The spots of `begin` in thumbs' widths, as they are told by ear: both on the sorer side."""

MOST_PRESSED = 5
"""Nobody presses harder."""

Tests = Mapping[int, tuple[tuple[str, SimulationOptions], ...]]


def _seen(seed: int, **more: Any) -> SimulationOptions:  # noqa: ANN401 -- options as they are
    return SimulationOptions(sensors=("camera",), seed=seed, **more)


FEW: Tests = {
    1: (
        ("equal-weight", _seen(3, drop_deg=(7.0, 2.0), reps=3)),
        ("one-leg-stand", _seen(4, hold_s=10.0)),
    ),
}
"""By day, what is measured then: the tests of the first week, for who has no time."""

ALL: Tests = {
    1: (
        ("equal-weight", _seen(3, drop_deg=(7.0, 2.0), dots=True)),
        ("one-leg-stand", _seen(4, hold_s=21.0)),
        ("squat-check", _seen(5)),
    ),
    29: (
        ("equal-weight", _seen(6, drop_deg=(5.0, 2.0), dots=True)),
        ("one-leg-stand", _seen(7, hold_s=30.0)),
        ("side-lying-abduction", _seen(8, reps=6)),
        ("wall-hip-drop", _seen(9, reps=6)),
    ),
    57: (
        ("equal-weight", _seen(10, drop_deg=(3.5, 2.0), dots=True)),
        ("one-leg-stand", _seen(11, hold_s=38.0)),
    ),
    80: (
        ("squat-check", _seen(13)),
        ("walk", _seen(14)),
        ("equal-weight", _seen(12, drop_deg=(2.5, 2.0), dots=True)),
    ),
}
"""Every test that a person does at home."""


@dataclass(frozen=True)
class Somebody:
    """How a made-up person's days go.

    Attributes
    ----------
    first, last : usual back pain on the first day, and towards what it fades
    half_days : days in which half of the difference goes
    tests : what is measured, by day
    """

    first: float = 4.0
    last: float = 0.8
    half_days: float = 20.0
    tests: Tests = field(default_factory=dict)

    def usual(self, day: int) -> float:
        """Usual back pain of a day, before its scatter."""
        return self.last + (self.first - self.last) * 0.5 ** (day / self.half_days)


AIMS = {"lift a crate off the floor": (3, 9), "sit through a film": (5, 9)}


def moment(day: int, *, hours: float = 0.0) -> datetime:
    """The morning of a day; 0 is the first."""
    return START + timedelta(days=day, hours=hours)


def begin() -> None:
    """A diary in which every safety question was answered with no, and which knows the spot."""
    with daily.diary() as diary:
        told = {"mass_kg": 80.0, "training_days": (0, 3), "former_kg": 100.0, "onset": ONSET}
        daily.begin(diary, sorer=SORER, **told)
        _screened(full=True)
        telling.spot(diary, "back", "back", -0.045, 0.01, pain=5)
        for text, (first, _) in AIMS.items():
            telling.activity(diary, text)
            telling.rate(diary, text, first)


def say_all(value: int) -> None:
    """Answer everything that is asked now; what is asked by yes or no with no.

    Parameters
    ----------
    value : int
        The answer, or the nearest that can be given.
    """
    with daily.diary() as diary:
        for asked in telling.check_in(diary):
            told = 0 if asked.is_yes_no else max(asked.low, min(asked.high, value))
            telling.answer(diary, asked, told)


def lived(days: int, who: Somebody | None = None) -> None:
    """So many days of somebody, from the first one on, in the store that is open.

    Parameters
    ----------
    days : int
    who : Somebody, optional
        Gets better unless told otherwise.
    """
    who = who or Somebody(tests=FEW)
    dice = random.Random("levelhip")
    with daily.held_open():
        for day in range(days):
            with standing_at(moment(day)):
                if day == 0:
                    begin()
                _day(day, who, dice)


def red_light(day: int) -> None:
    """The evening before a day was a bad one, and its morning is: the light is red.

    Parameters
    ----------
    day : int
    """
    with standing_at(moment(day, hours=-12)), daily.diary() as diary:
        daily.say(diary, moment(day - 1).date(), usual=8, during=8, trained=True)
    with standing_at(moment(day)):
        say_all(8)


def answered_yes(tier: str) -> None:
    """A sign, said now.

    Parameters
    ----------
    tier : str
        How grave it is, as the questions have it: "emergency", for one.
    """
    with daily.diary() as diary:
        first = next(each for each in daily.questions(full=True) if each.tier == tier)
        said = {each.id: "no" for each in daily.questions(full=True)}
        daily.screen(diary, {**said, first.id: "yes"})


def _screened(*, full: bool) -> None:
    with daily.diary() as diary:
        daily.screen(diary, {each.id: "no" for each in daily.questions(full=full)})


def _day(day: int, who: Somebody, dice: random.Random) -> None:
    usual = who.usual(day)

    def scattered(value: float) -> int:
        return max(0, min(MOST_PAIN, round(value + dice.gauss(0.0, SCATTER))))

    with daily.diary() as diary:
        for asked in telling.check_in(diary):
            told = 0 if asked.is_yes_no else scattered(_answer(asked, day, who))
            telling.answer(diary, asked, max(asked.low, min(asked.high, told)))
        if daily.clearance(diary).ask == "full":
            _screened(full=True)
        if day % MARKED_EVERY == MARKED_EVERY - 1:
            telling.spot(diary, "back", "back", -0.045 + day / 9000, 0.01, pain=scattered(usual))
            telling.spot(diary, "hip", "left", -0.02, -0.055, pain=scattered(usual))
        for protocol, options in who.tests.get(day, ()):
            measure(protocol, options)
        items = daily.plan(diary, days=1).days[0].items
        for item in items:
            if item.kind == "test" and item.what in ANSWERED:
                answered(item.what, who.usual(day))
            elif item.kind == "walk":
                telling.walk(diary, item.minutes)
        trained = [item for item in items if item.kind in ("session", "warm-up") and item.asked]
        if trained:
            _screened(full=False)
        for item in trained:
            told_pains = {"during": scattered(0.5 * usual), "pressure": scattered(usual + 0.5)}
            doing.done(diary, item.what, _as_asked(item), **told_pains)


def _answer(asked: Ask, day: int, who: Somebody) -> float:
    if asked.name == "rate":
        first, last = AIMS[asked.about]
        return first + (last - first) * min(day / LONGEST, 1.0)
    scores = {
        "rmdq24": 2.2 * who.usual(day),
        "global_change": who.usual(0) - who.usual(day),
        "sitting_h": 8.0,
    }
    return scores.get(asked.name, who.usual(day))


def _as_asked(item: Item) -> doing.Told:
    assert item.asked is not None
    dose = item.asked.dose
    return doing.Told(
        dose.sets,
        dose.reps or 1,
        minutes=dose.minutes,
        kg=item.asked.kg,
        warm_up=item.kind == "warm-up",
    )


def answered(protocol: str, usual: float) -> None:
    """A test that is only answered: a session with the coach, its clock ours.

    Parameters
    ----------
    protocol : str
    usual : float
        Usual back pain of the day; what is said of spots and pains goes with it.
    """
    from tests.service.coached import gone_through

    pressed = str(min(MOST_PRESSED, round(usual + 1)))
    pains = {
        "usual_pain": str(round(usual)),
        "back_spot_pain": pressed,
        "hip_spot_pain": pressed,
    }
    yes = ("hip_spot_on_left",) if SORER is Side.LEFT else ()
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / f"{protocol}.session"
        done = gone_through(
            path, protocol, person=Person(), answer="2", answers=SPOT | pains, affirmed=yes
        )
        keep_session(done.folder.path, finish_session(done.folder.path, report=False))


def measure(protocol: str, options: SimulationOptions) -> None:
    """A simulated recording of a test, measured and kept.

    Parameters
    ----------
    protocol : str
    options : SimulationOptions
    """
    with TemporaryDirectory() as scratch:
        made = write_simulation(protocol, Path(scratch), options).recordings
        recording = made[options.sensors[0]]
        analysis = analyse(
            recording,
            protocol,
            person=Person(HEIGHT_M),
            options=AnalysisOptions(report=False),
            out=Path(scratch, "out"),
            keep_numbers=True,
        )
        kept = keep_analysis(analysis)
    if kept != "kept":
        raise LevelhipError(f"{protocol}: the recording was not kept: {kept}")
