"""What to do today and in the next weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from levelhip.core import LevelhipError, Side
from levelhip.program.items import Item, Kind, title_of, told
from levelhip.program.light import Dose, Light
from levelhip.program.plan import Plan
from levelhip.program.strategy import strategy
from levelhip.program.today import first_lines, stage_told
from levelhip.service import daily
from levelhip.web.routes.safety import Open, opened
from levelhip.web.words import Words

router = APIRouter(tags=["today"])


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do.

    Attributes
    ----------
    kind : what sort of thing
    what : exercise, test or card by id; empty for none
    protocol, variant : what the coach runs for it; empty where it has no coach
    title, told, why : its name, its dose in a sentence, its reason
    how : how it is done, where no coach says it
    minutes : min, about how long
    first : the hip that comes first; none = no matter
    """

    kind: Kind
    what: str
    protocol: str
    variant: str
    title: str
    told: str
    why: str
    how: tuple[str, ...]
    minutes: float
    first: Side | None


@dataclass(frozen=True, slots=True)
class ToRead:
    """A card by its name, and what it is called."""

    card: str
    title: str


@dataclass(frozen=True, slots=True)
class Today:
    """What to do today and why.

    Attributes
    ----------
    on : today
    light : the pain light
    dose : what follows for the next session
    stage, stage_why : where the person is on the way, or that it waits
    missing : what is missing for the next stage
    lines : what comes before it: the light, safety and why nothing is done, none left out
    read : the card about what today is; none when today is as other days
    things : what to do
    open : what safety answers leave open
    """

    on: date
    light: Light
    dose: Dose
    stage: str
    stage_why: str
    missing: tuple[str, ...]
    lines: tuple[str, ...]
    read: ToRead | None
    things: tuple[Thing, ...]
    open: Open


@dataclass(frozen=True, slots=True)
class DayPlanned:
    """What a day holds, and that a later stage begins with it; empty where none does."""

    on: date
    begins: str
    things: tuple[Thing, ...]


@router.get("/today")
def today(words: Words) -> Today:
    """What to do today and why."""
    with daily.diary() as diary:
        made = daily.plan(diary, days=14)
    why, missing = stage_told(made)
    return Today(
        made.days[0].on,
        made.state.light,
        made.state.dose,
        words.text(made.standing.stage.title),
        why.filled(words.text),
        tuple(each.filled(words.text) for each in missing),
        tuple(" ".join(part.filled(words.text) for part in line) for line in first_lines(made)),
        _read(made, words),
        _things(made, 0, words),
        opened(made.clearance, words),
    )


@router.get("/plan")
def plan(words: Words, days: Annotated[int, Query(ge=1, le=84)] = 28) -> tuple[DayPlanned, ...]:
    """The next days."""
    with daily.diary() as diary:
        made = daily.plan(diary, days=days)
    return tuple(
        DayPlanned(
            day.on, day.begins.filled(words.text) if day.begins else "", _things(made, i, words)
        )
        for i, day in enumerate(made.days)
    )


def _read(made: Plan, words: Words) -> ToRead | None:
    """In a flare-up, what helps then; on its first day it is among the things to do."""
    card = strategy().learning.flare
    is_there = any(item.what == card for item in made.days[0].items)
    if made.flare is None or made.clearance.shuts == "everything" or is_there:
        return None
    return ToRead(card, words.text(title_of(card, "learn")))


def _things(made: Plan, day: int, words: Words) -> tuple[Thing, ...]:
    return tuple(_thing(each, words) for each in made.days[day].items)


def _thing(item: Item, words: Words) -> Thing:
    protocol, variant, how = _coached(item)
    dosed = item.kind == "walk" or item.asked is not None
    return Thing(
        item.kind,
        item.what,
        protocol,
        variant,
        words.text(item.title) if item.title else "",
        told(item).filled(words.text) if dosed else "",
        item.why.filled(words.text) if item.why else "",
        tuple(words.text(each) for each in how),
        item.minutes,
        item.first,
    )


def _coached(item: Item) -> tuple[str, str, tuple[str, ...]]:
    """What the coach runs for an item, and how it is done where nothing coaches it."""
    if item.kind == "test":
        return item.what, "", ()
    if item.kind not in ("session", "warm-up"):
        return "", "", ()
    try:
        ladder = strategy().ladder_of(item.what)
    except LevelhipError:
        return "", "", ()
    variant = ladder.variant if item.asked is None else ladder.form(item.asked.dose)
    return ladder.protocol, variant, ladder.how
