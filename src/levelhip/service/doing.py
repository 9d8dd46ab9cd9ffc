"""What was done without the coach: told afterwards, kept like a session."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import uuid4

from levelhip.core import LevelhipError
from levelhip.service import daily
from levelhip.service.clock import now

if TYPE_CHECKING:
    from levelhip.program.dose import Asked
    from levelhip.program.sentence import Sentence
    from levelhip.store import Diary

SIDES = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of an exercise that was done; None = not said.

    Attributes
    ----------
    sets, reps : how often; repetitions of one set on one side. Repetitions without sets are one
        set; neither means as asked
    hold_s : s, the hold
    minutes : min, of walking with a load
    kg : kg, the load
    faulty : repetitions that were not as they should be, of all sets
    whole : whether it was done to its end
    warm_up : whether it was the short set before other training
    """

    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None
    minutes: float | None = None
    kg: float | None = None
    faulty: int = 0
    whole: bool = True
    warm_up: bool = False


@dataclass(frozen=True, slots=True)
class Doable:
    """An exercise as it can be done today.

    Attributes
    ----------
    exercise, title : its name, and in words
    dose : today's dose, in words
    how : how it is done, where no coach says it
    coach : protocol that the coach runs for it; empty for none
    asked : today's dose in numbers
    """

    exercise: str
    title: str
    dose: Sentence
    how: tuple[str, ...]
    coach: str
    asked: Asked


def doable(diary: Diary) -> tuple[Doable, ...]:
    """The exercises of today's plan, with their dose and how they are done.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    tuple of Doable

    Raises
    ------
    Locked
        When the safety questions come first.
    """
    from levelhip.program.items import told
    from levelhip.program.strategy import strategy

    found = []
    for item in daily.plan(diary, days=1).days[0].items:
        if item.kind in ("session", "warm-up") and item.asked is not None:
            ladder = strategy().ladder_of(item.what)
            found.append(
                Doable(item.what, item.title, told(item), ladder.how, ladder.protocol, item.asked)
            )
    if found:
        daily.ensure_asked(diary)
    return tuple(found)


def done(
    diary: Diary,
    exercise: str,
    said: Told,
    *,
    during: int | None = None,
    pressure: int | None = None,
    on: date | None = None,
    name: str | None = None,
) -> str:
    """Keep that an exercise was done; under one name it is kept once.

    Nothing is refused: what was done was done. What was done while it was shut, or with more than
    the plan asked for, does not lead to more.

    Parameters
    ----------
    diary : Diary
    exercise : str
        As in the plan.
    said : Told
        How much of it.
    during, pressure : int, optional
        Usual back pain during it, and pain under the thumb, 0 to 10.
    on : date, optional
        Today unless told otherwise.
    name : str, optional
        Of what is kept, unique; made up unless told.

    Returns
    -------
    str
        The exercise in words.

    Raises
    ------
    LevelhipError
        When there is no such exercise, or a number cannot be.
    """
    from levelhip.program.strategy import strategy

    daily.ensure_begun(diary)
    moment = now()
    day = on or moment.date()
    daily.ensure_come(day)
    if exercise not in strategy().exercises:
        known = ", ".join(strategy().exercises)
        raise LevelhipError(
            "exercise {given}: not known; give one of {known}", given=exercise, known=known
        )
    ladder = strategy().ladder_of(exercise)
    if exercise == "lift" and (said.kg is None or said.reps is None):
        raise LevelhipError("lift: say how heavy and how often, as --kg 60 --reps 5")
    # Of an earlier day only the date is known: noon is that day in every zone nearby.
    at = moment if day == moment.date() else datetime.combine(day, time(12)).astimezone()
    sides = SIDES if ladder.protocol and said.minutes is None else 1
    about = {
        "exercise": exercise,
        "warm_up": said.warm_up,
        "reps": sides * (said.sets or 1) * (said.reps or 0),
        "faulty": said.faulty,
        "told": {name: value for name, value in asdict(said).items() if value is not None},
    }
    plan = {"source": "self", "variant": ladder.variant, "about": about}
    name = name or uuid4().hex
    with diary.together():
        if diary.has_session(name):
            return ladder.title
        before = diary.day(day)
        diary.begin_session(name, ladder.protocol or exercise, 1, plan, at=at)
        diary.finish_session(name, "done" if said.whole else "stopped", at=at)
        if exercise == "lift" and said.kg is not None and said.reps is not None:
            diary.lift(day, said.kg, said.reps)
        daily.say(
            diary,
            day,
            trained=True,
            during=_highest(before.during, during),
            pressure=_highest(before.pressure, pressure),
        )
    return ladder.title


def _highest(before: int | None, said: int | None) -> int | None:
    """Of several sessions of a day the highest pain counts."""
    return max((each for each in (before, said) if each is not None), default=None)
