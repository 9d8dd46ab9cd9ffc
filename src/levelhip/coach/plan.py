"""What one session is to be: with what it is measured, which sides, how many, how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from levelhip.core import BadProtocol, Side
from levelhip.protocols import Protocol, Source

Voice = Literal["voice", "tones", "silent"]
"""Speech with tones, tones and captions, or captions alone."""

Hands = Literal["", "page", "keys"]
"""What a session is answered with: the page's buttons and taps, or a terminal's keys."""

BOTH_SIDES = (Side.LEFT, Side.RIGHT)
REST_S = 30.0
"""Rest between two sets, s; chosen by us: the article names none, and half a minute lets the breath
and the muscle settle."""
HOLD_S = 5.0
"""Hold where the protocol names none, s; chosen by us: a short one to begin with."""


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What a session asks for.

    Attributes
    ----------
    source : what measures: "camera", "markers", "force", "motion", "scales", "self"
    sides : which sides work, in order
    reps : repetitions or trials of a set
    hold_s : s, how long each hold is asked for
    rest_s : s, rest between sets
    sets : sets on each side
    more : the side that gets one set more; None = neither
    paced : nothing counts, so the voice sets the tempo and counts
    minutes : min, length of a walk; None when steps end it, or the script says how long
    steps : steps of a walk; None when time ends it
    variant : way of doing it, an id of the protocol's variants; empty for only one
    quiet : "voice", "tones" (captions instead of speech) or "silent" (captions only)
    follow : a recording is played: it sets the time, and an event of either side is taken
    way : what it is answered with: "page", "keys", or empty: how to stop is then not told
    """

    source: Source
    sides: tuple[Side, ...] = BOTH_SIDES
    reps: int = 10
    hold_s: float = HOLD_S
    rest_s: float = REST_S
    sets: int = 1
    more: Side | None = None
    paced: bool = False
    minutes: float | None = None
    steps: int | None = None
    variant: str = ""
    quiet: Voice = "voice"
    follow: bool = False
    way: Hands = ""


def plan_for(
    protocol: Protocol,
    *,
    source: Source = "self",
    sides: tuple[Side, ...] = BOTH_SIDES,
    reps: int | None = None,
    hold_s: float | None = None,
    rest_s: float = REST_S,
    sets: int = 1,
    more: Side | None = None,
    minutes: float | None = None,
    steps: int | None = None,
    variant: str | None = None,
    quiet: Voice = "voice",
    follow: bool = False,
    way: Hands = "",
) -> SessionPlan:
    """The plan of a session, what is not given taken from the protocol's trials.

    Parameters
    ----------
    protocol : Protocol
        What is done.
    source : Source
        What measures; "self" when nothing does: then the voice sets the tempo.
    sides : tuple of Side
        Which sides, in order.
    reps : int or None
        Repetitions or trials a side; None = as the protocol asks.
    hold_s : s or None
        How long to hold; None = as the protocol asks, or its shortest.
    rest_s : s
        Rest between sets.
    sets : int
        Sets on each side.
    more : Side or None
        The side that gets one set more.
    minutes, steps : min, int, or None
        Length of a walk; with neither given, as the script asks.
    variant : str or None
        Way of doing it; None = the protocol's first.
    quiet : "voice", "tones" or "silent"
        What is heard.
    follow : bool
        A recording is played instead of a person at work.
    way : "", "page" or "keys"
        What it is answered with.

    Returns
    -------
    SessionPlan

    Raises
    ------
    BadProtocol
        When a number makes no sense or the protocol has no such variant.
    """
    chosen = protocol.chosen(variant=variant)
    trials = chosen.trials
    shortest = min(trials.holds_s) if trials.holds_s else HOLD_S
    asked = {
        "reps": trials.per_side if reps is None else reps,
        "hold": (trials.hold_s or shortest) if hold_s is None else hold_s,
        "rest": rest_s,
        "sets": sets,
        "minutes": 1 if minutes is None else minutes,
        "steps": 1 if steps is None else steps,
    }
    poor = [f"{name} is {value:g}" for name, value in asked.items() if not value > 0]
    if poor or not sides:
        faults = "; ".join([*poor, *([] if sides else ["no side is given"])])
        raise BadProtocol(f"{protocol.id}: {faults}; give positive numbers and a side")
    return SessionPlan(
        source=source,
        sides=sides,
        reps=int(asked["reps"]),
        hold_s=float(asked["hold"]),
        rest_s=rest_s,
        sets=sets,
        more=more,
        paced=source == "self" and not follow,
        minutes=minutes,
        steps=steps,
        variant=chosen.variant,
        quiet=quiet,
        follow=follow,
        way=way,
    )
