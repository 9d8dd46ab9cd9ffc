"""What stands in a plan in words for those who do not see the plan: title and dose apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from levelhip.core import LevelhipError, Side
from levelhip.program.items import Item, title_of, told
from levelhip.program.sentence import Sentence

_KINDS: Mapping[str, Sentence] = {
    "walk": Sentence("Walk"),
    "rest": Sentence("Rest"),
    "sitting": Sentence("Breaks from sitting"),
    "learn": Sentence("Read a card"),
}
_PLACED: Mapping[str, Sentence] = {
    "test": Sentence("Test: {what}"),
    "warm-up": Sentence("Warm-up: {what}"),
    "learn": Sentence("To read: {what}"),
}


def exercise_title(name: str) -> str:
    """What an exercise or test is called, in English.

    Parameters
    ----------
    name : str
        As in the plan.

    Returns
    -------
    str
        The name itself, made readable, where it has no title.
    """
    try:
        return title_of(name)
    except LevelhipError:
        return name.replace("-", " ").capitalize()


def item_title(item: Item) -> Sentence:
    """What a thing to do is called.

    Parameters
    ----------
    item : Item

    Returns
    -------
    Sentence
    """
    if item.kind == "locked" and item.why is not None:
        return item.why
    if not item.what or item.kind == "walk":
        return _KINDS.get(item.kind, Sentence(item.kind.capitalize()))
    if item.kind in _PLACED:
        return replace(_PLACED[item.kind], values=(("what", item.title),))
    return Sentence(item.title)


def item_dose(item: Item, translated: Callable[[str], str] = str) -> str:
    """How much of it; empty where nothing is asked. Which hip comes first says `item_side`.

    Parameters
    ----------
    item : Item
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    str
    """
    if item.asked is None:
        minutes = Sentence("{minutes} min.", (("minutes", f"{item.minutes:g}"),))
        return minutes.filled(translated) if item.minutes else ""
    # The plan's own sentence, less the title that stands beside it here.
    return told(item).filled(translated).removeprefix(f"{translated(item.title)}: ")


def item_side(item: Item) -> Sentence | None:
    """Which hip comes first, for those who are not told why; None where it does not matter.

    Parameters
    ----------
    item : Item

    Returns
    -------
    Sentence or None
    """
    if item.first not in (Side.LEFT, Side.RIGHT):
        return None
    side = (("side", str(item.first)),)
    more = Sentence("The {side} hip first and one set more.", side)
    return more if item.more else Sentence("The {side} hip first.", side)
