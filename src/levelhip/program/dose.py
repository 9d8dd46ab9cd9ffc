"""How much of an exercise: the rung of its ladder, from what was done and how it was borne."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from levelhip.program.flare import flare_starts
from levelhip.program.gates import squat_is_even
from levelhip.program.history import Done, History
from levelhip.program.light import Dose, State
from levelhip.program.screening import clearance
from levelhip.program.sentence import Sentence
from levelhip.program.stages import Standing, standing
from levelhip.program.standstill import standstill
from levelhip.program.strategy import Ladder, Rung, strategy

BETWEEN_RISES = timedelta(days=3)
"""Shortest time between two steps up; chosen by us: each is borne for two sessions."""

FAULTY_MAX = 0.2
"""Part of faulty repetitions up to which a session counts as done well; chosen by us."""

PAUSE = timedelta(days=14)
"""After a pause of so long the next session is one rung easier, and one more for each further such
pause; chosen by us."""

NEARLY = 0.05
"""A lift within so much of the load asked for counts as that load; chosen by us: plates come in
steps."""

KG_STEP = 0.5
"""Loads are rounded down to this, kg; chosen by us: the smallest plates."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The dose of one exercise today.

    Attributes
    ----------
    exercise : its name
    rung : index of the rung
    dose : the rung
    kg : kg, the load; None when there is none, or what it is a part of is not known
    risen : whether that is more than the last time was
    capped : whether a gate keeps it from going higher
    """

    exercise: str
    rung: int
    dose: Rung
    kg: float | None = None
    risen: bool = False
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What the doses of all exercises of a day rest on.

    Attributes
    ----------
    history : all that is known
    today : the day
    state : the pain light
    states : the pain light at the end of each day
    starts : first days of flare-ups
    where : the stage
    """

    history: History
    today: date
    state: State
    states: Mapping[date, State]
    starts: tuple[date, ...]
    where: Standing


def ground(history: History, today: date) -> Ground:
    """What the doses of a day rest on.

    Parameters
    ----------
    history : History
        All that is known.
    today : date

    Returns
    -------
    Ground
    """
    return Ground(
        history,
        today,
        history.state(today),
        history.states(today),
        flare_starts(history, today),
        standing(history, today),
    )


def rung(exercise: str, history: History, today: date) -> Asked:
    """The dose of an exercise on a day.

    One rung up after a session that was done well (all that was asked for, to its end, with few
    faults) under a light that says up, with at least `BETWEEN_RISES` since the last step; one down
    after each session under a light that says less; easier again after a pause. A flare-up leads to
    the easiest rung; from its seventh day on, with a session in between and a light that has eased,
    to the one below the last. A new episode begins at the easiest.

    Parameters
    ----------
    exercise : str
        With a ladder.
    history : History
        All that is known.
    today : date
        Sessions of today count.

    Returns
    -------
    Asked
    """
    return rung_on(exercise, ground(history, today))


def rung_on(exercise: str, known: Ground, *, hoped: date | None = None) -> Asked:
    """The same as `rung`, from what all doses of a day rest on.

    Parameters
    ----------
    exercise : str
        With a ladder.
    known : Ground
        From `ground`.
    hoped : date, optional
        A later day for which it is wanted, when an easy session until then goes well.

    Returns
    -------
    Asked
    """
    history, today = known.history, known.today
    climb = _Climb(strategy().ladder_of(exercise), known)
    for session in _sessions(history, exercise, today):
        climb.take(session)
    climb.arrive(today, known.state.dose)
    at = climb.at if hoped is None else climb.hoped(hoped)
    highest = climb.highest(history, today)
    found = asked_at(exercise, min(at, highest), history)
    is_top = found.rung == len(strategy().ladder_of(exercise).rungs) - 1
    return replace(
        found,
        risen=climb.last is not None and found.rung > climb.last,
        capped=found.rung == highest and not is_top,
    )


