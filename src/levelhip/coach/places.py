"""How far a session has come, so that it can go on after it was cut off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from levelhip.core import Event, LevelhipError


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session stands.

    Attributes
    ----------
    turn : which of its turns, from 0; -1 before the first
    begun : whether the counting of this turn has begun
    walked_s : s of a walk
    set_side : the side whose set was begun last; empty for none
    count, apart : repetitions of the running set that count, and that do not
    tapped : whether the person's own taps were among them
    down : whether the last hold ended because the body came down
    answered : names of the questions that have an answer
    waiting : events that were seen and belong to what comes, by kind, side and number
    ending : the reason when only its last words are missing; empty otherwise
    text : that reason in a sentence
    stopped : whether the person has said stop and was to say why
    """

    turn: int
    begun: bool = False
    walked_s: float = 0.0
    set_side: str = ""
    count: int = 0
    apart: int = 0
    tapped: bool = False
    down: bool = False
    answered: tuple[str, ...] = ()
    waiting: tuple[tuple[str, str, int], ...] = ()
    ending: str = ""
    text: str = ""
    stopped: bool = False


def name_of(event: Event) -> tuple[str, str, int]:
    """What tells an event from the others of its session.

    Parameters
    ----------
    event : Event

    Returns
    -------
    tuple
        Kind, side and number.
    """
    return event.kind, event.side.value, event.trial


def place_from(told: Mapping[str, Any]) -> Place:
    """A place as it was written down.

    Parameters
    ----------
    told : mapping
        The fields of `Place`; what else is in it is left alone.

    Returns
    -------
    Place

    Raises
    ------
    LevelhipError
        When a field is missing or no such thing.
    """
    try:
        return Place(
            turn=int(told["turn"]),
            begun=bool(told["begun"]),
            count=int(told["count"]),
            apart=int(told["apart"]),
            tapped=bool(told["tapped"]),
            down=bool(told["down"]),
            walked_s=float(told["walked_s"]),
            answered=tuple(map(str, told["answered"])),
            set_side=str(told["set_side"]),
            waiting=tuple((str(k), str(s), int(n)) for k, s, n in told["waiting"]),
            ending=str(told["ending"]),
            text=str(told["text"]),
            stopped=bool(told.get("stopped", False)),  # an older journal has none
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise LevelhipError(f"place of a session: {fault}; it cannot go on from there") from None
