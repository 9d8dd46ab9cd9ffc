"""The daily use cases: what was said is kept, and what to do today is worked out from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from levelhip.core import LevelhipError, chained
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
    """Safety answers shut what was asked for; the text says what opens it.

    Parameters
    ----------
    *sentences : Sentence
        What the person is to be told, still open for translation.
    """

    def __init__(self, *sentences: Sentence) -> None:
        super().__init__(chained(sentences, " "))
        self.sentences = sentences


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
    from levelhip.store import open_diary, store_url

    if _HELD.holds:
        yield _HELD.diary(url or store_url())
        return
    opened = open_diary(url)
    try:
        yield opened
    finally:
        opened.close()


class _Held:
    """Stores that stay open between uses, each opened once."""

    def __init__(self) -> None:
        self.holds = 0
        self._diaries: dict[str, Diary] = {}
        self._lock = Lock()

    def diary(self, url: str) -> Diary:
        from levelhip.store import open_diary

        with self._lock:
            if url not in self._diaries:
                self._diaries[url] = open_diary(url)
            return self._diaries[url]

    def close(self) -> None:
        for each in self._diaries.values():
            each.close()
        self._diaries.clear()


_HELD = _Held()


@contextmanager
def held_open() -> Iterator[None]:
    """Open a store once for all that is done within: for a server, or a run through weeks.

    Opening looks for changes of the schema and prepares every question anew, some hundredths of a
    second each time.

    Yields
    ------
    None
    """
    _HELD.holds += 1
    try:
        yield
    finally:
        _HELD.holds -= 1
        if not _HELD.holds:
            _HELD.close()


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
    from levelhip.program.today import today_lines

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

    with diary.together():
        profile = diary.profile() or Profile(started=now().date())
        changed = replace(profile, **changes)  # type: ignore[arg-type]
        if changed.bars - profile.bars:
            # What came up since the safety questions were answered makes them due once more.
            changed = replace(changed, answers_from=now())
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
            raise LevelhipError(
                "{given}: {given_2}; give yes, no or unsure", given=name, given_2=answer
            )
    screening = Screening(now(), said)
    with diary.together():
        if screening.signs():
            # A clock that was set back must not date a sign before what closed an earlier one.
            told = diary.history()
            kept = (*(each.at for each in told.screenings), *told.visits)
            screening = replace(screening, at=max((screening.at, *kept)))
        diary.add_screening(screening, version=asked().version)
    return clearance(diary)


def clearance(diary: Diary) -> Clearance:
    """What may be done now."""
    return diary.history().clearance(now())


def ensure_open(diary: Diary, activity: str, *, open_to: Clearance | None = None) -> None:
    """Refuse an activity that safety answers shut.

    Parameters
    ----------
    diary : Diary
    activity : str
        As in `program.ACTIVITIES`.
    open_to : Clearance, optional
        What is open now, where that is known already.

    Raises
    ------
    Locked
        With what the person is to be told.
    """
    from levelhip.program.screening import questions as asked
    from levelhip.program.sentence import Sentence

    open_to = open_to or clearance(diary)
    if not open_to.allows(activity):
        way_out = Sentence("Answer anew with: levelhip screen")
        if open_to.needs_visit:
            way_out = Sentence("When a clinician has seen you: levelhip seen; then levelhip screen")
        raise Locked(Sentence(open_to.text), way_out)
    if not open_to.begins(activity):
        way_out = Sentence("Answer them with: levelhip screen")
        if open_to.until is not None:
            when = ("when", f"{open_to.until:%Y-%m-%d %H:%M}")
            way_out = Sentence("Answer them with: levelhip screen (from {when} on)", (when,))
        raise Locked(Sentence(asked().again), way_out)


def ensure_asked(diary: Diary) -> None:
    """Refuse an exercise without the coach before safety questions were answered on that day.

    Parameters
    ----------
    diary : Diary

    Raises
    ------
    Locked
        With the way to answer them.
    """
    from levelhip.program.sentence import Sentence

    ensure_open(diary, "neutral-hold")
    moment = now()
    said = [each.at for each in diary.history().screenings if each.at <= moment]
    if not any(at.astimezone(moment.tzinfo).date() == moment.date() for at in said):
        raise Locked(
            Sentence("Before exercises come the safety questions of the day: levelhip screen")
        )


def seen(diary: Diary) -> Clearance:
    """Keep that a clinician has been seen just now."""
    ensure_begun(diary)
    diary.add_visit(now())
    return clearance(diary)


def ensure_begun(diary: Diary) -> None:
    """Refuse to keep anything of somebody who is not known.

    Parameters
    ----------
    diary : Diary

    Raises
    ------
    NobodyKnown
        With the way to begin.
    """
    from levelhip.store.faults import NobodyKnown

    if diary.profile() is None:
        raise NobodyKnown("nothing is known of you yet; begin with: levelhip begin")


def ensure_come(on: date) -> None:
    """Refuse a day that has not come.

    Parameters
    ----------
    on : date

    Raises
    ------
    LevelhipError
    """
    if on > now().date():
        raise LevelhipError("{day}: has not come yet; give today or an earlier day", day=on)


def say(diary: Diary, on: date, **said: int | bool | None) -> Day:
    """Add to what was said of a day; what is not given stays, and so do leg signs.

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
    ensure_begun(diary)
    ensure_come(on)
    # In one transaction: what another command says of the same day meanwhile is not written over.
    with diary.together():
        day = diary.day(on)
        # A sign that was said of a day stands: a page that had asked before must not take it back.
        told = {name: value for name, value in said.items() if value is not None}
        if day.leg_signs:
            told["leg_signs"] = True
        day = replace(day, **told)  # type: ignore[arg-type]
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


def working(diary: Diary) -> Working:
    """Whether training does more for the usual pain than time alone.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    Working
    """
    from levelhip.program.working import working_in

    return working_in(diary.history(), now().date())


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
        raise LevelhipError(
            "{file}: cannot be read ({system}); give a TOML file", file=path.name, system=fault
        ) from None
    told = parsed_scenario(text, name=path.name)
    return told, findings(told)
