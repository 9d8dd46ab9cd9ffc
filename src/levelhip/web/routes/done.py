"""What was done without the coach."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from levelhip.service import daily, doing
from levelhip.service.doing import Told as ToldDone
from levelhip.web.words import Words

router = APIRouter(tags=["done"])

Pain = Annotated[int | None, Field(ge=0, le=10)]


@dataclass(frozen=True, slots=True)
class DoableTold:
    """An exercise as it can be done today.

    Attributes
    ----------
    exercise, title : its name, and in words
    dose : today's dose, in words
    how : how it is done
    coach : protocol that the coach runs for it; empty for none
    sets, reps, minutes, kg : the same dose in numbers; none where there is none
    """

    exercise: str
    title: str
    dose: str
    how: tuple[str, ...]
    coach: str
    sets: int
    reps: int | None
    minutes: float | None
    kg: float | None


@dataclass(frozen=True, slots=True)
class ExerciseDone:
    """What was done, and how it was.

    Attributes
    ----------
    exercise : as in the plan
    said : how much of it
    during, pressure : usual back pain during it, pain under the thumb, 0 to 10
    on : the day; today when none is given
    token : 32 hexadecimal digits made up by the page; what comes twice under one is kept once
    """

    exercise: str
    said: ToldDone = field(default_factory=ToldDone)
    during: Pain = None
    pressure: Pain = None
    on: date | None = None
    token: Annotated[str | None, Field(pattern=r"^[0-9a-f]{32}$")] = None


@dataclass(frozen=True, slots=True)
class DoneTold:
    """What was kept, in words."""

    title: str


@router.get("/done")
def doable(words: Words) -> tuple[DoableTold, ...]:
    """The exercises of today's plan that can be done without the coach."""
    with daily.diary() as diary:
        return tuple(
            DoableTold(
                each.exercise,
                words.text(each.title),
                each.dose.filled(words.text),
                tuple(words.text(line) for line in each.how),
                each.coach,
                each.asked.dose.sets,
                each.asked.dose.reps or None,
                each.asked.dose.minutes,
                each.asked.kg,
            )
            for each in doing.doable(diary)
        )


@router.post("/done")
def done(told: ExerciseDone, words: Words) -> DoneTold:
    """Keep that an exercise was done without the coach."""
    with daily.diary() as diary:
        title = doing.done(
            diary,
            told.exercise,
            told.said,
            during=told.during,
            pressure=told.pressure,
            on=told.on,
            name=told.token,
        )
    return DoneTold(words.text(title))
