"""What the person tells: the check-in, what they want to do again, walks, lifts, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter

from levelhip.core import LevelhipError
from levelhip.program.checkin import AskName
from levelhip.program.history import Activity
from levelhip.service import daily, telling
from levelhip.web.words import Words

router = APIRouter(tags=["telling"])


@dataclass(frozen=True, slots=True)
class CheckInQuestion:
    """One question of a check-in; it may be skipped.

    Attributes
    ----------
    name, on, about : which question, of which day, about which activity
    text : the question
    low, high : bounds of the number
    is_yes_no : whether yes (1) or no (0) is the answer
    """

    name: AskName
    on: date
    about: str
    text: str
    low: int
    high: int
    is_yes_no: bool


@dataclass(frozen=True, slots=True)
class CheckInAnswer:
    """The answer to a question that is due."""

    name: AskName
    on: date
    about: str
    value: int


@dataclass(frozen=True, slots=True)
class Aim:
    """What the person wants to do again.

    Attributes
    ----------
    text : in their words
    value : how it goes, 0 (not at all) to 10 (as before); none while it was not rated
    """

    text: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes walked on a day; today when no day is given."""

    minutes: float
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Lifted:
    """The main lift of a day; today when no day is given."""

    kg: float
    reps: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number said now and then, as "rmdq24"."""

    name: str
    value: float


@router.get("/checkin")
def check_in(words: Words) -> tuple[CheckInQuestion, ...]:
    """What is to be asked now, the most urgent first."""
    with daily.diary() as diary:
        return tuple(
            CheckInQuestion(
                each.name,
                each.on,
                each.about,
                each.text.filled(words.text),
                each.low,
                each.high,
                each.is_yes_no,
            )
            for each in telling.check_in(diary)
        )


@router.post("/checkin")
def answer_check_in(answer: CheckInAnswer) -> None:
    """Keep an answer; a question that is not due any more was answered already."""
    with daily.diary() as diary:
        for each in telling.check_in(diary):
            if (each.name, each.on, each.about) == (answer.name, answer.on, answer.about):
                if not each.low <= answer.value <= each.high:
                    raise LevelhipError(
                        "{what}: {value}; give {low} to {high}",
                        what=each.name,
                        value=answer.value,
                        low=each.low,
                        high=each.high,
                    )
                telling.answer(diary, each, answer.value)


@router.get("/aims")
def aims() -> tuple[Aim, ...]:
    """What the person wants to do again, with the last rating."""
    with daily.diary() as diary:
        return tuple(_aim(each) for each in telling.activities(diary))


@router.post("/aims")
def add_aim(aim: Aim) -> tuple[Aim, ...]:
    """Keep one more, or how one goes."""
    with daily.diary() as diary:
        if telling.named_activity(diary, aim.text) is None:
            telling.activity(diary, aim.text)
        if aim.value is not None:
            telling.rate(diary, aim.text, aim.value)
        return tuple(_aim(each) for each in telling.activities(diary))


@router.post("/aims/drop")
def drop_aim(aim: Aim) -> tuple[Aim, ...]:
    """Let go of one, with its ratings."""
    with daily.diary() as diary:
        telling.drop(diary, aim.text)
        return tuple(_aim(each) for each in telling.activities(diary))


@router.post("/walks")
def add_walk(walk: Minutes) -> None:
    """Keep the minutes walked on a day."""
    with daily.diary() as diary:
        telling.walk(diary, walk.minutes, on=walk.on)


@router.post("/lifts")
def add_lift(lift: Lifted) -> None:
    """Keep the main lift of a day."""
    with daily.diary() as diary:
        telling.lift(diary, lift.kg, lift.reps, on=lift.on)


@router.post("/scores")
def add_score(number: Number) -> None:
    """Keep a number said now and then."""
    with daily.diary() as diary:
        telling.score(diary, number.name, number.value)


def _aim(activity: Activity) -> Aim:
    last = max(activity.ratings, key=lambda rating: rating.on, default=None)
    return Aim(activity.text, None if last is None else last.value)
