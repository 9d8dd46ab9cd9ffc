"""When nothing gets less: after some weeks the plan changes, later a clinician is advised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Literal

from levelhip.program.history import History
from levelhip.program.light import GREEN_MAX
from levelhip.program.sentence import Sentence

CHANGE_AFTER = timedelta(days=21)
"""Pressing that does not lessen the pain under the thumb for so long is left out
(docs/evidence.md#pressure-not-less)."""

SEEN_AFTER = timedelta(days=42)
"""After so long without getting better a clinician is advised
(docs/evidence.md#six-weeks-no-better)."""

LEAST_LESS = 1.0
"""A mean of two weeks lower by so much counts as getting better; chosen by us: half of the smallest
important change, since means scatter less than single answers."""

PRESSURE_QUIET = 3
"""Pain under the thumb that is no reason for anything; chosen by us: firm pressing is felt."""

SPAN = timedelta(days=14)
LEAST = 4
"""Fewest answers in each of the two spans; chosen by us."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that is to be said and heeded.

    Attributes
    ----------
    kind : "no-thumb" (lift without pressing) or "clinician" (have it looked at)
    text : in a sentence
    claim : id in the ledger
    """

    kind: Literal["no-thumb", "clinician"]
    text: Sentence
    claim: str


def standstill(history: History, today: date) -> Advice | None:
    """What follows when the pain does not get less for weeks; None while nothing does.

    Parameters
    ----------
    history : History
        All that is known.
    today : date

    Returns
    -------
    Advice or None
        The graver one. A visit to a clinician begins the six weeks anew.
    """
    visit = max((each.date() for each in history.visits if each.date() <= today), default=None)
    if _stands(history, "usual", SEEN_AFTER, visit, today):
        text = Sentence("Not clearly better than six weeks ago: have it looked at by a clinician.")
        return Advice("clinician", text, "six-weeks-no-better")
    if _stands(history, "pressure", SEEN_AFTER, visit, today):
        text = Sentence("The thumb hurts no less than six weeks ago: have a clinician look at it.")
        return Advice("clinician", text, "pressure-not-less")
    if _stands(history, "pressure", CHANGE_AFTER, None, today):
        text = Sentence("The thumb hurts no less than three weeks ago: lift without pressing.")
        return Advice("no-thumb", text, "pressure-not-less")
    return None


QUIET = {"usual": GREEN_MAX, "pressure": PRESSURE_QUIET}
"""Up to this a pain need not get less."""


def _stands(history: History, name: str, after: timedelta, visit: date | None, today: date) -> bool:
    """Whether a pain was there so long ago and has not become less since."""
    since = today - after
    if visit is not None and visit > since:
        return False
    begun = min((day.on for day in history.days if getattr(day, name) is not None), default=today)
    if begun > since:
        return False
    span = min(SPAN, after / 2)
    said = [(day.on, value) for day in history.days if (value := getattr(day, name)) is not None]
    first = [value for on, value in said if since < on <= since + span]
    last = [value for on, value in said if today - span < on <= today]
    if min(len(first), len(last)) < LEAST or min(fmean(first), fmean(last)) <= QUIET[name]:
        return False
    return fmean(first) - fmean(last) < LEAST_LESS
