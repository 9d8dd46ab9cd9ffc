"""All that the rules know of a person: what was said, done and measured, by date."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from levelhip.core import LevelhipError, Sentence, Side
from levelhip.program.light import Day, Light, State, jumps, light, lights, readings
from levelhip.program.screening import Clearance, Screening, clearance

BARS = ("hernia", "pelvic-floor", "pregnancy", "hip-disease", "fall-risk")
"""What keeps somebody from the loaded walk; expert opinion, no study was found."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What changes rarely.

    Attributes
    ----------
    started : first day of the program
    training_days : weekdays of the person's own training, 0 = Monday
    mass_kg : kg; None when unknown
    sitting_h : h a day; None when unknown
    sorer : the sorer hip; None when neither or unknown
    bars : from `BARS`
    former_kg : kg, load of the person's main lift before the pain; None when there is none
    onset : when this pain began; None when unknown
    born_year : the year of birth; None when unknown
    answers_from : when `bars` were last added to, or a backup was put back: all safety questions
        are due once more; None when never
    """

    started: date
    training_days: tuple[int, ...] = ()
    mass_kg: float | None = None
    sitting_h: float | None = None
    sorer: Side | None = None
    bars: frozenset[str] = frozenset()
    former_kg: float | None = None
    onset: date | None = None
    born_year: int | None = None
    answers_from: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        strange = sorted(self.bars - set(BARS))
        if strange:
            raise LevelhipError(
                "bars: {given}; give some of {known}",
                given=", ".join(strange),
                known=", ".join(BARS),
            )
        if any(not 0 <= day <= 6 for day in self.training_days):
            raise LevelhipError(
                "training_days: {given}; give 0 (Monday) to 6", given=str(self.training_days)
            )


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of an exercise was done; None = as asked.

    Attributes
    ----------
    sets, reps : on each side, and repetitions of one set
    hold_s : s, the hold
    minutes : min, of walking with a load
    sides : how many sides worked
    """

    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None
    minutes: float | None = None
    sides: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A session of one exercise.

    Attributes
    ----------
    on : date
    exercise : its name
    reps, faulty : all repetitions of all sides, and those with faults; 0 where none are counted
    whole : whether it was done to its end
    warm_up : whether it was a short set before other training
    amount : how much of it was done
    """

    on: date
    exercise: str
    reps: int = 0
    faulty: int = 0
    whole: bool = True
    warm_up: bool = False
    amount: Amount = Amount()


@dataclass(frozen=True, slots=True)
class Measured:
    """One measured quantity of a test.

    Attributes
    ----------
    on : date
    protocol, name : of the test and the metric
    side : as in the result
    value, sd : in the metric's unit
    unit : as in the result; empty when it was not said
    method : how it was got, with its version; what was got in two ways is not compared
    """

    on: date
    protocol: str
    name: str
    side: Side
    value: float
    sd: float
    unit: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Walked:
    """Minutes walked on a day."""

    on: date
    minutes: float


RATING = (0, 10)
"""How an activity goes: 0 = not at all, 10 = as before the pain (PSFS)."""

ACTIVITIES_MOST = 3
"""So many activities are asked for (PSFS, Stratford 1995, from memory: mean of three)."""


@dataclass(frozen=True, slots=True)
class Rating:
    """How an activity went on a day.

    Attributes
    ----------
    on : date
    value : 0 (not at all) to 10 (as before the pain)
    """

    on: date
    value: int

    def __post_init__(self) -> None:
        """Refuse what is no answer."""
        low, high = RATING
        if not low <= self.value <= high:
            raise LevelhipError(
                "rating: {value}; give {low} (not at all) to {high} (as before the pain)",
                value=self.value,
                low=low,
                high=high,
            )


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that the person wants to do again.

    Attributes
    ----------
    text : in the person's words
    ratings : how it went, by date, in order
    """

    text: str
    ratings: Sequence[Rating] = ()

    def __post_init__(self) -> None:
        """Refuse an empty one."""
        if not self.text.strip():
            raise LevelhipError("activity: is empty; say what you want to do again")


SCORES: Mapping[str, tuple[float, float]] = {
    "rmdq24": (0, 24),
    "global_change": (-5, 5),
    "sitting_h": (0, 24),
}
"""Numbers said now and then, and their bounds: total of the printed RMDQ-24, change since the
beginning (-5 much worse, 5 much better), hours of sitting a day."""


@dataclass(frozen=True, slots=True)
class Score:
    """A number said now and then.

    Attributes
    ----------
    on : date
    name : from `SCORES`
    value : within its bounds
    """

    on: date
    name: str
    value: float

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if self.name not in SCORES:
            raise LevelhipError(
                "score {given}: not known; give one of {known}",
                given=self.name,
                known=", ".join(SCORES),
            )
        low, high = SCORES[self.name]
        if not (math.isfinite(self.value) and low <= self.value <= high):
            raise LevelhipError(
                "{what}: {value}; give {low} to {high}",
                what=self.name,
                value=f"{self.value:g}",
                low=f"{low:g}",
                high=f"{high:g}",
            )
        if self.name != "sitting_h" and self.value != int(self.value):
            raise LevelhipError(
                "{what}: {value}; give a whole number", what=self.name, value=f"{self.value:g}"
            )