def asked_at(exercise: str, at: int, history: History) -> Asked:
    """A rung of an exercise as this person is asked for it.

    Parameters
    ----------
    exercise : str
        With a ladder.
    at : int
        Index of the rung; beyond the last it is the last.
    history : History
        Knows body mass and former load.

    Returns
    -------
    Asked
    """
    ladder = strategy().ladder_of(exercise)
    at = min(at, len(ladder.rungs) - 1)
    dose = ladder.rungs[at]
    whole = _whole_kg(ladder, history)
    kg = None
    if dose.load_part is not None and whole is not None:
        kg = max(dose.load_part * whole // KG_STEP * KG_STEP, KG_STEP)
    return Asked(exercise, at, dose, kg)


def next_step(asked: Asked) -> Sentence:
    """What leads to the next step of a lift.

    Parameters
    ----------
    asked : Asked
        Its dose.

    Returns
    -------
    Sentence
    """
    rungs = strategy().ladder_of(asked.exercise).rungs
    if asked.rung == len(rungs) - 1:
        return Sentence("As heavy as before the pain: the last step.")
    if asked.capped:
        part = (("part", f"{100 * (asked.dose.load_part or 0):.0f}"),)
        return Sentence("More than {part} % of before only after an even squat check.", part)
    part = (("part", f"{100 * (rungs[asked.rung + 1].load_part or 0):.0f}"),)
    return Sentence(
        "Next comes {part} % of before, once this was lifted in full and the days stay green.", part
    )


def _whole_kg(ladder: Ladder, history: History) -> float | None:
    profile = history.profile
    return profile.mass_kg if ladder.load_of == "body" else profile.former_kg


def _sessions(history: History, exercise: str, today: date) -> Iterator[Done]:
    """The sessions up to a day, in order; a lift that was only noted is one too."""
    found = [each for each in history.sessions(exercise) if not each.warm_up]
    if exercise == "lift":
        told = {each.on for each in found}
        found += [Done(on, exercise) for on in {each.on for each in history.lifts} - told]
    return iter(sorted((each for each in found if each.on <= today), key=lambda each: each.on))


class _Climb:
    """Up and down a ladder, session after session."""

    def __init__(self, ladder: Ladder, known: Ground) -> None:
        self._ladder, self._history = ladder, known.history
        self._states, self._starts = known.states, list(known.starts)
        visits = [each.date() for each in known.history.visits]
        self._visits = sorted(each for each in visits if each <= known.today)
        self._again = known.where
        self.at = 0
        self.last: int | None = None
        self._risen, self._before = date.min, date.min
        # The rung before a flare-up, until it is gone back to; and when an easy session was borne.
        self._borne: int | None = None
        self._since, self._tried = date.min, date.min

    def hoped(self, on: date) -> int:
        """The rung of a later day, when an easy session in between is borne."""
        if self._borne is None or on - self._since < _flare_over():
            return self.at
        return max(self.at, self._borne - 1)

    def highest(self, history: History, on: date) -> int:
        """The highest rung that the gates open."""
        guard = self._ladder.guarded_above
        top = len(self._ladder.rungs) - 1
        if guard is None or squat_is_even(history.until(on), self._again.begun):
            return top
        return max(i for i, each in enumerate(self._ladder.rungs) if (each.load_part or 0) <= guard)

    def take(self, session: Done) -> None:
        """One session, and what follows from it."""
        on = session.on
        self.arrive(on, self._dose_before(on))
        self._before, self.last = on, self.at
        if self._borne is not None and on > self._since and session.whole:
            self._tried = on
        if self._borne is not None and on - self._since < _flare_over():
            return
        dose = self._states.get(on, State()).dose
        if dose is Dose.UP:
            if on - self._risen >= BETWEEN_RISES and self._may_rise(session):
                self.at, self._risen = self.at + 1, on
        elif dose is not Dose.HOLD:
            self.at = max(self.at - 1, 0)

    def arrive(self, on: date, dose: Dose) -> None:
        """What the days up to this one have done, before any session on it."""
        if self._again.episode > 1 and self._before < self._again.begun <= on:
            self.at, self._borne, self._before = 0, None, self._again.begun
        if self._before > date.min:
            easier = (on - self._before) // PAUSE
            self.at = max(self.at - easier, 0)
            if self._borne is not None:
                self._borne = max(self._borne - easier, 0)
        while self._starts and self._starts[0] <= on:
            self._since = self._starts.pop(0)
            self._borne = self.at if self._borne is None else max(self._borne, self.at)
            self.at = 0
        if self._borne is None or on - self._since < _flare_over():
            return
        looked_at = max((each for each in self._visits if each <= on), default=date.min)
        if self._tried > max(self._since, looked_at) and dose in (Dose.HOLD, Dose.UP):
            self.at = max(self.at, self._borne - 1)
            self._borne = None

    def _dose_before(self, on: date) -> Dose:
        last = max((each for each in self._states if each < on), default=None)
        return State().dose if last is None else self._states[last].dose

    def _may_rise(self, session: Done) -> bool:
        """Whether a session under a light that says up was borne well enough for the next rung."""
        known = self._history.until(session.on)
        if self.at >= self.highest(known, session.on) or not self._reached(session):
            return False
        if session.faulty > FAULTY_MAX * max(session.reps, 1) or not self._was_lifted(session.on):
            return False
        advice = standstill(known, session.on)
        if advice is not None and advice.kind == "clinician":
            return False
        # What was done while safety answers had shut it does not count towards more.
        said = [each.at for each in known.screenings] + list(known.visits)
        open_to = clearance(known.screenings, known.visits, max(said)) if said else None
        return open_to is not None and open_to.allows(self._ladder.activity)

    def _reached(self, session: Done) -> bool:
        """Whether all that was asked for was done; what was not said was."""
        asked, did = self._ladder.rungs[self.at], session.amount
        sides = 2 if self._ladder.protocol and asked.reps is not None else None
        wanted = (
            (asked.sets if asked.reps is not None else None, did.sets),
            (asked.reps, did.reps),
            (asked.hold_s, did.hold_s),
            (asked.minutes, did.minutes),
            (sides, did.sides),
        )
        return session.whole and not any(
            of is not None and is_done is not None and is_done < of for of, is_done in wanted
        )

    def _was_lifted(self, on: date) -> bool:
        """Whether the load that was asked for was lifted, neither much less nor much more."""
        if self._ladder.load_of == "body":
            return True
        asked = asked_at(self._ladder.exercise, self.at, self._history)
        return asked.kg is not None and any(
            abs(each.kg - asked.kg) <= max(NEARLY * asked.kg, KG_STEP)
            and each.reps >= (asked.dose.reps or 1)
            for each in self._history.lifts
            if each.on == on
        )


def _flare_over() -> timedelta:
    return timedelta(days=strategy().flare.days - 1)
