"""The daily use cases: what was said is kept, and what to do today is worked out from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from levelhip.core import LevelhipError
from levelhip.service.clock import now

if TYPE_CHECKING:
    from levelhip.program.history import Profile
    from levelhip.program.light import Day
    from levelhip.program.plan import Plan
    from levelhip.program.scenario import Finding, Scenario
    from levelhip.program.screening import Clearance, Question, Said
    from levelhip.program.sentence import Sentence
    from levelhip.program.working import Working
    from levelhip.store import Diary

PAINS = ("usual", "during", "morning", "pressure")
"""Pain numbers of a day, as in `program.Day`."""


class Locked(LevelhipError):
    """Safety answers shut what was asked for; the text says what opens it."""


@contextmanager
def diary(url: str | None = None) -> Iterator[Diary]:
    """The diary of this machine's person, closed afterwards.

    Parameters
    ----------
    url : str, optional
        Address of the store; by default the environment's, else a file in the data folder.

    Yields
    ------
    Diary
    """
    from levelhip.store import open_diary

    opened = open_diary(url)
    try:
        yield opened
    finally:
        opened.close()


def questions(*, full: bool) -> tuple[Question, ...]:
    """The safety questions: all, or those of every session.

    Parameters
    ----------
    full : bool

    Returns
    -------
    tuple of Question
    """
    from levelhip.program import questions as asked

    return asked().question if full else asked().session


def lines(made: Plan) -> tuple[tuple[Sentence, ...], ...]:
    """What to do today and why, in at most five lines.

    Parameters
    ----------
    made : Plan

    Returns
    -------
    tuple of lines, each some sentences
    """
    from levelhip.program.plan import today_lines

    return today_lines(made)


def begin(diary: Diary, **changes: object) -> Profile:
    """Begin a diary, or change the profile.

    Parameters
    ----------
    diary : Diary
    **changes
        Fields of `Profile`; those that are left out stay as they are.

    Returns
    -------
    Profile
    """
    from levelhip.program.history import Profile

    profile = diary.profile() or Profile(started=now().date())
    changed = replace(profile, **changes)  # type: ignore[arg-type]
    diary.begin(changed, at=now())
    return changed


def screen(diary: Diary, said: Mapping[str, Said]) -> Clearance:
    """Keep answers to safety questions, and say what they leave open.

    Parameters
    ----------
    diary : Diary
    said : mapping of question id to "yes", "no" or "unsure"

    Returns
    -------
    Clearance

    Raises
    ------
    LevelhipError
        When an answer or a question is not known.
    """
    from levelhip.program.screening import Screening
    from levelhip.program.screening import questions as asked

    for name, answer in said.items():
        asked().tier_of(name)
        if answer not in ("yes", "no", "unsure"):
            raise LevelhipError(f"{name}: {answer}; give yes, no or unsure")
    diary.add_screening(Screening(now(), said), version=asked().version)
    return clearance(diary)


def clearance(diary: Diary) -> Clearance:
    """What may be done now."""
    return diary.history().clearance(now())


def ensure_open(diary: Diary, activity: str) -> None:
    """Refuse an activity that safety answers shut.

    Parameters
    ----------
    diary : Diary
    activity : str
        As in `program.ACTIVITIES`.

    Raises
    ------
    Locked
        With what the person is to be told.
    """
    open_to = clearance(diary)
    if not open_to.allows(activity):
        way_out = " Answer anew with: levelhip screen"
        if open_to.needs_visit:
            way_out = " When a clinician has seen you: levelhip seen; then levelhip screen"
        raise Locked(f"{open_to.text}{way_out}")


def seen(diary: Diary) -> Clearance:
    """Keep that a clinician has been seen just now."""
    diary.add_visit(now())
    return clearance(diary)


def say(diary: Diary, on: date, **said: int | bool | None) -> Day:
    """Add to what was said of a day; what is not given stays.

    Parameters
    ----------
    diary : Diary
    on : date
    **said
        Fields of `program.Day`.

    Returns
    -------
    Day
    """
    if on > now().date():
        raise LevelhipError(f"{on}: has not come yet; give today or an earlier day")
    day = replace(diary.day(on), **{name: v for name, v in said.items() if v is not None})  # type: ignore[arg-type]
    diary.say(day)
    return day


def plan(diary: Diary, *, days: int = 28) -> Plan:
    """The plan from today on.

    Parameters
    ----------
    diary : Diary
    days : int
        How many.

    Returns
    -------
    Plan
    """
    from levelhip.program import plan as planned

    return planned.plan(diary.history(), now(), days=days)


def working(diary: Diary, *, onset: date | None = None) -> Working:
    """Whether training does more for the usual pain than time alone.

    Parameters
    ----------
    diary : Diary
    onset : date, optional
        When this pain began.

    Returns
    -------
    Working
    """
    from levelhip.program.working import working as answered

    history = diary.history()
    trained = min((each.on for each in history.done), default=now().date())
    said = {day.on: float(day.usual) for day in history.days if day.usual is not None}
    return answered(said, trained_from=trained, onset=onset)


def scenario(path: Path) -> tuple[Scenario, tuple[Finding, ...]]:
    """A scenario file, and each of its expectations held against what comes out.

    Parameters
    ----------
    path : Path
        TOML file.

    Returns
    -------
    tuple of Scenario and findings
    """
    from levelhip.program.scenario import findings, parsed_scenario

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise LevelhipError(f"{path.name}: cannot be read ({fault}); give a TOML file") from None
    told = parsed_scenario(text, name=path.name)
    return told, findings(told)
