"""What is due to be asked now, with the least typing; pure: history and moment are passed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from levelhip.core import LevelhipError
from levelhip.program.history import SCORES, Activity, History
from levelhip.program.light import Day
from levelhip.program.sentence import Sentence
from levelhip.protocols import protocols

ANSWERS_MOST = 4
"""Answers of one check-in; chosen by us: at `ANSWER_S` each it stays within 20 s. What does not
fit comes at the next one."""

ANSWER_S = 5.0
"""Reading a short line and pressing a key; chosen by us."""

RATE_EVERY = timedelta(days=7)
"""From one rating of an activity to the next; chosen by us."""

ROUND_DAYS = 28
"""Days from one questionnaire to the next, as the tests of the last stage; chosen by us."""

ROUND_OPEN_DAYS = 7
"""So long a question of every four weeks comes back when it was skipped; chosen by us."""

THUMB = "pressure_pain"
"""Answer of a protocol in which a thumb presses."""

AskName = Literal[
    "morning",
    "usual",
    "during",
    "pressure",
    "leg_signs",
    "rate",
    "rmdq24",
    "global_change",
    "sitting_h",
]

_YES, _NO = ("y", "yes", "j", "ja"), ("n", "no", "nein")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question; it may be skipped, which answers nothing.

    Attributes
    ----------
    name : what is asked
    on : the day to which the answer belongs
    text : the question
    low, high : bounds of the number; 0 and 1 for no and yes
    about : the activity that is rated; empty otherwise
    """

    name: AskName
    on: date
    text: Sentence
    low: int
    high: int
    about: str = ""

    @property
    def is_yes_no(self) -> bool:
        """Whether yes or no is the answer."""
        return self.name == "leg_signs"

    def parsed(self, typed: str) -> int | None:
        """The answer that was typed; None when it was skipped.

        Parameters
        ----------
        typed : str
            A number, yes or no (also in German, also the first letter); empty for skipping.

        Returns
        -------
        int or None
            1 for yes, 0 for no.

        Raises
        ------
        LevelhipError
            When it is no answer.
        """
        word = typed.strip().lower()
        if not word:
            return None
        if self.is_yes_no:
            if word not in (*_YES, *_NO):
                raise LevelhipError("{given}: give y or n, or nothing to skip", given=typed.strip())
            return int(word in _YES)
        try:
            value = int(word)
        except ValueError:
            value = None
        if value is None or not self.low <= value <= self.high:
            raise LevelhipError(
                "{given}: give a whole number from {low} to {high}, or nothing to skip",
                given=typed.strip(),
                low=self.low,
                high=self.high,
            )
        return value


def due(history: History, now: datetime) -> tuple[Ask, ...]:
    """The questions of a check-in now, the most urgent first when they are too many.

    What was answered is not asked again on that day. Every day: usual pain and leg signs; the
    morning first when there was training the day before; pain during a session and under the thumb
    on its day, unless the session asked. Every week: how each activity goes. Every four weeks:
    RMDQ-24 (of who has told a total before), global change, hours of sitting; the first of these
    rounds asks for no change.

    Parameters
    ----------
    history : History
        All that is known.
    now : datetime
        With its time zone; its date is today.

    Returns
    -------
    tuple of Ask
        At most `ANSWERS_MOST`, in the order in which they are asked.
    """
    today = now.date()
    days = {day.on: day for day in history.days}
    daily = list(_daily(days.get(today), days.get(today - timedelta(days=1)), history, today))
    # The pain under the thumb waits when there is no room: it decides least about tomorrow.
    urgent = [ask for ask in daily if ask.name != "pressure"]
    rest = [ask for ask in daily if ask.name == "pressure"]
    later = (*rest, *_weekly(history.activities, today), *_rounds(history, today))
    chosen = (*urgent, *later)[:ANSWERS_MOST]
    return tuple(sorted(chosen, key=lambda ask: _ORDER.index(ask.name)))


_ORDER = (
    *("morning", "usual", "during", "pressure", "leg_signs", "rate"),
    *("rmdq24", "global_change", "sitting_h"),
)


def _daily(said: Day | None, before: Day | None, history: History, today: date) -> Iterator[Ask]:
    if before is not None and before.trained and before.morning is None:
        yield Ask("morning", before.on, _TEXTS["morning"], 0, 10)
    if said is None or said.usual is None:
        yield Ask("usual", today, _TEXTS["usual"], 0, 10)
    if said is not None and said.trained:
        if said.during is None:
            yield Ask("during", today, _TEXTS["during"], 0, 10)
        if said.pressure is None and _pressed(history, today):
            yield Ask("pressure", today, _TEXTS["pressure"], 0, 10)
    if said is None or said.leg_signs is None:
        yield Ask("leg_signs", today, _TEXTS["leg_signs"], 0, 1)


def _pressed(history: History, today: date) -> bool:
    """Whether a thumb pressed today; a session of which nothing is known may have."""
    done = {each.exercise for each in history.done if each.on == today}
    return not done or bool(done & _with_thumb())


@cache
def _with_thumb() -> frozenset[str]:
    return frozenset(
        each.id
        for each in protocols()
        if any(step.answer.startswith(THUMB) for step in each.script)
    )


def _weekly(activities: Sequence[Activity], today: date) -> Iterator[Ask]:
    waits = []
    for each in activities:
        last = max((rating.on for rating in each.ratings), default=date.min)
        if today - last >= RATE_EVERY:
            waits.append((last, each.text))
    for _, text in sorted(waits, key=lambda wait: wait[0]):
        yield Ask("rate", today, Sentence(_RATE, (("activity", text),)), 0, 10, text)


def _rounds(history: History, today: date) -> Iterator[Ask]:
    number, day = divmod((today - history.profile.started).days, ROUND_DAYS)
    if number < 0 or day >= ROUND_OPEN_DAYS:
        return
    since = today - timedelta(days=day)
    # Its sentences are on paper only: who has never told a total may not have the paper.
    has_form = any(each.name == "rmdq24" for each in history.scores)
    said = {each.name for each in history.scores if since <= each.on <= today}
    for name in ("rmdq24", "global_change", "sitting_h"):
        if name in said or (number == 0 and name == "global_change"):
            continue
        if name == "rmdq24" and not has_form:
            continue
        low, high = SCORES[name]
        yield Ask(name, today, _TEXTS[name], int(low), int(high))


_RATE = "{activity}: 0 (not at all) to 10 (as before the pain)"
_TEXTS = {
    "morning": Sentence("Back pain when you got up this morning, 0 to 10"),
    "usual": Sentence("Usual back pain today, 0 to 10"),
    "during": Sentence("Back pain during today's session, 0 to 10"),
    "pressure": Sentence("Pain under the thumb today, 0 to 10"),
    "leg_signs": Sentence("Leg pain, tingling or numbness since yesterday?"),
    "rmdq24": Sentence(
        "Roland-Morris questionnaire on paper (RMDQ-24): how many of its 24 sentences are true "
        "today?"
    ),
    "global_change": Sentence("Since you began: -5 (much worse), 0 (the same), 5 (much better)"),
    "sitting_h": Sentence("Hours of sitting on a usual day, 0 to 24"),
}
