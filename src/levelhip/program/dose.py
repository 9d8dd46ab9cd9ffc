"""How much of what: the rung of each ladder, and which side comes first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from levelhip.core import Side
from levelhip.program.history import History
from levelhip.program.light import Dose, State
from levelhip.program.sentence import Sentence
from levelhip.program.strategy import Rung, strategy

BETWEEN_RISES = timedelta(days=3)
"""Shortest time between two steps up; chosen by us: each is borne for two sessions."""

FAULTY_MAX = 0.2
"""Part of faulty repetitions up to which a session counts as done well; chosen by us."""

PAUSE = timedelta(days=14)
"""After a pause of so long the next session is one rung easier, and one more for each further such
pause; chosen by us."""

CERTAIN = 1.96
"""Standard uncertainties past which a difference is more than the error of measuring (95 %)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The dose of one exercise today.

    Attributes
    ----------
    exercise : its name
    rung : index of the rung
    dose : the rung
    """

    exercise: str
    rung: int
    dose: Rung


def rung(exercise: str, history: History, today: date) -> Asked:
    """The dose of an exercise on a day.

    One rung up after a session that was done well under a light that says up, with at least
    `BETWEEN_RISES` since the last step; one down after each session under a light that says less;
    easier again after a pause.

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
    rungs = strategy().ladder_of(exercise).rungs
    states = history.states(today)
    at, risen, before = 0, date.min, None
    for session in history.sessions(exercise):
        if session.on > today:
            break
        at = _after_pause(at, before, session.on)
        before = session.on
        dose = states.get(session.on, State()).dose
        if dose is Dose.UP:
            well = session.whole and session.faulty <= FAULTY_MAX * max(session.reps, 1)
            if well and session.on - risen >= BETWEEN_RISES and at + 1 < len(rungs):
                at, risen = at + 1, session.on
        elif dose is not Dose.HOLD:
            at = max(at - 1, 0)
    at = _after_pause(at, before, today)
    return Asked(exercise, at, rungs[at])


def _after_pause(at: int, before: date | None, on: date) -> int:
    return at if before is None else max(at - (on - before) // PAUSE, 0)


@dataclass(frozen=True, slots=True)
class SideRule:
    """Which hip comes first, and whether it gets a set more.

    Attributes
    ----------
    first : the hip that is trained first; None when there is no reason for either
    more : whether it gets one set more
    why : in a sentence
    """

    first: Side | None
    more: bool
    why: Sentence


# Metric, whether the hip is the OTHER side of the metric's (in standing it is the standing leg that
# works), whether less is what asks for more training, and what it is called.
_SIGNS = (
    ("one-leg-stand", "hold_time", True, True, "you stand on it for a shorter time"),
    ("side-lying-abduction", "hold_time", False, True, "its hold is shorter"),
    ("equal-weight", "pelvic_drop", True, False, "the pelvis drops more when you stand on it"),
    ("equal-weight", "excess_shift", True, False, "you shift further to stand on it"),
    ("active-hip-abduction", "self_rating", False, False, "lifting that leg is harder to control"),
)


def side_rule(history: History) -> SideRule:
    """Which hip comes first and gets more: the first sign that differs by more than its error.

    Parameters
    ----------
    history : History
        All that is known.

    Returns
    -------
    SideRule
    """
    for protocol, name, is_other, is_less, words in _SIGNS:
        found = {each.side: each for each in history.latest(protocol, name)}
        if Side.LEFT not in found or Side.RIGHT not in found:
            continue
        left, right = found[Side.LEFT], found[Side.RIGHT]
        difference = left.value - right.value
        if abs(difference) <= CERTAIN * math.hypot(left.sd, right.sd):
            continue
        side = Side.LEFT if (difference < 0) is is_less else Side.RIGHT
        hip = side.other if is_other else side
        why = Sentence(
            "The {side} hip first and one set more: {reason}.", (("side", hip), ("reason", words))
        )
        return SideRule(hip, more=True, why=why)
    sorer = history.profile.sorer
    if sorer is not None:
        why = Sentence("The {side} hip first: it is the sorer one.", (("side", sorer),))
        return SideRule(sorer, more=False, why=why)
    return SideRule(
        None, more=False, why=Sentence("Both hips alike: no difference beyond the error.")
    )
