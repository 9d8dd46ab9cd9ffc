"""All that the rules know of a person: what was said, done and measured, by date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from levelhip.core import LevelhipError, Side
from levelhip.program.light import Day, State, light, lights
from levelhip.program.screening import Clearance, Screening, clearance

BARS = ("hernia", "pelvic-floor", "pregnancy", "hip-disease", "fall-risk")
"""What keeps somebody from the loaded walk (EVIDENCE 4A4)."""


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
    """

    started: date
    training_days: tuple[int, ...] = ()
    mass_kg: float | None = None
    sitting_h: float | None = None
    sorer: Side | None = None
    bars: frozenset[str] = frozenset()
    former_kg: float | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        strange = sorted(self.bars - set(BARS))
        if strange:
            raise LevelhipError(f"bars: {', '.join(strange)}; give some of {', '.join(BARS)}")
        if any(not 0 <= day <= 6 for day in self.training_days):
            raise LevelhipError(f"training_days: {self.training_days}; give 0 (Monday) to 6")


@dataclass(frozen=True, slots=True)
class Done:
    """A session of one exercise.

    Attributes
    ----------
    on : date
    exercise : its name
    reps, faulty : all repetitions of all sides, and those with faults; 0 where none are counted
    whole : whether it was done to its end
    """

    on: date
    exercise: str
    reps: int = 0
    faulty: int = 0
    whole: bool = True


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
    """

    on: date
    protocol: str
    name: str
    side: Side
    value: float
    sd: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Walked:
    """Minutes walked on a day."""

    on: date
    minutes: float


@dataclass(frozen=True, slots=True)
class History:
    """Everything, in any order.

    Attributes
    ----------
    profile : what changes rarely
    screenings, visits : answers, and when somebody was seen about them
    days : what was said of each day
    done, measured, walked : what was done and measured
    """

    profile: Profile
    screenings: Sequence[Screening] = ()
    visits: Sequence[datetime] = ()
    days: Sequence[Day] = ()
    done: Sequence[Done] = ()
    measured: Sequence[Measured] = ()
    walked: Sequence[Walked] = field(default=())

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
        )

    def state(self, today: date) -> State:
        """The pain light on a day."""
        return light(self.days, today=today, seen=[each.date() for each in self.visits])

    def states(self, today: date) -> dict[date, State]:
        """The pain light at the end of each day on which something was said."""
        return dict(lights(self.days, today=today, seen=[each.date() for each in self.visits]))

    def clearance(self, now: datetime) -> Clearance:
        """What screening leaves open."""
        return clearance(self.screenings, self.visits, now)

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
