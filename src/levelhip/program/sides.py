"""Which hip comes first, and whether it gets more."""

from __future__ import annotations

import math
from dataclasses import dataclass

from levelhip.core import Side
from levelhip.program.history import History
from levelhip.program.sentence import Sentence

CERTAIN = 1.96
"""Standard uncertainties past which a difference is more than the error of measuring (95 %)."""


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
