"""Scenarios: a history that a clinician can read, and what must come out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from pydantic import TypeAdapter

from levelhip.core import Side
from levelhip.program.checkin import due
from levelhip.program.dose import rung
from levelhip.program.history import (
    Activity,
    Amount,
    Done,
    History,
    Lift,
    Measured,
    Profile,
    Rating,
    Score,
    Walked,
)
from levelhip.program.light import Day
from levelhip.program.plan import Plan, plan
from levelhip.program.scenario_file import (
    FIRST,
    Aim1,
    Expected,
    Scenario,
    Screened,
    day_at,
    day_on,
    days_of,
    parsed_scenario,
)
from levelhip.program.screening import Said, Screening, questions
from levelhip.program.today import today_lines
from levelhip.program.walking import walking_week


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
        for on in days_of(each.days):
            days[on] = Day(
                on, each.usual, each.during, each.morning, each.pressure, each.leg_signs,
                each.trained,
            )  # fmt: skip
    return History(
        profile,
        [_screening(each) for each in told.screen],
        [day_at(each.day, each.hour) for each in told.seen],
        list(days.values()),
        [
            Done(
                on,
                each.exercise,
                each.reps,
                each.faulty,
                each.whole,
                each.warm_up,
                Amount(each.sets, each.set_reps, each.hold_s, each.minutes),
            )
            for each in told.did
            for on in days_of(each.days)
        ],
        [
            Measured(day_on(each.day), each.protocol, each.name, side, value, each.sd)
            for each in told.test
            for side, value in zip(Side, (each.left, each.right, each.both), strict=True)
            if value is not None
        ],
        [Walked(on, each.minutes) for each in told.walk for on in days_of(each.days)],
        [Activity(text, ratings) for text, ratings in _aims(told.aim).items()],
        [Score(on, each.name, each.value) for each in told.score for on in days_of(each.days)],
        lifts=[Lift(on, each.kg, each.reps) for each in told.lift for on in days_of(each.days)],
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
    now = day_at(wanted.day, 18)
    known = history.until(now.date())
    made = plan(known, now)
    for part in (_stands, _may, _plans):
        for what, want, got in part(wanted, known, made):
            if want is not None:
                yield Finding(wanted.day, what, str(want), str(got))


Held = tuple[str, object, object]
"""What is looked at, what was wanted (None = not looked at), and what came out."""


def _stands(wanted: Expected, known: History, made: Plan) -> Iterator[Held]:
    """Where the person stands."""
    today = made.days[0].on
    yield "light", wanted.light, made.state.light.value
    yield "dose", wanted.dose, made.state.dose.value
    yield "tier", wanted.tier, made.clearance.tier or "none"
    yield "stage", wanted.stage, made.standing.stage.id
    yield "episode", wanted.episode, made.standing.episode
    yield "advice", wanted.advice, made.advice.kind if made.advice else "none"
    yield "day of the flare-up", wanted.flare, made.flare.day if made.flare else 0
    yield "asks", wanted.asks, made.clearance.ask
    if wanted.walk_min is not None:
        week = walking_week(known, today)
        yield "walking, min a week", f"{wanted.walk_min:g}", f"{week.minutes:g}"
    if wanted.due is not None:
        yield "due at the check-in", _list(wanted.due), _list(_due(known, made))
    if wanted.says is not None:
        lines = " ".join(str(part) for line in today_lines(made) for part in line)
        yield "says", wanted.says, wanted.says if wanted.says in lines else lines


def _may(wanted: Expected, _: History, made: Plan) -> Iterator[Held]:
    """What screening leaves open."""
    for activity in wanted.allows:
        yield f"allows {activity}", True, made.clearance.allows(activity)
    for activity in wanted.forbids:
        yield f"allows {activity}", False, made.clearance.allows(activity)


def _plans(wanted: Expected, known: History, made: Plan) -> Iterator[Held]:
    """What is planned, and how much of it."""
    planned = {i.what for day in made.days for i in day.items if i.asked is not None}
    if wanted.trains is not None:
        yield "trains in four weeks", _list(sorted(wanted.trains)), _list(sorted(planned))
    if wanted.does is not None:
        names = [item.what or item.kind for item in made.days[0].items if item.kind != "learn"]
        yield "does today", _list(sorted(wanted.does)), _list(sorted(names))
    for name in wanted.never:
        yield f"plans {name}", False, name in planned
    for name, step in wanted.rungs.items():
        yield f"step of {name}", step, rung(name, known, made.days[0].on).rung
    for name, kg in wanted.kg.items():
        yield f"kg of {name}", f"{kg:g}", f"{rung(name, known, made.days[0].on).kg or 0:g}"


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "nothing"


def _due(known: History, made: Plan) -> list[str]:
    return [ask.name for ask in due(known, datetime.combine(made.days[0].on, time(18), UTC))]


def _aims(told: tuple[Aim1, ...]) -> dict[str, list[Rating]]:
    found: dict[str, list[Rating]] = {}
    for each in told:
        found.setdefault(each.text, []).extend(Rating(on, each.value) for on in days_of(each.days))
    return found


def _screening(told: Screened) -> Screening:
    asked = questions().question if told.full else questions().session
    said: dict[str, Said] = {each.id: "no" for each in asked}
    said |= dict.fromkeys(told.yes, "yes")
    said |= dict.fromkeys(told.unsure, "unsure")
    return Screening(day_at(told.day, told.hour), said)


__all__ = ["FIRST", "Finding", "Scenario", "findings", "history_of", "parsed_scenario"]
