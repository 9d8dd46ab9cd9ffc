"""The plan: what each of the next days holds, and today in five lines with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from levelhip.core import Side
from levelhip.program.dose import Asked, rung, side_rule
from levelhip.program.history import History
from levelhip.program.light import Dose, Light, State
from levelhip.program.screening import Clearance
from levelhip.program.sentence import Sentence
from levelhip.program.stages import Standing, standing, swinger_bar
from levelhip.program.strategy import strategy
from levelhip.program.walking import walking_week

Kind = Literal["locked", "session", "warm-up", "test", "walk", "rest", "learn"]

EVERY_DAYS = 2
"""Days from one session to the next: a day between them shows the next morning's pain; chosen by
us."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do.

    Attributes
    ----------
    kind : what sort of thing
    what : exercise or test by name; empty for none
    minutes : min, about how long
    asked : the dose; None where there is none
    first : the hip that comes first; None = no matter
    more : whether that hip gets a set more
    why : the reason, in a sentence
    """

    kind: Kind
    what: str = ""
    minutes: float = 0.0
    asked: Asked | None = None
    first: Side | None = None
    more: bool = False
    why: Sentence | None = None


@dataclass(frozen=True, slots=True)
class PlanDay:
    """What a day holds."""

    on: date
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The next days.

    Attributes
    ----------
    standing : the stage and what is missing for the next
    state : the pain light
    clearance : what screening leaves open
    days : in order
    """

    standing: Standing
    state: State
    clearance: Clearance
    days: tuple[PlanDay, ...]


def plan(history: History, now: datetime, *, days: int = 28) -> Plan:
    """The plan from now on.

    What was missed is not made up: the next session is due from the last one that was done.

    Parameters
    ----------
    history : History
        All that is known.
    now : datetime
        With its time zone; its date is the first day.
    days : int
        How many.

    Returns
    -------
    Plan
    """
    today = now.date()
    open_to = history.clearance(now)
    state = history.state(today)
    where = standing(history, today)
    maker = _Maker(history, today, open_to, state, where)
    return Plan(
        where, state, open_to, tuple(PlanDay(on, maker.day(on)) for on in _dates(today, days))
    )


def _dates(today: date, days: int) -> list[date]:
    return [today + i * DAY for i in range(days)]


class _Maker:
    """Fills day after day."""

    def __init__(
        self, history: History, today: date, open_to: Clearance, state: State, where: Standing
    ) -> None:
        self._history, self._today = history, today
        self._open, self._state, self._where = open_to, state, where
        self._sides = side_rule(history)
        self._walking = walking_week(history, today)
        self._every = EVERY_DAYS if where.stage.id != "keep" else _keeping_every()
        last = max((each.on for each in history.done if each.on <= today), default=None)
        self._due = today if last is None else max(last + self._every * DAY, today)
        if state.dose is Dose.REST:
            self._due = max(self._due, today + DAY)

    def day(self, on: date) -> tuple[Item, ...]:
        """The items of one day."""
        if self._open.shuts == "everything":
            return (Item("locked", why=Sentence(self._open.text)),)
        items: list[Item] = []
        if self._open.shuts != "all-but-walking" and self._state.dose is not Dose.CLINICIAN:
            items += self._tests(on)
            items += self._trained(on)
        elif self._state.dose is Dose.CLINICIAN and on == self._today:
            items.append(Item("rest", why=Sentence("See a clinician before you go on.")))
        items += self._walk(on)
        if (on - self._history.profile.started).days % 3 == 0:
            items.append(Item("learn", minutes=2, why=Sentence("Two minutes to read.")))
        return tuple(items)

    def _tests(self, on: date) -> list[Item]:
        found = []
        for name in self._where.stage.tests:
            done = [t.on for t in self._history.measured if t.protocol == name]
            # What a gate waits for is looked at twice as often.
            waits = bool(self._where.missing) and self._where.stage.id != "baseline"
            again = strategy().keeping.test_every_days // (1 + waits) * DAY
            in_stage = [each for each in done if each >= self._where.since]
            due = max(done) + again if in_stage else self._today
            if due == on or (due < on == self._today):
                found.append(Item("test", name, 3, why=Sentence("Compare with yourself.")))
        return found

    def _trained(self, on: date) -> list[Item]:
        if on < self._due or (on - self._due).days % self._every:
            return []
        named = [self._replaced(name) for name in self._where.stage.exercises]
        before = on.weekday() in self._history.profile.training_days
        late = self._where.stage.id in ("return", "keep")
        if before and late:
            # Before hard training only a short version, to warm up.
            named = named[:1]
        found = []
        for name in dict.fromkeys(each for each in named if each):
            asked = rung(name, self._history, self._today)
            minutes = strategy().ladder_of(name).minutes
            found.append(
                Item(
                    "warm-up" if before and late else "session",
                    name,
                    minutes / 2 if before and late else minutes,
                    asked,
                    self._sides.first,
                    self._sides.more,
                    self._sides.why,
                )
            )
        return found

    def _replaced(self, name: str) -> str:
        """The exercise, or what takes its place now; empty for nothing."""
        ladder = strategy().ladder_of(name)
        if not self._open.allows(ladder.activity):
            return ladder.instead
        if name == "sack-swinger" and swinger_bar(self._history, self._today) is not None:
            return "one-hand-carry"
        if name == "lift" and self._history.profile.former_kg is None:
            return ""
        return name

    def _walk(self, on: date) -> list[Item]:
        week = self._walking
        # Spread over the week: the days on which the running share passes the next whole number.
        i = (on - self._history.profile.started).days % 7
        if i * week.days // 7 == (i + 1) * week.days // 7:
            return []
        return [Item("walk", minutes=round(week.daily), why=week.why)]


