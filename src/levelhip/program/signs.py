"""Signs that need a doctor: the questions, what was answered, and what became of each.

Pure: answers and dates are passed in. The questions are data (library/screening.toml).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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
    call : emergency numbers that the text names
    before : what stands before a list of its signs
    """

    __pydantic_config__ = _STRICT

    id: Text
    shuts: Shut
    unsure_counts: bool
    wait_h: Annotated[float, Field(ge=0)]
    needs_visit: bool
    says: Text
    claim: Text
    call: tuple[Text, ...] = ()
    before: str = ""

    @property
    def signs(self) -> tuple[str, ...]:
        """What its questions are signs of, in their order."""
        return tuple(each.sign for each in questions().question if each.tier == self.id)


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes
    ----------
    id : its name
    tier : id of its tier
    sign : what a yes is a sign of, in few words for a summary
    text, why : what is asked, and why
    claims : ids in the claim ledger on which the reason rests
    every_session : whether it is asked before every session
    """

    __pydantic_config__ = _STRICT

    id: Text
    tier: Text
    sign: Text
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
        raise LevelhipError(
            "question {given}: not known; give one of {known}", given=question_id, known=known
        )


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
class Report:
    """A sign that was reported.

    Attributes
    ----------
    sign : id of its question
    first, last : when it was first and last said
    seen : when somebody was seen about it; None when not yet
    closed : from when on it counted no longer; None while it stands open
    """

    sign: str
    first: datetime
    last: datetime
    seen: datetime | None = None
    closed: datetime | None = None

    @property
    def tier(self) -> Tier:
        """How grave it is."""
        return questions().tier_of(self.sign)


def reports(
    screenings: Iterable[Screening], visits: Iterable[datetime], now: datetime
) -> tuple[Report, ...]:
    """Every sign that was ever reported, also those that are closed since.

    Parameters
    ----------
    screenings : iterable of Screening
        In any order.
    visits : iterable of datetime
        When somebody was seen about it, as the person says.
    now : datetime
        With its time zone.

    Returns
    -------
    tuple of Report
        In the order in which they were reported. What is said again while it stands open is one
        report; what comes back later is another.
    """
    seen = sorted(visit for visit in visits if visit <= now)
    standing: dict[str, Report] = {}
    found: list[Report] = []
    for each in sorted(screenings, key=lambda each: each.at):
        signs = {question.id for question in each.signs()}
        for name in each.said:
            if name in signs:
                first = standing[name].first if name in standing else each.at
                standing[name] = Report(name, first, each.at)
            elif each.at > now:
                continue
            elif name in standing and _may_close(standing[name], each, seen):
                found.append(replace(standing.pop(name), closed=each.at))
    found += standing.values()
    return tuple(sorted((_seen(each, seen) for each in found), key=lambda each: each.first))


def _seen(report: Report, seen: Sequence[datetime]) -> Report:
    """The same with the visit that followed; signs for life are closed by it alone."""
    for_life = report.tier.shuts == "all-but-walking"
    since = report.first if for_life else report.last
    visit = next((each for each in seen if each >= since), None)
    closed = visit if for_life and report.closed is None else report.closed
    return replace(report, seen=visit, closed=closed)


def _may_close(report: Report, screening: Screening, seen: Sequence[datetime]) -> bool:
    tier, last = report.tier, report.last
    if not screening.is_full or screening.at < last + timedelta(hours=tier.wait_h):
        return False
    return not tier.needs_visit or any(last <= visit <= screening.at for visit in seen)