SpotKind = Literal["back", "hip"]
PAIN_OF = {"back": "pain of the back spot", "hip": "pain of the hip spot"}
SpotSide = Literal["front", "back", "left", "right"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark on the body map.

    Attributes
    ----------
    at : when, with its time zone
    kind : "back" or "hip": two spots, each compared with itself only
    view : from where the body is looked at, "front", "back", "left" or "right"
    x_m, y_m : m, in the axes of that view (`biomech.body_map`)
    pain : 0 to 10; None when not said
    """

    at: datetime
    kind: SpotKind
    view: SpotSide
    x_m: float
    y_m: float
    pain: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no spot."""
        if self.kind not in ("back", "hip"):
            raise LevelhipError("spot {given}: not known; give back or hip", given=self.kind)
        if self.view not in ("front", "back", "left", "right"):
            raise LevelhipError(
                "view {given}: not known; give front, back, left or right", given=self.view
            )
        if self.pain is not None and not 0 <= self.pain <= 10:
            raise LevelhipError(
                "{what}: {value}; give 0 to 10",
                what=Sentence(PAIN_OF[self.kind]),
                value=self.pain,
            )


@dataclass(frozen=True, slots=True)
class Lift:
    """What the person's main lift was on a day.

    Attributes
    ----------
    on : date
    kg : kg
    reps : at that load
    """

    on: date
    kg: float
    reps: int

    def __post_init__(self) -> None:
        """Refuse what cannot be lifted."""
        if not 0 < self.kg <= LIFT_KG_MOST:
            raise LevelhipError(
                "lift: {value} kg; give more than 0, at most {most}",
                value=f"{self.kg:g}",
                most=f"{LIFT_KG_MOST:g}",
            )
        if not 1 <= self.reps <= LIFT_REPS_MOST:
            raise LevelhipError(
                "reps: {value}; give 1 to {most}", value=self.reps, most=LIFT_REPS_MOST
            )


LIFT_KG_MOST = 600.0
LIFT_REPS_MOST = 100
"""More than this was a slip of the finger; chosen by us, a little above what anybody has lifted."""


@dataclass(frozen=True, slots=True)
class History:
    """Everything, in any order.

    Attributes
    ----------
    profile : what changes rarely
    screenings, visits : answers, and when somebody was seen about them
    days : what was said of each day
    done, measured, walked : what was done and measured
    activities : what the person wants to do again, up to three, in the order they were named
    scores, spots, lifts : what was said now and then
    """

    profile: Profile
    screenings: Sequence[Screening] = ()
    visits: Sequence[datetime] = ()
    days: Sequence[Day] = ()
    done: Sequence[Done] = ()
    measured: Sequence[Measured] = ()
    walked: Sequence[Walked] = field(default=())
    activities: Sequence[Activity] = ()
    scores: Sequence[Score] = ()
    spots: Sequence[Spot] = ()
    lifts: Sequence[Lift] = ()

    def until(self, on: date) -> History:
        """What was known at the end of a day."""
        return replace(
            self,
            screenings=[each for each in self.screenings if each.at.date() <= on],
            visits=[each for each in self.visits if each.date() <= on],
            days=[each for each in self.days if each.on <= on],
            done=[each for each in self.done if each.on <= on],
            measured=[each for each in self.measured if each.on <= on],
            walked=[each for each in self.walked if each.on <= on],
            activities=[
                replace(each, ratings=tuple(one for one in each.ratings if one.on <= on))
                for each in self.activities
            ],
            scores=[each for each in self.scores if each.on <= on],
            spots=[each for each in self.spots if each.at.date() <= on],
            lifts=[each for each in self.lifts if each.on <= on],
        )

    def state(self, today: date) -> State:
        """The pain light on a day."""
        return light(self.days, today=today, seen=[each.date() for each in self.visits])

    def states(self, today: date) -> dict[date, State]:
        """The pain light at the end of each day on which something was said."""
        return dict(lights(self.days, today=today, seen=[each.date() for each in self.visits]))

    def clearance(self, now: datetime) -> Clearance:
        """What screening leaves open."""
        # Also what bears a later date than now: a clock set back takes no red day away.
        today = max((now.date(), *(day.on for day in self.days)))
        red = {day.on for day in readings(self.days, today=today) if day.light is Light.RED}
        red |= jumps(self.days, today=today)
        since = self.profile.answers_from
        return clearance(self.screenings, self.visits, now, red_days=red, answers_from=since)

    def sessions(self, exercise: str) -> list[Done]:
        """Sessions of an exercise, in order."""
        return sorted((d for d in self.done if d.exercise == exercise), key=lambda d: d.on)

    def latest(self, protocol: str, name: str) -> Iterator[Measured]:
        """The newest value of a metric for each side.

        Parameters
        ----------
        protocol, name : str
            Of the test and the metric.

        Yields
        ------
        Measured
        """
        for side in Side:
            found = [
                each
                for each in self.measured
                if (each.protocol, each.name, each.side) == (protocol, name, side)
            ]
            if found:
                yield max(found, key=lambda each: each.on)
