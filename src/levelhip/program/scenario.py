"""Scenarios: a history that a clinician can read, and what must come out of it.

Days are numbered: day 1 is the first. Every statement is a table of a TOML file; docs/scenarios.md
shows them all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from levelhip.core import LevelhipError, Side
from levelhip.program.history import Done, History, Measured, Profile, Walked
from levelhip.program.light import Day
from levelhip.program.plan import Plan, plan, today_lines
from levelhip.program.screening import Said, Screening, questions
from levelhip.program.stages import Standing
from levelhip.program.walking import walking_week

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
    """Sessions of an exercise."""

    __pydantic_config__ = _STRICT

    days: DayList
    exercise: str
    reps: int = 10
    faulty: int = 0
    whole: bool = True


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
    never: tuple[str, ...] = ()
    walk_min: float | None = None
    says: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One file.

    Attributes
    ----------
    title, story : for the reader
    profile : as in `history.Profile`, `started` is day 1
    say, screen, seen, did, test, walk : what happened
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


@dataclass(frozen=True, slots=True)
class Finding:
    """One expectation held against what came out."""

    day: int
    what: str
    wanted: str
    found: str

    @property
    def met(self) -> bool:
        """Whether they agree."""
        return self.wanted == self.found


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


def history_of(told: Scenario) -> History:
    """The history that a scenario tells; days said twice take the later statement.

    Parameters
    ----------
    told : Scenario

    Returns
    -------
    History
    """
    given = {"started": FIRST.isoformat(), **told.profile}
    profile: Profile = TypeAdapter(Profile).validate_python(given)
    days: dict[date, Day] = {}
    for each in told.say:
        for on in _dates(each.days):
            days[on] = Day(
                on, each.usual, each.during, each.morning, each.pressure, each.leg_signs,
                each.trained,
            )  # fmt: skip
    return History(
        profile,
        [_screening(each) for each in told.screen],
        [_at(each.day, each.hour) for each in told.seen],
        list(days.values()),
        [
            Done(on, each.exercise, each.reps, each.faulty, each.whole)
            for each in told.did
            for on in _dates(each.days)
        ],
        [
            Measured(_on(each.day), each.protocol, each.name, side, value, each.sd)
            for each in told.test
            for side, value in zip(Side, (each.left, each.right, each.both), strict=True)
            if value is not None
        ],
        [Walked(on, each.minutes) for each in told.walk for on in _dates(each.days)],
    )


def findings(told: Scenario) -> tuple[Finding, ...]:
    """Each expectation of a scenario held against what comes out.

    Parameters
    ----------
    told : Scenario

    Returns
    -------
    tuple of Finding
    """
    history = history_of(told)
    return tuple(found for each in told.expect for found in _held(each, history))


def _held(wanted: Expected, history: History) -> Iterator[Finding]:
    now = _at(wanted.day, 18)
    known = history.until(now.date())
    made = plan(known, now)

    def found(what: str, want: object, got: object) -> Finding:
        return Finding(wanted.day, what, str(want), str(got))

    plain: tuple[tuple[str, str | None, Callable[[Plan], object]], ...] = (
        ("light", wanted.light, lambda p: p.state.light.value),
        ("dose", wanted.dose, lambda p: p.state.dose.value),
        ("tier", wanted.tier, lambda p: p.clearance.tier or "none"),
        ("stage", wanted.stage, lambda p: _stage(p.standing)),
    )
    for what, want, got in plain:
        if want is not None:
            yield found(what, want, got(made))
    for activity in wanted.allows:
        yield found(f"allows {activity}", want=True, got=made.clearance.allows(activity))
    for activity in wanted.forbids:
        yield found(f"allows {activity}", want=False, got=made.clearance.allows(activity))
    planned = {i.what for day in made.days for i in day.items if i.asked is not None}
    if wanted.trains is not None:
        want = ", ".join(sorted(wanted.trains)) or "nothing"
        yield found("trains in four weeks", want, ", ".join(sorted(planned)) or "nothing")
    for name in wanted.never:
        yield found(f"plans {name}", want=False, got=name in planned)
    if wanted.walk_min is not None:
        week = walking_week(known, now.date())
        yield found("walking, min a week", f"{wanted.walk_min:g}", f"{week.minutes:g}")
    if wanted.says is not None:
        lines = " ".join(str(part) for line in today_lines(made) for part in line)
        inside = wanted.says if wanted.says in lines else lines
        yield found("says", wanted.says, inside)


def _stage(where: Standing) -> str:
    return where.stage.id


def _screening(told: Screened) -> Screening:
    asked = questions().question if told.full else questions().session
    said: dict[str, Said] = {each.id: "no" for each in asked}
    said |= dict.fromkeys(told.yes, "yes")
    said |= dict.fromkeys(told.unsure, "unsure")
    return Screening(_at(told.day, told.hour), said)


def _on(day: int) -> date:
    return FIRST + timedelta(days=day - 1)


def _at(day: int, hour: int) -> datetime:
    return datetime.combine(_on(day), time(hour), UTC)


def _dates(text: str) -> Iterator[date]:
    for part in text.replace(" ", "").split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        for day in range(int(first), int(last or first) + 1, int(step or 1)):
            yield _on(day)
