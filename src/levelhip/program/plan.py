"""The plan: what each of the next days holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from levelhip.program.dose import Asked, asked_at, ground, next_step, rung_on
from levelhip.program.flare import Flare, flare_on
from levelhip.program.gates import GATES, swinger_bar
from levelhip.program.history import History
from levelhip.program.items import Item, PlanDay, promised
from levelhip.program.light import GOOD_RUN, Dose, Light, State
from levelhip.program.retests import TESTS_A_DAY, DueTests
from levelhip.program.screening import Clearance
from levelhip.program.sentence import Sentence
from levelhip.program.sides import SideRule, side_rule
from levelhip.program.stages import Standing, session_days
from levelhip.program.standstill import Advice, standstill
from levelhip.program.strategy import strategy
from levelhip.program.walking import walking_week

EVERY_DAYS = 2
"""Days from one session to the next: a day between them shows the next morning's pain; chosen by
us."""

APART_MOST = 3
"""With own training on so many days a week at most, the sessions keep to the other days; chosen by
us."""

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Plan:
    """The next days.

    Attributes
    ----------
    standing : the stage and what is missing for the next
    state : the pain light
    clearance : what screening leaves open
    days : in order
    flare : the flare-up that today lies in; None when none
    advice : what follows when nothing gets less; None while it does
    sides : which hip comes first
    aims : what the person wants to do again, with the last rating
    is_new : whether nothing was said of a training day yet
    """

    standing: Standing
    state: State
    clearance: Clearance
    days: tuple[PlanDay, ...]
    flare: Flare | None
    advice: Advice | None
    sides: SideRule
    aims: tuple[Sentence, ...]
    is_new: bool

    @property
    def waits(self) -> bool:
        """Whether no exercise and no test is planned before a clinician was seen."""
        return waits(self.clearance, self.state)

    @property
    def next_dose(self) -> Dose:
        """What the light leads to: a step up only where the next exercises hold one.

        Each step is borne twice before the next, and the last has none above it.
        """
        asked = [
            [item.asked for item in day.items if item.kind == "session" and item.asked]
            for day in self.days
        ]
        first = next((found for found in asked if found), [])
        is_same = bool(first) and not any(each.risen for each in first)
        return Dose.HOLD if self.state.dose is Dose.UP and is_same else self.state.dose


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
    if open_to.until is not None:
        open_to = replace(open_to, until=open_to.until.astimezone(now.tzinfo))
    maker = _Maker(history, today, open_to)
    return Plan(
        maker.where,
        maker.state,
        open_to,
        promised([maker.day(on) for on in _dates(today, days)]),
        flare_on(maker.starts, today),
        standstill(history, today),
        maker.sides,
        _aims(history),
        not any(day.trained and day.on <= today for day in history.days),
    )


def waits(open_to: Clearance, state: State) -> bool:
    """Whether no exercise and no test is planned before a clinician was seen.

    Parameters
    ----------
    open_to : Clearance
        What screening leaves open.
    state : State
        The pain light.

    Returns
    -------
    bool
    """
    return open_to.shuts == "all-but-walking" or state.dose is Dose.CLINICIAN


def _dates(today: date, days: int) -> list[date]:
    return [today + i * DAY for i in range(days)]


def _aims(history: History) -> tuple[Sentence, ...]:
    found = []
    for each in history.activities:
        if not each.ratings:
            found.append(Sentence("Aim: {what}.", (("what", each.text),)))
            continue
        last = max(each.ratings, key=lambda rating: rating.on)
        values = (("what", each.text), ("value", str(last.value)))
        found.append(Sentence("Aim: {what}, {value} of 10 by now.", values))
    return tuple(found)


def sitting_h(history: History) -> float | None:
    """Hours of sitting a day as last said; None when never.

    Parameters
    ----------
    history : History
        All that is known.

    Returns
    -------
    float or None
    """
    told = [each for each in history.scores if each.name == "sitting_h"]
    if told:
        return max(told, key=lambda each: each.on).value
    return history.profile.sitting_h


class _Maker:
    """Fills day after day, in order."""

    def __init__(self, history: History, today: date, open_to: Clearance) -> None:
        self._history, self._today, self._open = history, today, open_to
        self._known = ground(history, today)
        self.state, self.where = self._known.state, self._known.where
        self.starts = self._known.starts
        self.sides = side_rule(history)
        self._swings = swinger_bar(history, today) is None
        self._walking = walking_week(history, today)
        # Later days are filled as they will be when the days until then go well.
        self._stage, self._since = self.where.stage, self.where.since
        self._sessions = len(session_days(self._stage, history, self._since, today))
        self._asked: dict[tuple[str, bool], Asked] = {}
        self._done_today = frozenset(
            each.exercise for each in history.done if each.on == today and each.whole
        )
        exercises = frozenset(strategy().exercises)
        self._due = self._first_due(exercises - {"lift"} if self._is_apart() else exercises)
        self._lift_due = self._first_due(frozenset({"lift"}))
        self._tests_due = DueTests(history, self.where, today)

    def _first_due(self, exercises: frozenset[str]) -> date:
        """The day of the next session; today also when a part of today's is done already."""
        days = {d.on for d in self._history.done if d.exercise in exercises and not d.warm_up}
        if "lift" in exercises:
            days |= {each.on for each in self._history.lifts}
        last = max((on for on in days if on < self._today), default=None)
        due = self._today if last is None else max(last + self._every * DAY, self._today)
        if due > self._today and self._today in days:
            # Something was done though nothing was due: the next day between counts from it.
            due = self._today + self._every * DAY
        return due

    @property
    def _every(self) -> int:
        return EVERY_DAYS if self._stage.id != "keep" else _keeping_every()

    def _move_on(self, on: date) -> None:
        """Into the next stage, on a later day, where only days, sessions or tests are missing."""
        stages, stage = strategy().stage, self._stage
        if on == self._today or stage.id == stages[-1].id:
            return
        if (on - self._since).days < stage.days or self._sessions < stage.sessions:
            return
        waits = (GATES[name] for name in stage.gates if name != "tested-once")
        if any(gate(self._history, self._since, self._today) for gate in waits):
            return
        self._stage = stages[[each.id for each in stages].index(self._stage.id) + 1]
        self._since, self._sessions = on, 0
        self._tests_due.move_on(self._stage, on)

    def day(self, on: date) -> PlanDay:
        """What one day holds."""
        if self._open.shuts == "everything":
            return PlanDay(on, (Item("locked", why=Sentence(self._open.text)),))
        before = self._stage
        if not waits(self._open, self.state):
            self._move_on(on)
        begins = Sentence("Next stage, if all goes well: {title}.", (("title", self._stage.title),))
        return PlanDay(on, self._items(on), None if self._stage is before else begins)

    def _items(self, on: date) -> tuple[Item, ...]:
        flare = flare_on(self.starts, on)
        items: list[Item] = []
        if not waits(self._open, self.state):
            trained = [*self._warm_up(on, flare), *self._trained(on, flare)]
            trains = bool(trained) or any(each.on == on for each in self._history.done)
            items += [*self._tests(on, flare, trains=trains), *trained]
        elif self.state.dose is Dose.CLINICIAN and on == self._today:
            items.append(Item("rest", why=Sentence("See a clinician before you go on.")))
        items += self._walk(on, flare)
        items += self._sitting()
        items += self._learn(on, flare)
        return tuple(items)

    def _rests(self, on: date, flare: Flare | None) -> bool:
        """Whether there are no exercises, whatever is due."""
        return self._is_red(on) or (flare is not None and not flare.step.exercises)

    def _is_red(self, on: date) -> bool:
        """Whether the light is red on a day; on later ones at the best, when each day is calm."""
        days = GOOD_RUN - self.state.good
        return self.state.light is Light.RED and (on - self._today).days < days

    def _tests(self, on: date, flare: Flare | None, *, trains: bool) -> list[Item]:
        if self._rests(on, flare) or (flare is not None and flare.day < strategy().flare.days):
            return []
        before = self._tests_due.known()
        own = {
            name: Sentence("Compare with yourself." if name in before else "Your starting point.")
            for name in self._tests_due.own(on)
        }
        again: tuple[str, ...] = ()
        if len(own) < TESTS_A_DAY and not (own and trains):
            again = self._tests_due.again(on, is_full=trains or bool(own))
        named = own | dict.fromkeys(again, Sentence(strategy().retests.why))
        return [Item("test", name, 3, why=why) for name, why in named.items()]

    def _trained(self, on: date, flare: Flare | None) -> list[Item]:
        if self._rests(on, flare):
            return []
        parts = self._parts(on)
        out = () if flare is None else flare.step.leaves_out
        named = dict.fromkeys(self._replaced(name) for name in parts)
        named = {each: None for each in named if each and each not in out}
        self._sessions += bool(named)
        found = []
        for name in named:
            if on == self._today and name in self._done_today:
                continue
            ladder = strategy().ladder_of(name)
            asked = self._dose(name, on, flare)
            # Left and right are only told apart where one side works after the other.
            has_sides = asked.dose.reps is not None and bool(ladder.protocol)
            found.append(
                Item(
                    "session",
                    name,
                    ladder.minutes,
                    asked,
                    self.sides.first if has_sides else None,
                    self.sides.more and has_sides,
                    self._why(asked, has_sides=has_sides),
                    ladder.claim,
                )
            )
        return found

    def _why(self, asked: Asked, *, has_sides: bool) -> Sentence:
        if asked.exercise == "lift":
            return next_step(asked)
        return self.sides.why if has_sides else Sentence(self._stage.why)

    def _is_apart(self) -> bool:
        """Whether sessions keep to the days between own training."""
        days = self._history.profile.training_days
        return self._stage.id in strategy().warm_up.stages and 0 < len(days) <= APART_MOST

    def _parts(self, on: date) -> tuple[str, ...]:
        """What of the stage's exercises is due on a day; on days of own training only the lift."""
        names = self._stage.exercises
        if self._is_apart() and on.weekday() in self._history.profile.training_days:
            if on < self._lift_due or "lift" not in names:
                return ()
            self._lift_due = on + EVERY_DAYS * DAY
            return ("lift",)
        if on < self._due or not names:
            return ()
        self._due = on + self._every * DAY
        return tuple(name for name in names if name != "lift") if self._is_apart() else names

    def _dose(self, name: str, on: date, flare: Flare | None) -> Asked:
        """The dose of a day: on later days as it will be when the days until then go well."""
        if flare is not None and flare.day < strategy().flare.days:
            return asked_at(name, 0, self._history)
        later = on > self._today
        if (name, later) not in self._asked:
            self._asked[name, later] = rung_on(name, self._known, hoped=on if later else None)
        return self._asked[name, later]

    def _warm_up(self, on: date, flare: Flare | None) -> list[Item]:
        rules = strategy().warm_up
        is_training = on.weekday() in self._history.profile.training_days
        if not is_training or self._stage.id not in rules.stages:
            return []
        if self._is_red(on) or (flare is not None and flare.day < strategy().flare.days):
            return []
        if on == self._today and any(d.warm_up for d in self._history.done if d.on == on):
            return []
        name = self._replaced("sack-swinger") if self._swings else ""
        if name != "sack-swinger":
            name = self._replaced("side-lying-abduction")
        asked = asked_at(name, 0, self._history)
        minutes = asked.dose.minutes or strategy().ladder_of(name).minutes / 2
        why = Sentence(rules.why)
        return [Item("warm-up", name, minutes, asked, why=why, claim=rules.claim)]

    def _replaced(self, name: str) -> str:
        """The exercise, or what takes its place now; empty for nothing."""
        ladder = strategy().ladder_of(name)
        if not self._open.allows(ladder.activity):
            return ladder.instead
        if name == "sack-swinger" and not self._swings:
            return "one-hand-carry"
        if name == "lift" and self._history.profile.former_kg is None:
            return ""
        return name

    def _walk(self, on: date, flare: Flare | None) -> list[Item]:
        week = self._walking
        if not week.holds(on):
            return []
        claim = strategy().walking.claim
        part = 1.0 if flare is None else flare.step.walk_part
        if self._is_red(on):
            part = min(part, strategy().flare.red_walk_part)
        if part == 1.0:
            # How this week goes decides on the minutes of the next.
            why = week.why
            if self._open.shuts == "all-but-walking":
                why = Sentence("Easy walks, no more than last week, until you have been seen.")
            elif on >= week.start + WEEK:
                why = Sentence("For now as this week: how that goes decides.")
            return [Item("walk", minutes=int(week.daily), why=why, claim=claim)]
        short = max(int(week.daily * part), 1)
        why = Sentence("Shorter while the pain is up; several short walks are fine.")
        return [Item("walk", minutes=short, why=why, claim=strategy().flare.walk_claim)]

    def _sitting(self) -> list[Item]:
        rules, hours = strategy().sitting, sitting_h(self._history)
        if hours is None or hours < rules.from_h:
            return []
        why = Sentence(rules.why, (("minutes", str(rules.break_after_min)),))
        return [Item("sitting", why=why, claim=rules.claim)]

    def _learn(self, on: date, flare: Flare | None) -> list[Item]:
        rules = strategy().learning
        card = rules.card((on - self._history.profile.started).days)
        if flare is not None and flare.day == 1:
            card = rules.flare
        if not card:
            return []
        return [Item("learn", card, 2, why=Sentence("Two minutes to read."))]


def _keeping_every() -> int:
    return 7 // strategy().keeping.sessions_per_week
