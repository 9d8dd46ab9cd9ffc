"""The safety questions, and what their answers leave open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fastapi import APIRouter

from levelhip.program.screening import Clearance, Said, Shut, clearance, questions
from levelhip.service import daily
from levelhip.service.clock import now
from levelhip.web.words import Words

router = APIRouter(tags=["safety"])


@dataclass(frozen=True, slots=True)
class SafetyQuestion:
    """One question.

    Attributes
    ----------
    id : its name
    grave : whether a yes ends the questions at once
    text, why : what is asked, and why
    then : what a grave yes is told; the page has it also when nobody answers any more
    call : emergency numbers that a grave yes is to call now
    """

    id: str
    grave: bool
    text: str
    why: str
    then: str
    call: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by the question's name."""

    said: dict[str, Said]


@dataclass(frozen=True, slots=True)
class Open:
    """What may be done now.

    Attributes
    ----------
    shuts : what is shut; none = nothing
    text : what the person is told
    ask : which questions are due
    needs_visit : whether a clinician must have been seen first
    until : from when on new answers can open it
    signs : what the answers that shut it are signs of
    call : emergency numbers to call now
    """

    shuts: Shut | None
    text: str
    ask: Literal["full", "session"]
    needs_visit: bool
    until: datetime | None
    signs: tuple[str, ...]
    call: tuple[str, ...]


def opened(clearance: Clearance, words: Words) -> Open:
    """A clearance in the person's words.

    Parameters
    ----------
    clearance : Clearance
    words : Words

    Returns
    -------
    Open
    """
    asked = questions()
    return Open(
        clearance.shuts,
        words.text(clearance.text),
        clearance.ask,
        clearance.needs_visit,
        clearance.until,
        tuple(words.text(each.sign) for each in asked.question if each.id in clearance.signs),
        next((each.call for each in asked.tier if each.id == clearance.tier), ()),
    )


@router.get("/safety/questions")
def safety_questions(words: Words, *, full: bool = True) -> tuple[SafetyQuestion, ...]:
    """The questions: all, or those of every session."""
    emergency = next(each for each in questions().tier if each.id == "emergency")
    then, call = words.text(emergency.says), emergency.call
    return tuple(
        SafetyQuestion(
            each.id,
            grave,
            words.text(each.text),
            words.text(each.why),
            then if grave else "",
            call if grave else (),
        )
        for each in daily.questions(full=full)
        for grave in (each.tier == "emergency",)
    )


@router.get("/safety")
def safety(words: Words) -> Open:
    """What may be done now; without a diary the questions come first."""
    with daily.diary() as diary:
        begun = diary.profile() is not None
        told = daily.clearance(diary) if begun else clearance((), (), now())
        return opened(told, words)


@router.post("/safety/answers")
def answer_safety(answers: Answers, words: Words) -> Open:
    """Keep answers; a diary is begun with the first."""
    with daily.diary() as diary:
        if diary.profile() is None:
            daily.begin(diary)
        return opened(daily.screen(diary, answers.said), words)


@router.post("/safety/seen")
def seen_by_clinician(words: Words) -> Open:
    """Keep that a clinician has been seen."""
    with daily.diary() as diary:
        return opened(daily.seen(diary), words)
