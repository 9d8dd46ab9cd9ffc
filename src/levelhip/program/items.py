"""What a day holds: sessions, tests, walks, things to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from levelhip.core import Side
from levelhip.program.cards import cards
from levelhip.program.dose import Asked
from levelhip.program.sentence import Sentence
from levelhip.program.strategy import strategy
from levelhip.protocols import protocol

Kind = Literal["locked", "session", "warm-up", "test", "walk", "rest", "learn", "sitting"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do.

    Attributes
    ----------
    kind : what sort of thing
    what : exercise, test or card by id; empty for none
    minutes : min, about how long
    asked : the dose; None where there is none
    first : the hip that comes first; None = no matter
    more : whether that hip gets a set more
    why : the reason, in a sentence
    claim : id in the ledger of what it rests on; empty where nothing about health is said
    """

    kind: Kind
    what: str = ""
    minutes: float = 0.0
    asked: Asked | None = None
    first: Side | None = None
    more: bool = False
    why: Sentence | None = None
    claim: str = ""

    @property
    def title(self) -> str:
        """What it is, in words, in English."""
        if self.kind == "walk":
            return "Walk"
        if self.asked is not None and self.asked.dose.title:
            return self.asked.dose.title
        return title_of(self.what, self.kind) if self.what else ""


def title_of(what: str, kind: Kind = "session") -> str:
    """An exercise, test or card in words, in English.

    Parameters
    ----------
    what : str
        Its id.
    kind : str
        As in `Item`.

    Returns
    -------
    str
    """
    if kind == "learn":
        return next(card.title for card in cards() if card.id == what)
    if kind != "test" and what in strategy().exercises:
        return strategy().ladder_of(what).title
    return protocol(what).title


@dataclass(frozen=True, slots=True)
class PlanDay:
    """What a day holds.

    Attributes
    ----------
    on : date
    items : in the order in which they are shown
    begins : that a later stage begins on this day, when all goes well; None when none does
    """

    on: date
    items: tuple[Item, ...]
    begins: Sentence | None = None


def promised(days: Sequence[PlanDay]) -> tuple[PlanDay, ...]:
    """The days, no next step told of a lift that no later one holds because its stage has ended.

    Parameters
    ----------
    days : sequence of PlanDay
        In order.

    Returns
    -------
    tuple of PlanDay
    """
    moves = [day.on for day in days if day.begins is not None]
    lifts = [day for day in days if any(each.what == "lift" for each in day.items)]
    if not lifts or not moves or moves[-1] <= lifts[-1].on:
        return tuple(days)
    own = Sentence("The next stage leaves your lift to you.")
    items = (replace(each, why=own) if each.what == "lift" else each for each in lifts[-1].items)
    last = replace(lifts[-1], items=tuple(items))
    return tuple(last if day.on == last.on else day for day in days)


def told(item: Item) -> Sentence:
    """An item with its dose, in a sentence.

    Parameters
    ----------
    item : Item
        A session, warm-up, test or walk.

    Returns
    -------
    Sentence
    """
    minutes = ("minutes", f"{item.minutes:g}")
    if item.kind == "walk":
        return Sentence("Walk {minutes} min.", (minutes,))
    if item.asked is None:
        return Sentence("{what}: {minutes} min.", (("what", item.title), minutes))
    return dosed(item.title, item.asked)


def dosed(title: str, asked: Asked) -> Sentence:
    """An exercise with its dose, in a sentence.

    Parameters
    ----------
    title : str
        Its name in words.
    asked : Asked
        The dose.

    Returns
    -------
    Sentence
    """
    dose, kg = asked.dose, asked.kg
    values = [("what", title), ("sets", str(dose.sets)), ("reps", str(dose.reps))]
    if dose.load_part is not None:
        values.append(("part", f"{100 * dose.load_part:.0f}"))
        values.append(("kg", f"{kg or 0:g}"))
    if dose.load_part is not None and dose.minutes is not None:
        values.append(("time", f"{dose.minutes:g}"))
        if kg is None:
            return Sentence("{what}: {time} min with {part} % of body weight.", tuple(values))
        return Sentence("{what}: {time} min with {kg} kg ({part} % of body weight).", tuple(values))
    if dose.load_part is not None:
        text = "{what}: {sets} x {reps} with {kg} kg ({part} % of before)."
        return Sentence(text, tuple(values))
    if dose.hold_s is None:
        return Sentence("{what}: {sets} x {reps} each side.", tuple(values))
    values.append(("hold", f"{dose.hold_s:g}"))
    return Sentence("{what}: {sets} x {reps} each side, then hold {hold} s.", tuple(values))
