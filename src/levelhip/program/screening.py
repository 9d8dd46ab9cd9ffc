"""Whether anything may be done at all: signs that need a doctor, and what unlocks.

Pure: answers and dates are passed in. The questions are data (library/screening.toml).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from levelhip.core import LevelhipError
from levelhip.protocols import claim, safety

Said = Literal["yes", "no", "unsure"]
Shut = Literal["everything", "all-but-walking", "branch"]
Text = Annotated[str, Field(min_length=1)]
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Tier:
    """How grave a sign is.

    Attributes
    ----------
    id : "emergency", "same-day", "clinician" or "branch"
    shuts : what a sign of this tier shuts
    unsure_counts : whether "unsure" counts as yes
    wait_h : h, how long after the last such sign a new screen can unlock
    needs_visit : whether somebody must have been seen as well
    says : what the person is told
    claim : id in the claim ledger
    """

    __pydantic_config__ = _STRICT

    id: Text
    shuts: Shut
    unsure_counts: bool
    wait_h: Annotated[float, Field(ge=0)]
    needs_visit: bool
    says: Text
    claim: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes
    ----------
    id : its name
    tier : id of its tier
    text, why : what is asked, and why
    claims : ids in the claim ledger on which the reason rests
    every_session : whether it is asked before every session
    """

    __pydantic_config__ = _STRICT

    id: Text
    tier: Text
    why: Text
    claims: Annotated[tuple[Text, ...], Field(min_length=1)]
    text: str = ""
    every_session: bool = False

    @property
    def provisional(self) -> bool:
        """Whether the reason is shown as provisional, because a claim it rests on is."""
        return any(claim(each).provisional for each in self.claims)


@dataclass(frozen=True, slots=True)
class Questions:
    """All questions and tiers, from the gravest.

    Attributes
    ----------
    version : raised with every change of meaning
    no_signs : what is said when nothing was reported
    first : what is said before the first answers
    again : what is said when all are due once more
    tier, question : in order
    """

    __pydantic_config__ = _STRICT

    version: int
    no_signs: Text
    first: Text
    again: Text
    tier: tuple[Tier, ...]
    question: tuple[Question, ...]

    @property
    def session(self) -> tuple[Question, ...]:
        """Those asked before every session."""
        return tuple(each for each in self.question if each.every_session)

    def tier_of(self, question_id: str) -> Tier:
        """The tier of a question.

        Parameters
        ----------
        question_id : str

        Returns
        -------
        Tier

        Raises
        ------
        LevelhipError
            When there is no such question.
        """
        for each in self.question:
            if each.id == question_id:
                return next(tier for tier in self.tier if tier.id == each.tier)
        known = ", ".join(each.id for each in self.question)
        raise LevelhipError(f"question {question_id}: not known; give one of {known}")


@cache
def questions() -> Questions:
    """The questions that come with levelhip."""
    text = files("levelhip.program").joinpath("library", "screening.toml").read_text("utf-8")
    told: Questions = TypeAdapter(Questions).validate_python(tomllib.loads(text))
    asked = {step.id: step.show for step in safety().questions}
    return replace(
        told,
        question=tuple(
            replace(each, text=asked[each.id], every_session=True) if each.id in asked else each
            for each in told.question
        ),
    )


@dataclass(frozen=True, slots=True)
class Screening:
    """What was answered at one time.

    Attributes
    ----------
    at : when, with its time zone
    said : answer by question id; a full screening answers all, a session's only its own
    """

    at: datetime
    said: Mapping[str, Said]

    @property
    def is_full(self) -> bool:
        """Whether every question was answered."""
        return all(each.id in self.said for each in questions().question)

    def signs(self) -> tuple[Question, ...]:
        """The questions whose answer is a sign, gravest tier first."""
        found = []
        for tier in questions().tier:
            for each in questions().question:
                if each.tier != tier.id or each.id not in self.said:
                    continue
                answer = self.said[each.id]
                if answer == "yes" or (answer == "unsure" and tier.unsure_counts):
                    found.append(each)
        return tuple(found)


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
            raise LevelhipError(f"activity {activity}: give one of {', '.join(ACTIVITIES)}")
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
    open_signs: dict[str, tuple[datetime, datetime]] = {}  # question -> first, last said
    for each in asked:
        signs = {question.id for question in each.signs()}
        for name in each.said:
            if name in signs:
                first, _ = open_signs.get(name, (each.at, each.at))
                open_signs[name] = (first, each.at)
            elif each.at > now:
                continue
            elif name in open_signs and _may_close(name, open_signs[name], each, seen):
                del open_signs[name]
    for name in list(open_signs):
        tier, (first, _) = questions().tier_of(name), open_signs[name]
        if tier.shuts == "all-but-walking" and any(visit >= first for visit in seen):
            del open_signs[name]
    for tier in questions().tier:
        names = tuple(name for name in open_signs if questions().tier_of(name).id == tier.id)
        if unscreened and tier.shuts != "everything":
            break
        if names:
            last = max(open_signs[name][1] for name in names)
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


def _may_close(
    name: str, said: tuple[datetime, datetime], screening: Screening, seen: Sequence[datetime]
) -> bool:
    tier, (_, last) = questions().tier_of(name), said
    if not screening.is_full or screening.at < last + timedelta(hours=tier.wait_h):
        return False
    return not tier.needs_visit or any(last <= visit <= screening.at for visit in seen)


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
