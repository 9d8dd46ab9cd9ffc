"""The file of a scenario: what may stand in it, and its days.

Days are numbered: day 1 is the first. Every statement is a table of a TOML file; docs/scenarios.md
shows them all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from levelhip.core import LevelhipError
from levelhip.program.screening import questions

FIRST = date(2026, 1, 5)
"""Day 1, a Monday; nothing depends on the year."""

_STRICT = ConfigDict(extra="forbid")
DayList = Annotated[str, Field(pattern=r"^\d+(-\d+(/\d+)?)?(, ?\d+(-\d+(/\d+)?)?)*$")]
"""Days as "3", "1-14", "1-21/2" (every second) or several of them with commas."""


@dataclass(frozen=True, slots=True)
class Said1:
    """What is said of some days."""

    __pydantic_config__ = _STRICT

    days: DayList
    usual: int | None = None
    during: int | None = None
    morning: int | None = None
    pressure: int | None = None
    leg_signs: bool = False
    trained: bool = True


@dataclass(frozen=True, slots=True)
class Screened:
    """A screening: all no but these; `full = false` answers only the questions of every session."""

    __pydantic_config__ = _STRICT

    day: int
    yes: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    full: bool = True
    hour: int = 8


@dataclass(frozen=True, slots=True)
class Seen1:
    """A clinician was seen."""

    __pydantic_config__ = _STRICT

    day: int
    hour: int = 12


@dataclass(frozen=True, slots=True)
class Did:
    """Sessions of an exercise; sets, repetitions of one set, hold and minutes as asked or as told.

    Attributes
    ----------
    days, exercise : which, and when
    reps, faulty : all repetitions, and those with faults
    whole, warm_up : whether it came to its end, and whether it was before other training
    sets, set_reps, hold_s, minutes : how much of it was done; None = as asked
    """

    __pydantic_config__ = _STRICT

    days: DayList
    exercise: str
    reps: int = 10
    faulty: int = 0
    whole: bool = True
    warm_up: bool = False
    sets: int | None = None
    set_reps: int | None = None
    hold_s: float | None = None
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Test1:
    """A measured quantity."""

    __test__ = False
    __pydantic_config__ = _STRICT

    day: int
    protocol: str
    name: str
    left: float | None = None
    right: float | None = None
    both: float | None = None
    sd: float = 0.5


@dataclass(frozen=True, slots=True)
class Walk1:
    """Minutes walked on some days."""

    __pydantic_config__ = _STRICT

    days: DayList
    minutes: float


@dataclass(frozen=True, slots=True)
class Aim1:
    """What the person wants to do again, and how it goes on some days."""

    __pydantic_config__ = _STRICT

    text: str
    days: DayList
    value: int


@dataclass(frozen=True, slots=True)
class Score1:
    """A number said now and then."""

    __pydantic_config__ = _STRICT

    days: DayList
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Lift1:
    """The main lift on some days."""

    __pydantic_config__ = _STRICT

    days: DayList
    kg: float
    reps: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come out on a day, at 18 o'clock; what is left out is not looked at."""

    __pydantic_config__ = _STRICT

    day: int
    light: str | None = None
    dose: str | None = None
    tier: str | None = None
    stage: str | None = None
    allows: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    trains: tuple[str, ...] | None = None
    does: tuple[str, ...] | None = None
    rungs: dict[str, int] = field(default_factory=dict)
    kg: dict[str, float] = field(default_factory=dict)
    flare: int | None = None
    advice: str | None = None
    episode: int | None = None
    never: tuple[str, ...] = ()
    walk_min: float | None = None
    says: str | None = None
    asks: str | None = None
    due: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One file.

    Attributes
    ----------
    title, story : for the reader
    profile : as in `history.Profile`, `started` is day 1
    say, screen, seen, did, test, walk, lift, aim, score : what happened
    expect : what must come out
    """

    __pydantic_config__ = _STRICT

    title: Annotated[str, Field(min_length=1)]
    story: Annotated[str, Field(min_length=1)]
    expect: Annotated[tuple[Expected, ...], Field(min_length=1)]
    profile: dict[str, Any] = field(default_factory=dict)
    say: tuple[Said1, ...] = ()
    screen: tuple[Screened, ...] = ()
    seen: tuple[Seen1, ...] = ()
    did: tuple[Did, ...] = ()
    test: tuple[Test1, ...] = ()
    walk: tuple[Walk1, ...] = ()
    lift: tuple[Lift1, ...] = ()
    aim: tuple[Aim1, ...] = ()
    score: tuple[Score1, ...] = ()


def parsed_scenario(text: str, *, name: str) -> Scenario:
    """A scenario from the text of its file.

    Parameters
    ----------
    text : str
        TOML.
    name : str
        How the file is called in messages.

    Returns
    -------
    Scenario

    Raises
    ------
    LevelhipError
        With all faults of the file, one a line.
    """
    try:
        told: Scenario = TypeAdapter(Scenario).validate_python(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise LevelhipError(f"{name}: {fault}; mend the TOML") from None
    except ValidationError as fault:
        lines = [f"{name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors()]
        raise LevelhipError("\n".join(lines)) from None
    known = {each.id for each in questions().question}
    strange = sorted({n for s in told.screen for n in (*s.yes, *s.unsure)} - known)
    if strange:
        raise LevelhipError(
            f"{name}: screen: {', '.join(strange)}; give ids of {', '.join(sorted(known))}"
        )
    return told


def day_on(day: int) -> date:
    """The date of a numbered day."""
    return FIRST + timedelta(days=day - 1)


def day_at(day: int, hour: int) -> datetime:
    """A full hour of a numbered day."""
    return datetime.combine(day_on(day), time(hour), UTC)


def days_of(text: str) -> Iterator[date]:
    """The dates that a `DayList` means."""
    for part in text.replace(" ", "").split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        for day in range(int(first), int(last or first) + 1, int(step or 1)):
            yield day_on(day)
