"""Whether anything may be done at all: what signs shut, and what unlocks.

Pure: answers and dates are passed in. The questions are those of `signs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from levelhip.core import LevelhipError
from levelhip.program.signs import (
    Question,
    Questions,
    Said,
    Screening,
    Shut,
    Tier,
    questions,
    reports,
)

__all__ = [
    "ACTIVITIES",
    "Clearance",
    "Question",
    "Questions",
    "Said",
    "Screening",
    "Shut",
    "Tier",
    "clearance",
    "questions",
]


@dataclass(frozen=True, slots=True)
class Clearance:
    """What may be done now.

    Attributes
    ----------
    tier : the gravest open tier; None when nothing is open
    shuts : "everything", "all-but-walking", "branch" or None
    signs : ids of the open signs
    text : what the person is told
    until : from when on a new screen can unlock; None when time is not what is missing
    needs_visit : whether somebody must be seen first
    ask : which questions come before a session: "full" or "session"
    again : whether all are due once more though nothing is shut: after a red day, when the person's
        health has changed, or when a backup was put back
    """

    tier: str | None
    shuts: Shut | None
    signs: tuple[str, ...]
    text: str
    until: datetime | None
    needs_visit: bool
    ask: Literal["full", "session"]
    again: bool = False

    def allows(self, activity: str) -> bool:
        """Whether an activity may be done.

        Parameters
        ----------
        activity : str
            "learn", "easy-walk", "past-midline", "hip-drop", "carry", "neutral-hold", "test" or
            "exercise".

        Returns
        -------
        bool

        Raises
        ------
        LevelhipError
            When there is no such activity.
        """
        if activity not in ACTIVITIES:
            raise LevelhipError(
                "activity {given}: give one of {known}", given=activity, known=", ".join(ACTIVITIES)
            )
        return activity not in _SHUT.get(self.shuts or "nothing", ())

    def begins(self, activity: str) -> bool:
        """Whether an activity may be begun now: it is allowed, and no full screening comes first.

        Parameters
        ----------
        activity : str
            As in `allows`.

        Returns
        -------
        bool
        """
        waits = self.again and activity not in _SHUT_NEVER
        return self.allows(activity) and not waits


ACTIVITIES = (
    *("learn", "easy-walk", "past-midline", "hip-drop", "carry", "neutral-hold", "test"),
    "exercise",
)
_SHUT_NEVER = ("learn", "easy-walk")
"""What needs no full screening before it when one is due again."""

_SHUT: Mapping[str, Sequence[str]] = {
    # Reading stays open: it is where the emergency page is.
    "everything": ACTIVITIES[1:],
    "all-but-walking": ACTIVITIES[2:],
    "branch": ("past-midline", "hip-drop", "carry"),
}


def clearance(
    screenings: Sequence[Screening],
    visits: Iterable[datetime],
    now: datetime,
    *,
    red_days: Iterable[date] = (),
    answers_from: datetime | None = None,
) -> Clearance:
    """What may be done now, from all that was ever answered.

    A sign of a tier stays open until a later full screening without it, made after the tier's
    waiting time and, where the tier asks for it, after a visit that followed the sign. Signs of the
    tier "clinician" that go on for life (an artificial hip) are closed by the visit alone.

    A clock that goes backwards opens nothing: a sign counts from whatever moment it bears, a no or
    a visit only when its moment has come.

    Parameters
    ----------
    screenings : sequence of Screening
        In any order.
    visits : iterable of datetime
        When somebody was seen about it, as the person says.
    now : datetime
        With its time zone.
    red_days : iterable of date
        Days on which the pain light was red: all questions are due on a later day.
    answers_from : datetime or None
        Full screenings from before this moment do not count as the last one.

    Returns
    -------
    Clearance
    """
    asked = sorted(screenings, key=lambda each: each.at)
    seen = sorted(visit for visit in visits if visit <= now)
    full = [each.at for each in asked if each.is_full and each.at <= now]
    unscreened = not full
    found = reports(asked, seen, now)
    open_signs = {each.sign: each for each in found if each.closed is None}
    for tier in questions().tier:
        names = tuple(name for name in open_signs if questions().tier_of(name).id == tier.id)
        if unscreened and tier.shuts != "everything":
            break
        if names:
            last = max(open_signs[name].last for name in names)
            visited = any(visit >= last for visit in seen)
            until = last + timedelta(hours=tier.wait_h)
            told = _told(
                tier.id,
                tier.shuts,
                names,
                tier.says,
                until if until > now else None,
                needs_visit=tier.needs_visit and not visited,
            )
            return _due_again(told, full, now, red_days, answers_from)
    if unscreened:
        return _told("unscreened", "everything", (), questions().first, None, needs_visit=False)
    told = Clearance(None, None, (), questions().no_signs, None, needs_visit=False, ask="session")
    return _due_again(told, full, now, red_days, answers_from)


def _due_again(
    told: Clearance,
    full: Sequence[datetime],
    now: datetime,
    red_days: Iterable[date],
    answers_from: datetime | None,
) -> Clearance:
    """The same, with all questions due once more where the last full screening is too old."""
    if not full:
        return told
    last = full[-1].astimezone(now.tzinfo)
    # On the red day itself there is rest; what comes up overnight is asked for, too.
    red = max((day for day in red_days if day >= last.date()), default=None)
    if red is None and (answers_from is None or last >= answers_from):
        return told
    text = questions().again if told.shuts is None else told.text
    told = replace(told, ask="full", again=True, text=text)
    if red is None or red < now.date() or told.until is not None:
        return told
    return replace(told, until=datetime.combine(red + timedelta(days=1), time(), now.tzinfo))


def _told(
    tier: str,
    shuts: Shut,
    signs: tuple[str, ...],
    text: str,
    until: datetime | None,
    *,
    needs_visit: bool,
) -> Clearance:
    # A branch only changes what is done; everything graver asks all questions again.
    ask: Literal["full", "session"] = "session" if shuts == "branch" else "full"
    return Clearance(tier, shuts, signs, text, until, needs_visit=needs_visit, ask=ask)