def _keeping_every() -> int:
    return 7 // strategy().keeping.sessions_per_week


_LIGHTS = {
    Light.GREEN: Sentence("Green: go on."),
    Light.AMBER: Sentence("Amber: ease off."),
    Light.RED: Sentence("Red: stop."),
}
_DOSES = {
    Dose.UP: Sentence("Good days in a row: the next step up."),
    Dose.HOLD: Sentence("The same dose as last time."),
    Dose.DOWN: Sentence("One step easier than last time."),
    Dose.REST: Sentence("Rest from exercises today; an easy walk is fine."),
    Dose.CLINICIAN: Sentence("See a clinician before you go on."),
}


def today_lines(made: Plan) -> tuple[tuple[Sentence, ...], ...]:
    """What to do today and why, in at most five lines.

    Parameters
    ----------
    made : Plan
        From `plan`; its first day is today.

    Returns
    -------
    tuple of lines, each some sentences
    """
    items = made.days[0].items
    if any(item.kind == "locked" for item in items):
        return ((Sentence(made.clearance.text),), _way_out(made.clearance))
    shut = (Sentence(made.clearance.text),) if made.clearance.shuts is not None else ()
    lines: list[tuple[Sentence, ...]] = [
        (_LIGHTS[made.state.light], _DOSES[made.state.dose], *shut)
    ]
    trained = [item for item in items if item.kind in ("session", "warm-up", "test")]
    lines.append(tuple(_told(item) for item in trained) or (_next_session(made),))
    lines += [(item.why,) for item in trained[-1:] if item.first and item.why]
    walks = [item for item in items if item.kind == "walk"]
    lines += [(_told(item), item.why) for item in walks if item.why]
    missing = made.standing.missing
    stage = Sentence("Stage: {title}.", (("title", made.standing.stage.title),))
    lines.append((stage, *missing[:1]))
    return tuple(lines)


def _way_out(open_to: Clearance) -> tuple[Sentence, ...]:
    found = []
    if open_to.needs_visit:
        found.append(Sentence("Enter when you have been seen by a clinician."))
    if open_to.until is not None:
        when = open_to.until.isoformat(sep=" ", timespec="minutes")
        found.append(Sentence("New questions from {when} on.", (("when", when),)))
    return tuple(found) or (Sentence("Answer the safety questions again."),)


def _next_session(made: Plan) -> Sentence:
    for day in made.days[1:]:
        if any(item.kind in ("session", "warm-up") for item in day.items):
            when = ("date", day.on.isoformat())
            return Sentence("No exercise today; the next is on {date}.", (when,))
    return Sentence("No exercise planned.")


def _told(item: Item) -> Sentence:
    values = [("what", item.what), ("minutes", f"{item.minutes:g}")]
    if item.kind == "walk":
        return Sentence("Walk {minutes} min.", tuple(values[1:]))
    if item.asked is None:
        return Sentence("{what}: {minutes} min.", tuple(values))
    dose = item.asked.dose
    if dose.load_part is not None and dose.minutes is not None:
        part = f"{100 * dose.load_part:.0f}"
        values += [("part", part), ("time", f"{dose.minutes:g}")]
        return Sentence("{what}: {time} min with {part} % of your weight.", tuple(values))
    if dose.load_part is not None:
        part = f"{100 * dose.load_part:.0f}"
        values += [("sets", str(dose.sets)), ("reps", str(dose.reps)), ("part", part)]
        text = "{what}: {sets} x {reps} with {part} % of your former load."
        return Sentence(text, tuple(values))
    values += [("sets", str(dose.sets)), ("reps", str(dose.reps))]
    if dose.hold_s is None:
        return Sentence("{what}: {sets} x {reps} each side, {minutes} min.", tuple(values))
    values.append(("hold", f"{dose.hold_s:g}"))
    text = "{what}: {sets} x {reps} each side, then a hold of {hold} s, {minutes} min."
    return Sentence(text, tuple(values))
